<?php

class Product extends ObjectModel
{
    /** One rate for everything: this shop has no tax rules. */
    public const TAX = 0.2;

    public static $definition = [
        'table' => 'product',
        'primary' => 'id_product',
        'fields' => ['price' => [], 'reference' => [], 'active' => [], 'name' => ['lang' => true],
            'link_rewrite' => ['lang' => true], 'description_short' => ['lang' => true], 'description' => ['lang' => true]],
    ];

    public function __construct($id = null, $full = false, $idLang = null, $idShop = null)
    {
        parent::__construct($id, $idLang, $idShop);
    }

    /** @return list<Product> */
    public static function all(int $idLang): array
    {
        $rows = Db::getInstance()->executeS('SELECT id_product FROM ' . _DB_PREFIX_ . 'product WHERE active = 1 ORDER BY id_product');

        return array_map(fn (array $row): self => new self((int) $row['id_product'], false, $idLang), $rows);
    }

    public static function getPriceStatic($idProduct, $useTax = true): float
    {
        $price = (float) Db::getInstance()->getValue(
            'SELECT price FROM ' . _DB_PREFIX_ . 'product_shop WHERE id_product = ' . (int) $idProduct
            . ' AND id_shop = ' . (int) Context::getContext()->shop->id
        );

        return round($useTax ? $price * (1 + self::TAX) : $price, 2);
    }

    public function getPrice($tax = true): float
    {
        return self::getPriceStatic($this->id, $tax);
    }
}
