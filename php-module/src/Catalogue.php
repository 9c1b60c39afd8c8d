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
 * The shop's products as one visitor sees them: in their language, with the prices of their group.
 *
 * Asked from the back office, where the context is the employee's: what prices and links depend on is put into it.
 */
final class Catalogue
{
    const IMAGE = 'home';

    /** @var \Context */
    private $context;

    /** @var int */
    private $customerId;

    /** @var bool */
    private $withTax;

    /** @var bool */
    private $prices;

    /** @var int|null whose country the taxes follow, null for the shop's own */
    private $addressId;

    private function __construct(\Context $context, int $customerId, \Cart $cart)
    {
        $this->context = $context;
        $this->customerId = $customerId;
        $this->addressId = $customerId === 0 ? null : self::addressOf($customerId, $cart);
        $this->withTax = !\Product::getTaxCalculationMethod($customerId);
        $this->prices = \Configuration::showPrices()
            && (!\Configuration::get('PS_CATALOG_MODE') || \Configuration::get('PS_CATALOG_MODE_WITH_PRICES'));
    }

    /**
     * @param int $customerId 0 for a guest
     * @param int $guestId by which the shop knows the browser, 0 when it does not
     * @param string $iso the visitor's language; the shop's default one where it has none of that name
     */
    public static function ofVisitor(\Context $context, int $shopId, int $customerId, int $guestId, string $iso): self
    {
        \Shop::setContext(\Shop::CONTEXT_SHOP, $shopId);
        $context->shop = new \Shop($shopId);
        $customer = $customerId === 0 ? new \Customer() : new \Customer($customerId);
        if ($customerId !== 0 && (!\Validate::isLoadedObject($customer) || $customer->deleted)) {
            $customerId = 0;
            $customer = new \Customer();
        }
        $context->customer = $customer;
        $languageId = (int) \Language::getIdByIso($iso) ?: (int) \Configuration::get('PS_LANG_DEFAULT');
        $context->language = new \Language($languageId);
        $cart = self::cartOf($customerId, $guestId, $shopId);
        $context->currency = self::currencyOf($cart, $shopId);
        $context->cart = new \Cart();
        // Amounts are printed as the visitor's language does it, not the employee's.
        $context->currentLocale = null;
        $context->currentLocale = \Tools::getContextLocale($context);

        return new self($context, $customerId, $cart);
    }

    /**
     * @return int the customer whose prices these are, 0 for a guest or somebody who is gone
     */
    public function customerId(): int
    {
        return $this->customerId;
    }

    /**
     * @return array<int, array<string, mixed>> products that can be bought or looked at now
     */
    public function search(string $query, int $limit): array
    {
        $languageId = (int) $this->context->language->id;
        // More than asked for: what is switched off or hidden is among them.
        $rows = \Product::searchByName($languageId, $query, null, 4 * $limit) ?: [];
        $found = [];
        foreach ($rows as $row) {
            $product = count($found) < $limit ? $this->product((int) $row['id_product']) : null;
            if ($product !== null && $product->visibility !== 'none') {
                $found[] = $this->of($product);
            }
        }

        return $found;
    }

    /**
     * @return array<string, mixed>|null null when the product is gone, or not sold in this shop, or not to this visitor
     */
    public function one(int $productId)
    {
        $product = $this->product($productId);

        return $product === null ? null : $this->of($product);
    }

    /**
     * @return int the product that an address of this shop shows, 0 for another page
     */
    public function numberOf(string $address): int
    {
        $parts = parse_url($address);
        if (!is_array($parts) || !isset($parts['host']) || !$this->isOwnHost($parts['host'])) {
            return 0;
        }
        parse_str($parts['query'] ?? '', $query);
        if (isset($query['id_product']) && is_string($query['id_product'])) {
            return (int) $query['id_product'];
        }
        $path = rawurldecode($parts['path'] ?? '');
        preg_match_all('/(?<![0-9])[1-9][0-9]{0,8}(?![0-9])/', basename($path), $numbers);
        foreach (array_map('intval', $numbers[0]) as $number) {
            $product = $this->product($number);
            foreach ($product === null ? [] : (array) (new \Product($number))->link_rewrite as $rewrite) {
                if ($rewrite !== '' && strpos($path, (string) $rewrite) !== false) {
                    return $number;
                }
            }
        }

        return 0;
    }

    /**
     * @return \Product|null
     */
    private function product(int $productId)
    {
        $product = new \Product($productId, false, (int) $this->context->language->id, (int) $this->context->shop->id);
        $sold = \Validate::isLoadedObject($product) && $product->active && $product->isAssociatedToShop((int) $this->context->shop->id);

        // Of categories that are closed to their group they could not open the page.
        return $sold && $product->checkAccess($this->customerId) ? $product : null;
    }

    /**
     * @return array<string, mixed>
     */
    private function of(\Product $product): array
    {
        $id = (int) $product->id;
        $combination = (int) \Product::getDefaultAttribute($id);
        $values = [
            'product' => $id,
            'name' => mb_substr((string) $product->name, 0, 255),
            'reference' => (string) $product->reference,
            'link' => (string) $this->context->link->getProductLink($product),
            'image' => $this->image($product),
            'quantity' => $this->quantity($id),
            'orderable' => $this->orderable($product),
        ];
        if ($this->prices && $product->show_price) {
            $values['price'] = $this->money($this->price($id, $combination, true));
            $before = $this->money($this->price($id, $combination, false));
            $values['was'] = $before === $values['price'] ? '' : $before;
        }

        return array_filter($values, static function ($value): bool {
            return $value !== '' && $value !== null;
        });
    }

    private function price(int $productId, int $combination, bool $reduced): float
    {
        $specific = null;

        return (float) \Product::getPriceStatic(
            $productId,
            $this->withTax,
            $combination ?: null,
            6,
            null,
            false,
            $reduced,
            1,
            false,
            $this->customerId ?: null,
            null,
            $this->addressId,
            $specific
        );
    }

    /**
     * @return \Cart the one they fill now: it has the currency and the address that they shop with
     */
    private static function cartOf(int $customerId, int $guestId, int $shopId): \Cart
    {
        $number = $customerId === 0 ? self::guestsCart($guestId, $shopId) : (int) \Cart::lastNoneOrderedCart($customerId);

        return $number === 0 ? new \Cart() : new \Cart($number);
    }

    /**
     * The core finds the carts of customers only (Cart::lastNoneOrderedCart); id_guest has an index.
     */
    private static function guestsCart(int $guestId, int $shopId): int
    {
        return $guestId === 0 ? 0 : (int) \Db::getInstance()->getValue(
            'SELECT c.id_cart FROM `' . _DB_PREFIX_ . 'cart` c LEFT JOIN `' . _DB_PREFIX_ . 'orders` o ON o.id_cart = c.id_cart'
            . ' WHERE c.id_guest = ' . $guestId . ' AND c.id_customer = 0 AND c.id_shop = ' . $shopId
            . ' AND o.id_order IS NULL ORDER BY c.id_cart DESC'
        );
    }

    /**
     * The shop's own where nothing else is known, or the other one has been switched off since.
     */
    private static function currencyOf(\Cart $cart, int $shopId): \Currency
    {
        $currency = new \Currency((int) $cart->id_currency);
        $taken = \Validate::isLoadedObject($currency) && $currency->active && !$currency->deleted && $currency->isAssociatedToShop($shopId);

        return $taken ? $currency : new \Currency((int) \Configuration::get('PS_CURRENCY_DEFAULT'));
    }

    /**
     * @return int|null
     */
    private static function addressOf(int $customerId, \Cart $cart)
    {
        $which = (string) \Configuration::get('PS_TAX_ADDRESS_TYPE');
        $chosen = $which === 'id_address_invoice' ? (int) $cart->id_address_invoice : (int) $cart->id_address_delivery;
        // An address may have been deleted since.
        if ($chosen !== 0 && \Customer::customerHasAddress($customerId, $chosen)) {
            return $chosen;
        }

        return (int) \Address::getFirstCustomerAddressId($customerId) ?: null;
    }

    private function money(float $amount): string
    {
        return (string) $this->context->currentLocale->formatPrice($amount, $this->context->currency->iso_code);
    }

    /**
     * @return int|null null where the shop counts nothing
     */
    private function quantity(int $productId)
    {
        if (!\Configuration::get('PS_STOCK_MANAGEMENT')) {
            return null;
        }

        return (int) \StockAvailable::getQuantityAvailableByProduct($productId, null, (int) $this->context->shop->id);
    }

    private function orderable(\Product $product): bool
    {
        $quantity = $this->quantity((int) $product->id);

        return $product->available_for_order && ($quantity === null || $quantity > 0
            || \Product::isAvailableWhenOutOfStock(\StockAvailable::outOfStock((int) $product->id)));
    }

    /**
     * @return string|null
     */
    private function image(\Product $product)
    {
        $cover = \Product::getCover((int) $product->id);
        if (!is_array($cover) || empty($cover['id_image'])) {
            return null;
        }
        $link = (string) $this->context->link->getImageLink(
            (string) $product->link_rewrite,
            (string) $cover['id_image'],
            \ImageType::getFormattedName(self::IMAGE)
        );

        // Some versions leave the scheme out.
        return preg_match('~^https?://~', $link) === 1 ? $link : \Tools::getShopProtocol() . ltrim($link, '/');
    }

    private function isOwnHost(string $host): bool
    {
        $shop = $this->context->shop;

        return in_array(strtolower($host), array_map(static function ($domain) {
            return strtolower((string) preg_replace('/:[0-9]+$/D', '', (string) $domain));
        }, [$shop->domain, $shop->domain_ssl]), true);
    }
}
