<?php

class Guest extends ObjectModel
{
    public static $definition = [
        'table' => 'guest',
        'primary' => 'id_guest',
        'fields' => ['id_operating_system' => [], 'id_web_browser' => [], 'id_customer' => [], 'javascript' => [],
            'screen_resolution_x' => [], 'screen_resolution_y' => [], 'accept_language' => [], 'mobile_theme' => []],
    ];

    /** Notes what the browser says about itself. */
    public function userAgent(): void
    {
        $accepted = $_SERVER['HTTP_ACCEPT_LANGUAGE'] ?? '';
        $this->accept_language = substr(explode(',', $accepted)[0], 0, 8);
        $this->mobile_theme = (int) Context::getContext()->isMobile();
    }

    public static function getFromCustomer($idCustomer)
    {
        return Db::getInstance()->getValue(
            'SELECT id_guest FROM ' . _DB_PREFIX_ . 'guest WHERE id_customer = ' . (int) $idCustomer
        );
    }

    /** Makes a guest, or takes the customer's, and puts its number into the cookie. */
    public static function setNewGuest($cookie): void
    {
        $guest = new self(isset($cookie->id_customer) ? (int) self::getFromCustomer((int) $cookie->id_customer) : null);
        $guest->userAgent();
        $guest->save();
        $cookie->id_guest = (int) $guest->id;
    }

    /** This guest becomes the customer's older one: its number is gone afterwards. */
    public function mergeWithCustomer($idGuest, $idCustomer)
    {
        $db = Db::getInstance();
        foreach (['connections', 'cart'] as $table) {
            $db->update($table, ['id_guest' => (int) $idGuest], 'id_guest = ' . (int) $this->id);
        }
        (new self((int) $idGuest))->delete();
        $this->delete();
        $this->id = (int) $idGuest;
        $this->id_customer = (int) $idCustomer;
        $this->force_id = true;

        return $this->add();
    }
}
