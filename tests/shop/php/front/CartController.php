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
        if (Tools::getIsset('addDiscount') || Tools::getIsset('deleteDiscount')) {
            $this->changeVouchers();

            return;
        }
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
        $this->context->smarty->assign(self::amounts($this->context->cart));
    }

    /** @return array<string, mixed> with or without taxes, as the visitor's group sees prices */
    public static function amounts(Cart $cart): array
    {
        $tax = (new TaxConfiguration())->includeTaxes();

        return [
            'show_prices' => Configuration::showPrices(),
            'tax_included' => $tax,
            'products' => array_map(static fn (array $line): array => $line + [
                'unit' => Tools::ps_round($line[$tax ? 'price_wt' : 'price'], 2),
                'sum' => $line[$tax ? 'total_wt' : 'total'],
            ], $cart->getProducts()),
            'subtotal' => $cart->getOrderTotal($tax, Cart::ONLY_PRODUCTS),
            'vouchers' => array_map(static fn (array $rule): array => $rule + ['value' => $rule[$tax ? 'value_real' : 'value_tax_exc']], $cart->getCartRules()),
            'discounts' => $cart->getDiscountSubtotalWithoutGifts($tax),
            'shipping' => $cart->getTotalShippingCost(null, $tax),
            'total' => $cart->getOrderTotal($tax),
        ];
    }

    private function changeVouchers(): void
    {
        $cart = $this->context->cart;
        $this->redirect_after = $this->context->link->getPageLink('cart', null, null, ['action' => 'show']);
        if (Tools::getIsset('deleteDiscount')) {
            $cart->removeCartRule((int) Tools::getValue('deleteDiscount'));

            return;
        }
        $rule = new CartRule((int) CartRule::getIdByCode(trim(Tools::getValue('discount_name'))));
        $error = Validate::isLoadedObject($rule)
            ? $rule->checkValidity($this->context)
            : $this->trans('This voucher does not exist.', [], 'Shop.Notifications.Error');
        if ($error) {
            $this->errors[] = $error;
            $this->redirect_after = null;
        } else {
            $cart->addCartRule($rule->id);
        }
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
