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
 * What employees may do, from the permissions of their profile on our two entries.
 */
final class Rights
{
    /** Rights with which a person's data can be deleted. */
    const MAY_ERASE = ['ROLE_MOD_TAB_ADMINCUSTOMERS_DELETE', 'ROLE_MOD_TAB_ADMINAJAXPSGDPR_READ'];

    const PARENT = 'AdminOnlinechatParent';
    const HISTORY = 'AdminOnlinechatHistory';
    const CONFIGURATION = 'AdminOnlinechatConfig';

    /**
     * @param \Employee $employee
     *
     * @return array{history: string, configuration: string} such as "view,edit"; empty without the right to view
     */
    public static function of($employee): array
    {
        return [
            'history' => self::on($employee, self::HISTORY, ['view', 'edit', 'delete']),
            'configuration' => self::on($employee, self::CONFIGURATION, ['view', 'edit']),
        ];
    }

    /**
     * @param \Employee $employee
     *
     * @return int[] the shops whose customers the employee may serve
     */
    public static function shops($employee): array
    {
        $all = array_map('intval', \Shop::getShops(true, null, true));
        if (!\Shop::isFeatureActive() || $employee->isSuperAdmin()) {
            return array_values($all);
        }

        return array_values(array_intersect($all, array_map('intval', $employee->getAssociatedShops())));
    }

    /**
     * Gives the module's own READ right to every profile that may view one of our entries, and our menu
     * section with it: without the first PrestaShop doesn't run our back-office hooks for them
     * (Hook::exec), without the second it doesn't show the entries (AdminController::getTabs).
     *
     * The module's right goes to those as well who may delete customers or open psgdpr's page: when they do, our
     * hooks must run. They see nothing of us.
     */
    public static function grant(): void
    {
        $viewers = [self::role(self::HISTORY), self::role(self::CONFIGURATION)];
        $access = new \Access();
        $roles = [
            'module_access' => ['ROLE_MOD_MODULE_ONLINECHAT_READ', 'addModuleAccess', array_merge($viewers, self::MAY_ERASE)],
            'access' => [self::role(self::PARENT), 'addAccess', $viewers],
        ];
        foreach ($roles as $table => list($slug, $add, $with)) {
            $missing = \Db::getInstance()->executeS(
                'SELECT v.`id_profile`, r.`id_authorization_role`
                FROM (' . self::profilesWith($with) . ') v
                INNER JOIN `' . _DB_PREFIX_ . 'authorization_role` r ON r.`slug` = "' . $slug . '"
                LEFT JOIN `' . _DB_PREFIX_ . $table . '` h
                    ON h.`id_profile` = v.`id_profile` AND h.`id_authorization_role` = r.`id_authorization_role`
                WHERE h.`id_profile` IS NULL'
            );
            foreach ($missing ?: [] as $row) {
                $access->$add((int) $row['id_profile'], (int) $row['id_authorization_role']);
            }
        }
    }

    /**
     * The merchant gives a profile our entries at PrestaShop's own permissions page, where no hook tells us:
     * so the rest follows at the merchant's next click anywhere.
     *
     * @param \Employee|null $employee
     */
    public static function grantAlong($employee): void
    {
        if (\Validate::isLoadedObject($employee) && $employee->isSuperAdmin()) {
            self::grant();
        }
    }

    /**
     * The profiles whose employees can't answer customers yet, by name.
     *
     * @return string[]
     */
    public static function profilesWithout(int $idLang): array
    {
        $rows = \Db::getInstance()->executeS(
            'SELECT l.`name` FROM `' . _DB_PREFIX_ . 'profile` p
            INNER JOIN `' . _DB_PREFIX_ . 'profile_lang` l ON l.`id_profile` = p.`id_profile` AND l.`id_lang` = ' . $idLang . '
            WHERE p.`id_profile` <> ' . (int) _PS_ADMIN_PROFILE_ . ' AND p.`id_profile` NOT IN (
                SELECT a.`id_profile` FROM `' . _DB_PREFIX_ . 'access` a
                INNER JOIN `' . _DB_PREFIX_ . 'authorization_role` r USING (`id_authorization_role`)
                WHERE r.`slug` = "' . self::role(self::HISTORY) . '"
            ) ORDER BY l.`name`'
        );

        return array_column($rows ?: [], 'name');
    }

    /**
     * @param string[] $slugs
     */
    private static function profilesWith(array $slugs): string
    {
        return 'SELECT DISTINCT a.`id_profile` FROM `' . _DB_PREFIX_ . 'access` a
            INNER JOIN `' . _DB_PREFIX_ . 'authorization_role` r USING (`id_authorization_role`)
            WHERE r.`slug` IN ("' . implode('", "', $slugs) . '")';
    }

    private static function role(string $tab): string
    {
        return 'ROLE_MOD_TAB_' . strtoupper($tab) . '_READ';
    }

    /**
     * @param \Employee $employee
     * @param string[] $actions 'view' first
     */
    private static function on($employee, string $tab, array $actions): string
    {
        if (!$employee->can('view', $tab)) {
            return '';
        }

        return implode(',', array_filter($actions, static function ($action) use ($employee, $tab) {
            return $employee->can($action, $tab);
        }));
    }
}
