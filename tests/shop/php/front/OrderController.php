<?php

/**
 * The checkout, as far as a chat meets it: own header, no footer hooks, nothing is ever paid.
 */
class OrderController extends FrontController
{
    public $php_self = 'order';
    public $template = 'order.tpl';

    public function initContent()
    {
        parent::initContent();
        $cart = $this->context->cart;
        if (!$cart->nbProducts()) {
            Tools::redirect($this->context->link->getPageLink('cart', null, null, ['action' => 'show']));
        }
        $this->context->smarty->assign(CartController::amounts($cart));
        $this->context->smarty->assign('address', new Address((int) $cart->id_address_delivery));
    }
}
