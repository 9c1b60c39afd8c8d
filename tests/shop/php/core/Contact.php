<?php

class Contact extends ObjectModel
{
    public static $definition = [
        'table' => 'contact',
        'primary' => 'id_contact',
        'fields' => ['email' => [], 'customer_service' => [], 'name' => ['lang' => true], 'description' => ['lang' => true]],
    ];
}
