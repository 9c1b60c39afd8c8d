<?php

/**
 * Who hangs on which hook, and what keeps a module from being called: shop, group of the visitor, exceptions of
 * the merchant, and in the back office the profile's right on the module.
 */
class Hook extends ObjectModel
{
    public static $definition = [
        'table' => 'hook',
        'primary' => 'id_hook',
        'fields' => ['name' => [], 'title' => [], 'description' => [], 'active' => [], 'position' => []],
    ];

    /** @var array<string, int> statements run by each module in each hook of this request */
    public static array $statements = [];

    public static function getIdByName($name, $withAliases = true, $refreshCache = false)
    {
        $db = Db::getInstance();
        $id = $db->getValue('SELECT id_hook FROM ' . _DB_PREFIX_ . 'hook WHERE name = "' . pSQL($name) . '"');
        if (!$id && $withAliases) {
            $id = $db->getValue(
                'SELECT h.id_hook FROM ' . _DB_PREFIX_ . 'hook_alias a JOIN ' . _DB_PREFIX_ . 'hook h ON h.name = a.name
                WHERE a.alias = "' . pSQL($name) . '"'
            );
        }

        return $id ? (int) $id : false;
    }

    public static function getNameById($id)
    {
        return Db::getInstance()->getValue('SELECT name FROM ' . _DB_PREFIX_ . 'hook WHERE id_hook = ' . (int) $id);
    }

    public static function registerHook($module, $names, $shops = null): bool
    {
        foreach ((array) $names as $name) {
            if (!Validate::isHookName($name)) {
                throw new PrestaShopException('Invalid hook name');
            }
            if (!$module instanceof Module || !is_numeric($module->id)) {
                return false;
            }
            if (!self::isHookCallableOn($module, $name)) {
                PrestaShopLogger::addLog(sprintf('%s has no method for the hook %s', $module->name, $name), 2);
            }
            $id = self::getIdByName($name, false);
            if (!$id) {
                $hook = new self();
                $hook->name = $name;
                $hook->title = $name;
                $hook->description = '';
                $hook->active = 1;
                $hook->position = 1;
                $hook->add();
                $id = $hook->id;
            }
            foreach ($shops ?? Shop::getCompleteListOfShopsID() as $shop) {
                self::addRegistration((int) $module->id, (int) $id, (int) $shop);
            }
        }

        return true;
    }

    public static function unregisterHook($module, $hook, $shops = null): bool
    {
        $id = is_numeric($hook) ? (int) $hook : self::getIdByName($hook, false);

        return $id && Db::getInstance()->delete(
            'hook_module',
            'id_module = ' . (int) $module->id . ' AND id_hook = ' . (int) $id
            . ($shops ? ' AND id_shop IN (' . implode(', ', array_map('intval', $shops)) . ')' : '')
        );
    }

    public static function isModuleRegisteredOnHook($module, $name, $idShop): bool
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'hook_module WHERE id_hook = ' . (int) self::getIdByName($name)
            . ' AND id_module = ' . (int) $module->id . ' AND id_shop = ' . (int) $idShop
        );
    }

    public static function exec(
        $name,
        $args = [],
        $idModule = null,
        $arrayReturn = false,
        $checkExceptions = true,
        $usePush = false,
        $idShop = null,
        $chain = false
    ) {
        if (!Validate::isHookName($name)) {
            throw new PrestaShopException('Invalid id_module or hook_name');
        }
        $output = $arrayReturn ? [] : '';
        $context = Context::getContext();
        $args['cookie'] = $args['cookie'] ?? $context->cookie;
        $args['cart'] = $args['cart'] ?? $context->cart;
        $args['altern'] = 0;
        foreach (self::registrations($name) as $row) {
            if (($idModule && (int) $idModule !== (int) $row['id_module']) || ($checkExceptions && self::isExcepted($row))) {
                continue;
            }
            $module = Module::getInstanceByName($row['module']);
            if (!$module || !self::isHookCallableOn($module, $row['hook'])) {
                continue;
            }
            if (strcasecmp($row['hook'], $name)) {
                trigger_error(sprintf('The hook "%s" is deprecated, please use "%s" instead in module "%s".', $row['hook'], $name, $row['module']), E_USER_DEPRECATED);
            }
            ++$args['altern'];
            $before = Db::getInstance()->statements;
            $shown = self::callHookOn($module, $row['hook'], $args);
            self::$statements[$row['module'] . '.' . $row['hook']] = Db::getInstance()->statements - $before;
            if ($arrayReturn) {
                $output[$row['module']] = $shown;
            } elseif (!is_array($shown)) {
                $output .= $shown;
            }
        }

        return $output;
    }

    public static function isHookCallableOn($module, $name, $strict = false): bool
    {
        return (bool) self::method($module, $name, $strict);
    }

    public static function isDisplayHookName($name): bool
    {
        return str_starts_with(strtolower($name), 'display') || in_array(strtolower($name), ['header', 'footer', 'top'], true);
    }

    /** An Exception is swallowed; an Error is not: that one kills the page. */
    private static function callHookOn(Module $module, string $name, array $args)
    {
        try {
            return $module->{self::method($module, $name)}($args);
        } catch (Exception $error) {
            error_log('Hook ' . $name . ' of ' . $module->name . ': ' . $error);

            return '';
        }
    }

    private static function method(Module $module, string $name, bool $strict = false): string
    {
        $exact = 'hook' . ucfirst($name);
        if ($strict || is_callable([$module, $exact])) {
            return is_callable([$module, $exact]) ? $exact : '';
        }
        foreach (self::otherNames($name) as $known) {
            if (is_callable([$module, 'hook' . ucfirst($known)])) {
                return 'hook' . ucfirst($known);
            }
        }

        return '';
    }

    /** @return list<string> canonical name and aliases */
    private static function otherNames(string $name): array
    {
        $rows = Db::getInstance()->executeS(
            'SELECT a.alias, a.name FROM ' . _DB_PREFIX_ . 'hook_alias a WHERE a.name = "' . pSQL($name) . '" OR a.alias = "' . pSQL($name) . '"'
        );

        return array_values(array_unique(array_merge(array_column($rows, 'name'), array_column($rows, 'alias'))));
    }

    /** @return list<array{id_module: string, module: string, id_hook: string, hook: string}> in the order of positions */
    private static function registrations(string $name): array
    {
        $context = Context::getContext();
        $shop = (int) ($context->shop->id ?? 0);
        $group = '';
        if (!$context->employee instanceof Employee && Group::isFeatureActive()) {
            $group = ' AND EXISTS (SELECT 1 FROM ' . _DB_PREFIX_ . 'module_group mg WHERE mg.id_module = m.id_module
                AND mg.id_shop = ' . $shop . ' AND mg.id_group IN (' . implode(', ', self::groups($context->customer)) . '))';
        }
        $rows = Db::getInstance()->executeS(
            'SELECT m.id_module, m.name AS module, h.id_hook, h.name AS hook FROM ' . _DB_PREFIX_ . 'module m
            JOIN ' . _DB_PREFIX_ . 'module_shop ms ON ms.id_module = m.id_module AND ms.id_shop = ' . $shop . '
                AND ms.enable_device & ' . ($context->isMobile() ? 4 : 1) . '
            JOIN ' . _DB_PREFIX_ . 'hook_module hm ON hm.id_module = m.id_module AND hm.id_shop = ' . $shop . '
            JOIN ' . _DB_PREFIX_ . 'hook h ON h.id_hook = hm.id_hook AND h.active = 1
            WHERE (h.name = "' . pSQL($name) . '"
                OR h.name IN (SELECT alias FROM ' . _DB_PREFIX_ . 'hook_alias WHERE name = "' . pSQL($name) . '"))' . $group . '
            ORDER BY hm.position, m.id_module'
        );

        return $rows ?: [];
    }

    /** @return list<int> */
    private static function groups(?Customer $customer): array
    {
        if ($customer && $customer->isLogged()) {
            return $customer->getGroups() ?: [0];
        }

        return [(int) Configuration::get($customer && $customer->isGuest() ? 'PS_GUEST_GROUP' : 'PS_UNIDENTIFIED_GROUP')];
    }

    private static function isExcepted(array $row): bool
    {
        $context = Context::getContext();
        $controller = $context->controller;
        $page = $controller->controller_name ?? $controller->php_self ?? null;
        if (isset($controller->module) && Validate::isLoadedObject($controller->module)) {
            $page = 'module-' . $controller->module->name . '-' . $page;
        }
        $excepted = Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'hook_module_exceptions WHERE id_module = ' . (int) $row['id_module']
            . ' AND id_hook = ' . (int) $row['id_hook'] . ' AND file_name = "' . pSQL($page) . '"'
        );

        return $excepted || (Validate::isLoadedObject($context->employee)
            && !Module::getPermissionStatic($row['id_module'], 'view', $context->employee));
    }

    private static function addRegistration(int $module, int $hook, int $shop): void
    {
        $db = Db::getInstance();
        $where = ' FROM ' . _DB_PREFIX_ . 'hook_module WHERE id_hook = ' . $hook . ' AND id_shop = ' . $shop;
        if (!$db->getValue('SELECT 1' . $where . ' AND id_module = ' . $module)) {
            $db->insert('hook_module', [
                'id_module' => $module, 'id_hook' => $hook, 'id_shop' => $shop,
                'position' => 1 + (int) $db->getValue('SELECT MAX(position)' . $where),
            ]);
        }
    }
}
