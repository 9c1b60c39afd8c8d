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
 * Whether the shop is closed to this visitor (FrontController::displayMaintenancePage, without its page).
 */
final class Maintenance
{
    public static function closes(): bool
    {
        if ((int) \Configuration::get('PS_SHOP_ENABLE')) {
            return false;
        }
        if (\Configuration::get('PS_MAINTENANCE_ALLOW_ADMINS')) {
            $cookie = new \Cookie('psAdmin');
            $cookie->disallowWriting();
            if ((int) $cookie->id_employee) {
                return false;
            }
        }
        $addresses = array_map('trim', explode(',', (string) \Configuration::get('PS_MAINTENANCE_IP')));
        $ipUtils = 'Symfony\\Component\\HttpFoundation\\IpUtils';
        if (class_exists($ipUtils)) {
            return !$ipUtils::checkIp((string) \Tools::getRemoteAddr(), $addresses);
        }

        return !in_array(\Tools::getRemoteAddr(), $addresses, true);
    }
}
