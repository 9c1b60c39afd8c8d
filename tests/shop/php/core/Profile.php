<?php

class Profile extends ObjectModel
{
    public static $definition = [
        'table' => 'profile', 'primary' => 'id_profile', 'fields' => ['name' => ['lang' => true]],
    ];

    public static function getProfiles($idLang): array
    {
        return Db::getInstance()->executeS(
            'SELECT p.id_profile, pl.name FROM ' . _DB_PREFIX_ . 'profile p
            LEFT JOIN ' . _DB_PREFIX_ . 'profile_lang pl ON pl.id_profile = p.id_profile AND pl.id_lang = ' . (int) $idLang . '
            ORDER BY p.id_profile'
        );
    }

    public static function getProfileAccess($idProfile, $idTab)
    {
        return self::getProfileAccesses($idProfile)[$idTab] ?? false;
    }

    /** @return array<int|string, array<string, string>> by tab */
    public static function getProfileAccesses($idProfile, $type = 'id_tab')
    {
        if (!in_array($type, ['id_tab', 'class_name'], true)) {
            return false;
        }
        $granted = (int) $idProfile === _PS_ADMIN_PROFILE_ ? null : self::granted((int) $idProfile);
        $accesses = [];
        foreach (Tab::getTabs(Context::getContext()->language->id ?? 1) as $tab) {
            $rights = [];
            foreach (['view', 'add', 'edit', 'delete'] as $right) {
                $rights[$right] = $granted === null ? '1' : ($granted[strtoupper($tab['class_name'])][$right] ?? '0');
            }
            $accesses[$tab[$type]] = ['id_profile' => $idProfile, 'id_tab' => $tab['id_tab'], 'class_name' => $tab['class_name']] + $rights;
        }

        return $accesses;
    }

    /** A class name with an underscore falls through the pattern, as it does in the shop. */
    private static function granted(int $idProfile): array
    {
        $words = ['CREATE' => 'add', 'READ' => 'view', 'UPDATE' => 'edit', 'DELETE' => 'delete'];
        $granted = [];
        foreach (Access::getRoles($idProfile) as $slug) {
            if (preg_match('/^ROLE_MOD_TAB_([A-Z][A-Z0-9]*)_([A-Z]+)$/', $slug, $part)) {
                $granted[$part[1]][$words[$part[2]]] = '1';
            }
        }

        return $granted;
    }
}
