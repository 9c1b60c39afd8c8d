<?php

/**
 * Finds the page for a back-office address, and the employee who asks for it.
 */
class AdminDispatcher
{
    public static function dispatch(string $path): void
    {
        define('_PS_ADMIN_DIR_', _PS_ROOT_DIR_ . '/admin');
        $context = Context::getContext();
        $context->shop = Shop::initialize();
        $context->link = new Link();
        $lifetime = max((int) Configuration::get('PS_COOKIE_LIFETIME_BO'), 1) * 3600;
        $context->cookie = new Cookie('psAdmin', '/admin', time() + $lifetime);
        $context->employee = new Employee((int) $context->cookie->id_employee);
        $context->language = new Language((int) ($context->employee->id_lang ?: Configuration::get('PS_LANG_DEFAULT')));
        $context->currency = new Currency(Currency::getDefaultCurrencyId(), $context->language->id);
        $context->country = new Country((int) Configuration::get('PS_COUNTRY_DEFAULT'), $context->language->id);
        $context->customer = new Customer();
        $context->cart = new Cart();
        $context->smarty = SmartyFactory::make('admin');
        ob_start();
        $route = substr($path, strlen('/admin'));
        if (!$context->employee->isLoggedBack()) {
            self::askToSignIn($route);

            return;
        }
        if (isset($_GET['logout'])) {
            $context->employee->logout();
            Tools::redirectAdmin('/admin/index.php?controller=AdminLogin');
        }
        ShopSwitch::apply($context);
        if (str_starts_with($route, '/index.php/')) {
            SymfonyPages::dispatch(substr($route, strlen('/index.php')));
        } elseif (!Tools::getValue('controller')) {
            Tools::redirectAdmin($context->link->getAdminLink(self::landing($context->employee)));
        } else {
            self::controller((string) Tools::getValue('controller'))->run();
        }
    }

    /** Where an employee comes to after login. */
    public static function landing(Employee $employee): string
    {
        $tab = new Tab((int) $employee->default_tab);

        return $tab->class_name ?: 'AdminDashboard';
    }

    private static function askToSignIn(string $route): void
    {
        if (Tools::getValue('controller') === 'AdminLogin') {
            (new AdminLoginController())->run();

            return;
        }
        $wanted = (string) Tools::getValue('controller');
        Tools::redirectAdmin('/admin/index.php?controller=AdminLogin' . ($wanted ? '&redirect=' . rawurlencode($wanted) : ''));
    }

    private static function controller(string $name): AdminController
    {
        $tab = new Tab((int) Tab::getIdFromClassName($name));
        $class = $name . 'Controller';
        if ($tab->module && Module::isEnabled($tab->module)) {
            Module::getInstanceByName($tab->module);
            $file = _PS_MODULE_DIR_ . $tab->module . '/controllers/admin/' . $tab->class_name . 'Controller.php';
            if (is_file($file)) {
                require_once $file;
            }
        }
        if (!Validate::isControllerName($name) || !is_a($class, AdminController::class, true)) {
            http_response_code(404);
            $class = AdminNotFoundController::class;
        }

        return new $class();
    }
}
