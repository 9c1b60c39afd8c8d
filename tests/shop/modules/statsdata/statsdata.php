<?php

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Gives visitors their guest number, as PrestaShop's module of this name does: at the very bottom of the first page,
 * and at login by merging the new guest into the customer's older one. Without it, nobody but a login makes guests.
 */
class Statsdata extends Module
{
    public function __construct()
    {
        $this->name = 'statsdata';
        $this->tab = 'administration';
        $this->version = '2.1.1';
        $this->author = 'small shop';
        $this->ps_versions_compliancy = ['min' => '1.7.7.0', 'max' => '9.99.99'];
        parent::__construct();
        $this->displayName = 'Data mining for statistics';
        $this->description = 'Notes who visits the shop.';
    }

    public function install()
    {
        return parent::install()
            && $this->registerHook(['displayBeforeBodyClosingTag', 'actionAuthentication', 'actionCustomerAccountAdd']);
    }

    public function hookDisplayBeforeBodyClosingTag($params)
    {
        $cookie = $params['cookie'];
        if (!$cookie->id_guest) {
            Guest::setNewGuest($cookie);
        }
        if (!$cookie->id_connections) {
            Db::getInstance()->insert('connections', [
                'id_guest' => (int) $cookie->id_guest, 'id_page' => 1,
                'ip_address' => (int) ip2long(Tools::getRemoteAddr()), 'date_add' => date('Y-m-d H:i:s'), 'http_referer' => '',
            ]);
            $cookie->id_connections = (int) Db::getInstance()->Insert_ID();
        }

        return '';
    }

    public function hookActionAuthentication($params)
    {
        $this->relate($params['cookie']);
    }

    public function hookActionCustomerAccountAdd($params)
    {
        $this->relate($params['cookie']);
    }

    private function relate($cookie): void
    {
        $guest = new Guest((int) $cookie->id_guest);
        $older = (int) Guest::getFromCustomer((int) $cookie->id_customer);
        if ($older === (int) $guest->id) {
            return;
        }
        if ($older) {
            $guest->mergeWithCustomer($older, (int) $cookie->id_customer);
            $cookie->id_guest = $older;
        } else {
            $method = $guest->id_customer ? 'add' : 'update';
            $guest->id_customer = (int) $cookie->id_customer;
            $guest->{$method}();
        }
    }
}
