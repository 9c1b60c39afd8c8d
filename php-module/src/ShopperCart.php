<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */

namespace OnlineChat;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * The cart that the visitor's own cookie speaks of, put into the context as FrontController::init does it, but
 * without changing anything: what it writes, the visitor's own pages have written already.
 */
final class ShopperCart
{
    /**
     * @return \Cart|null null when there is none, or an order was made of it
     */
    public static function ofContext(\Context $context)
    {
        $cookie = $context->cookie;
        $context->currency = \Tools::setCurrency($cookie);
        $cart = new \Cart((int) $cookie->id_cart);
        if (!\Validate::isLoadedObject($cart) || $cart->orderExists()) {
            $context->cart = new \Cart();

            return null;
        }
        $customerId = (int) $context->customer->id;
        if ($customerId !== 0) {
            $cart->id_customer = $customerId;
        }
        $cart->id_lang = (int) $context->language->id;
        $cart->id_currency = (int) $context->currency->id;
        $context->cart = $cart;
        \Product::initPricesComputation();
        self::setCountry($context, $cart);

        return $cart;
    }

    /**
     * Taxes follow the country of the address that the merchant chose for it; without one, the country where the shop
     * has located the visitor (FrontController::geolocationManagement keeps it in the cookie).
     */
    private static function setCountry(\Context $context, \Cart $cart): void
    {
        $iso = strtoupper((string) $context->cookie->iso_code_country);
        if (\Configuration::get('PS_GEOLOCATION_ENABLED') && \Validate::isLanguageIsoCode($iso)) {
            $located = (int) \Country::getByIso($iso);
            if ($located !== 0) {
                $context->country = new \Country($located);
            }
        }
        $which = (string) \Configuration::get('PS_TAX_ADDRESS_TYPE');
        $address = $which === 'id_address_invoice' ? (int) $cart->id_address_invoice : (int) $cart->id_address_delivery;
        if ($address === 0) {
            return;
        }
        $place = \Address::getCountryAndState($address);
        if (is_array($place) && (int) $place['id_country'] !== 0) {
            $context->country = new \Country((int) $place['id_country']);
        }
    }
}
