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
 * What must not be done twice at once waits for its turn, by the database and so on all web servers.
 */
final class NamedLock
{
    /** Seconds that the second waits for the first. */
    const PATIENCE = 10;

    /**
     * @param callable $work its result is the result
     *
     * @return mixed
     *
     * @throws \RuntimeException when the first takes too long
     */
    public static function hold(string $name, callable $work)
    {
        $db = \Db::getInstance();
        $lock = 'onlinechat-' . md5(_DB_NAME_ . _DB_PREFIX_ . $name);
        if (!(int) $db->getValue('SELECT GET_LOCK("' . $lock . '", ' . self::PATIENCE . ')', false)) {
            throw new \RuntimeException('Somebody else is doing this right now.');
        }
        try {
            return $work();
        } finally {
            $db->getValue('SELECT RELEASE_LOCK("' . $lock . '")', false);
        }
    }
}
