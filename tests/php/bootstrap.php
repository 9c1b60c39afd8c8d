<?php

// PrestaShop without PrestaShop: just enough of its classes to call the module's own ones.

define('_PS_VERSION_', '8.2.1');
define('_DB_PREFIX_', 'ps_');
define('_PS_ADMIN_PROFILE_', 1);
define('_PS_ROOT_DIR_', '/srv/shop');
define('ONLINECHAT_MODULE', dirname(__DIR__, 2) . '/php-module');

function pSQL($text)
{
    return addslashes((string) $text);
}

function bqSQL($text)
{
    return str_replace('`', '\`', pSQL($text));
}

require_once __DIR__ . '/stubs/core.php';

require_once __DIR__ . '/SyntaxCheck.php';
require_once __DIR__ . '/ModuleCheck.php';
require_once __DIR__ . '/ShopTestCase.php';
require_once ONLINECHAT_MODULE . '/onlinechat.php';
require_once __DIR__ . '/stubs/Jar.php';
