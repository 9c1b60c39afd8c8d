<?php

class Link
{
    public function getBaseLink($idShop = null, $ssl = null, $relative = false): string
    {
        $shop = $idShop ? new Shop((int) $idShop) : Context::getContext()->shop;
        $secure = ($ssl ?? false) && Configuration::get('PS_SSL_ENABLED') || Tools::usingSecureMode();

        return ($relative ? '' : Tools::getProtocol($secure) . ($secure ? $shop->domain_ssl : $shop->domain)) . $shop->getBaseURI();
    }

    public function getLangLink($idLang = null, ?Context $context = null, $idShop = null): string
    {
        return Language::isMultiLanguageActivated($idShop) && Configuration::get('PS_REWRITING_SETTINGS')
            ? Language::getIsoById($idLang ?? Context::getContext()->language->id) . '/'
            : '';
    }

    public function getPageLink($controller, $ssl = null, $idLang = null, $request = null, $encode = false, $idShop = null): string
    {
        $paths = ['index' => '', 'authentication' => 'login', 'my-account' => 'my-account', 'pagenotfound' => 'page-not-found'];
        $query = is_array($request) ? http_build_query($request) : (string) $request;

        return $this->getBaseLink($idShop, $ssl) . $this->getLangLink($idLang, null, $idShop) . ($paths[$controller] ?? $controller)
            . ($query !== '' ? '?' . $query : '');
    }

    public function getModuleLink(
        $module,
        $controller = 'default',
        array $params = [],
        $ssl = null,
        $idLang = null,
        $idShop = null,
        $relative = false
    ): string {
        if (!Configuration::get('PS_REWRITING_SETTINGS')) {
            return $this->getBaseLink($idShop, $ssl, $relative) . 'index.php?' . http_build_query(
                ['fc' => 'module', 'module' => $module, 'controller' => $controller] + $params
                + ['id_lang' => $idLang ?? Context::getContext()->language->id]
            );
        }

        return $this->getBaseLink($idShop, $ssl, $relative) . $this->getLangLink($idLang, null, $idShop)
            . 'module/' . $module . '/' . $controller . ($params ? '?' . http_build_query($params) : '');
    }

    public function getProductLink($product, $alias = null, $category = null, $ean13 = null, $idLang = null): string
    {
        $id = is_object($product) ? $product->id : (is_array($product) ? $product['id_product'] : $product);
        $loaded = new Product((int) $id, false, $idLang ?? Context::getContext()->language->id);

        return $this->getBaseLink() . $this->getLangLink($idLang) . $loaded->id . '-' . $loaded->link_rewrite . '.html';
    }

    public function getImageLink($name, $ids, $type = null, string $extension = 'jpg'): string
    {
        return $this->getBaseLink() . 'assets/product-' . (int) $ids . '.svg';
    }

    /** Works only where the back office runs: the front office doesn't know its folder. */
    public function getAdminLink($controller, $withToken = true, $sfRouteParams = [], $params = []): string
    {
        if (!defined('_PS_ADMIN_DIR_')) {
            return '';
        }
        $route = SymfonyPages::pathOf($controller, $sfRouteParams + $params);
        if ($route !== null) {
            return $this->getAdminBaseLink() . 'index.php' . $route
                . ($withToken ? (str_contains($route, '?') ? '&' : '?') . '_token=' . SymfonyPages::token() : '');
        }

        return $this->getAdminBaseLink() . 'index.php?' . http_build_query(
            ['controller' => $controller] + $params + ($withToken ? ['token' => Tools::getAdminTokenLite($controller)] : [])
        );
    }

    public function getAdminBaseLink($idShop = null, $ssl = null, $relative = false): string
    {
        // The back office stays where it was opened, whichever shop is chosen in it.
        return $this->getBaseLink($idShop ?? Shop::ofAddress(), $ssl, $relative) . basename(_PS_ADMIN_DIR_) . '/';
    }

    public function getTabLink(array $tab): string
    {
        return $this->getAdminLink($tab['class_name']);
    }

    public function getMediaLink($path): string
    {
        return Tools::getProtocol(Tools::usingSecureMode()) . Tools::getHttpHost() . $path;
    }

    public function getLanguageLink($idLang, ?Context $context = null): string
    {
        $path = preg_replace('~^/[a-z]{2}(?=/|$)~', '', $_SERVER['REQUEST_URI'] ?? '/');
        $controller = ($context ?? Context::getContext())->controller;
        if ($controller instanceof ProductController) {
            return $this->getProductLink($controller->product->id, null, null, null, $idLang);
        }

        return $this->getBaseLink() . $this->getLangLink($idLang) . ltrim((string) $path, '/');
    }
}
