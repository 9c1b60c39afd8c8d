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
 * Refuses what does not come from a page of this very host.
 */
final class RequestGuard
{
    /** @var array<string, mixed> as $_SERVER */
    private $server;

    /**
     * @param array<string, mixed> $server
     */
    public function __construct(array $server)
    {
        $this->server = $server;
    }

    /**
     * The answer to give instead of a token, or null when the request is fine.
     *
     * @return Answer|null
     */
    public function refusal()
    {
        if (strtoupper($this->header('REQUEST_METHOD')) !== 'POST') {
            return Answer::error(405, 'method_not_allowed', 'Ask for a token with POST.', ['Allow' => 'POST']);
        }
        if ($this->isCrossSite()) {
            return Answer::error(403, 'cross_site', 'Only pages of this shop may ask for a token.');
        }

        return null;
    }

    /**
     * Sec-Fetch-Site is the browser's own word; Origin is what older browsers send with every cross-site POST.
     */
    public function isCrossSite(): bool
    {
        $site = strtolower($this->header('HTTP_SEC_FETCH_SITE'));
        if ($site !== '') {
            return $site !== 'same-origin';
        }
        $origin = $this->header('HTTP_ORIGIN');
        if ($origin === '') {
            return false;
        }

        return self::hostOfOrigin($origin) !== self::hostOfHeader($this->header('HTTP_HOST'));
    }

    /**
     * The scheme is left out: behind a proxy that ends TLS, PHP may see http where the browser has https.
     */
    private static function hostOfOrigin(string $origin): string
    {
        $parts = parse_url($origin);
        if (!is_array($parts) || !isset($parts['host'], $parts['scheme'])) {
            return 'null';
        }

        return self::hostOfHeader($parts['host'] . (isset($parts['port']) ? ':' . $parts['port'] : ''));
    }

    private static function hostOfHeader(string $host): string
    {
        return (string) preg_replace('/:(?:80|443)$/D', '', strtolower(trim($host)));
    }

    private function header(string $key): string
    {
        $value = $this->server[$key] ?? '';

        return is_string($value) ? trim($value) : '';
    }
}
