<?php

class CustomerSession extends ObjectModel
{
    public static $definition = [
        'table' => 'customer_session',
        'primary' => 'id_customer_session',
        'fields' => ['id_customer' => [], 'token' => [], 'date_add' => [], 'date_upd' => []],
    ];

    public function setUserId($id): void
    {
        $this->id_customer = (int) $id;
    }

    public function getUserId(): int
    {
        return (int) $this->id_customer;
    }
}
