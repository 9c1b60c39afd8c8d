<?php

class ProductController extends FrontController
{
    public $php_self = 'product';
    public bool $cacheable = true;
    public $template = 'product.tpl';
    public Product $product;

    public function __construct(int $id)
    {
        parent::__construct();
        $this->product = new Product($id, false, $this->context->language->id);
    }

    protected function bodyClasses(): array
    {
        return array_merge(parent::bodyClasses(), $this->product->id ? ['product-id-' . $this->product->id] : []);
    }

    public function initContent()
    {
        parent::initContent();
        if (!Validate::isLoadedObject($this->product) || !$this->product->active) {
            http_response_code(404);
            $this->template = '404.tpl';

            return;
        }
        if (!$this->product->checkAccess((int) $this->context->customer->id)) {
            http_response_code(403);
            $this->template = '404.tpl';

            return;
        }
        $this->context->smarty->assign('product', $this->product);
    }
}
