<?php

/**
 * Finds the page for a front-office address and who asks for it.
 */
class Dispatcher
{
    private const PAGES = [
        '' => IndexController::class,
        'index.php' => IndexController::class,
        'login' => AuthController::class,
        'registration' => RegistrationController::class,
        'cart' => CartController::class,
        'order' => OrderController::class,
        'my-account' => MyAccountController::class,
        'visitor' => VisitorController::class,
    ];

    /** Pages without a language of their own, as `index.php?controller=…` names them. */
    private const NAMES = ['index' => '', 'authentication' => 'login'];

    public static function dispatch(): void
    {
        $context = Context::getContext();
        $context->shop = Shop::initialize();
        $context->link = new Link();
        $lifetime = max((int) Configuration::get('PS_COOKIE_LIFETIME_FO'), 1) * 3600;
        $context->cookie = new Cookie('ps-s' . $context->shop->id, $context->shop->physical_uri, time() + $lifetime);
        ob_start();
        self::wait();
        $path = trim((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');
        $path = self::language($context, rawurldecode($path));
        $context->country = new Country((int) Configuration::get('PS_COUNTRY_DEFAULT'), $context->language->id);
        $context->currency = new Currency(Currency::getDefaultCurrencyId(), $context->language->id);
        $context->smarty = SmartyFactory::make('front');
        self::customer($context);
        self::controller($path)->run();
    }

    /** Tests make requests overlap with it: the cookie is read before, written after. */
    private static function wait(): void
    {
        usleep(1000 * min(5000, (int) ($_SERVER['HTTP_X_SMALL_SHOP_DELAY'] ?? 0)));
    }

    /** Sets the language of the address (or the cookie's, or the browser's) and gives back the rest of the path. */
    private static function language(Context $context, string $path): string
    {
        $ids = [];
        foreach (Language::getLanguages(true, $context->shop->id) as $language) {
            $ids[$language['iso_code']] = (int) $language['id_lang'];
        }
        [$iso, $rest] = array_pad(explode('/', $path, 2), 2, '');
        $known = isset($ids[$iso]);
        $id = $ids[$iso] ?? (int) Tools::getValue('id_lang');
        if (!in_array($id, $ids, true)) {
            $accepted = strtolower(substr($_SERVER['HTTP_ACCEPT_LANGUAGE'] ?? '', 0, 2));
            $id = (int) $context->cookie->id_lang ?: ($ids[$accepted] ?? (int) Configuration::get('PS_LANG_DEFAULT'));
        }
        $context->language = new Language(in_array($id, $ids, true) ? $id : (int) Configuration::get('PS_LANG_DEFAULT'));
        $context->cookie->id_lang = (int) $context->language->id;
        $friendly = count($ids) > 1 && Configuration::get('PS_REWRITING_SETTINGS');
        if (!$known && $friendly && $_SERVER['REQUEST_METHOD'] === 'GET' && !Tools::getValue('ajax') && !str_ends_with($path, '.php')) {
            $query = $_SERVER['QUERY_STRING'] ?? '';
            header('Location: /' . $context->language->iso_code . '/' . $path . ($query === '' ? '' : '?' . $query), true, 302);
            exit;
        }

        return $known ? $rest : $path;
    }

    private static function customer(Context $context): void
    {
        $cookie = $context->cookie;
        $customer = new Customer((int) $cookie->id_customer);
        if ($cookie->id_customer && !Validate::isLoadedObject($customer)) {
            $cookie->logout();
        } elseif (Validate::isLoadedObject($customer)) {
            $customer->logged = true;
        } else {
            $customer->id_default_group = (int) Configuration::get('PS_UNIDENTIFIED_GROUP');
        }
        $customer->id_guest = $cookie->id_guest;
        $context->customer = $customer;
    }

    private static function controller(string $path): FrontController
    {
        if (preg_match('~^module/([\w-]+)/([\w-]+)/?$~', $path, $part)) {
            $_GET += ['module' => $part[1], 'controller' => $part[2]];

            return self::moduleController($part[1], $part[2]);
        }
        if ($path === 'index.php' && Tools::getValue('fc') === 'module') {
            return self::moduleController((string) Tools::getValue('module'), (string) Tools::getValue('controller'));
        }
        if ($path === 'index.php' && Tools::getValue('controller')) {
            $path = self::NAMES[Tools::getValue('controller')] ?? Tools::getValue('controller');
        }
        if (preg_match('~^(\d+)-[\w-]+\.html$~', $path, $part)) {
            return new ProductController((int) $part[1]);
        }
        $class = self::PAGES[rtrim($path, '/')] ?? PageNotFoundController::class;

        return new $class();
    }

    /** The group restriction does not apply here, only that the module is active. */
    private static function moduleController(string $name, string $controller): FrontController
    {
        $file = _PS_MODULE_DIR_ . $name . '/controllers/front/' . $controller . '.php';
        if (!preg_match('/^[\w-]+$/', $name . $controller) || !Module::isEnabled($name) || !is_file($file)) {
            return new PageNotFoundController();
        }
        Module::getInstanceByName($name);
        require_once $file;
        $class = $name . $controller . 'ModuleFrontController';

        return new $class();
    }
}
