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
 * Whoever chats at one browser: our own key for it, and the numbers by which the shop knows it.
 */
final class Visitor
{
    /** @var string 32 hexadecimal digits */
    public $vid;

    /** @var int the shop's guest number, 0 when unknown */
    public $guestId;

    /** @var int the signed-in customer this key was last used by, 0 for a guest */
    public $customerId;

    public function __construct(string $vid, int $guestId, int $customerId)
    {
        $this->vid = $vid;
        $this->guestId = $guestId;
        $this->customerId = $customerId;
    }

    public static function fresh(): self
    {
        return new self(bin2hex(random_bytes(16)), 0, 0);
    }

    /**
     * The same visitor under another number, or somebody new: a key never passes from one customer
     * to the next person, however the customer's session ended.
     */
    public function becomes(int $customerId): self
    {
        if ($this->customerId === $customerId) {
            return $this;
        }
        if ($this->customerId !== 0) {
            return new self(self::fresh()->vid, 0, $customerId);
        }

        return new self($this->vid, $this->guestId, $customerId);
    }

    public function withGuest(int $guestId): self
    {
        return new self($this->vid, $guestId, $this->customerId);
    }

    public function equals(self $other): bool
    {
        return $this->vid === $other->vid
            && $this->guestId === $other->guestId
            && $this->customerId === $other->customerId;
    }

    /**
     * The subject of the visitor's token.
     */
    public function subject(): string
    {
        if ($this->customerId !== 0) {
            return 'customer:' . $this->customerId;
        }

        return $this->guestId !== 0 ? 'guest:' . $this->guestId : 'visitor:' . $this->vid;
    }
}
