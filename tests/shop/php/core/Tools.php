<?php

class Tools
{
    public static function getValue($key, $default = false)
    {
        if (!is_string($key) || $key === '') {
            return false;
        }
        $value = $_POST[$key] ?? $_GET[$key] ?? $default;

        return is_string($value) ? stripslashes(urldecode(preg_replace('/((%5C0+)|(%00+))/i', '', urlencode($value)))) : $value;
    }

    public static function getAllValues(): array
    {
        return $_POST + $_GET;
    }

    public static function getIsset($key): bool
    {
        return is_string($key) && (isset($_POST[$key]) || isset($_GET[$key]));
    }

    public static function isSubmit($submit): bool
    {
        return self::getIsset($submit) || self::getIsset($submit . '_x');
    }

    /** Lower case first: `recapToken` becomes `recaptoken`; PHP does not mind in method names. */
    public static function toCamelCase($text, $firstUpper = false): string
    {
        $text = self::strtolower($text);

        return preg_replace_callback(
            '/_+([a-z])/',
            fn (array $found): string => strtoupper($found[1]),
            $firstUpper ? ucfirst($text) : $text
        );
    }

    public static function redirect($url, $baseUri = __PS_BASE_URI__, ?Link $link = null, $headers = null)
    {
        $url = (string) $url;
        if (!preg_match('~^(https?:)?/~', $url)) {
            $url = ($link ?? Context::getContext()->link)->getBaseLink() . ltrim($url, '/');
        }
        foreach ((array) $headers as $header) {
            header($header);
        }
        header('Location: ' . $url);
        exit;
    }

    public static function redirectAdmin($url)
    {
        header('Location: ' . $url);
        exit;
    }

    public static function getRemoteAddr(): string
    {
        $address = $_SERVER['REMOTE_ADDR'] ?? '';
        $forwarded = $_SERVER['HTTP_X_FORWARDED_FOR'] ?? '';
        $private = '/^(127\.|10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/';
        if ($forwarded && (!$address || preg_match($private, trim($address)))) {
            return explode(',', $forwarded)[0];
        }

        return $address;
    }

    public static function usingSecureMode(): bool
    {
        return in_array(strtolower($_SERVER['HTTPS'] ?? ''), ['1', 'on'], true)
            || strtolower($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https';
    }

    public static function getHttpHost($http = false, $entities = false, $ignorePort = false): string
    {
        $host = $_SERVER['HTTP_X_FORWARDED_HOST'] ?? $_SERVER['HTTP_HOST'] ?? '';
        if ($ignorePort && ($position = strpos($host, ':'))) {
            $host = substr($host, 0, $position);
        }
        if ($entities) {
            $host = htmlspecialchars($host, ENT_COMPAT, 'UTF-8');
        }

        return $host && $http ? self::getProtocol(self::usingSecureMode()) . $host : $host;
    }

    public static function getProtocol($ssl = null): string
    {
        return $ssl ? 'https://' : 'http://';
    }

    public static function getShopProtocol(): string
    {
        return self::getProtocol(Configuration::get('PS_SSL_ENABLED') || self::usingSecureMode());
    }

    public static function getShopDomain($http = false, $entities = false): string
    {
        $domain = Context::getContext()->shop->domain ?? '' ?: self::getHttpHost();

        return ($http ? 'http://' : '') . ($entities ? htmlspecialchars($domain, ENT_COMPAT, 'UTF-8') : $domain);
    }

    public static function getShopDomainSsl($http = false, $entities = false): string
    {
        $domain = Context::getContext()->shop->domain_ssl ?? '' ?: self::getHttpHost();

        return ($http ? self::getShopProtocol() : '') . ($entities ? htmlspecialchars($domain, ENT_COMPAT, 'UTF-8') : $domain);
    }

    /** The currency that was just chosen, or the cookie's, or the shop's own. */
    public static function setCurrency($cookie): Currency
    {
        if (self::isSubmit('SubmitCurrency') && ($id = (int) self::getValue('id_currency'))) {
            $chosen = Currency::getCurrencyInstance($id);
            if ($chosen->id && !$chosen->deleted && $chosen->isAssociatedToShop()) {
                $cookie->id_currency = (int) $chosen->id;
            }
        }
        $currency = Currency::getCurrencyInstance((int) $cookie->id_currency ?: Currency::getDefaultCurrencyId());
        if (!Validate::isLoadedObject($currency) || $currency->deleted || !$currency->active) {
            $currency = Currency::getCurrencyInstance(Currency::getDefaultCurrencyId());
        }
        $cookie->id_currency = (int) $currency->id;

        return $currency;
    }

    /** Half a cent away from zero, as PS_PRICE_ROUND_MODE 2 has it. */
    public static function ps_round($value, $precision = 0, $roundMode = null): float
    {
        return round((float) $value, (int) $precision);
    }

    public static function getContextLocale(Context $context): CurrentLocale
    {
        return $context->getCurrentLocale() ?? new CurrentLocale($context->language->getLocale());
    }

    public static function convertPrice($price, $currency = null, $toCurrency = true, ?Context $context = null): float
    {
        $to = $currency ?? ($context ?? Context::getContext())->currency;
        $rate = (float) Db::getInstance()->getValue(
            'SELECT conversion_rate FROM ' . _DB_PREFIX_ . 'currency_shop WHERE id_currency = ' . (int) $to->id
            . ' AND id_shop = ' . (int) Context::getContext()->shop->id
        );

        return $toCurrency ? $price * $rate : $price / $rate;
    }

    public static function hash($text): string
    {
        return md5(_COOKIE_KEY_ . $text);
    }

    public static function getToken($page = true, ?Context $context = null): string
    {
        $customer = ($context ?? Context::getContext())->customer;

        return self::hash($customer->id . $customer->passwd . ($page === true ? $_SERVER['SCRIPT_NAME'] : ''));
    }

    public static function getAdminToken($text): string
    {
        return $text ? self::hash($text) : '';
    }

    public static function getAdminTokenLite($tab, ?Context $context = null): string
    {
        $employee = ($context ?? Context::getContext())->employee;

        return self::getAdminToken($tab . (int) Tab::getIdFromClassName($tab) . (int) ($employee->id ?? 0));
    }

    public static function passwdGen($length = 8, $flag = 'ALPHANUMERIC'): string
    {
        return substr(bin2hex(random_bytes((int) $length)), 0, (int) $length);
    }

    public static function nl2br($text): string
    {
        return str_replace(["\r\n", "\r", "\n"], '<br />', (string) $text);
    }

    public static function strtolower($text): string
    {
        return mb_strtolower((string) $text, 'utf-8');
    }

    public static function strtoupper($text): string
    {
        return mb_strtoupper((string) $text, 'utf-8');
    }

    public static function strlen($text, $encoding = 'UTF-8'): int
    {
        return mb_strlen(html_entity_decode((string) $text, ENT_COMPAT, 'UTF-8'), $encoding);
    }

    public static function substr($text, $start, $length = false, $encoding = 'utf-8'): string
    {
        return mb_substr((string) $text, (int) $start, $length === false ? null : (int) $length, $encoding);
    }

    public static function ucfirst($text): string
    {
        return self::strtoupper(self::substr($text, 0, 1)) . self::substr($text, 1);
    }

    public static function safeOutput($text, $html = false): string
    {
        return htmlspecialchars($html ? (string) $text : strip_tags((string) $text), ENT_COMPAT, 'UTF-8');
    }

    public static function displayError($message = 'Hack attempt', $htmlentities = null): string
    {
        return (string) $message;
    }

    public static function clearSmartyCache(): void
    {
        Context::getContext()->smarty?->clearCompiledTemplate();
    }
}
