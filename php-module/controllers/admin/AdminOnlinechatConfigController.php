<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

require_once dirname(__DIR__, 2) . '/src/autoload.php';

use OnlineChat\AdminPage;

class AdminOnlinechatConfigController extends AdminPage
{
    protected function page(): string
    {
        return 'configuration';
    }
}
