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
 * Who is shopping in this request, as PrestaShop knows it.
 */
final class Shopper
{
    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * The signed-in customer, or 0. A guest checkout is no sign-in (Customer::isLogged), nor is a closed account.
     */
    public function customerId(): int
    {
        $customer = $this->context->customer;
        if (!$customer instanceof \Customer || !$customer->isLogged() || \Customer::isBanned($customer->id)) {
            return 0;
        }

        return (int) $customer->id;
    }

    public function name(): string
    {
        if ($this->customerId() === 0) {
            return '';
        }

        return trim($this->context->customer->firstname . ' ' . $this->context->customer->lastname);
    }

    public function guestId(): int
    {
        return (int) $this->context->cookie->id_guest;
    }

    /**
     * Guest::setNewGuest writes the number into the cookie it is given: a copy that is never sent, since a
     * rewritten PrestaShop cookie could undo what a parallel request (an add to cart) has just put there.
     */
    public function newGuest(): int
    {
        $copy = clone $this->context->cookie;
        $copy->disallowWriting();
        unset($copy->id_guest);
        \Guest::setNewGuest($copy);

        return (int) $copy->id_guest;
    }

    /**
     * @return int[] the customer groups that count in this request, as Hook::getAllHookRegistrations has them
     */
    public function groups(): array
    {
        $customer = $this->context->customer;
        if ($this->customerId() !== 0) {
            return array_map('intval', $customer->getGroups());
        }
        if ($customer instanceof \Customer && $customer->isGuest()) {
            return [(int) \Configuration::get('PS_GUEST_GROUP')];
        }

        return [(int) \Configuration::get('PS_UNIDENTIFIED_GROUP')];
    }
}
