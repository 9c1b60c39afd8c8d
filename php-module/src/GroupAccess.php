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
 * The merchant's group restrictions: they silence a module's hooks, but not its front controllers.
 */
final class GroupAccess
{
    /**
     * @param int[] $groups
     */
    public static function allows(int $idModule, int $idShop, array $groups): bool
    {
        if (!\Group::isFeatureActive()) {
            return true;
        }
        $groups = array_filter(array_map('intval', $groups));
        if (!$groups) {
            return false;
        }

        return (bool) \Db::getInstance()->getValue(
            'SELECT 1 FROM `' . _DB_PREFIX_ . 'module_group`
            WHERE `id_module` = ' . $idModule . ' AND `id_shop` = ' . $idShop . '
            AND `id_group` IN (' . implode(', ', $groups) . ')'
        );
    }
}
