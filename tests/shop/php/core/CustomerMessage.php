<?php

class CustomerMessage extends ObjectModel
{
    public static $definition = [
        'table' => 'customer_message',
        'primary' => 'id_customer_message',
        'fields' => ['id_employee' => [], 'id_customer_thread' => [], 'ip_address' => [], 'message' => [], 'file_name' => [],
            'user_agent' => [], 'private' => [], 'date_add' => [], 'date_upd' => [], 'read' => []],
    ];

    public function add($autoDate = true, $nullValues = false)
    {
        if (!Validate::isCleanHtml($this->message)) {
            throw new PrestaShopException('Property CustomerMessage->message is not valid.');
        }

        // What the HTML purifier makes of plain text.
        $typed = $this->message;
        $this->message = str_replace('&', '&amp;', $typed);
        $done = parent::add($autoDate, $nullValues);
        $this->message = $typed;

        return $done;
    }
}
