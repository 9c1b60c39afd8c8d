<?php

/**
 * `php console.php install|uninstall|reset|enable|disable MODULE` does what `bin/console prestashop:module` does, without a
 * real employee and without a controller; `grant PROFILE TAB=RIGHTS …` is what a merchant does on the Permissions page;
 * `run CODE` runs PHP in the shop, for its tests. Unlike PrestaShop's, it fails with an exit code.
 */
require __DIR__ . '/boot.php';
define('_PS_ADMIN_DIR_', _PS_ROOT_DIR_ . '/admin');

$context = Context::getContext();
$context->shop = new Shop((int) Configuration::getGlobalValue('PS_SHOP_DEFAULT'));
Shop::setContext(Shop::CONTEXT_ALL);
$context->language = new Language((int) Configuration::get('PS_LANG_DEFAULT'));
$context->currency = new Currency(Currency::getDefaultCurrencyId());
$context->link = new Link();
$context->employee = new Employee(42);
$context->smarty = SmartyFactory::make('admin');

[, $command, $name] = array_pad($argv, 3, '');
if ($command === 'run') {
    eval($name);
    exit(0);
}
if ($command === 'grant') {
    $access = new Access();
    foreach (array_slice($argv, 3) as $granted) {
        [$tab, $rights] = explode('=', $granted);
        foreach (explode(',', $rights) as $right) {
            $access->updateLgcAccess((int) $name, Tab::getIdFromClassName($tab), $right, true, false);
        }
    }
    exit(0);
}
$module = Module::getInstanceByName($name);
if (!$module || !in_array($command, ['install', 'uninstall', 'reset', 'enable', 'disable'], true)) {
    fwrite(STDERR, "No such module or command: $command $name\n");
    exit(2);
}
if ($command === 'reset') {
    // "Reset" calls the module's own reset() when it has one, else uninstalls and installs.
    $done = method_exists($module, 'reset') ? $module->reset() : $module->uninstall() && Module::getInstanceByName($name)->install();
} else {
    $done = $module->{$command}();
}
if (!$done) {
    fwrite(STDERR, "$command $name failed. " . implode(' ', $module->getErrors()) . "\n");
    exit(1);
}
