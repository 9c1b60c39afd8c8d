<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */

namespace OnlineChat;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Makes and removes what the module has in the shop: hooks, menu entries, secret, rights.
 * Runs from the back office and from bin/console alike, so it uses neither employee nor controller.
 */
final class Installer
{
    const HOOKS = [
        'displayHeader',
        'displayBackOfficeHeader',
        'actionAuthentication',
        'actionCustomerAccountAdd',
        'actionCustomerLogoutAfter',
        'registerGDPRConsent',
        'actionExportGDPRData',
        'actionDeleteGDPRCustomer',
        'actionObjectCustomerDeleteAfter',
    ];

    const DOMAIN = 'Modules.Onlinechat.Admin';

    /**
     * Class names without underscore: with one PrestaShop loses the right (Profile::generateAccessesArrayFromPermissions).
     * The names are written here because no catalogue of ours is loaded yet during the install; the wording
     * serves languages that are added later.
     */
    const TABS = [
        Rights::PARENT => [
            'parent' => '',
            'icon' => '',
            'wording' => 'Online Chat',
            'names' => ['fr' => 'Chat en ligne', 'it' => 'Chat online'],
        ],
        Rights::HISTORY => [
            'parent' => Rights::PARENT,
            'icon' => 'chat',
            'wording' => 'Conversation history',
            'names' => ['fr' => 'Historique des conversations', 'it' => 'Cronologia conversazioni'],
        ],
        Rights::CONFIGURATION => [
            'parent' => Rights::PARENT,
            'icon' => 'settings',
            'wording' => 'Configuration',
            'names' => ['fr' => 'Configuration', 'it' => 'Configurazione'],
        ],
    ];

    /** @var \Module */
    private $module;

    public function __construct(\Module $module)
    {
        $this->module = $module;
    }

    /**
     * PrestaShop does not undo a failed install, so what was made is taken away again.
     */
    public function install(): bool
    {
        if ($this->ensure()) {
            return true;
        }
        $this->removeTabs();

        return false;
    }

    /**
     * Everything that must be there, made where it is missing; settings and tables are left as they are.
     */
    public function ensure(): bool
    {
        if (!$this->ensureSecret() || !$this->ensureHooks() || !$this->ensureTabs()) {
            return false;
        }
        Rights::grant();

        return true;
    }

    public function ensureHooks(): bool
    {
        $done = true;
        foreach (self::HOOKS as $hook) {
            $done = $this->module->registerHook($hook) && $done;
        }

        return $done;
    }

    /**
     * A module whose files were only copied over older ones (FTP) has run no upgrade: the hooks that are new in
     * them are registered when somebody opens a page of ours.
     */
    public function addNewHooks(): void
    {
        $rows = \Db::getInstance()->executeS(
            'SELECT DISTINCT h.`name` FROM `' . _DB_PREFIX_ . 'hook_module` m
            INNER JOIN `' . _DB_PREFIX_ . 'hook` h USING (`id_hook`) WHERE m.`id_module` = ' . (int) $this->module->id
        );
        foreach (array_diff(self::HOOKS, array_column($rows ?: [], 'name')) as $hook) {
            $this->module->registerHook($hook);
        }
    }

    public function uninstall(): bool
    {
        if (Settings::dropsTables()) {
            $this->dropTables();
        }
        $this->removeSettings();

        return $this->removeTabs();
    }

    private function ensureSecret(): bool
    {
        if (Settings::isSecret((string) \Configuration::getGlobalValue(Settings::SECRET))) {
            return true;
        }

        return (bool) \Configuration::updateGlobalValue(Settings::SECRET, bin2hex(random_bytes(32)));
    }

    private function ensureTabs(): bool
    {
        $placed = 0;
        foreach (self::TABS as $class => $entry) {
            $id = (int) \Tab::getIdFromClassName($class);
            $tab = $id !== 0 ? new \Tab($id) : new \Tab();
            if ($id !== 0 && (int) $tab->id_parent !== -1) {
                continue;
            }
            $tab->class_name = $class;
            $tab->module = $this->module->name;
            $tab->id_parent = $entry['parent'] === '' ? 0 : (int) \Tab::getIdFromClassName($entry['parent']);
            $tab->icon = $entry['icon'];
            $tab->wording = $entry['wording'];
            $tab->wording_domain = self::DOMAIN;
            $tab->active = true;
            $tab->name = [];
            foreach (\Language::getLanguages(false) as $language) {
                $tab->name[(int) $language['id_lang']] = $entry['names'][$language['iso_code']] ?? $entry['wording'];
            }
            // -1: a hidden entry that PrestaShop makes by itself for every admin controller it finds.
            if (!($id !== 0 ? $tab->update() : $tab->add())) {
                return false;
            }
            ++$placed;
        }

        return $placed === 0 || $this->orderTabs();
    }

    /**
     * Tab::add() puts an entry last, Tab::update() leaves a formerly hidden one anywhere: the entries' order is ours.
     */
    private function orderTabs(): bool
    {
        $position = 0;
        $done = true;
        foreach (self::TABS as $class => $entry) {
            if ($entry['parent'] !== '') {
                $done = \Db::getInstance()->execute(
                    'UPDATE `' . _DB_PREFIX_ . 'tab` SET `position` = ' . (int) ++$position
                    . ' WHERE `class_name` = "' . pSQL($class) . '"'
                ) && $done;
            }
        }

        return $done;
    }

    /**
     * The rights that profiles had on a tab would stay behind as orphans (Tab::delete).
     */
    private function removeTabs(): bool
    {
        $done = true;
        foreach (array_reverse(array_keys(self::TABS)) as $class) {
            \Db::getInstance()->execute(
                'DELETE a FROM `' . _DB_PREFIX_ . 'access` a
                INNER JOIN `' . _DB_PREFIX_ . 'authorization_role` r USING (`id_authorization_role`)
                WHERE r.`slug` LIKE "ROLE\_MOD\_TAB\_' . pSQL(strtoupper($class)) . '\_%"'
            );
            $id = (int) \Tab::getIdFromClassName($class);
            if ($id !== 0) {
                $done = (new \Tab($id))->delete() && $done;
            }
        }

        return $done;
    }

    private function removeSettings(): void
    {
        $rows = \Db::getInstance()->executeS(
            'SELECT DISTINCT `name` FROM `' . _DB_PREFIX_ . 'configuration` WHERE `name` LIKE "ONLINECHAT\_%"'
        );
        foreach ($rows ?: [] as $row) {
            \Configuration::deleteByName($row['name']);
        }
    }

    private function dropTables(): void
    {
        $db = \Db::getInstance();
        $prefix = _DB_PREFIX_ . 'onlinechat_';
        $tables = $db->executeS('SHOW TABLES LIKE "' . pSQL(addcslashes($prefix, '_%')) . '%"');
        $db->execute('SET FOREIGN_KEY_CHECKS = 0');
        foreach ($tables ?: [] as $row) {
            $table = (string) reset($row);
            if (strncmp($table, $prefix, strlen($prefix)) === 0) {
                $db->execute('DROP TABLE IF EXISTS `' . bqSQL($table) . '`');
            }
        }
        $db->execute('SET FOREIGN_KEY_CHECKS = 1');
    }
}
