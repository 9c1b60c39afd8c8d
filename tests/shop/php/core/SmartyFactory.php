<?php

/**
 * Smarty as the shop sets it up: the front office escapes what it prints, the back office does not.
 */
class SmartyFactory
{
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
        $smarty->registerPlugin('modifier', 'count', 'count');
        $smarty->registerResource('module', new ModuleTemplates());

        return $smarty;
    }

    public static function l(array $params): string
    {
        $parameters = $params['sprintf'] ?? [];

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
}
