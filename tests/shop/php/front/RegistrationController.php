<?php

class RegistrationController extends FrontController
{
    public $php_self = 'registration';
    public $template = 'registration.tpl';

    private const FIELDS = ['firstname', 'lastname', 'email', 'password'];

    public function postProcess()
    {
        if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
            return;
        }
        $values = array_map(fn (string $field): string => trim((string) Tools::getValue($field)), array_combine(self::FIELDS, self::FIELDS));
        if (in_array('', $values, true) || !Validate::isEmail($values['email'])) {
            $this->errors[] = $this->trans('Please fill in every field.', [], 'Shop.Notifications.Error');
        } elseif ((new Customer())->getByEmail($values['email'])) {
            $this->errors[] = $this->trans('This email is already used.', [], 'Shop.Notifications.Error');
        } else {
            $this->register($values);
        }
    }

    public function initContent()
    {
        parent::initContent();
        $this->context->smarty->assign('values', Tools::getAllValues());
    }

    private function register(array $values): void
    {
        $customer = new Customer();
        $customer->id_gender = 0;
        $customer->id_shop = (int) $this->context->shop->id;
        $customer->id_shop_group = (int) $this->context->shop->id_shop_group;
        $customer->id_lang = (int) $this->context->language->id;
        $customer->firstname = $values['firstname'];
        $customer->lastname = $values['lastname'];
        $customer->email = $values['email'];
        $customer->passwd = password_hash($values['password'], PASSWORD_BCRYPT);
        $customer->active = 1;
        $customer->is_guest = 0;
        $customer->add();
        $this->context->updateCustomer($customer);
        Hook::exec('actionCustomerAccountAdd', ['newCustomer' => $customer]);
        $this->redirect_after = $this->context->link->getPageLink('my-account');
    }
}
