<?php

/**
 * The legacy-style page of this shop.
 */
class AdminCustomerThreadsController extends AdminController
{
    public function initContent()
    {
        $this->context->smarty->assign('threads', Db::getInstance()->executeS(
            'SELECT t.id_customer_thread, t.email, t.status, t.date_upd, cl.name AS contact,
                (SELECT message FROM ' . _DB_PREFIX_ . 'customer_message m WHERE m.id_customer_thread = t.id_customer_thread
                ORDER BY m.id_customer_message DESC LIMIT 1) AS message
            FROM ' . _DB_PREFIX_ . 'customer_thread t
            JOIN ' . _DB_PREFIX_ . 'contact_lang cl ON cl.id_contact = t.id_contact AND cl.id_lang = ' . (int) $this->context->language->id . '
            ORDER BY t.date_upd DESC'
        ));
        $this->content .= $this->context->smarty->fetch('threads.tpl');
        parent::initContent();
    }
}
