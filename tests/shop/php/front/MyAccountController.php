<?php

class MyAccountController extends FrontController
{
    public $php_self = 'my-account';
    public $template = 'my-account.tpl';
    public $auth = true;

    public function initContent()
    {
        parent::initContent();
        $this->context->smarty->assign('orders', Db::getInstance()->executeS(
            'SELECT o.reference, o.date_add, o.total_paid, sl.name AS state, s.color FROM ' . _DB_PREFIX_ . 'orders o
            JOIN ' . _DB_PREFIX_ . 'order_state s ON s.id_order_state = o.current_state
            JOIN ' . _DB_PREFIX_ . 'order_state_lang sl ON sl.id_order_state = s.id_order_state AND sl.id_lang = ' . (int) $this->context->language->id . '
            WHERE o.id_customer = ' . (int) $this->context->customer->id . ' ORDER BY o.date_add DESC'
        ));
    }
}
