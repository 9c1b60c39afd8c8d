<?php

/**
 * Texts by domain: the shop's own from theme/texts.<iso>.php, a module's from its XLIFF files.
 */
class Translator
{
    /** @var array<string, array<string, string>> */
    private array $catalogues = [];

    public function __construct(private string $locale)
    {
    }

    public function getLocale(): string
    {
        return $this->locale;
    }

    public function trans($id, array $parameters = [], $domain = null, $locale = null): string
    {
        $legacy = $parameters['legacy'] ?? null;
        unset($parameters['legacy']);
        $text = $this->catalogue((string) $domain, $locale ?: $this->locale)[$id] ?? (string) $id;
        if ($parameters) {
            $text = is_int(key($parameters)) ? vsprintf($text, $parameters) : strtr($text, $parameters);
        }

        return $legacy ? $legacy($text, ENT_NOQUOTES) : $text;
    }

    /** @return array<string, string> */
    private function catalogue(string $domain, string $locale): array
    {
        return $this->catalogues[$domain . $locale] ??= preg_match('/^Modules\.([A-Za-z]+)\./', $domain, $part)
            ? self::xliff(_PS_MODULE_DIR_ . strtolower($part[1]) . '/translations/' . $locale . '/' . str_replace('.', '', $domain) . '.' . $locale . '.xlf')
            : self::texts(dirname(__DIR__) . '/theme/texts.' . substr($locale, 0, 2) . '.php');
    }

    private static function texts(string $file): array
    {
        return is_file($file) ? require $file : [];
    }

    private static function xliff(string $file): array
    {
        $texts = [];
        foreach (is_file($file) ? simplexml_load_file($file)->file : [] as $part) {
            foreach ($part->body->{'trans-unit'} as $unit) {
                $texts[(string) $unit->source] = (string) $unit->target ?: (string) $unit->source;
            }
        }

        return $texts;
    }
}
