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
 * Runs the body of a hook so that no mistake of ours can ever break a page of the shop.
 *
 * PrestaShop 1.7.8 catches nothing that a hook throws, 8 and 9 catch only \Exception
 * (Hook::callHookOn), so \Throwable is caught here.
 */
final class HookGuard
{
    /** @var bool one log line per request is enough */
    private static $logged = false;

    /**
     * @return string HTML, empty when the body failed
     */
    public static function html(callable $body): string
    {
        try {
            return (string) $body();
        } catch (\Throwable $error) {
            self::log($error);

            return '';
        }
    }

    public static function action(callable $body): void
    {
        try {
            $body();
        } catch (\Throwable $error) {
            self::log($error);
        }
    }

    /**
     * Writes where it failed, never with what values: the log is readable in the back office.
     */
    public static function log(\Throwable $error): void
    {
        if (self::$logged) {
            return;
        }
        self::$logged = true;
        try {
            \PrestaShopLogger::addLog(
                sprintf(
                    'Online Chat: %s in %s:%d',
                    get_class($error),
                    basename($error->getFile()),
                    $error->getLine()
                ),
                3,
                null,
                'Onlinechat'
            );
        } catch (\Throwable $ignored) {
            error_log('Online Chat: ' . get_class($error) . ' in ' . basename($error->getFile()) . ':' . $error->getLine());
        }
    }
}
