<?php

class Product extends ObjectModel
{
    private static ?int $taxCalculationMethod = null;

    public static $definition = [
        'table' => 'product',
        'primary' => 'id_product',
        'fields' => ['price' => [], 'reference' => [], 'active' => [], 'visibility' => [], 'show_price' => [],
            'available_for_order' => [], 'name' => ['lang' => true],
            'link_rewrite' => ['lang' => true], 'description_short' => ['lang' => true], 'description' => ['lang' => true]],
    ];

    public function __construct($id = null, $full = false, $idLang = null, $idShop = null)
    {
        parent::__construct($id, $idLang, $idShop);
        // What a shop may have its own way comes from its own row.
        $own = $this->id ? Db::getInstance()->getRow(
            'SELECT price, active, visibility, show_price, available_for_order FROM ' . _DB_PREFIX_ . 'product_shop
            WHERE id_product = ' . (int) $this->id . ' AND id_shop = ' . (int) ($idShop ?? Context::getContext()->shop->id)
        ) : false;
        foreach ($own ?: [] as $name => $value) {
            $this->{$name} = $value;
        }
    }

    /** @return list<Product> */
    public static function all(int $idLang): array
    {
        $rows = Db::getInstance()->executeS('SELECT id_product FROM ' . _DB_PREFIX_ . 'product WHERE active = 1 ORDER BY id_product');

        return array_map(fn (array $row): self => new self((int) $row['id_product'], false, $idLang), $rows);
    }

    public static function initPricesComputation($idCustomer = null): void
    {
        $group = (int) $idCustomer > 0 ? (new Customer((int) $idCustomer))->id_default_group : Group::getCurrent()->id;
        self::$taxCalculationMethod = Group::getPriceDisplayMethod((int) $group);
    }

    /** 1 where the group sees prices without taxes. */
    public static function getTaxCalculationMethod($idCustomer = null): int
    {
        if (self::$taxCalculationMethod === null || $idCustomer !== null) {
            self::initPricesComputation($idCustomer);
        }

        return (int) self::$taxCalculationMethod;
    }

    /** The rest of PrestaShop's parameters is for what this shop has not: combinations, ecotax, packs. */
    public static function getPriceStatic(
        $idProduct,
        $useTax = true,
        $idProductAttribute = null,
        $decimals = 6,
        $divisor = null,
        $onlyReduction = false,
        $useReduction = true,
        $quantity = 1,
        $forceAssociatedTax = false,
        $idCustomer = null,
        $idCart = null,
        $idAddress = null,
        &$specificPriceOutput = null
    ): float {
        $context = Context::getContext();
        $row = Db::getInstance()->getRow(
            'SELECT price, id_tax_rules_group FROM ' . _DB_PREFIX_ . 'product_shop WHERE id_product = ' . (int) $idProduct
            . ' AND id_shop = ' . (int) $context->shop->id
        );
        $country = (int) (Address::getCountryAndState((int) $idAddress)['id_country'] ?? $context->country->id);
        $rate = 1 + Tax::rate((int) $row['id_tax_rules_group'], $country) / 100;
        $specific = !$useReduction ? null : SpecificPrice::getSpecificPrice(
            $idProduct,
            $context->shop->id,
            $context->currency->id,
            $country,
            Group::getCurrent()->id,
            $quantity,
            $idProductAttribute,
            (int) $context->customer->id
        );
        $base = $specific && $specific['price'] >= 0 ? (float) $specific['price'] : (float) $row['price'];
        $price = Tools::convertPrice($base);
        if ($specific && $specific['reduction_type'] === 'percentage') {
            $price *= 1 - $specific['reduction'];
        } elseif ($specific && $specific['reduction'] > 0) {
            $price -= Tools::convertPrice((float) $specific['reduction']) / ($specific['reduction_tax'] ? $rate : 1);
        }

        return Tools::ps_round($useTax ? $price * $rate : $price, (int) $decimals);
    }

    /** By name or reference, as the page for new orders does it; what is switched off is found, too. */
    public static function searchByName($idLang, $query, ?Context $context = null, $limit = null)
    {
        $like = "LIKE '%" . pSQL($query) . "%'";

        return Db::getInstance()->executeS(
            'SELECT p.id_product, pl.name, p.reference, s.active FROM ' . _DB_PREFIX_ . 'product p
            JOIN ' . _DB_PREFIX_ . 'product_shop s ON s.id_product = p.id_product AND s.id_shop = ' . (int) Context::getContext()->shop->id . '
            JOIN ' . _DB_PREFIX_ . 'product_lang pl ON pl.id_product = p.id_product AND pl.id_shop = s.id_shop AND pl.id_lang = ' . (int) $idLang . '
            WHERE pl.name ' . $like . ' OR p.reference ' . $like . ' ORDER BY pl.name' . ($limit ? ' LIMIT ' . (int) $limit : '')
        ) ?: false;
    }

    public static function getDefaultAttribute($idProduct, $minimumQuantity = 0, $reset = false): int
    {
        return 0;
    }

    public static function getCover($idProduct, ?Context $context = null)
    {
        return Db::getInstance()->getRow(
            'SELECT id_image FROM ' . _DB_PREFIX_ . 'image_shop WHERE cover = 1 AND id_product = ' . (int) $idProduct
        );
    }

    public static function isAvailableWhenOutOfStock($outOfStock): bool
    {
        return (int) $outOfStock === 2 ? (bool) Configuration::get('PS_ORDER_OUT_OF_STOCK') : (bool) $outOfStock;
    }

    public function isAssociatedToShop($idShop = null): bool
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'product_shop WHERE id_product = ' . (int) $this->id
            . ' AND id_shop = ' . (int) ($idShop ?? Context::getContext()->shop->id)
        );
    }

    /** Whether the product is in a category that is open to one of the customer's groups. */
    public function checkAccess($idCustomer): bool
    {
        if (!Group::isFeatureActive()) {
            return true;
        }
        $groups = $idCustomer ? Customer::getGroupsStatic($idCustomer) : [(int) Group::getCurrent()->id];

        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'category_product p
            JOIN ' . _DB_PREFIX_ . 'category_group g ON g.id_category = p.id_category
            WHERE p.id_product = ' . (int) $this->id . ' AND g.id_group IN (' . implode(', ', $groups ?: [0]) . ')'
        );
    }

    public function getPrice($tax = true, $idProductAttribute = null, $decimals = 6): float
    {
        return self::getPriceStatic($this->id, $tax, $idProductAttribute, (int) $decimals);
    }
}
