<?php

class Group extends ObjectModel
{
    public static $definition = [
        'table' => 'group',
        'primary' => 'id_group',
        'fields' => ['name' => ['lang' => true], 'reduction' => [], 'price_display_method' => [], 'show_prices' => [],
            'date_add' => [], 'date_upd' => []],
    ];

    public static function isFeatureActive(): bool
    {
        return (bool) Configuration::get('PS_GROUP_FEATURE_ACTIVE');
    }

    public static function getGroups($idLang, $idShop = false): array
    {
        return Db::getInstance()->executeS(
            'SELECT g.*, gl.name FROM `' . _DB_PREFIX_ . 'group` g
            LEFT JOIN ' . _DB_PREFIX_ . 'group_lang gl ON gl.id_group = g.id_group AND gl.id_lang = ' . (int) $idLang . '
            ORDER BY g.id_group'
        );
    }

    public static function getCurrent(): self
    {
        $customer = Context::getContext()->customer;
        $id = Validate::isLoadedObject($customer) ? $customer->id_default_group : Configuration::get('PS_UNIDENTIFIED_GROUP');

        return new self((int) $id);
    }

    public static function getPriceDisplayMethod($id): int
    {
        return (int) (new self((int) $id))->price_display_method;
    }

    public static function addRestrictionsForModule($idModule, $shops): bool
    {
        $rows = [];
        foreach (self::getGroups(0) as $group) {
            foreach ($shops as $shop) {
                $rows[] = ['id_module' => (int) $idModule, 'id_shop' => (int) $shop, 'id_group' => (int) $group['id_group']];
            }
        }

        return Db::getInstance()->insert('module_group', $rows, false, true, Db::INSERT_IGNORE);
    }

    public static function truncateRestrictionsByModule($idModule): bool
    {
        return Db::getInstance()->delete('module_group', 'id_module = ' . (int) $idModule);
    }
}
