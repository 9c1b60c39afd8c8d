<?php

/**
 * The cart: changed by the theme's script (`ajax=1`) or by a plain form, shown as a page.
 */
class CartController extends FrontController
{
    public $php_self = 'cart';
    public $template = 'cart.tpl';

    public function postProcess()
    {
        $product = new Product((int) Tools::getValue('id_product'));
        if (!Validate::isLoadedObject($product)) {
            return;
        }
        if (Tools::getValue('token') !== Tools::getToken(false)) {
            $this->errors[] = $this->trans('Your session has expired, please try again.', [], 'Shop.Notifications.Error');

            return;
        }
        $cart = $this->context->cart;
        if (!$cart->id) {
            $cart->add();
            $this->context->cookie->id_cart = (int) $cart->id;
        }
        if (Tools::getIsset('delete')) {
            $cart->deleteProduct($product->id);
        } else {
            $cart->updateQty(max(1, (int) Tools::getValue('qty', 1)), $product->id, null, false, Tools::getValue('op') === 'down' ? 'down' : 'up');
        }
        if (!$this->ajax) {
            $this->redirect_after = $this->context->link->getPageLink('cart', null, null, ['action' => 'show']);
        }
    }

    public function initContent()
    {
        parent::initContent();
        $cart = $this->context->cart;
        $this->context->smarty->assign([
            'products' => $cart->getProducts(),
            'subtotal' => $cart->getOrderTotal(true, Cart::ONLY_PRODUCTS),
            'shipping' => $cart->getOrderTotal(true, Cart::ONLY_SHIPPING),
            'total' => $cart->getOrderTotal(),
        ]);
    }

    public function displayAjax()
    {
        header('Content-Type: application/json');
        $this->context->cookie->write();
        $this->ajaxRender(json_encode([
            'success' => !$this->errors,
            'hasError' => (bool) $this->errors,
            'errors' => $this->errors,
            'id_product' => (int) Tools::getValue('id_product'),
            'quantity' => $this->context->cart->nbProducts(),
            'cart' => ['products_count' => $this->context->cart->nbProducts()],
        ]));
    }
}
