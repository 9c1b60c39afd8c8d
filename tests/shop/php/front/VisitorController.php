<?php

/**
 * What a cached page can't contain: who is signed in and how much is in the cart. The theme's script asks for it;
 * the tests read the guest number here, which only the shop can see in its cookie.
 */
class VisitorController extends FrontController
{
    public function run()
    {
        $this->init();
        $customer = $this->context->customer;
        $this->context->cookie->write();
        header('Content-Type: application/json');
        header('Cache-Control: no-store');
        echo json_encode([
            'name' => $customer->isLogged() ? $customer->firstname . ' ' . $customer->lastname : '',
            'guest' => (int) $this->context->cookie->id_guest,
            'products' => $this->context->cart->nbProducts(),
            'token' => Tools::getToken(false),
        ]);
    }
}
