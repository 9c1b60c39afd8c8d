<?php

class AuthController extends FrontController
{
    public $php_self = 'authentication';
    public $template = 'login.tpl';

    public function postProcess()
    {
        if ($_SERVER['REQUEST_METHOD'] === 'POST') {
            $this->signIn((string) Tools::getValue('email'), (string) Tools::getValue('password'));
        } elseif ($this->context->customer->isLogged()) {
            $this->redirect_after = $this->context->link->getPageLink('my-account');
        }
    }

    public function initContent()
    {
        parent::initContent();
        $this->context->smarty->assign([
            'email' => (string) Tools::getValue('email'), 'back' => (string) Tools::getValue('back'),
        ]);
    }

    private function signIn(string $email, string $password): void
    {
        $customer = new Customer();
        if (!$customer->getByEmail($email, $password) || !$customer->active) {
            $this->errors[] = $this->trans('Authentication failed.', [], 'Shop.Notifications.Error');

            return;
        }
        $this->context->updateCustomer($customer);
        Hook::exec('actionAuthentication', ['customer' => $customer]);
        $back = (string) Tools::getValue('back');
        $this->redirect_after = preg_match('~^/(?![/\\\\])~', $back) ? $back : $this->context->link->getPageLink('my-account');
    }
}
