<?php

class AdminDashboardController extends AdminController
{
    public function initContent()
    {
        $this->context->smarty->assign([
            'orders' => SalesLists::orders((int) $this->context->language->id), 'customers' => SalesLists::customers(), 'link' => $this->context->link,
        ]);
        $this->content .= $this->context->smarty->fetch('dashboard.tpl');
        parent::initContent();
    }
}
