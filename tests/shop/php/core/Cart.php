<?php

class Cart extends ObjectModel
{
    public const ONLY_PRODUCTS = 1;
    public const ONLY_DISCOUNTS = 2;
    public const BOTH = 3;
    public const BOTH_WITHOUT_SHIPPING = 4;
    public const ONLY_SHIPPING = 5;

    private const SHIPPING = 7.0;

    public static $definition = [
        'table' => 'cart',
        'primary' => 'id_cart',
        'fields' => ['id_shop_group' => [], 'id_shop' => [], 'id_carrier' => [], 'delivery_option' => [], 'id_lang' => [],
            'id_address_delivery' => [], 'id_address_invoice' => [], 'id_currency' => [], 'id_customer' => [], 'id_guest' => [],
            'secure_key' => [], 'date_add' => [], 'date_upd' => []],
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
    public function getProducts($refresh = false): array
    {
        $idLang = (int) Context::getContext()->language->id;
        $rows = $this->id ? Db::getInstance()->executeS(
            'SELECT cp.id_product, cp.id_product_attribute, cp.quantity AS cart_quantity, pl.name, pl.link_rewrite, p.reference,
                sa.quantity AS stock_quantity
            FROM ' . _DB_PREFIX_ . 'cart_product cp
            JOIN ' . _DB_PREFIX_ . 'product p ON p.id_product = cp.id_product
            JOIN ' . _DB_PREFIX_ . 'product_lang pl ON pl.id_product = p.id_product AND pl.id_lang = ' . $idLang . '
            LEFT JOIN ' . _DB_PREFIX_ . 'stock_available sa ON sa.id_product = p.id_product AND sa.id_product_attribute = 0
            WHERE cp.id_cart = ' . (int) $this->id . ' ORDER BY cp.date_add, cp.id_product'
        ) : [];

        return array_map(static function (array $row): array {
            $row['price'] = Product::getPriceStatic($row['id_product'], false);
            $row['price_wt'] = Product::getPriceStatic($row['id_product']);
            $row['total'] = $row['price'] * $row['cart_quantity'];
            $row['total_wt'] = $row['price_wt'] * $row['cart_quantity'];

            return $row;
        }, $rows);
    }

    public function getOrderTotal($withTaxes = true, $type = self::BOTH): float
    {
        $products = array_sum(array_column($this->getProducts(), $withTaxes ? 'total_wt' : 'total'));
        $shipping = $products ? self::SHIPPING * ($withTaxes ? 1 + Product::TAX : 1) : 0;

        return round(match ((int) $type) {
            self::ONLY_PRODUCTS, self::BOTH_WITHOUT_SHIPPING => $products,
            self::ONLY_SHIPPING => $shipping,
            self::ONLY_DISCOUNTS => 0,
            default => $products + $shipping,
        }, 2);
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
