<?php

class Currency extends ObjectModel
{
    public static $definition = [
        'table' => 'currency',
        'primary' => 'id_currency',
        'fields' => ['name' => [], 'iso_code' => [], 'conversion_rate' => [], 'deleted' => [], 'active' => [], 'symbol' => ['lang' => true]],
    ];

    public $precision = 2;

    public static function getCurrencyInstance($id): self
    {
        return new self((int) $id, (int) Context::getContext()->language->id);
    }

    public function isAssociatedToShop($idShop = null): bool
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'currency_shop WHERE id_currency = ' . (int) $this->id
            . ' AND id_shop = ' . (int) ($idShop ?? Context::getContext()->shop->id)
        );
    }

    /** @return list<array<string, mixed>> */
    public static function getCurrencies($object = false, $active = true, $groupBy = false, $currentShop = true): array
    {
        return Db::getInstance()->executeS(
            'SELECT c.*, cl.symbol FROM ' . _DB_PREFIX_ . 'currency c
            JOIN ' . _DB_PREFIX_ . 'currency_shop cs ON cs.id_currency = c.id_currency AND cs.id_shop = ' . (int) Context::getContext()->shop->id . '
            JOIN ' . _DB_PREFIX_ . 'currency_lang cl ON cl.id_currency = c.id_currency AND cl.id_lang = ' . (int) Context::getContext()->language->id . '
            WHERE c.active = 1 AND c.deleted = 0 ORDER BY c.id_currency'
        );
    }

    public static function getDefaultCurrencyId(): int
    {
        return (int) Configuration::get('PS_CURRENCY_DEFAULT');
    }
}
