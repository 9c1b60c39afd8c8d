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
 * What the shop's own cart page shows of a cart, by the core's own cart object: the same amounts, printed the same
 * way (CartLazyArray). Groups that may not see prices get none.
 */
final class CartContent
{
    /** More would not fit into what the chat may send at once. */
    const LINES = 30;

    /** @var \Context */
    private $context;

    /** @var bool */
    private $withTax;

    /** @var bool */
    private $prices;

    public function __construct(\Context $context)
    {
        $this->context = $context;
        $this->withTax = (bool) (new \TaxConfiguration())->includeTaxes();
        $this->prices = \Configuration::showPrices()
            && (!\Configuration::get('PS_CATALOG_MODE') || \Configuration::get('PS_CATALOG_MODE_WITH_PRICES'));
    }

    /**
     * @param \Cart|null $cart
     *
     * @return array<string, mixed> as sidecar/protocol/cart.py has it
     */
    public function of($cart): array
    {
        $products = $cart === null ? [] : $cart->getProducts(true);
        $content = [
            'id' => $cart === null ? 0 : (int) $cart->id,
            'currency' => (string) $this->context->currency->iso_code,
            'prices' => $this->prices,
            'taxIncluded' => $this->withTax,
            'quantity' => (int) array_sum(array_column($products, 'cart_quantity')),
            'lines' => array_map([$this, 'line'], array_slice($products, 0, self::LINES)),
            'more' => max(0, count($products) - self::LINES),
            'vouchers' => [],
        ];
        if ($cart === null || !$products) {
            return $content;
        }
        $rules = $cart->getCartRules(\CartRule::FILTER_ACTION_ALL, false) ?: [];
        $content['vouchers'] = $this->vouchers($rules);
        $content['carrier'] = $this->carrier($cart);
        if ($this->prices) {
            $content += $this->totals($cart) + $this->shipping($cart, $rules);
        }

        return self::known($content);
    }

    /**
     * @param array<string, mixed> $product
     *
     * @return array<string, mixed>
     */
    private function line(array $product): array
    {
        $precision = $this->context->getComputingPrecision();
        $unit = \Tools::ps_round($product[$this->withTax ? 'price_wt' : 'price'], $precision);

        return self::known([
            'product' => (int) $product['id_product'],
            'combination' => (int) $product['id_product_attribute'],
            'name' => self::text($product['name'], 128),
            'attributes' => self::text($product['attributes'] ?? '', 160),
            'reference' => self::text($product['reference'] ?? '', 64),
            'quantity' => (int) $product['cart_quantity'],
            'unit' => $this->money($unit),
            'total' => $this->money($product[$this->withTax ? 'total_wt' : 'total']),
        ]);
    }

    /**
     * @return array<string, string|null>
     */
    private function totals(\Cart $cart): array
    {
        $discounts = $cart->getDiscountSubtotalWithoutGifts($this->withTax);
        $wrapping = $cart->gift ? (float) $cart->getGiftWrappingPrice($this->withTax) : 0.0;
        $totals = [
            'products' => $this->money($cart->getOrderTotal($this->withTax, \Cart::ONLY_PRODUCTS)),
            'discounts' => $discounts ? $this->money($discounts) : null,
            'wrapping' => $wrapping ? $this->money(\Tools::convertPrice($wrapping)) : null,
            'total' => $this->money($cart->getOrderTotal($this->withTax)),
        ];
        if (\Configuration::get('PS_TAX_DISPLAY')) {
            $totals['taxes'] = $this->money($cart->getOrderTotal(true) - $cart->getOrderTotal(false));
        }

        return $totals;
    }

    /**
     * Nothing where the shop can't say yet what it will cost.
     *
     * @param array<int, array<string, mixed>> $rules
     *
     * @return array<string, mixed>
     */
    private function shipping(\Cart $cart, array $rules): array
    {
        foreach ($rules as $rule) {
            if ($rule['free_shipping'] && !$rule['carrier_restriction']) {
                return ['freeShipping' => true];
            }
        }
        $cost = $cart->isVirtualCart() ? 0 : $cart->getTotalShippingCost(null, $this->withTax);
        if ($cost != 0) {
            return ['shipping' => $this->money($cost)];
        }
        foreach ($cart->getDeliveryOptionList() as $options) {
            foreach ($options as $option) {
                if (!empty($option['is_free'])) {
                    return ['freeShipping' => true];
                }
            }
        }

        return [];
    }

    /**
     * @param array<int, array<string, mixed>> $rules
     *
     * @return array<int, array<string, mixed>>
     */
    private function vouchers(array $rules): array
    {
        return array_map(function (array $rule): array {
            $onlyShips = !($rule['reduction_percent'] > 0) && !($rule['reduction_amount'] > 0) && empty($rule['gift_product']);

            return self::known([
                'name' => self::text($rule['name'] ?: ($rule['code'] ?: $rule['id_cart_rule']), 128),
                'code' => self::text($rule['code'], 128),
                'value' => $onlyShips || !$this->prices
                    ? null
                    : '-' . $this->money($rule[$this->withTax ? 'value_real' : 'value_tax_exc']),
            ]);
        }, array_slice($rules, 0, self::LINES));
    }

    /**
     * @return string|null the one whose cost is counted, chosen or not
     */
    private function carrier(\Cart $cart)
    {
        if ($cart->isVirtualCart()) {
            return null;
        }
        $names = [];
        foreach ($cart->getDeliveryOption() ?: [] as $carriers) {
            foreach (array_filter(array_map('intval', explode(',', (string) $carriers))) as $idCarrier) {
                $names[] = (string) (new \Carrier($idCarrier, (int) $this->context->language->id))->name;
            }
        }

        return self::text(implode(', ', array_unique(array_filter($names))), 128);
    }

    /**
     * @param float|string|null $amount
     *
     * @return string|null as the shop prints it, null where prices are not shown
     */
    private function money($amount)
    {
        if (!$this->prices) {
            return null;
        }

        return (string) $this->context->getCurrentLocale()->formatPrice((float) $amount, $this->context->currency->iso_code);
    }

    /**
     * @param mixed $text
     *
     * @return string|null
     */
    private static function text($text, int $length)
    {
        $plain = trim((string) $text);

        return $plain === '' ? null : mb_substr($plain, 0, $length);
    }

    /**
     * @param array<string, mixed> $values
     *
     * @return array<string, mixed>
     */
    private static function known(array $values): array
    {
        return array_filter($values, static function ($value): bool {
            return $value !== null;
        });
    }
}
