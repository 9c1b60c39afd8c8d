<?php

class StockAvailable
{
    public static function getQuantityAvailableByProduct($idProduct = null, $idProductAttribute = null, $idShop = null): int
    {
        return (int) self::row($idProduct)['quantity'];
    }

    public static function outOfStock($idProduct, $idShop = null): int
    {
        return (int) self::row($idProduct)['out_of_stock'];
    }

    /** @return array<string, string> */
    private static function row($idProduct): array
    {
        return Db::getInstance()->getRow(
            'SELECT quantity, out_of_stock FROM ' . _DB_PREFIX_ . 'stock_available WHERE id_product_attribute = 0 AND id_product = ' . (int) $idProduct
        ) ?: ['quantity' => '0', 'out_of_stock' => '2'];
    }
}
