<?php

class Tab extends ObjectModel
{
    public static $definition = [
        'table' => 'tab',
        'primary' => 'id_tab',
        'fields' => ['id_parent' => [], 'position' => [], 'module' => [], 'class_name' => [], 'route_name' => [], 'active' => [],
            'enabled' => [], 'icon' => [], 'wording' => [], 'wording_domain' => [], 'name' => ['lang' => true]],
    ];

    public $active = true;

    public $enabled = true;

    public $icon = '';

    private static array $cache = [];

    public function add($autoDate = true, $nullValues = false)
    {
        self::$cache = [];
        $this->id_parent = (int) $this->id_parent;
        $this->position = self::getNewLastPosition($this->id_parent);
        $this->module = Tools::strtolower($this->module);

        return parent::add($autoDate, $nullValues) && self::initAccess($this->id);
    }

    public function save($nullValues = false, $autoDate = true)
    {
        self::$cache = [];

        return parent::save();
    }

    /** The new tab's roles; its rights go to profile 1 and to the profile of whoever installs. */
    public static function initAccess($idTab, ?Context $context = null): bool
    {
        $context ??= Context::getContext();
        $slug = Access::findSlugByIdTab($idTab);
        foreach (['CREATE', 'READ', 'UPDATE', 'DELETE'] as $verb) {
            Db::getInstance()->insert('authorization_role', ['slug' => $slug . $verb], false, true, Db::INSERT_IGNORE);
        }
        $access = new Access();
        foreach (['view', 'add', 'edit', 'delete'] as $right) {
            $access->updateLgcAccess(1, $idTab, $right, true);
            if ($context->employee && $context->employee->id_profile) {
                $access->updateLgcAccess($context->employee->id_profile, $idTab, $right, true);
            }
        }

        return true;
    }

    public function delete()
    {
        self::$cache = [];
        if (!parent::delete()) {
            return false;
        }
        foreach (['CREATE', 'READ', 'UPDATE', 'DELETE'] as $verb) {
            Db::getInstance()->delete('authorization_role', 'slug = "' . pSQL(Access::sluggifyTab(['class_name' => $this->class_name], $verb)) . '"');
        }

        return true;
    }

    public static function getIdFromClassName($className)
    {
        $ids = array_column(self::getTabs(0), 'id_tab', 'class_name');

        return array_change_key_case($ids)[strtolower((string) $className)] ?? false;
    }

    public static function getNewLastPosition($idParent): int
    {
        return 1 + (int) Db::getInstance()->getValue(
            'SELECT IFNULL(MAX(position), -1) FROM ' . _DB_PREFIX_ . 'tab WHERE id_parent = ' . (int) $idParent
        );
    }

    /** Tabs with their names, by position; of one parent when it is given. */
    public static function getTabs($idLang, $idParent = null): array
    {
        self::$cache[$idLang] ??= Db::getInstance()->executeS(
            'SELECT t.*, tl.name FROM ' . _DB_PREFIX_ . 'tab t
            LEFT JOIN ' . _DB_PREFIX_ . 'tab_lang tl ON tl.id_tab = t.id_tab AND tl.id_lang = ' . (int) $idLang . '
            ORDER BY t.position, t.id_tab'
        );
        if ($idParent === null) {
            return self::$cache[$idLang];
        }

        return array_values(array_filter(
            self::$cache[$idLang],
            fn (array $tab): bool => (int) $tab['id_parent'] === (int) $idParent
        ));
    }

    /** @return list<Tab> */
    public static function getCollectionFromModule($module, $idLang = null): array
    {
        $rows = Db::getInstance()->executeS(
            'SELECT id_tab FROM ' . _DB_PREFIX_ . 'tab WHERE module = "' . pSQL($module) . '" ORDER BY id_tab DESC'
        );

        return array_map(fn (array $row): self => new self((int) $row['id_tab'], $idLang), $rows);
    }

    public static function checkTabRights($idTab): bool
    {
        $employee = Context::getContext()->employee;

        return $employee->isSuperAdmin() || !empty(Profile::getProfileAccess($employee->id_profile, $idTab)['view']);
    }
}
