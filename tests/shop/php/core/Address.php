<?php

class Address extends ObjectModel
{
    public static $definition = [
        'table' => 'address',
        'primary' => 'id_address',
        'fields' => ['id_country' => [], 'id_customer' => [], 'alias' => [], 'lastname' => [], 'firstname' => [], 'address1' => [],
            'address2' => [], 'postcode' => [], 'city' => [], 'phone' => [], 'phone_mobile' => [], 'date_add' => [],
            'date_upd' => [], 'deleted' => []],
    ];

    public static function getCountryAndState($idAddress)
    {
        return $idAddress ? Db::getInstance()->getRow(
            'SELECT id_country, id_state, vat_number, postcode FROM ' . _DB_PREFIX_ . 'address WHERE id_address = ' . (int) $idAddress
        ) : false;
    }

    public static function getFirstCustomerAddressId($idCustomer, $active = true): int
    {
        return (int) Db::getInstance()->getValue(
            'SELECT id_address FROM ' . _DB_PREFIX_ . 'address
            WHERE deleted = 0 AND active = 1 AND id_customer = ' . (int) $idCustomer . ' ORDER BY id_address'
        );
    }
}
