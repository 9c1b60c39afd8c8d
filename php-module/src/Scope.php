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
 * What the employee has chosen in the back office's own shop switch: the settings are edited there.
 */
final class Scope
{
    const ALL = 'all';

    /**
     * @return string all, group-<id> or shop-<id>; always all without multistore, where left-over rows of shops and
     *                groups don't count (Configuration::get)
     */
    public static function chosen(): string
    {
        if (!\Shop::isFeatureActive()) {
            return self::ALL;
        }
        switch (\Shop::getContext()) {
            case \Shop::CONTEXT_SHOP:
                return 'shop-' . (int) \Shop::getContextShopID();
            case \Shop::CONTEXT_GROUP:
                return 'group-' . (int) \Shop::getContextShopGroupID();
            default:
                return self::ALL;
        }
    }
}
