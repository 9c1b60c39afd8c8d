<?php

class Employee extends ObjectModel
{
    public static $definition = [
        'table' => 'employee',
        'primary' => 'id_employee',
        'fields' => ['id_profile' => [], 'id_lang' => [], 'lastname' => [], 'firstname' => [], 'email' => [], 'passwd' => [],
            'default_tab' => [], 'active' => []],
    ];

    public function getByEmail($email, $plaintextPassword = null, $activeOnly = true)
    {
        $row = Db::getInstance()->getRow(
            'SELECT id_employee, passwd FROM ' . _DB_PREFIX_ . 'employee WHERE email = "' . pSQL($email) . '"'
            . ($activeOnly ? ' AND active = 1' : '')
        );
        if (!$row || ($plaintextPassword !== null && !password_verify($plaintextPassword, $row['passwd']))) {
            return false;
        }
        $this->__construct((int) $row['id_employee']);

        return $this;
    }

    public function isLoggedBack(): bool
    {
        $cookie = Context::getContext()->cookie;

        return $this->id && $this->active && (int) $cookie->id_employee === (int) $this->id
            && $cookie->passwd === $this->passwd && $cookie->isSessionAlive()
            && (!Configuration::get('PS_COOKIE_CHECKIP') || (int) $cookie->remote_addr === (int) ip2long(Tools::getRemoteAddr()));
    }

    public function isSuperAdmin(): bool
    {
        return (int) $this->id_profile === _PS_ADMIN_PROFILE_;
    }

    public function can($access, $tab): bool
    {
        return (bool) (Profile::getProfileAccess($this->id_profile, Tab::getIdFromClassName($tab))[$access] ?? false);
    }

    /** @return list<int> */
    public function getAssociatedShops(): array
    {
        if ($this->isSuperAdmin()) {
            return array_values(Shop::getShops(true, null, true));
        }

        return array_map('intval', array_column(Db::getInstance()->executeS(
            'SELECT id_shop FROM ' . _DB_PREFIX_ . 'employee_shop WHERE id_employee = ' . (int) $this->id
        ), 'id_shop'));
    }

    public function hasAuthOnShop($idShop): bool
    {
        return $this->isSuperAdmin() || in_array((int) $idShop, $this->getAssociatedShops(), true);
    }

    /** One shop of it is enough, although the group's settings count for the others too. */
    public function hasAuthOnShopGroup($idShopGroup): bool
    {
        return $this->isSuperAdmin() || array_intersect(Shop::getShops(false, $idShopGroup, true), $this->getAssociatedShops());
    }

    public function getDefaultShopID(): int
    {
        $default = (int) Configuration::getGlobalValue('PS_SHOP_DEFAULT');
        $shops = $this->getAssociatedShops();

        return in_array($default, $shops, true) ? $default : (int) ($shops[0] ?? $default);
    }

    public function logout(): void
    {
        Context::getContext()->cookie->logout();
        $this->id = null;
    }
}
