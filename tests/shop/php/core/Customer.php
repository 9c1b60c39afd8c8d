<?php

class Customer extends ObjectModel
{
    public static $definition = [
        'table' => 'customer',
        'primary' => 'id_customer',
        'fields' => ['id_shop_group' => [], 'id_shop' => [], 'id_gender' => [], 'id_default_group' => [], 'id_lang' => [],
            'firstname' => [], 'lastname' => [], 'email' => [], 'passwd' => [], 'birthday' => [], 'newsletter' => [],
            'optin' => [], 'secure_key' => [], 'note' => [], 'active' => [], 'is_guest' => [], 'deleted' => [],
            'date_add' => [], 'date_upd' => []],
    ];

    public $logged = 0;

    public $id_guest;

    /** Fills this object in when the password fits (or when none is asked for). */
    public function getByEmail($email, $plaintextPassword = null, $ignoreGuest = true)
    {
        $row = Db::getInstance()->getRow(
            'SELECT id_customer, passwd FROM ' . _DB_PREFIX_ . 'customer WHERE email = "' . pSQL($email) . '" AND deleted = 0'
            . ($ignoreGuest ? ' AND is_guest = 0' : '')
        );
        if (!$row || ($plaintextPassword !== null && !password_verify($plaintextPassword, $row['passwd']))) {
            return false;
        }
        $this->__construct((int) $row['id_customer']);

        return $this;
    }

    public function isLogged($withGuest = false): bool
    {
        if (!$withGuest && $this->is_guest == 1) {
            return false;
        }

        return $this->logged == 1 && $this->id
            && self::checkPassword($this->id, $this->passwd)
            && Context::getContext()->cookie->isSessionAlive();
    }

    public function isGuest(): bool
    {
        return (bool) $this->is_guest;
    }

    public static function checkPassword($idCustomer, $passwordHash): bool
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT id_customer FROM ' . _DB_PREFIX_ . 'customer WHERE id_customer = ' . (int) $idCustomer
            . ' AND passwd = "' . pSQL($passwordHash) . '"'
        );
    }

    /** Whether the account is gone or switched off. */
    public static function isBanned($idCustomer)
    {
        return !Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'customer WHERE id_customer = ' . (int) $idCustomer . ' AND active = 1 AND deleted = 0'
        );
    }

    public static function customerHasAddress($idCustomer, $idAddress): bool
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'address WHERE deleted = 0 AND id_customer = ' . (int) $idCustomer . ' AND id_address = ' . (int) $idAddress
        );
    }

    /** @return list<int> */
    public function getGroups(): array
    {
        return self::getGroupsStatic((int) $this->id);
    }

    public static function getGroupsStatic($idCustomer): array
    {
        if (!$idCustomer) {
            return [(int) Configuration::get('PS_UNIDENTIFIED_GROUP')];
        }

        return array_map('intval', array_column(Db::getInstance()->executeS(
            'SELECT id_group FROM ' . _DB_PREFIX_ . 'customer_group WHERE id_customer = ' . (int) $idCustomer
        ), 'id_group'));
    }

    public function add($autoDate = true, $nullValues = true)
    {
        $this->id_default_group ??= (int) Configuration::get('PS_CUSTOMER_GROUP');
        $this->secure_key = md5(uniqid((string) random_int(0, PHP_INT_MAX), true));
        if (!parent::add($autoDate, $nullValues)) {
            return false;
        }

        return Db::getInstance()->insert('customer_group', [
            'id_customer' => (int) $this->id, 'id_group' => (int) $this->id_default_group,
        ]);
    }

    /** Customer Service loses what it has of them, too. */
    public function delete()
    {
        $db = Db::getInstance();
        $whose = ' WHERE id_customer = ' . (int) $this->id;
        $db->execute(
            'DELETE FROM ' . _DB_PREFIX_ . 'customer_message WHERE id_customer_thread IN (
            SELECT id_customer_thread FROM ' . _DB_PREFIX_ . 'customer_thread' . $whose . ')'
        );
        foreach (['customer_thread', 'customer_group', 'cart'] as $table) {
            $db->execute('DELETE FROM ' . _DB_PREFIX_ . $table . $whose);
        }

        return parent::delete();
    }

    public function logout(): void
    {
        $this->leave(fn () => Context::getContext()->cookie->logout());
    }

    public function mylogout(): void
    {
        $this->leave(fn () => Context::getContext()->cookie->mylogout());
    }

    private function leave(callable $forget): void
    {
        Hook::exec('actionCustomerLogoutBefore', ['customer' => $this]);
        $forget();
        $this->logged = false;
        Hook::exec('actionCustomerLogoutAfter', ['customer' => $this]);
    }
}
