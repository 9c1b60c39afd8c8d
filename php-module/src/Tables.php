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
 * Our tables, which the sidecar makes: they are not there before it has run once, and older after files were copied.
 */
final class Tables
{
    /** The migration that brought all that erasure and export need. */
    const VERSION = 5;

    public static function name(string $table): string
    {
        return _DB_PREFIX_ . 'onlinechat_' . $table;
    }

    /**
     * @return bool false when the sidecar has never run: nothing is known of anybody
     */
    public static function areThere(\Db $db): bool
    {
        return self::exist($db, 'migration');
    }

    public static function areNewEnough(\Db $db): bool
    {
        return (int) self::rows($db, 'SELECT MAX(`version`) AS `version` FROM `' . self::name('migration') . '`')[0]['version'] >= self::VERSION;
    }

    public static function exist(\Db $db, string $table): bool
    {
        return (bool) self::rows($db, 'SHOW TABLES LIKE "' . pSQL(addcslashes(self::name($table), '_%\\')) . '"');
    }

    /**
     * Past the shop's own cache of queries: what the sidecar writes does not empty it.
     *
     * @throws \RuntimeException
     */
    public static function rows(\Db $db, string $sql): array
    {
        $rows = $db->executeS($sql, true, false);
        if (!is_array($rows)) {
            throw new \RuntimeException('The chat\'s tables cannot be read.');
        }

        return $rows;
    }

    /**
     * @throws \RuntimeException in production a statement that fails only says false
     */
    public static function run(\Db $db, string $sql): int
    {
        if (!$db->execute($sql, false)) {
            throw new \RuntimeException('The chat\'s tables cannot be written.');
        }

        return (int) $db->Affected_Rows();
    }
}
