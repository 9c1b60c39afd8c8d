<?php

/**
 * Smarty as the shop sets it up: the front office escapes what it prints, the back office does not.
 */
class SmartyFactory
{
    /** PHP's own functions that PrestaShop lets templates use as modifiers. */
    private const MODIFIERS = ['addslashes', 'count', 'explode', 'floatval', 'htmlspecialchars', 'implode', 'in_array', 'intval',
        'json_encode', 'nl2br', 'sizeof', 'strtolower', 'strval', 'substr', 'trim', 'ucfirst', 'urlencode'];

    public static function make(string $office): Smarty
    {
        $smarty = new Smarty();
        $smarty->setTemplateDir([dirname(__DIR__) . '/theme/' . $office]);
        $smarty->setCompileDir(_PS_CACHE_DIR_ . 'smarty/' . $office);
        $smarty->escape_html = $office === 'front';
        $smarty->muteUndefinedOrNullWarnings();
        $smarty->registerPlugin('function', 'l', [self::class, 'l']);
        $smarty->registerPlugin('function', 'hook', [self::class, 'hook']);
        $smarty->registerPlugin('modifier', 'price', [self::class, 'price']);
        $smarty->registerPlugin('modifier', 'escape', static fn ($text, ...$how): string => self::escape($smarty, $text, ...$how));
        foreach (self::MODIFIERS as $function) {
            $smarty->registerPlugin('modifier', $function, $function);
        }
        $smarty->registerResource('module', new ModuleTemplates());

        return $smarty;
    }

    public static function l(array $params): string
    {
        $parameters = ($params['sprintf'] ?? []) + ['legacy' => 'htmlspecialchars'];

        return Context::getContext()->getTranslator()->trans($params['s'], $parameters, $params['d'] ?? null);
    }

    public static function hook(array $params): string
    {
        return (string) Hook::exec($params['h'], array_diff_key($params, ['h' => 1, 'mod' => 1]));
    }

    public static function price($amount): string
    {
        $context = Context::getContext();

        return $context->getCurrentLocale()->formatPrice($amount, $context->currency->iso_code);
    }

    /** Where everything is escaped anyway, `|escape:'html'` does nothing: once is enough. */
    private static function escape(Smarty $smarty, $text, string $type = 'html', string $charset = 'UTF-8', bool $double = true): string
    {
        if ($smarty->escape_html && ($type === 'html' || $type === 'htmlall')) {
            return (string) $text;
        }

        return match ($type) {
            'html' => htmlspecialchars((string) $text, ENT_QUOTES, $charset, $double),
            'htmlall' => htmlentities((string) $text, ENT_QUOTES, $charset, $double),
            'url' => rawurlencode((string) $text),
            'javascript' => substr((string) json_encode((string) $text, JSON_HEX_TAG | JSON_HEX_APOS | JSON_HEX_QUOT), 1, -1),
            default => (string) $text,
        };
    }
}
