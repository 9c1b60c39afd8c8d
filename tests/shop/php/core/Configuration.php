<?php

/**
 * Settings with PrestaShop's own lookup: shop row, group row, global row, the first that exists;
 * shop and group rows count only where multistore is active; a multilingual key has no fallback.
 */
class Configuration
{
    /** @var array<string, array<int, array<string, array<int, array<int|string, string>>>>>|null key → language → level */
    private static ?array $values = null;

    /** @var array<string, bool> whether a key is multilingual: the last row read decides */
    private static array $multilingual = [];

    public static function loadConfiguration(): void
    {
        self::$values = [];
        self::$multilingual = [];
        $rows = Db::getInstance()->executeS(
            'SELECT c.name, cl.id_lang, IF(cl.id_lang IS NULL, c.value, cl.value) AS value, c.id_shop_group, c.id_shop
            FROM ' . _DB_PREFIX_ . 'configuration c
            LEFT JOIN ' . _DB_PREFIX_ . 'configuration_lang cl ON c.id_configuration = cl.id_configuration
            ORDER BY c.id_configuration'
        );
        foreach ($rows ?: [] as $row) {
            $lang = (int) $row['id_lang'];
            self::$multilingual[$row['name']] = (bool) $lang;
            $slot = &self::$values[$row['name']][$lang];
            if ($row['id_shop']) {
                $slot['shop'][(int) $row['id_shop']] = (string) $row['value'];
            } elseif ($row['id_shop_group']) {
                $slot['group'][(int) $row['id_shop_group']] = (string) $row['value'];
            } else {
                $slot['global'] = (string) $row['value'];
            }
            unset($slot);
        }
    }

    public static function clearConfigurationCacheForTesting(): void
    {
        self::$values = null;
    }

    public static function get($key, $idLang = null, $idShopGroup = null, $idShop = null, $default = false)
    {
        $slot = self::slot($key, $idLang);
        [$group, $shop] = self::scope($idShopGroup, $idShop);
        if ($shop && isset($slot['shop'][$shop])) {
            return $slot['shop'][$shop];
        }
        if ($group && isset($slot['group'][$group])) {
            return $slot['group'][$group];
        }

        return $slot['global'] ?? $default;
    }

    public static function getGlobalValue($key, $idLang = null)
    {
        return self::get($key, $idLang, 0, 0);
    }

    public static function getMultiple($keys, $idLang = null, $idShopGroup = null, $idShop = null)
    {
        $values = [];
        foreach ($keys as $key) {
            $values[$key] = self::get($key, $idLang, $idShopGroup, $idShop);
        }

        return $values;
    }

    public static function getConfigInMultipleLangs($key, $idShopGroup = null, $idShop = null)
    {
        $values = [];
        foreach (Language::getIDs(false) as $idLang) {
            $values[$idLang] = self::get($key, $idLang, $idShopGroup, $idShop);
        }

        return $values;
    }

    public static function isCatalogMode(): bool
    {
        return self::get('PS_CATALOG_MODE') || !self::showPrices();
    }

    public static function showPrices(): bool
    {
        return Group::isFeatureActive() ? (bool) Group::getCurrent()->show_prices : true;
    }

    public static function hasKey($key, $idLang = null, $idShopGroup = null, $idShop = null): bool
    {
        $slot = self::slot($key, $idLang);
        if ($idShop) {
            return isset($slot['shop'][(int) $idShop]);
        }
        if ($idShopGroup) {
            return isset($slot['group'][(int) $idShopGroup]);
        }

        return isset($slot['global']);
    }

    public static function updateGlobalValue($key, $values, $html = false): bool
    {
        return self::updateValue($key, $values, $html, 0, 0);
    }

    public static function updateValue($key, $values, $html = false, $idShopGroup = null, $idShop = null): bool
    {
        if (!Validate::isConfigName($key)) {
            throw new PrestaShopException('[' . $key . '] is not a valid configuration key');
        }
        $idShop ??= Shop::getContextShopID(true);
        $idShopGroup ??= Shop::getContextShopGroupID(true);
        $done = true;
        foreach (is_array($values) ? $values : [0 => $values] as $lang => $value) {
            if (self::hasKey($key, $lang, $idShopGroup, $idShop)
                && self::get($key, $lang, (int) $idShopGroup, (int) $idShop) === (string) $value) {
                continue;
            }
            $done = self::write($key, (int) $lang, $value, (bool) $html, (int) $idShopGroup, (int) $idShop) && $done;
        }
        self::$values = null;

        return $done;
    }

    public static function deleteByName($key): bool
    {
        if (!Validate::isConfigName($key)) {
            return false;
        }
        $db = Db::getInstance();
        $done = $db->execute(
            'DELETE FROM ' . _DB_PREFIX_ . 'configuration_lang WHERE id_configuration IN (
            SELECT id_configuration FROM ' . _DB_PREFIX_ . 'configuration WHERE name = "' . pSQL($key) . '")'
        ) && $db->delete('configuration', 'name = "' . pSQL($key) . '"');
        self::$values = null;

        return $done;
    }

    public static function isLangKey($key): bool
    {
        self::$values ?? self::loadConfiguration();

        return self::$multilingual[$key] ?? false;
    }

    private static function slot(string $key, $idLang): array
    {
        self::$values ?? self::loadConfiguration();

        return self::$values[$key][self::isLangKey($key) ? (int) $idLang : 0] ?? [];
    }

    /** @return array{int, int} group and shop whose rows count, 0 = none */
    private static function scope($idShopGroup, $idShop): array
    {
        if (!Shop::isFeatureActive()) {
            return [0, 0];
        }

        return [
            (int) ($idShopGroup ?? Shop::getContextShopGroupID(true)),
            (int) ($idShop ?? Shop::getContextShopID(true)),
        ];
    }

    private static function write(string $key, int $lang, $value, bool $html, int $group, int $shop): bool
    {
        $db = Db::getInstance();
        $where = 'name = "' . pSQL($key) . '"' . ($shop
            ? ' AND id_shop = ' . $shop
            : ' AND (id_shop IS NULL OR id_shop = 0)' . ($group
                ? ' AND id_shop_group = ' . $group
                : ' AND (id_shop_group IS NULL OR id_shop_group = 0)'));
        $now = date('Y-m-d H:i:s');
        $stored = $value === null ? null : pSQL($value, $html);
        $id = (int) $db->getValue('SELECT id_configuration FROM ' . _DB_PREFIX_ . 'configuration WHERE ' . $where);
        if (!$id) {
            $db->insert('configuration', [
                'id_shop_group' => $group ?: null,
                'id_shop' => $shop ?: null,
                'name' => pSQL($key),
                'value' => $lang ? null : $stored,
                'date_add' => $now,
                'date_upd' => $now,
            ]);
            $id = (int) $db->Insert_ID();
        } elseif (!$lang) {
            return $db->update('configuration', ['value' => $stored, 'date_upd' => $now], 'id_configuration = ' . $id);
        }

        return !$lang || $db->insert('configuration_lang', [
            'id_configuration' => $id, 'id_lang' => $lang, 'value' => $stored, 'date_upd' => $now,
        ], false, true, Db::REPLACE);
    }
}
