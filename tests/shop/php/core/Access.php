<?php

/**
 * Which profile may do what: roles of tabs in ps_access, roles of modules in ps_module_access.
 */
class Access
{
    public static function isGranted($role, $idProfile): bool
    {
        foreach ((array) $role as $slug) {
            if (!preg_match('/^ROLE_MOD_(TAB|MODULE)_[A-Z0-9_]+_[A-Z]+$/', $slug, $part)) {
                throw new Exception('The slug ' . $slug . ' is invalid');
            }
            $table = $part[1] === 'TAB' ? 'access' : 'module_access';
            $found = Db::getInstance()->getValue(
                'SELECT 1 FROM ' . _DB_PREFIX_ . 'authorization_role r
                JOIN ' . _DB_PREFIX_ . $table . ' a ON a.id_authorization_role = r.id_authorization_role
                WHERE r.slug = "' . pSQL($slug) . '" AND a.id_profile = ' . (int) $idProfile
            );
            if (!$found) {
                return false;
            }
        }

        return true;
    }

    /** @return list<string> */
    public static function getRoles($idProfile): array
    {
        $roles = [];
        foreach (['access', 'module_access'] as $table) {
            $roles = array_merge($roles, array_column(Db::getInstance()->executeS(
                'SELECT r.slug FROM ' . _DB_PREFIX_ . 'authorization_role r
                JOIN ' . _DB_PREFIX_ . $table . ' a ON a.id_authorization_role = r.id_authorization_role
                WHERE a.id_profile = ' . (int) $idProfile
            ), 'slug'));
        }

        return $roles;
    }

    public static function getAuthorizationFromLegacy($right)
    {
        return [
            'add' => 'CREATE', 'view' => 'READ', 'edit' => 'UPDATE', 'configure' => 'UPDATE', 'delete' => 'DELETE',
            'uninstall' => 'DELETE', 'duplicate' => ['CREATE', 'UPDATE'], 'all' => ['CREATE', 'READ', 'UPDATE', 'DELETE'],
        ][$right] ?? false;
    }

    public static function findSlugByIdTab($idTab): string
    {
        return self::sluggifyTab(['class_name' => Db::getInstance()->getValue(
            'SELECT class_name FROM ' . _DB_PREFIX_ . 'tab WHERE id_tab = ' . (int) $idTab
        )]);
    }

    public static function findSlugByIdModule($idModule): string
    {
        return self::sluggifyModule(['name' => Db::getInstance()->getValue(
            'SELECT name FROM ' . _DB_PREFIX_ . 'module WHERE id_module = ' . (int) $idModule
        )]);
    }

    public static function sluggifyTab($tab, $authorization = ''): string
    {
        return sprintf('ROLE_MOD_TAB_%s_%s', strtoupper($tab['class_name'] ?: ''), $authorization);
    }

    public static function sluggifyModule($module, $authorization = ''): string
    {
        return sprintf('ROLE_MOD_MODULE_%s_%s', strtoupper($module['name'] ?: ''), $authorization);
    }

    public function addAccess($idProfile, $idRole): string
    {
        return self::change('access', (int) $idProfile, (int) $idRole, true);
    }

    public function removeAccess($idProfile, $idRole): string
    {
        return self::change('access', (int) $idProfile, (int) $idRole, false);
    }

    public function addModuleAccess($idProfile, $idRole): string
    {
        return self::change('module_access', (int) $idProfile, (int) $idRole, true);
    }

    public function removeModuleAccess($idProfile, $idRole): string
    {
        return self::change('module_access', (int) $idProfile, (int) $idRole, false);
    }

    public function updateLgcAccess($idProfile, $idTab, $lgcAuth, $enabled, $addFromParent = true): string
    {
        $slugs = [self::findSlugByIdTab($idTab)];
        foreach ($addFromParent ? Tab::getTabs(0, (int) $idTab) : [] as $child) {
            $slugs[] = self::sluggifyTab($child);
        }

        return self::changeAll('access', (int) $idProfile, $slugs, $lgcAuth, (bool) $enabled);
    }

    public function updateLgcModuleAccess($idProfile, $idModule, $lgcAuth, $enabled): string
    {
        return self::changeAll('module_access', (int) $idProfile, [self::findSlugByIdModule($idModule)], $lgcAuth, (bool) $enabled);
    }

    private static function changeAll(string $table, int $idProfile, array $slugs, $right, bool $enabled): string
    {
        $wanted = [];
        foreach ($slugs as $slug) {
            foreach ((array) self::getAuthorizationFromLegacy($right) as $verb) {
                $wanted[] = '"' . pSQL($slug . $verb) . '"';
            }
        }
        $roles = Db::getInstance()->executeS(
            'SELECT id_authorization_role FROM ' . _DB_PREFIX_ . 'authorization_role WHERE slug IN (' . implode(', ', $wanted) . ')'
        );
        if (!$roles) {
            throw new Exception('Cannot find role slug');
        }
        foreach ($roles as $role) {
            if (self::change($table, $idProfile, (int) $role['id_authorization_role'], $enabled) === 'error') {
                return 'error';
            }
        }

        return 'ok';
    }

    private static function change(string $table, int $idProfile, int $idRole, bool $granted): string
    {
        $done = $granted
            ? Db::getInstance()->insert($table, ['id_profile' => $idProfile, 'id_authorization_role' => $idRole], false, true, Db::INSERT_IGNORE)
            : Db::getInstance()->delete($table, 'id_profile = ' . $idProfile . ' AND id_authorization_role = ' . $idRole);

        return $done ? 'ok' : 'error';
    }
}
