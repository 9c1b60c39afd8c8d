<?php

/**
 * Orders and customers for the back office's lists.
 */
class SalesLists
{
    /** @return list<array<string, string>> */
    public static function orders(int $idLang, int $id = 0): array
    {
        return self::orderRows($idLang, $id ? 'o.id_order = ' . $id : '1');
    }

    /** @return list<array<string, string>> */
    public static function ordersOf(int $idLang, int $idCustomer): array
    {
        return self::orderRows($idLang, 'o.id_customer = ' . $idCustomer);
    }

    /** @return list<array<string, string>> */
    public static function lines(int $idOrder): array
    {
        return Db::getInstance()->executeS(
            'SELECT product_name, product_reference, product_quantity, unit_price_tax_incl, total_price_tax_incl
            FROM ' . _DB_PREFIX_ . 'order_detail WHERE id_order = ' . $idOrder
        );
    }

    /** @return list<array<string, string>> */
    public static function customers(int $id = 0): array
    {
        return Db::getInstance()->executeS(
            'SELECT id_customer, firstname, lastname, email, active, date_add FROM ' . _DB_PREFIX_ . 'customer
            WHERE deleted = 0' . ($id ? ' AND id_customer = ' . $id : '') . ' ORDER BY id_customer'
        );
    }

    private static function orderRows(int $idLang, string $where): array
    {
        return Db::getInstance()->executeS(
            'SELECT o.id_order, o.reference, o.total_paid, o.payment, o.date_add, sl.name AS state, s.color,
                CONCAT(c.firstname, " ", c.lastname) AS customer, c.id_customer
            FROM ' . _DB_PREFIX_ . 'orders o
            JOIN ' . _DB_PREFIX_ . 'customer c ON c.id_customer = o.id_customer
            JOIN ' . _DB_PREFIX_ . 'order_state s ON s.id_order_state = o.current_state
            JOIN ' . _DB_PREFIX_ . 'order_state_lang sl ON sl.id_order_state = s.id_order_state AND sl.id_lang = ' . $idLang . '
            WHERE ' . $where . ' ORDER BY o.id_order DESC'
        );
    }
}
