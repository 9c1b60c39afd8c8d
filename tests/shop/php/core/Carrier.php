<?php

class Carrier extends ObjectModel
{
    public static $definition = [
        'table' => 'carrier',
        'primary' => 'id_carrier',
        'fields' => ['id_reference' => [], 'name' => [], 'url' => [], 'active' => [], 'is_free' => [], 'deleted' => []],
    ];
}
