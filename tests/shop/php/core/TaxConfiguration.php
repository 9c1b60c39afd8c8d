<?php

/**
 * Whether this visitor sees prices with taxes.
 */
class TaxConfiguration
{
    public function includeTaxes()
    {
        return Configuration::get('PS_TAX') && !Product::getTaxCalculationMethod((int) Context::getContext()->cookie->id_customer);
    }
}
