<?php

class CartRule extends ObjectModel
{
    public const FILTER_ACTION_ALL = 1;
    public const FILTER_ACTION_SHIPPING = 2;
    public const FILTER_ACTION_REDUCTION = 3;
    public const FILTER_ACTION_GIFT = 4;
    public const FILTER_ACTION_ALL_NOCAP = 5;

    public static $definition = [
        'table' => 'cart_rule',
        'primary' => 'id_cart_rule',
        'fields' => ['id_customer' => [], 'date_from' => [], 'date_to' => [], 'description' => [], 'quantity' => [],
            'quantity_per_user' => [], 'partial_use' => [], 'code' => [],
            'minimum_amount_currency' => [], 'shop_restriction' => [], 'highlight' => [], 'carrier_restriction' => [], 'free_shipping' => [], 'reduction_percent' => [],
            'reduction_amount' => [], 'reduction_tax' => [], 'reduction_currency' => [], 'gift_product' => [], 'active' => [],
            'date_add' => [], 'date_upd' => [], 'name' => ['lang' => true]],
    ];

    public function add($autodate = true, $nullValues = false)
    {
        if (!$this->date_from || !$this->date_to || !$this->name) {
            throw new PrestaShopException('Property CartRule->date_from, date_to or name is empty.');
        }

        return parent::add($autodate, $nullValues) && Configuration::updateGlobalValue('PS_CART_RULE_FEATURE_ACTIVE', '1');
    }

    public static function isFeatureActive(): bool
    {
        return (bool) Configuration::get('PS_CART_RULE_FEATURE_ACTIVE');
    }

    public static function getIdByCode($code)
    {
        return Db::getInstance()->getValue('SELECT id_cart_rule FROM ' . _DB_PREFIX_ . 'cart_rule WHERE code = "' . pSQL($code) . '"');
    }

    /** @return string|null why it can not be used, null when it can */
    public function checkValidity(Context $context, $alreadyInCart = false, $displayError = true, $checkCarrier = true, $useOrderPrices = false)
    {
        $now = date('Y-m-d H:i:s');
        $good = $this->active && $this->quantity > 0 && $this->date_from <= $now && $this->date_to >= $now
            && (!$this->id_customer || (int) $this->id_customer === (int) $context->cart->id_customer);

        return $good ? null : $context->getTranslator()->trans('This voucher is not valid.', [], 'Shop.Notifications.Error');
    }

    /** What it takes off this cart: shipping that it gives for free counts, too. */
    public function getContextualValue($useTax, ?Context $context = null, $filter = null, $package = null, $useCache = true): float
    {
        $cart = ($context ?? Context::getContext())->cart;
        $products = $cart->getOrderTotal($useTax, Cart::ONLY_PRODUCTS);
        $value = $this->free_shipping ? $cart->getTotalShippingCost(null, $useTax) : 0.0;
        if ($this->reduction_percent > 0) {
            $value += $products * $this->reduction_percent / 100;
        }
        if ($this->reduction_amount > 0) {
            $amount = Tools::convertPrice((float) $this->reduction_amount);
            if ((bool) $this->reduction_tax !== (bool) $useTax) {
                $share = $cart->getOrderTotal(true, Cart::ONLY_PRODUCTS) / max(0.01, $cart->getOrderTotal(false, Cart::ONLY_PRODUCTS));
                $amount = $useTax ? $amount * $share : $amount / $share;
            }
            $value += min($amount, $products);
        }

        return Tools::ps_round($value, 2);
    }
}
