<?php

class Language extends ObjectModel
{
    public static $definition = [
        'table' => 'lang',
        'primary' => 'id_lang',
        'fields' => ['name' => [], 'active' => [], 'iso_code' => [], 'language_code' => [], 'locale' => [],
            'date_format_lite' => [], 'date_format_full' => [], 'is_rtl' => []],
    ];

    private static ?array $all = null;

    public static function getLanguages($active = true, $idShop = false, $idsOnly = false): array
    {
        self::$all ??= Db::getInstance()->executeS(
            'SELECT l.*, ls.id_shop FROM ' . _DB_PREFIX_ . 'lang l
            LEFT JOIN ' . _DB_PREFIX_ . 'lang_shop ls ON ls.id_lang = l.id_lang ORDER BY l.id_lang'
        );
        $languages = [];
        foreach (self::$all as $language) {
            if ((!$active || $language['active']) && (!$idShop || (int) $language['id_shop'] === (int) $idShop)) {
                $languages[$language['id_lang']] = $idsOnly ? (int) $language['id_lang'] : $language;
            }
        }

        return array_values($languages);
    }

    public static function getIDs($active = true, $idShop = false): array
    {
        return self::getLanguages($active, $idShop, true);
    }

    public static function getLanguage($id)
    {
        return array_column(self::getLanguages(false), null, 'id_lang')[(int) $id] ?? false;
    }

    public static function getIsoById($id)
    {
        return self::getLanguage($id)['iso_code'] ?? false;
    }

    public static function getIdByIso($iso, $noCache = false)
    {
        $id = array_column(self::getLanguages(false), 'id_lang', 'iso_code')[$iso] ?? false;

        return $id ? (int) $id : false;
    }

    public static function isMultiLanguageActivated($idShop = null): bool
    {
        return count(self::getLanguages(true, $idShop ?? Context::getContext()->shop->id)) > 1;
    }

    public function getLocale(): string
    {
        return $this->locale;
    }
}
