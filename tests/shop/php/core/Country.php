<?php

class Country extends ObjectModel
{
    public const GEOLOC_CATALOG_MODE = 2;

    public static $definition = [
        'table' => 'country',
        'primary' => 'id_country',
        'fields' => ['id_zone' => [], 'iso_code' => [], 'call_prefix' => [], 'active' => [], 'name' => ['lang' => true]],
    ];

    public static function getByIso($isoCode, $active = false): int
    {
        return (int) Db::getInstance()->getValue(
            'SELECT id_country FROM ' . _DB_PREFIX_ . 'country WHERE iso_code = "' . pSQL(strtoupper($isoCode)) . '"' . ($active ? ' AND active = 1' : '')
        );
    }
}
