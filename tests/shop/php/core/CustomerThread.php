<?php

class CustomerThread extends ObjectModel
{
    public static $definition = [
        'table' => 'customer_thread',
        'primary' => 'id_customer_thread',
        'fields' => ['id_shop' => [], 'id_lang' => [], 'id_contact' => [], 'id_customer' => [], 'id_order' => [], 'id_product' => [],
            'status' => [], 'email' => [], 'token' => [], 'date_add' => [], 'date_upd' => []],
    ];

    public function add($autoDate = true, $nullValues = false)
    {
        foreach (['id_lang', 'id_contact', 'token'] as $name) {
            if (!$this->{$name}) {
                throw new PrestaShopException("Property CustomerThread->$name is empty.");
            }
        }
        if ($this->email && !Validate::isEmail($this->email)) {
            throw new PrestaShopException('Property CustomerThread->email is not valid.');
        }

        return parent::add($autoDate, $nullValues);
    }

    public function delete()
    {
        return parent::delete() && Db::getInstance()->delete('customer_message', 'id_customer_thread = ' . (int) $this->id);
    }
}
