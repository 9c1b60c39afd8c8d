<?php

/**
 * Prices for some: a group, a customer, a currency, from a number of pieces on.
 */
class SpecificPrice
{
    /** @return array<string, mixed>|false the one that says most about whom it is for */
    public static function getSpecificPrice(
        $idProduct,
        $idShop,
        $idCurrency,
        $idCountry,
        $idGroup,
        $quantity,
        $idProductAttribute = null,
        $idCustomer = 0,
        $idCart = 0,
        $realQuantity = 0
    ) {
        $for = ['id_shop' => $idShop, 'id_currency' => $idCurrency, 'id_country' => $idCountry, 'id_group' => $idGroup,
            'id_customer' => $idCustomer, 'id_cart' => $idCart];
        $where = '';
        foreach ($for as $column => $id) {
            $where .= ' AND ' . $column . ' IN (0, ' . (int) $id . ')';
        }

        return Db::getInstance()->getRow(
            'SELECT *, (id_group > 0) + 2 * (id_customer > 0) AS closeness FROM ' . _DB_PREFIX_ . 'specific_price
            WHERE id_product = ' . (int) $idProduct . $where . ' AND from_quantity <= ' . max(1, (int) $quantity) . '
            ORDER BY closeness DESC, from_quantity DESC'
        );
    }
}
