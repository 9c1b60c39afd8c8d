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
 * What the shop's GDPR module hands over, in the ways of all its versions: 1.4 gives the customer as an array
 * (`id`, not `id_customer`), 2.x the bare number, in a list, when the customer's row is gone already; both give an
 * e-mail address or a phone number for people without an account, 2.x inside of that list (psgdpr 1.4.3 and 2.0.1).
 */
final class GdprPayload
{
    /** Fewer digits are no phone number. */
    const FEWEST_DIGITS = 5;

    /** @var int 0 when there is none */
    public $customerId = 0;

    /** @var string empty when there is none */
    public $email = '';

    /** @var string digits and a leading plus; empty when there is none */
    public $phone = '';

    /**
     * @param array $params the hook's
     */
    public function __construct(array $params)
    {
        $first = $params[0] ?? null;
        $this->customerId = self::number($params['id'] ?? $params['id_customer'] ?? (is_array($first) ? null : $first));
        $whose = is_array($first) ? $first : $params;
        $this->email = self::address($whose['email'] ?? null);
        $this->phone = self::digits($whose['phone'] ?? null);
    }

    /**
     * @param \Customer $customer
     */
    public static function ofCustomer($customer): self
    {
        return new self(['id' => $customer->id, 'email' => $customer->email]);
    }

    /**
     * @param mixed $phone as somebody typed it
     */
    public static function digits($phone): string
    {
        $digits = is_string($phone) || is_int($phone) ? (string) preg_replace('/[^0-9]/', '', (string) $phone) : '';
        if (strlen($digits) < self::FEWEST_DIGITS) {
            return '';
        }

        return (strncmp(ltrim((string) $phone), '+', 1) === 0 ? '+' : '') . $digits;
    }

    /**
     * @param mixed $id
     */
    private static function number($id): int
    {
        return is_int($id) || (is_string($id) && ctype_digit($id)) ? max(0, (int) $id) : 0;
    }

    /**
     * @param mixed $email
     */
    private static function address($email): string
    {
        $email = is_string($email) ? trim($email) : '';

        return strpos($email, '@') > 0 ? $email : '';
    }
}
