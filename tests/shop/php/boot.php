<?php

/**
 * Starts one request (or one console command) of the small shop: constants, classes, errors to a log.
 *
 * Everything the shop writes lies in the folder SMALL_SHOP_ROOT, laid out like a PrestaShop:
 * app/config/parameters.php, modules/, var/.
 */

$root = rtrim((string) getenv('SMALL_SHOP_ROOT'), '/');
$parameters = (require $root . '/app/config/parameters.php')['parameters'];

define('_PS_VERSION_', '8.2.1');
define('_PS_ROOT_DIR_', $root);
define('_PS_MODULE_DIR_', $root . '/modules/');
define('_PS_CACHE_DIR_', $root . '/var/cache/');
define('_PS_UPLOAD_DIR_', $root . '/upload/');
define('_PS_MAIL_DIR_', $root . '/mails/');
define('_PS_CORE_DIR_', $root);
define('_PS_MODE_DEV_', false);
define('_PS_USE_SQL_SLAVE_', false);
define('_PS_ADMIN_PROFILE_', 1);
define('_DB_SERVER_', $parameters['database_host'] . ($parameters['database_port'] ? ':' . $parameters['database_port'] : ''));
define('_DB_NAME_', $parameters['database_name']);
define('_DB_USER_', $parameters['database_user']);
define('_DB_PASSWD_', $parameters['database_password']);
define('_DB_PREFIX_', $parameters['database_prefix']);
define('_MYSQL_ENGINE_', $parameters['database_engine']);
define('_COOKIE_KEY_', $parameters['cookie_key']);
define('_COOKIE_IV_', $parameters['cookie_iv']);
define('_NEW_COOKIE_KEY_', $parameters['new_cookie_key']);
define('__PS_BASE_URI__', '/');

error_reporting(E_ALL);
ini_set('display_errors', '0');
ini_set('log_errors', '1');
ini_set('error_log', $root . '/var/logs/php_errors.log');

spl_autoload_register(static function (string $class): void {
    foreach (['core', 'front', 'admin'] as $folder) {
        $file = __DIR__ . '/' . $folder . '/' . $class . '.php';
        if (is_file($file)) {
            require_once $file;
        }
    }
});
require_once '/usr/share/php/smarty4/Smarty.class.php';

function pSQL($string, $htmlOK = false)
{
    return Db::getInstance()->escape($string, $htmlOK);
}

function bqSQL($string)
{
    return str_replace('`', '\`', pSQL($string));
}

date_default_timezone_set((string) Configuration::getGlobalValue('PS_TIMEZONE'));
