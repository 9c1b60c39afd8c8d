<?php

/**
 * The login page; none of the back office's hooks are called on it but displayAdminEndContent.
 */
class AdminLoginController extends AdminController
{
    public function run()
    {
        $error = '';
        if ($_SERVER['REQUEST_METHOD'] === 'POST') {
            $error = $this->signIn();
        }
        $this->context->smarty->assign([
            'error' => $error, 'email' => (string) Tools::getValue('email'), 'language' => $this->context->language,
            'shop_name' => Configuration::get('PS_SHOP_NAME'),
        ]);
        header('Content-Type: text/html; charset=utf-8');
        echo $this->context->smarty->fetch('login.tpl');
    }

    /** Goes on to the page asked for; comes back only with what was wrong. */
    private function signIn(): string
    {
        $employee = new Employee();
        if (!$employee->getByEmail((string) Tools::getValue('email'), (string) Tools::getValue('passwd'))) {
            return $this->trans('The employee does not exist, or the password provided is incorrect.', [], 'Admin.Login.Notification');
        }
        $cookie = $this->context->cookie;
        $this->context->employee = $employee;
        $cookie->id_employee = (int) $employee->id;
        $cookie->email = $employee->email;
        $cookie->profile = (int) $employee->id_profile;
        $cookie->passwd = $employee->passwd;
        $cookie->remote_addr = (int) ip2long(Tools::getRemoteAddr());
        $cookie->registerSession(new EmployeeSession());
        $cookie->write();
        $wanted = (string) Tools::getValue('redirect');
        $known = Validate::isControllerName($wanted) && Tab::getIdFromClassName($wanted);
        Tools::redirectAdmin($this->context->link->getAdminLink($known ? $wanted : AdminDispatcher::landing($employee)));
    }
}
