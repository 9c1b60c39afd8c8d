<?php

/**
 * Numbers and prices as the language writes them; a real shop has the whole of CLDR for it.
 */
class CurrentLocale
{
    private const SIGNS = ['EUR' => '€', 'USD' => '$'];

    public function __construct(private string $code)
    {
    }

    public function formatPrice($amount, string $currency): string
    {
        $sign = self::SIGNS[$currency] ?? $currency . ' ';
        $number = $this->formatNumber($amount, 2);

        return $this->isEnglish() ? $sign . $number : $number . "\u{a0}" . trim($sign);
    }

    public function formatNumber($number, int $decimals = 0): string
    {
        return $this->isEnglish()
            ? number_format((float) $number, $decimals)
            : number_format((float) $number, $decimals, ',', "\u{202f}");
    }

    private function isEnglish(): bool
    {
        return str_starts_with($this->code, 'en');
    }
}
