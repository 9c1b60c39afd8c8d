<?php

class Shop extends ObjectModel
{
    public const CONTEXT_SHOP = 1;
    public const CONTEXT_GROUP = 2;
    public const CONTEXT_ALL = 4;

    public static $definition = [
        'table' => 'shop',
        'primary' => 'id_shop',
        'fields' => ['id_shop_group' => [], 'name' => [], 'color' => [], 'id_category' => [], 'theme_name' => [], 'active' => [], 'deleted' => []],
    ];

    public $domain = '';
    public $domain_ssl = '';
    public $physical_uri = '/';
    public $virtual_uri = '';

    private static int $context = self::CONTEXT_SHOP;
    private static ?int $contextShop = null;
    private static ?int $contextGroup = null;
    private static ?bool $featureActive = null;

    public function __construct($id = null, $idLang = null, $idShop = null)
    {
        parent::__construct($id, $idLang, $idShop);
        if ($this->id) {
            $url = Db::getInstance()->getRow(
                'SELECT * FROM ' . _DB_PREFIX_ . 'shop_url WHERE main = 1 AND active = 1 AND id_shop = ' . (int) $this->id
            );
            foreach (['domain', 'domain_ssl', 'physical_uri', 'virtual_uri'] as $part) {
                $this->{$part} = $url[$part] ?? '';
            }
        }
    }

    /** The shop that the address of this request belongs to, else the default one. */
    public static function initialize(): self
    {
        $shop = new self(self::ofAddress());
        self::setContext(self::CONTEXT_SHOP, $shop->id);

        return $shop;
    }

    public static function ofAddress(): int
    {
        $id = Db::getInstance()->getValue(
            'SELECT id_shop FROM ' . _DB_PREFIX_ . 'shop_url WHERE active = 1 AND domain = "' . pSQL(Tools::getHttpHost()) . '"'
        );

        return (int) ($id ?: Configuration::getGlobalValue('PS_SHOP_DEFAULT'));
    }

    public static function setContext($type, $id = null): void
    {
        self::$context = (int) $type;
        self::$contextShop = $type == self::CONTEXT_SHOP ? (int) $id : null;
        self::$contextGroup = match ((int) $type) {
            self::CONTEXT_SHOP => (int) self::getGroupFromShop($id),
            self::CONTEXT_GROUP => (int) $id,
            default => null,
        };
    }

    public static function getContext(): int
    {
        return self::$context;
    }

    public static function getContextShopID($nullWithoutMultishop = false): ?int
    {
        return $nullWithoutMultishop && !self::isFeatureActive() ? null : self::$contextShop;
    }

    public static function getContextShopGroupID($nullWithoutMultishop = false): ?int
    {
        return $nullWithoutMultishop && !self::isFeatureActive() ? null : self::$contextGroup;
    }

    /** @return list<int> */
    public static function getContextListShopID($share = false): array
    {
        return match (self::$context) {
            self::CONTEXT_SHOP => [(int) self::$contextShop],
            self::CONTEXT_GROUP => self::getShops(true, self::$contextGroup, true),
            default => self::getShops(true, null, true),
        };
    }

    public static function isFeatureActive(): bool
    {
        return self::$featureActive ??= (bool) Db::getInstance()->getValue(
            'SELECT value FROM ' . _DB_PREFIX_ . 'configuration WHERE name = "PS_MULTISHOP_FEATURE_ACTIVE"'
        ) && Db::getInstance()->getValue('SELECT COUNT(*) FROM ' . _DB_PREFIX_ . 'shop') > 1;
    }

    public static function getShops($active = true, $idShopGroup = null, $asIds = false): array
    {
        $rows = Db::getInstance()->executeS(
            'SELECT s.*, g.name AS group_name, su.domain, su.domain_ssl, CONCAT(su.physical_uri, su.virtual_uri) AS uri FROM ' . _DB_PREFIX_ . 'shop s
            JOIN ' . _DB_PREFIX_ . 'shop_group g ON g.id_shop_group = s.id_shop_group
            LEFT JOIN ' . _DB_PREFIX_ . 'shop_url su ON su.id_shop = s.id_shop AND su.main = 1
            WHERE s.deleted = 0' . ($active ? ' AND s.active = 1' : '')
            . ($idShopGroup ? ' AND s.id_shop_group = ' . (int) $idShopGroup : '') . ' ORDER BY s.id_shop'
        );
        if ($asIds) {
            return array_map('intval', array_column($rows, 'id_shop', 'id_shop'));
        }

        return array_column($rows, null, 'id_shop');
    }

    public static function getCompleteListOfShopsID(): array
    {
        return array_column(Db::getInstance()->executeS('SELECT id_shop FROM ' . _DB_PREFIX_ . 'shop'), 'id_shop');
    }

    public static function getGroupFromShop($id, $asId = true)
    {
        return Db::getInstance()->getValue('SELECT id_shop_group FROM ' . _DB_PREFIX_ . 'shop WHERE id_shop = ' . (int) $id);
    }

    public function getBaseURL($autoSecure = false, $addBaseUri = true): string
    {
        if (!$this->domain) {
            return '';
        }

        return ($autoSecure && Tools::usingSecureMode() ? 'https://' . $this->domain_ssl : 'http://' . $this->domain)
            . ($addBaseUri ? $this->getBaseURI() : '');
    }

    public function getBaseURI(): string
    {
        return $this->physical_uri . $this->virtual_uri;
    }
}
