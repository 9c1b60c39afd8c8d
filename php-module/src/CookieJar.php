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
 * The module's own cookies, as the browser sent them and as it shall keep them.
 */
interface CookieJar
{
    /**
     * @return string empty when the browser sent none
     */
    public function get(string $name): string;

    /**
     * @param bool $readable whether scripts of the page may read it
     */
    public function set(string $name, string $value, bool $readable): void;
}
