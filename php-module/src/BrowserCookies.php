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
 * Our cookies in the visitor's browser: on the shop's own host and path, SameSite=Lax, as long-lived as the shop's.
 */
final class BrowserCookies implements CookieJar
{
    /** @var string */
    private $path;

    /** @var int unix time, 0 for "until the browser closes" */
    private $expires;

    /** @var bool */
    private $secure;

    public function __construct(string $path, int $expires, bool $secure)
    {
        $this->path = $path;
        $this->expires = $expires;
        $this->secure = $secure;
    }

    public static function ofShop(\Context $context): self
    {
        $hours = (int) \Configuration::get('PS_COOKIE_LIFETIME_FO');

        return new self(
            '/' . ltrim(rtrim((string) $context->shop->physical_uri, '/') . '/', '/'),
            $hours > 0 ? time() + $hours * 3600 : 0,
            (bool) \Tools::usingSecureMode()
        );
    }

    public function get(string $name): string
    {
        $value = $_COOKIE[$name] ?? '';

        return is_string($value) ? $value : '';
    }

    public function set(string $name, string $value, bool $readable): void
    {
        $_COOKIE[$name] = $value;
        if (headers_sent()) {
            return;
        }
        if (PHP_VERSION_ID < 70300) {
            // setcookie() knows no SameSite before PHP 7.3; PrestaShop passes it the same way.
            setcookie($name, $value, $this->expires, $this->path . '; SameSite=Lax', '', $this->secure, !$readable);

            return;
        }
        setcookie($name, $value, [
            'expires' => $this->expires,
            'path' => $this->path,
            'secure' => $this->secure,
            'httponly' => !$readable,
            'samesite' => 'Lax',
        ]);
    }
}
