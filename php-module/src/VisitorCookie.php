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
 * The text of the cookie oc_vid: vid.guest.customer.signature. Not part of PrestaShop's own cookie,
 * which parallel requests rewrite whole.
 */
final class VisitorCookie
{
    /** @var string[] */
    private $secrets;

    /**
     * @param string[] $secrets the one to sign with first
     */
    public function __construct(array $secrets)
    {
        $this->secrets = array_values($secrets);
    }

    public function write(Visitor $visitor): string
    {
        $text = $visitor->vid . '.' . $visitor->guestId . '.' . $visitor->customerId;

        return $text . '.' . self::signature($text, $this->secrets[0]);
    }

    /**
     * @param mixed $cookie what the browser sent, whatever it is
     *
     * @return Visitor|null null when it is missing or not ours
     */
    public function read($cookie)
    {
        if (!is_string($cookie)
            || preg_match('/^(([0-9a-f]{32})\.(\d{1,10})\.(\d{1,10}))\.([0-9a-f]{64})$/D', $cookie, $part) !== 1
        ) {
            return null;
        }
        foreach ($this->secrets as $secret) {
            if (hash_equals(self::signature($part[1], $secret), $part[5])) {
                return new Visitor($part[2], (int) $part[3], (int) $part[4]);
            }
        }

        return null;
    }

    private static function signature(string $text, string $secret): string
    {
        return hash_hmac('sha256', $text, Tokens::key($secret, 'cookie'));
    }
}
