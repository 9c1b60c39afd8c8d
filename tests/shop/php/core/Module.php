<?php

/**
 * What a module inherits: its row, its rights, its hooks, its templates and texts.
 */
#[AllowDynamicProperties]
abstract class Module
{
    public const MULTISTORE_COMPATIBILITY_NO = -20;
    public const MULTISTORE_COMPATIBILITY_YES = 20;

    public $id;
    public $name;
    public $version;
    public $author;
    public $tab;
    public $displayName;
    public $description;
    public $confirmUninstall;
    public $need_instance = 1;
    public $bootstrap = false;
    public $active = false;
    public $ps_versions_compliancy = [];
    public $controllers = [];
    public $limited_countries = [];
    public $multistoreCompatibility = self::MULTISTORE_COMPATIBILITY_NO;
    public $context;
    public $smarty;
    public $identifier = 'id_module';
    public $table = 'module';
    public $tabs = [];
    public $_errors = [];

    protected $_path;
    protected $local_path;

    private static array $instances = [];

    public function __construct($name = null, ?Context $context = null)
    {
        $this->context = $context ?: Context::getContext();
        if ($this->context->smarty) {
            $this->smarty = $this->context->smarty->createData($this->context->smarty);
        }
        $row = Db::getInstance()->getRow(
            'SELECT m.id_module, ms.id_shop FROM ' . _DB_PREFIX_ . 'module m
            LEFT JOIN ' . _DB_PREFIX_ . 'module_shop ms ON ms.id_module = m.id_module AND ms.id_shop = ' . (int) ($this->context->shop->id ?? 1) . '
            WHERE m.name = "' . pSQL($this->name) . '"'
        );
        if ($row) {
            $this->id = (int) $row['id_module'];
            $this->active = (int) ($row['id_shop'] > 0);
        }
        $this->_path = __PS_BASE_URI__ . 'modules/' . $this->name . '/';
        $this->local_path = _PS_MODULE_DIR_ . $this->name . '/';
    }

    public static function getInstanceByName($name)
    {
        if (!Validate::isModuleName($name)) {
            return false;
        }
        if (!isset(self::$instances[$name])) {
            $file = _PS_MODULE_DIR_ . $name . '/' . $name . '.php';
            if (!is_file($file)) {
                return false;
            }
            require_once $file;
            self::$instances[$name] = new $name();
        }

        return self::$instances[$name];
    }

    public function install()
    {
        if (self::isInstalled($this->name)) {
            $this->_errors[] = 'This module has already been installed.';

            return false;
        }
        if (!$this->isCompliant()) {
            $this->_errors[] = 'The version of your module is not compliant with your PrestaShop version.';

            return false;
        }
        $db = Db::getInstance();
        if (!$db->insert('module', ['name' => $this->name, 'active' => 1, 'version' => $this->version])) {
            return false;
        }
        $this->id = (int) $db->Insert_ID();
        if (!$this->enable()) {
            return false;
        }
        foreach (['CREATE', 'READ', 'UPDATE', 'DELETE'] as $verb) {
            $db->insert('authorization_role', ['slug' => Access::sluggifyModule(['name' => $this->name], $verb)]);
            // Only whoever may manage modules gets rights on the new one.
            $db->execute(
                'INSERT INTO ' . _DB_PREFIX_ . 'module_access (id_profile, id_authorization_role)
                SELECT a.id_profile, ' . (int) $db->Insert_ID() . ' FROM ' . _DB_PREFIX_ . 'access a
                JOIN ' . _DB_PREFIX_ . 'authorization_role r ON r.id_authorization_role = a.id_authorization_role
                WHERE r.slug = "ROLE_MOD_TAB_ADMINMODULESSF_' . $verb . '"'
            );
        }
        Group::addRestrictionsForModule($this->id, Shop::getShops(true, null, true));
        Hook::exec('actionModuleInstallAfter', ['object' => $this]);

        return true;
    }

    public function uninstall()
    {
        if (!Validate::isUnsignedId($this->id)) {
            $this->_errors[] = 'The module is not installed.';

            return false;
        }
        $db = Db::getInstance();
        $id = (int) $this->id;
        foreach (['hook_module', 'hook_module_exceptions'] as $table) {
            $db->delete($table, 'id_module = ' . $id);
        }
        $this->disable(true);
        $mine = 'slug LIKE "ROLE\\_MOD\\_MODULE\\_' . strtoupper($this->name) . '\\_%"';
        $db->execute(
            'DELETE FROM ' . _DB_PREFIX_ . 'module_access WHERE id_authorization_role IN (
            SELECT id_authorization_role FROM ' . _DB_PREFIX_ . 'authorization_role WHERE ' . $mine . ')'
        );
        $db->delete('authorization_role', $mine);
        Group::truncateRestrictionsByModule($id);
        $db->delete('module', 'id_module = ' . $id);
        unset(self::$instances[$this->name]);
        Hook::exec('actionModuleUninstallAfter', ['object' => $this]);

        return true;
    }

    public function enable($forceAll = false)
    {
        if (!$this->id) {
            return false;
        }
        $rows = [];
        foreach (Shop::getContextListShopID() as $shop) {
            $rows[] = ['id_module' => (int) $this->id, 'id_shop' => (int) $shop];
        }
        Db::getInstance()->insert('module_shop', $rows, false, true, Db::INSERT_IGNORE);
        $this->active = 1;

        return Db::getInstance()->update('module', ['active' => 1], 'id_module = ' . (int) $this->id);
    }

    public function disable($forceAll = false)
    {
        $where = 'id_module = ' . (int) $this->id;
        $shops = $forceAll ? '' : ' AND id_shop IN (' . implode(', ', Shop::getContextListShopID()) . ')';
        Db::getInstance()->delete('module_shop', $where . $shops);
        if (!Db::getInstance()->getValue('SELECT 1 FROM ' . _DB_PREFIX_ . 'module_shop WHERE ' . $where)) {
            Db::getInstance()->update('module', ['active' => 0], $where);
        }

        return true;
    }

    public function registerHook($hook, $shops = null)
    {
        return Hook::registerHook($this, $hook, $shops);
    }

    public function unregisterHook($hook, $shops = null)
    {
        return Hook::unregisterHook($this, $hook, $shops);
    }

    public function isRegisteredInHook($hook)
    {
        return Hook::isModuleRegisteredOnHook($this, $hook, $this->context->shop->id);
    }

    public static function isInstalled($name)
    {
        return (bool) self::getModuleIdByName($name);
    }

    public static function isEnabled($name)
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM ' . _DB_PREFIX_ . 'module m JOIN ' . _DB_PREFIX_ . 'module_shop ms ON ms.id_module = m.id_module
            WHERE m.active = 1 AND m.name = "' . pSQL($name) . '" AND ms.id_shop = ' . (int) Context::getContext()->shop->id
        );
    }

    public static function getModuleIdByName($name)
    {
        return (int) Db::getInstance()->getValue('SELECT id_module FROM ' . _DB_PREFIX_ . 'module WHERE name = "' . pSQL($name) . '"');
    }

    public static function getAuthorizedModules($groupId): array
    {
        return Db::getInstance()->executeS(
            'SELECT m.id_module, m.name FROM ' . _DB_PREFIX_ . 'module_group mg JOIN ' . _DB_PREFIX_ . 'module m ON m.id_module = mg.id_module
            WHERE mg.id_shop = ' . (int) Context::getContext()->shop->id . ' AND mg.id_group = ' . (int) $groupId
        );
    }

    public static function getPermissionStatic($idModule, $variable, $employee = null): bool
    {
        if (!in_array($variable, ['view', 'configure', 'uninstall'], true)) {
            return false;
        }
        $employee = $employee ?: Context::getContext()->employee;
        if ($employee->isSuperAdmin()) {
            return true;
        }

        return Access::isGranted(
            Access::findSlugByIdModule($idModule) . Access::getAuthorizationFromLegacy($variable),
            $employee->id_profile
        );
    }

    public function getPermission($variable, $employee = null): bool
    {
        return self::getPermissionStatic($this->id, $variable, $employee);
    }

    public function getLocalPath()
    {
        return $this->local_path;
    }

    public function getPathUri()
    {
        return $this->_path;
    }

    public function getTranslator()
    {
        return $this->context->getTranslator();
    }

    /** Escapes its result, as PrestaShop 1.7.8 and 8 do and 9 does not. */
    protected function trans($id, array $parameters = [], $domain = null, $locale = null)
    {
        $parameters['legacy'] = 'htmlspecialchars';

        return $this->getTranslator()->trans($id, $parameters, $domain, $locale);
    }

    public function l($text, $specific = false, $locale = null)
    {
        return $text;
    }

    public function display($file, $template, $cacheId = null, $compileId = null)
    {
        return $this->fetch($this->local_path . (is_file($this->local_path . $template) ? '' : 'views/templates/hook/') . $template);
    }

    public function fetch($templatePath, $cacheId = null, $compileId = null)
    {
        return $this->context->smarty->createTemplate($templatePath, null, null, $this->smarty)->fetch();
    }

    public function displayError($error): string
    {
        return '<div class="alert alert-danger">' . $error . '</div>';
    }

    public function displayConfirmation($text): string
    {
        return '<div class="alert alert-success">' . $text . '</div>';
    }

    public function getErrors(): array
    {
        return $this->_errors;
    }

    private function isCompliant(): bool
    {
        return version_compare(_PS_VERSION_, $this->ps_versions_compliancy['min'] ?? '1.4.0.0', '>=')
            && version_compare(_PS_VERSION_, $this->ps_versions_compliancy['max'] ?? _PS_VERSION_, '<=');
    }
}
