<?php

/**
 * Tax rates: which one counts follows the product's group of rules and the country.
 */
class Tax
{
    public static function excludeTaxeOption(): bool
    {
        return !Configuration::get('PS_TAX');
    }

    /** In percent; 0 where no rule of the group is for the country. */
    public static function rate(int $idTaxRulesGroup, ?int $idCountry = null): float
    {
        return self::excludeTaxeOption() ? 0.0 : (float) Db::getInstance()->getValue(
            'SELECT t.rate FROM ' . _DB_PREFIX_ . 'tax_rule r JOIN ' . _DB_PREFIX_ . 'tax t ON t.id_tax = r.id_tax AND t.active = 1
            WHERE r.id_tax_rules_group = ' . $idTaxRulesGroup . ' AND r.id_country = ' . (int) ($idCountry ?? Context::getContext()->country->id)
        );
    }
}
