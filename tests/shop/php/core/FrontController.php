<?php

/**
 * A page of the shop: language, visitor and cart first, then the page's own part.
 */
class FrontController extends Controller
{
    public $controller_type = 'front';
    public $auth = false;
    public $ssl = true;
    /** Whether a page cache may keep this page. */
    public bool $cacheable = false;

    /** @var array<string, array{path: string, attribute: string, position: string}> */
    private array $scripts = [];
    /** @var array<string, string> */
    private array $styles = [];

    public function init()
    {
        parent::init();
        $context = $this->context;
        if (!Configuration::get('PS_SHOP_ENABLE')
            && !in_array(Tools::getRemoteAddr(), explode(',', (string) Configuration::get('PS_MAINTENANCE_IP')), true)) {
            $this->displayMaintenancePage();
        }
        $this->locate();
        if (isset($_GET['logout']) || ($context->customer->logged && Customer::isBanned($context->customer->id))) {
            $context->customer->logout();
            Tools::redirect($_SERVER['HTTP_REFERER'] ?? 'index.php');
        } elseif (isset($_GET['mylogout'])) {
            $context->customer->mylogout();
            Tools::redirect($_SERVER['HTTP_REFERER'] ?? 'index.php');
        }
        $context->currency = Tools::setCurrency($context->cookie);
        $this->initCart();
        Product::initPricesComputation();
        $place = Address::getCountryAndState((int) $context->cart->{Configuration::get('PS_TAX_ADDRESS_TYPE')});
        if ($place) {
            $context->country = new Country((int) $place['id_country']);
        }
        if ($this->auth && !$context->customer->isLogged()) {
            Tools::redirect($context->link->getPageLink('authentication'));
        }
    }

    public function checkAccess()
    {
        return true;
    }

    public function viewAccess()
    {
        return true;
    }

    public function setMedia()
    {
        $this->registerStylesheet('theme-main', '/assets/front.css');
        $this->registerJavascript('core', '/assets/front.js', ['attributes' => 'defer']);
        Hook::exec('actionFrontControllerSetMedia');
    }

    public function initContent()
    {
        $context = $this->context;
        $context->smarty->assign([
            'HOOK_HEADER' => Hook::exec('displayHeader'),
            'customer' => $context->customer,
            'is_logged' => $context->customer->isLogged(),
            'language' => $context->language,
            'languages' => array_map(fn (array $language): array => [
                'iso_code' => $language['iso_code'],
                'name' => preg_replace('/\s\(.*\)/', '', $language['name']),
                'url' => $context->link->getLanguageLink((int) $language['id_lang']),
            ], Language::getLanguages(true, $context->shop->id)),
            'currency' => $context->currency,
            'currencies' => Currency::getCurrencies(),
            'show_prices' => Configuration::showPrices(),
            'tax_included' => (new TaxConfiguration())->includeTaxes(),
            'shop_name' => Configuration::get('PS_SHOP_NAME'),
            'link' => $context->link,
            'cart_count' => $context->cart->nbProducts(),
            'static_token' => Tools::getToken(false),
            'page_name' => $this->php_self,
            'body_classes' => $this->bodyClasses(),
            'errors' => $this->errors,
            'success' => $this->success,
            'styles' => $this->styles,
            'scripts' => $this->scripts,
        ]);
    }

    /** What themes and scripts tell pages apart by, besides the page's name. */
    protected function bodyClasses(): array
    {
        return ['lang-' . $this->context->language->iso_code];
    }

    public function display()
    {
        $smarty = $this->context->smarty;
        $smarty->assign('js_definitions', Media::inline());
        $this->context->cookie->write();
        header('Content-Type: text/html; charset=utf-8');
        $page = $smarty->fetch($this->template);
        if (Hook::$statements) {
            header('X-Hook-Statements: ' . http_build_query(Hook::$statements, '', ', '));
        }
        if ($this->cacheable && http_response_code() === 200 && !$this->context->customer->isLogged() && !$this->context->cart->id
            && (int) $this->context->currency->id === Currency::getDefaultCurrencyId()) {
            PageCache::keep($page);
        }
        echo $page;
    }

    /** A local path that does not exist vanishes without a word, `?v=` included; attributes are async or defer only. */
    public function registerJavascript($id, $path, $params = [])
    {
        $attribute = in_array($params['attributes'] ?? '', ['async', 'defer'], true) ? $params['attributes'] : '';
        $this->register($this->scripts, $id, $path, $params, ['attribute' => $attribute, 'position' => $params['position'] ?? 'bottom']);
    }

    public function registerStylesheet($id, $path, $params = [])
    {
        $this->register($this->styles, $id, $path, $params, []);
    }

    public function addJS($path, $checkPath = true)
    {
        foreach ((array) $path as $one) {
            $this->registerJavascript(sha1($one), $one);
        }
    }

    public function addCSS($path, $media = 'all', $offset = null, $checkPath = true)
    {
        foreach (array_values((array) $path) as $one) {
            $this->registerStylesheet(sha1($one), $one);
        }
    }

    protected function redirect()
    {
        Tools::redirect($this->redirect_after);
    }

    protected function displayMaintenancePage(): void
    {
        http_response_code(503);
        header('Retry-After: 3600');
        $this->context->smarty->assign(['shop_name' => Configuration::get('PS_SHOP_NAME'), 'language' => $this->context->language]);
        $this->context->smarty->display('maintenance.tpl');
        exit;
    }

    private function register(array &$list, string $id, string $path, array $params, array $more): void
    {
        if (($params['server'] ?? 'local') !== 'remote') {
            $path = '/' . ltrim($path, '/');
            $file = str_starts_with($path, '/assets/') ? dirname(__DIR__) . $path : _PS_ROOT_DIR_ . $path;
            if (!is_file($file)) {
                return;
            }
        }
        $list[$id] = ['path' => $path . (isset($params['version']) ? '?' . $params['version'] : '')] + $more;
    }

    /** Where the visitor is: a header stands for the database of addresses; the cookie keeps what it said. */
    private function locate(): void
    {
        if (!Configuration::get('PS_GEOLOCATION_ENABLED')) {
            return;
        }
        $cookie = $this->context->cookie;
        if (!$cookie->iso_code_country && isset($_SERVER['HTTP_X_SMALL_SHOP_COUNTRY'])) {
            $cookie->iso_code_country = strtoupper($_SERVER['HTTP_X_SMALL_SHOP_COUNTRY']);
        }
        $country = $cookie->iso_code_country ? Country::getByIso($cookie->iso_code_country) : 0;
        if ($country) {
            $this->context->country = new Country($country);
        }
    }

    /** The cart of the cookie, or one that gets its row with the first product. */
    private function initCart(): void
    {
        $context = $this->context;
        $cookie = $context->cookie;
        $cart = new Cart((int) $cookie->id_cart);
        if (!Validate::isLoadedObject($cart) || $cart->orderExists()) {
            unset($cookie->id_cart);
            $cart = new Cart();
        }
        $cart->id_shop_group = (int) $context->shop->id_shop_group;
        $cart->id_shop = (int) $context->shop->id;
        $cart->id_lang = (int) $context->language->id;
        $cart->id_currency = (int) $context->currency->id;
        $cart->id_customer = (int) $context->customer->id;
        $cart->id_guest = (int) $cookie->id_guest;
        $cart->id_carrier = (int) $cart->id_carrier;
        $cart->delivery_option = (string) $cart->delivery_option;
        $cart->secure_key = $context->customer->secure_key ?: '-1';
        $cart->id_address_delivery = (int) ($cart->id_address_delivery ?: Address::getFirstCustomerAddressId($context->customer->id));
        $cart->id_address_invoice = $cart->id_address_delivery;
        $context->cart = $cart;
    }
}
