<?php

/**
 * Who asks for what, in which shop and language.
 */
#[AllowDynamicProperties]
class Context
{
    private static ?Context $instance = null;

    public $cart;
    public $customer;
    public $cookie;
    public $link;
    public $employee;
    public $controller;
    public $language;
    public $currency;
    public $currentLocale;
    public $shop;
    public $country;
    /** @var Smarty|null */
    public $smarty;

    private ?Translator $translator = null;

    public static function getContext(): self
    {
        return self::$instance ??= new self();
    }

    public function getTranslator(): Translator
    {
        return $this->translator ??= new Translator($this->language->locale ?? 'en-US');
    }

    public function forgetTranslator(): void
    {
        $this->translator = null;
    }

    public function getCurrentLocale(): ?CurrentLocale
    {
        return $this->currentLocale;
    }

    public function getComputingPrecision(): int
    {
        return (int) $this->currency->precision;
    }

    public function isMobile(): bool
    {
        return (bool) preg_match('/Mobi|Android/', $_SERVER['HTTP_USER_AGENT'] ?? '');
    }

    /**
     * Signs the customer in: cookie, guest number and cart, in the order that PrestaShop does it.
     */
    public function updateCustomer(Customer $customer): void
    {
        $this->customer = $customer;
        $cookie = $this->cookie;
        $cookie->id_customer = (int) $customer->id;
        $cookie->customer_lastname = $customer->lastname;
        $cookie->customer_firstname = $customer->firstname;
        $cookie->passwd = $customer->passwd;
        $cookie->logged = true;
        $customer->logged = true;
        $cookie->email = $customer->email;
        $cookie->is_guest = $customer->isGuest();

        $hasOwnCart = !empty($cookie->id_cart) && Cart::getNbProducts((int) $cookie->id_cart);
        $former = Configuration::get('PS_CART_FOLLOWING') && !$hasOwnCart ? Cart::lastNoneOrderedCart($customer->id) : 0;
        if ($former) {
            $this->cart = new Cart((int) $former);
            $this->cart->secure_key = $customer->secure_key;
            $cookie->id_guest = (int) $this->cart->id_guest;
        } else {
            if (!$cookie->id_guest) {
                Guest::setNewGuest($cookie);
            }
            if (Validate::isLoadedObject($this->cart)) {
                $this->cart->secure_key = $customer->secure_key;
                $this->cart->id_guest = (int) $cookie->id_guest;
                $this->cart->id_customer = (int) $customer->id;
                $this->cart->id_address_delivery = Address::getFirstCustomerAddressId($customer->id);
                $this->cart->id_address_invoice = $this->cart->id_address_delivery;
            }
        }
        if (Validate::isLoadedObject($this->cart)) {
            $this->cart->save();
            $cookie->id_cart = (int) $this->cart->id;
        }
        $cookie->registerSession(new CustomerSession());
        $cookie->write();
    }
}
