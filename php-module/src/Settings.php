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
 * The few values that the module itself keeps in the shop's configuration.
 */
final class Settings
{
    const SECRET = 'ONLINECHAT_SECRET';
    const SECRET_PREVIOUS = 'ONLINECHAT_SECRET_PREVIOUS';
    const URL = 'ONLINECHAT_URL';
    const RAN = 'ONLINECHAT_RAN';
    const DROP_TABLES = 'ONLINECHAT_DROP_TABLES';

    const DEFAULT_URL = '/oc/';

    /**
     * The secrets that signatures may have been made with, the one to sign with first.
     *
     * @return string[]
     *
     * @throws \RuntimeException when the shop has no secret
     */
    public static function secrets(): array
    {
        $secrets = [];
        foreach ([self::SECRET, self::SECRET_PREVIOUS] as $key) {
            $secret = (string) \Configuration::getGlobalValue($key);
            if (self::isSecret($secret)) {
                $secrets[] = $secret;
            } elseif ($key === self::SECRET) {
                throw new \RuntimeException('ONLINECHAT_SECRET is missing: reset the module.');
            }
        }

        return $secrets;
    }

    public static function isSecret(string $secret): bool
    {
        return preg_match('/^[0-9a-f]{64}$/D', $secret) === 1;
    }

    /**
     * Where browsers find the sidecar: a path of the shop's own host, or a whole address; ends with a slash.
     */
    public static function url(): string
    {
        return self::cleanUrl((string) \Configuration::get(self::URL));
    }

    public static function cleanUrl(string $url): string
    {
        $pattern = '~^(?:https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?)?(?:/[\w.\~-]+)*/?$~iD';
        if ($url === '' || preg_match($pattern, $url) !== 1) {
            return self::DEFAULT_URL;
        }

        return rtrim($url, '/') . '/';
    }

    /**
     * Whether the sidecar has run at least once for this shop.
     */
    public static function hasRun(): bool
    {
        return (bool) \Configuration::getGlobalValue(self::RAN);
    }

    public static function markRun(): void
    {
        if (!self::hasRun()) {
            \Configuration::updateGlobalValue(self::RAN, 1);
        }
    }

    public static function dropsTables(): bool
    {
        return (bool) \Configuration::getGlobalValue(self::DROP_TABLES);
    }
}
