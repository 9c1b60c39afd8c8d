<?php

class Currency extends ObjectModel
{
    public static $definition = [
        'table' => 'currency',
        'primary' => 'id_currency',
        'fields' => ['name' => [], 'iso_code' => [], 'conversion_rate' => [], 'active' => [], 'symbol' => ['lang' => true]],
    ];

    public static function getDefaultCurrencyId(): int
    {
        return (int) Configuration::get('PS_CURRENCY_DEFAULT');
    }
}
