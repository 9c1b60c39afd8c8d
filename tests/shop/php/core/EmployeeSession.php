<?php

class EmployeeSession extends ObjectModel
{
    public static $definition = [
        'table' => 'employee_session',
        'primary' => 'id_employee_session',
        'fields' => ['id_employee' => [], 'token' => [], 'date_add' => [], 'date_upd' => []],
    ];

    public function setUserId($id): void
    {
        $this->id_employee = (int) $id;
    }

    public function getUserId(): int
    {
        return (int) $this->id_employee;
    }
}
