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
 * Somebody who keeps offers ready makes a voucher for one: the AJAX action "voucher" of our admin controllers.
 *
 * Made with the shop's own object; everything else about it can be changed under Catalog > Discounts.
 */
final class VoucherRequest
{
    const PAGE = 'AdminCartRules';
    const CODE = '/^[A-Za-z0-9_-]{3,32}$/D';
    const MOMENT = '/^([0-9]{4}-[01][0-9]-[0-3][0-9])T([0-2][0-9]:[0-5][0-9])$/D';
    const MOST = 1000000;

    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * @param array<string, mixed> $server as $_SERVER
     * @param array<string, mixed> $fields shop, everywhere; name, kind (percent, amount, shipping), value, code, quantity, until
     */
    public function answer(array $server, array $fields, int $now): Answer
    {
        $refusal = ToolGate::refusal($server, $fields, $this->context->employee, [self::PAGE => 'add']);
        if ($refusal !== null) {
            return $refusal;
        }
        $wrong = [];
        $kind = self::text($fields, 'kind');
        $value = (float) str_replace(',', '.', self::text($fields, 'value'));
        $quantity = self::text($fields, 'quantity');
        $code = self::text($fields, 'code');
        $until = self::until(self::text($fields, 'until'), $now);
        if ($kind !== 'shipping' && ($value <= 0 || $value >= self::MOST || ($kind === 'percent' && $value > 100))) {
            $wrong['value'] = 'value';
        }
        if (!ctype_digit($quantity) || (int) $quantity < 1 || (int) $quantity > self::MOST) {
            $wrong['quantity'] = 'quantity';
        }
        if ($code !== '' && preg_match(self::CODE, $code) !== 1) {
            $wrong['code'] = 'code';
        }
        if ($until === null) {
            $wrong['until'] = 'until';
        }
        if ($wrong !== []) {
            return self::invalid($wrong);
        }
        $rule = $this->rule($kind, $value, (int) $quantity);
        $rule->date_from = date('Y-m-d H:i:s', $now);
        $rule->date_to = $until;
        $rule->name = $this->names(self::text($fields, 'name'));
        $shopId = (int) self::text($fields, 'shop');
        // For all shops only who works in all of them.
        $everywhere = !\Shop::isFeatureActive() || (self::text($fields, 'everywhere') === '1' && $this->inAllShops());

        return NamedLock::hold('voucher', function () use ($rule, $code, $shopId, $everywhere): Answer {
            if ($code !== '' && \CartRule::getIdByCode($code)) {
                return self::invalid(['code' => 'code_taken']);
            }
            $rule->code = $code !== '' ? $code : self::free();
            $rule->shop_restriction = (int) !$everywhere;
            if (!$rule->add()) {
                throw new \RuntimeException('The voucher was not made: ' . \Db::getInstance()->getMsgError());
            }
            if (!$everywhere && !\Db::getInstance()->insert('cart_rule_shop', ['id_cart_rule' => (int) $rule->id, 'id_shop' => $shopId])) {
                $rule->delete();
                throw new \RuntimeException('The voucher was not made: ' . \Db::getInstance()->getMsgError());
            }

            return Answer::ok(['code' => $rule->code]);
        });
    }

    private function rule(string $kind, float $value, int $quantity): \CartRule
    {
        $rule = new \CartRule();
        $rule->quantity = $quantity;
        $rule->quantity_per_user = 1;
        $rule->active = 1;
        $rule->highlight = 0;
        $rule->partial_use = 0;
        $rule->free_shipping = (int) ($kind === 'shipping');
        $rule->reduction_percent = $kind === 'percent' ? $value : 0;
        $rule->reduction_amount = $kind === 'amount' ? $value : 0;
        $rule->reduction_tax = 1;
        $rule->reduction_currency = (int) \Configuration::get('PS_CURRENCY_DEFAULT');
        $rule->minimum_amount_currency = $rule->reduction_currency;

        return $rule;
    }

    /**
     * @return array<int, string> what customers read in the cart, by language
     */
    private function names(string $name): array
    {
        $name = mb_substr(trim((string) preg_replace('/[<>]/', '', $name)), 0, 120);
        $names = [];
        foreach (\Language::getLanguages(false) as $language) {
            $names[(int) $language['id_lang']] = $name !== '' ? $name : 'Online Chat';
        }

        return $names;
    }

    private function inAllShops(): bool
    {
        return array_diff(array_map('intval', \Shop::getShops(true, null, true)), Rights::shops($this->context->employee)) === [];
    }

    /**
     * A code that nobody has: letters and digits that can't be mistaken for each other.
     */
    private static function free(): string
    {
        do {
            $code = '';
            for ($place = 0; $place < 8; ++$place) {
                $code .= 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[random_int(0, 31)];
            }
        } while (\CartRule::getIdByCode($code));

        return $code;
    }

    /**
     * @return string|null until when it counts by the shop's clock, a year where nothing is said; null when that is over
     */
    private static function until(string $typed, int $now)
    {
        if ($typed === '') {
            return date('Y-m-d H:i:s', $now + 365 * 86400);
        }
        if (preg_match(self::MOMENT, $typed, $parts) !== 1) {
            return null;
        }
        $moment = strtotime($parts[1] . ' ' . $parts[2] . ':59');

        return $moment === false || $moment <= $now ? null : date('Y-m-d H:i:s', $moment);
    }

    /**
     * @param array<string, string> $wrong
     */
    private static function invalid(array $wrong): Answer
    {
        return Answer::error(422, 'invalid_fields', 'Please correct what is marked.', [], ['fields' => $wrong]);
    }

    /**
     * @param array<string, mixed> $fields
     */
    private static function text(array $fields, string $name): string
    {
        return isset($fields[$name]) && is_string($fields[$name]) ? trim($fields[$name]) : '';
    }
}
