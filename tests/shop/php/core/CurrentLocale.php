<?php

/**
 * Numbers and prices as the language writes them.
 */
class CurrentLocale
{
    public function __construct(private string $code)
    {
    }

    public function formatPrice($amount, string $currency): string
    {
        return (new NumberFormatter($this->code, NumberFormatter::CURRENCY))->formatCurrency((float) $amount, $currency);
    }

    public function formatNumber($number): string
    {
        return (new NumberFormatter($this->code, NumberFormatter::DECIMAL))->format($number);
    }
}
