<?php

/**
 * The back office's own choice between all shops, a group and one shop: `?setShopContext=s-2` goes into the cookie.
 */
class ShopSwitch
{
    /** Sets the shop's context for this request, or stores the new choice and asks for the page again. */
    public static function apply(Context $context): void
    {
        $cookie = $context->cookie;
        if (Shop::isFeatureActive() && Tools::getValue('setShopContext') !== false) {
            $cookie->shopContext = (string) Tools::getValue('setShopContext');
            $cookie->write();
            Tools::redirectAdmin(self::here());
        }
        if (!Shop::isFeatureActive()) {
            $cookie->shopContext = 's-' . (int) Configuration::getGlobalValue('PS_SHOP_DEFAULT');
        }
        Shop::setContext(Shop::CONTEXT_ALL);
        $shop = 0;
        [$kind, $id] = array_pad(explode('-', (string) $cookie->shopContext, 2), 2, '');
        if ($kind === 'g' && $context->employee->hasAuthOnShopGroup((int) $id)) {
            Shop::setContext(Shop::CONTEXT_GROUP, (int) $id);
        } elseif ($kind === 'g' || $kind === 's') {
            $known = isset(Shop::getShops(false)[(int) $id]) && $context->employee->hasAuthOnShop((int) $id);
            $shop = $kind === 's' && $known ? (int) $id : $context->employee->getDefaultShopID();
            Shop::setContext(Shop::CONTEXT_SHOP, $shop);
        }
        // Of all shops and of a group it is the default one: never what is edited.
        $context->shop = new Shop($shop ?: (int) Configuration::getGlobalValue('PS_SHOP_DEFAULT'));
    }

    /** @return list<array{name: string, depth: int, current: bool, href: string}> empty without multistore */
    public static function choices(Context $context): array
    {
        if (!Shop::isFeatureActive()) {
            return [];
        }
        $choices = [self::choice('all', $context->getTranslator()->trans('All shops', [], 'Admin.Global'), 0, Shop::getContext() === Shop::CONTEXT_ALL)];
        $groups = [];
        foreach (Shop::getShops(false) as $id => $shop) {
            $group = (int) $shop['id_shop_group'];
            if (!$context->employee->hasAuthOnShop($id)) {
                continue;
            }
            if (!isset($groups[$group])) {
                $groups[$group] = [self::choice('g-' . $group, (string) $shop['group_name'], 1, Shop::getContext() === Shop::CONTEXT_GROUP && Shop::getContextShopGroupID() === $group)];
            }
            $groups[$group][] = self::choice('s-' . $id, (string) $shop['name'], 2, Shop::getContext() === Shop::CONTEXT_SHOP && Shop::getContextShopID() === (int) $id);
        }

        return array_merge($choices, ...array_values($groups));
    }

    /** @return array{name: string, depth: int, current: bool, href: string} */
    private static function choice(string $value, string $name, int $depth, bool $current): array
    {
        $here = self::here();
        $value = $value === 'all' ? '' : $value;

        return ['name' => $name, 'depth' => $depth, 'current' => $current,
            'href' => $here . (str_contains($here, '?') ? '&' : '?') . 'setShopContext=' . $value];
    }

    /** This page without the choice. */
    private static function here(): string
    {
        $parts = parse_url($_SERVER['REQUEST_URI']);
        parse_str($parts['query'] ?? '', $query);
        unset($query['setShopContext']);

        return $parts['path'] . ($query ? '?' . http_build_query($query) : '');
    }
}
