<?php

class IndexController extends FrontController
{
    public $php_self = 'index';
    public bool $cacheable = true;
    public $template = 'index.tpl';

    public function initContent()
    {
        parent::initContent();
        $this->context->smarty->assign('products', Product::all((int) $this->context->language->id));
    }
}
