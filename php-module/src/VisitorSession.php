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
 * The visitor's key at this browser through opening the chat, login and logout.
 *
 * oc_vid tells us who it is and is closed to scripts; oc_rev says nothing, but open pages see it change
 * and then ask who is looking now.
 */
final class VisitorSession
{
    const KEY = 'oc_vid';
    const MARKER = 'oc_rev';

    /** @var \Context|null */
    private $context;

    /** @var VisitorCookie */
    private $cookie;

    /** @var CookieJar */
    private $jar;

    public function __construct(VisitorCookie $cookie, CookieJar $jar, ?\Context $context = null)
    {
        $this->cookie = $cookie;
        $this->jar = $jar;
        $this->context = $context;
    }

    public static function ofContext(\Context $context): self
    {
        return new self(new VisitorCookie(Settings::secrets()), BrowserCookies::ofShop($context), $context);
    }

    /**
     * The chat is opened, or its token renewed: who is it, and which marker shall pages watch?
     * Cookies are sent only where something changed, so that a late answer can't undo a logout meanwhile.
     *
     * @param int $customerId the signed-in customer, 0 for a guest
     * @param int $shopGuestId the guest number in PrestaShop's cookie, 0 when it has none
     * @param callable $newGuest makes a guest number the shop's own way
     *
     * @return array{0: Visitor, 1: string}
     */
    public function open(int $customerId, int $shopGuestId, callable $newGuest): array
    {
        $before = $this->visitor();
        $visitor = ($before ?? Visitor::fresh())->becomes($customerId);
        if ($shopGuestId !== 0) {
            $visitor = $visitor->withGuest($shopGuestId);
        } elseif ($customerId === 0 && $visitor->guestId === 0) {
            $visitor = $visitor->withGuest((int) $newGuest());
        }

        $marker = $this->jar->get(self::MARKER);
        $someoneElse = $before === null || $before->vid !== $visitor->vid || $before->customerId !== $customerId;
        if ($someoneElse || preg_match('/^[0-9a-f]{16}$/D', $marker) !== 1) {
            $marker = $this->mark();
        }
        if ($before === null || !$before->equals($visitor)) {
            $this->keep($visitor);
        }

        return [$visitor, $marker];
    }

    /**
     * Whoever chats at this browser, if that is who shops there now; no cookie is sent.
     *
     * @param int $customerId the signed-in customer, 0 for a guest
     *
     * @return Visitor|null
     */
    public function current(int $customerId)
    {
        $visitor = $this->visitor();

        return $visitor !== null && $visitor->customerId === $customerId ? $visitor : null;
    }

    /**
     * @param \Customer|null $customer
     */
    public function signedIn($customer): void
    {
        $visitor = $this->visitor();
        if ($visitor === null || !is_object($customer) || (int) $customer->id === 0 || (int) $customer->is_guest === 1) {
            return;
        }
        $this->keep($visitor->becomes((int) $customer->id));
        $this->mark();
    }

    /**
     * The next person at this computer starts with a new key.
     */
    public function signedOut(): void
    {
        if ($this->jar->get(self::KEY) === '') {
            return;
        }
        $this->keep(Visitor::fresh());
        $this->mark();
    }

    /**
     * Gives the guest number that we had made for the chat to the shop's own cookie, where that has none:
     * else the shop makes a second one at the next page, and cart and chat belong to different guests.
     * For pages only, never for the token request: PrestaShop's cookie is rewritten whole.
     */
    public function lendGuest(): void
    {
        $visitor = $this->visitor();
        if ($visitor === null || $visitor->guestId === 0 || $visitor->customerId !== 0 || $this->context === null) {
            return;
        }
        $cookie = $this->context->cookie;
        if (!$cookie->id_guest && !$cookie->id_customer) {
            $cookie->id_guest = $visitor->guestId;
        }
    }

    /**
     * @return Visitor|null
     */
    private function visitor()
    {
        return $this->cookie->read($this->jar->get(self::KEY));
    }

    private function keep(Visitor $visitor): void
    {
        $this->jar->set(self::KEY, $this->cookie->write($visitor), false);
    }

    private function mark(): string
    {
        $marker = bin2hex(random_bytes(8));
        $this->jar->set(self::MARKER, $marker, true);

        return $marker;
    }
}
