<?php

class Cart extends ObjectModel
{
    public const ONLY_PRODUCTS = 1;
    public const ONLY_DISCOUNTS = 2;
    public const BOTH = 3;
    public const BOTH_WITHOUT_SHIPPING = 4;
    public const ONLY_SHIPPING = 5;

    /** Without taxes, which follow the first group of rules. */
    private const SHIPPING = 7.0;

    public static $definition = [
        'table' => 'cart',
        'primary' => 'id_cart',
        'fields' => ['id_shop_group' => [], 'id_shop' => [], 'id_carrier' => [], 'delivery_option' => [], 'id_lang' => [],
            'id_address_delivery' => [], 'id_address_invoice' => [], 'id_currency' => [], 'id_customer' => [], 'id_guest' => [],
            'secure_key' => [], 'gift' => [], 'date_add' => [], 'date_upd' => []],
    ];

    public function updateQty($quantity, $idProduct, $idProductAttribute = null, $idCustomization = false, $operator = 'up'): bool
    {
        $row = 'id_cart = ' . (int) $this->id . ' AND id_product = ' . (int) $idProduct;
        $db = Db::getInstance();
        $present = $db->getValue('SELECT quantity FROM ' . _DB_PREFIX_ . 'cart_product WHERE ' . $row);
        $wanted = (int) $present + ($operator === 'up' ? (int) $quantity : -(int) $quantity);
        if ($wanted <= 0) {
            $done = $db->delete('cart_product', $row);
        } elseif ($present) {
            $done = $db->update('cart_product', ['quantity' => $wanted], $row);
        } else {
            $done = $db->insert('cart_product', [
                'id_cart' => (int) $this->id, 'id_product' => (int) $idProduct, 'id_shop' => (int) $this->id_shop,
                'id_address_delivery' => (int) $this->id_address_delivery, 'quantity' => $wanted, 'date_add' => date('Y-m-d H:i:s'),
            ]);
        }
        $this->update();
        Hook::exec('actionCartSave', ['cart' => $this]);

        return $done;
    }

    public function deleteProduct($idProduct): bool
    {
        return $this->updateQty(PHP_INT_MAX, $idProduct, null, false, 'down');
    }

    /** @return list<array<string, mixed>> */
    public function getProducts($refresh = false, $idProduct = false, $idCountry = null, $fullInfos = true, bool $keepOrderPrices = false): array
    {
        $context = Context::getContext();
        $rows = $this->id ? Db::getInstance()->executeS(
            'SELECT cp.id_product, cp.id_product_attribute, cp.quantity AS cart_quantity, pl.name, pl.link_rewrite, p.reference,
                p.is_virtual, sa.quantity AS stock_quantity
            FROM ' . _DB_PREFIX_ . 'cart_product cp
            JOIN ' . _DB_PREFIX_ . 'product p ON p.id_product = cp.id_product
            JOIN ' . _DB_PREFIX_ . 'product_lang pl ON pl.id_product = p.id_product AND pl.id_lang = ' . (int) $context->language->id . '
            LEFT JOIN ' . _DB_PREFIX_ . 'stock_available sa ON sa.id_product = p.id_product AND sa.id_product_attribute = 0
            WHERE cp.id_cart = ' . (int) $this->id . ' ORDER BY cp.date_add, cp.id_product'
        ) : [];

        return array_map(static function (array $row) use ($context): array {
            $quantity = (int) $row['cart_quantity'];
            foreach (['' => false, '_wt' => true] as $suffix => $tax) {
                $row['price' . $suffix] = Product::getPriceStatic($row['id_product'], $tax, null, 6, null, false, true, $quantity);
                // Each piece is rounded (PS_ROUND_TYPE 1).
                $row['total' . $suffix] = Tools::ps_round($row['price' . $suffix], $context->getComputingPrecision()) * $quantity;
            }

            return $row;
        }, $rows);
    }

    public function getOrderTotal(
        $withTaxes = true,
        $type = self::BOTH,
        $products = null,
        $idCarrier = null,
        $useCache = false,
        bool $keepOrderPrices = false
    ): float {
        $goods = array_sum(array_column($products ?? $this->getProducts(), $withTaxes ? 'total_wt' : 'total'));
        $shipping = $this->getTotalShippingCost(null, $withTaxes);
        $discounts = in_array((int) $type, [self::ONLY_DISCOUNTS, self::BOTH, self::BOTH_WITHOUT_SHIPPING], true)
            ? array_sum(array_column($this->getCartRules(CartRule::FILTER_ACTION_ALL, false), $withTaxes ? 'value_real' : 'value_tax_exc'))
            : 0;

        return Tools::ps_round(match ((int) $type) {
            self::ONLY_PRODUCTS => $goods,
            self::ONLY_SHIPPING => $shipping,
            self::ONLY_DISCOUNTS => $discounts,
            self::BOTH_WITHOUT_SHIPPING => max(0, $goods - $discounts),
            default => max(0, $goods + $shipping - $discounts),
        }, 2);
    }

    public function getTotalShippingCost($deliveryOption = null, $useTax = true, ?Country $defaultCountry = null): float
    {
        if (!$this->hasRealProducts() || $this->carrier()->is_free) {
            return 0.0;
        }
        $cost = Tools::convertPrice(self::SHIPPING);

        return Tools::ps_round($useTax ? $cost * (1 + Tax::rate(1) / 100) : $cost, 2);
    }

    /** @return array<int, array<string, array<string, mixed>>> by address, then by the carriers' numbers */
    public function getDeliveryOptionList(?Country $defaultCountry = null, $flush = false): array
    {
        $carrier = $this->carrier();

        return $this->hasRealProducts()
            ? [(int) $this->id_address_delivery => [$carrier->id . ',' => ['is_free' => (bool) $carrier->is_free]]]
            : [];
    }

    /** @return array<int, string> */
    public function getDeliveryOption($defaultCountry = null, $dontAutoSelectOptions = false, $useCache = true): array
    {
        return array_map(static fn (array $options): string => (string) array_key_first($options), $this->getDeliveryOptionList());
    }

    public function hasRealProducts(): bool
    {
        return in_array('0', array_map('strval', array_column($this->getProducts(), 'is_virtual')), true);
    }

    public function isVirtualCart(): bool
    {
        return $this->nbProducts() > 0 && !$this->hasRealProducts();
    }

    /** @return list<array<string, mixed>> */
    public function getCartRules($filter = CartRule::FILTER_ACTION_ALL, $autoAdd = true, $useOrderPrices = false): array
    {
        if (!CartRule::isFeatureActive() || !$this->id) {
            return [];
        }
        $rows = Db::getInstance()->executeS(
            'SELECT cr.*, crl.name FROM ' . _DB_PREFIX_ . 'cart_cart_rule cc
            JOIN ' . _DB_PREFIX_ . 'cart_rule cr ON cr.id_cart_rule = cc.id_cart_rule
            LEFT JOIN ' . _DB_PREFIX_ . 'cart_rule_lang crl ON crl.id_cart_rule = cr.id_cart_rule AND crl.id_lang = ' . (int) Context::getContext()->language->id . '
            WHERE cc.id_cart = ' . (int) $this->id . ' ORDER BY cr.priority, cr.id_cart_rule'
        );
        $context = clone Context::getContext();
        $context->cart = $this;

        return array_map(static function (array $row) use ($context): array {
            $rule = new CartRule((int) $row['id_cart_rule']);

            return $row + [
                'value_real' => $rule->getContextualValue(true, $context),
                'value_tax_exc' => $rule->getContextualValue(false, $context),
            ];
        }, $rows);
    }

    public function addCartRule($idCartRule, bool $useOrderPrices = false): bool
    {
        return Db::getInstance()->insert(
            'cart_cart_rule',
            ['id_cart' => (int) $this->id, 'id_cart_rule' => (int) $idCartRule],
            false,
            true,
            Db::INSERT_IGNORE
        );
    }

    public function removeCartRule($idCartRule, bool $useOrderPrices = false): bool
    {
        return Db::getInstance()->delete('cart_cart_rule', 'id_cart = ' . (int) $this->id . ' AND id_cart_rule = ' . (int) $idCartRule);
    }

    public function getDiscountSubtotalWithoutGifts($withTaxes = true): float
    {
        return $this->getOrderTotal($withTaxes, self::ONLY_DISCOUNTS);
    }

    public function getGiftWrappingPrice($withTaxes = true, $idAddress = null): float
    {
        return 0.0;
    }

    public function orderExists(): bool
    {
        return (bool) Db::getInstance()->getValue('SELECT COUNT(*) FROM ' . _DB_PREFIX_ . 'orders WHERE id_cart = ' . (int) $this->id);
    }

    /** The chosen one, or the one that brings parcels. */
    private function carrier(): Carrier
    {
        return new Carrier((int) $this->id_carrier ?: 2);
    }

    public function nbProducts(): int
    {
        return self::getNbProducts((int) $this->id);
    }

    public static function getNbProducts($id): int
    {
        return (int) Db::getInstance()->getValue('SELECT SUM(quantity) FROM ' . _DB_PREFIX_ . 'cart_product WHERE id_cart = ' . (int) $id);
    }

    public static function lastNoneOrderedCart($idCustomer)
    {
        return Db::getInstance()->getValue(
            'SELECT c.id_cart FROM ' . _DB_PREFIX_ . 'cart c
            WHERE NOT EXISTS (SELECT 1 FROM ' . _DB_PREFIX_ . 'orders o WHERE o.id_cart = c.id_cart AND o.id_customer = ' . (int) $idCustomer . ')
            AND c.id_customer = ' . (int) $idCustomer . ' ORDER BY c.date_upd DESC'
        );
    }
}
