<?php

class Country extends ObjectModel
{
    public const GEOLOC_CATALOG_MODE = 2;

    public static $definition = [
        'table' => 'country',
        'primary' => 'id_country',
        'fields' => ['id_zone' => [], 'iso_code' => [], 'call_prefix' => [], 'active' => [], 'name' => ['lang' => true]],
    ];
}
