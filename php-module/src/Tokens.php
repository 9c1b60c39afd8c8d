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
 * Signed statements about who is looking: JWT, HS256, one derived key per audience.
 */
final class Tokens
{
    const VISITOR = 'visitor';
    const OPERATOR = 'operator';
    const CART = 'cart';
    const PRODUCT = 'product';
    const FILE = 'file';

    const LIFETIME = 600;

    /** @var string */
    private $secret;

    public function __construct(string $secret)
    {
        $this->secret = $secret;
    }

    /**
     * The raw 32 bytes that sign for one audience; never the shop's secret itself.
     */
    public static function key(string $secret, string $audience): string
    {
        return hash_hmac('sha256', $audience, $secret, true);
    }

    /**
     * Names the secret without telling it, so that it can be rotated.
     */
    public static function kid(string $secret): string
    {
        return substr(hash('sha256', $secret), 0, 8);
    }

    /**
     * @param array<string, mixed> $claims without iss, aud, iat and exp
     *
     * @return array{token: string, expiresAt: string} expiresAt in ISO 8601, UTC
     */
    public function sign(string $audience, array $claims, int $now): array
    {
        $expires = $now + self::LIFETIME;
        $header = ['alg' => 'HS256', 'typ' => 'JWT', 'kid' => self::kid($this->secret)];
        $claims = ['iss' => 'onlinechat', 'aud' => $audience] + $claims + ['iat' => $now, 'exp' => $expires];
        $signed = self::encode(Json::encode($header)) . '.' . self::encode(Json::encode($claims));
        $signature = hash_hmac('sha256', $signed, self::key($this->secret, $audience), true);

        return [
            'token' => $signed . '.' . self::encode($signature),
            'expiresAt' => gmdate('Y-m-d\TH:i:s', $expires) . '.000Z',
        ];
    }

    /**
     * The claims of a token of ours, or null when it is forged, expired or meant for somebody else.
     *
     * @return array<string, mixed>|null
     */
    public function verify(string $token, string $audience, int $now)
    {
        $parts = explode('.', $token);
        if (count($parts) !== 3) {
            return null;
        }
        $signature = hash_hmac('sha256', $parts[0] . '.' . $parts[1], self::key($this->secret, $audience), true);
        if (!hash_equals(self::encode($signature), $parts[2])) {
            return null;
        }
        $header = json_decode(self::decode($parts[0]), true);
        $claims = json_decode(self::decode($parts[1]), true);
        if (!is_array($header) || ($header['alg'] ?? '') !== 'HS256' || !is_array($claims)) {
            return null;
        }
        $good = ($claims['iss'] ?? '') === 'onlinechat'
            && ($claims['aud'] ?? '') === $audience
            && is_int($claims['exp'] ?? null)
            && $claims['exp'] > $now;

        return $good ? $claims : null;
    }

    private static function encode(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    private static function decode(string $text): string
    {
        return (string) base64_decode(strtr($text, '-_', '+/'), true);
    }
}
