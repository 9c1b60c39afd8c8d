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
 * A JSON answer that no cache may keep.
 */
final class Answer
{
    /** @var int */
    public $status;

    /** @var array<string, mixed> */
    public $body;

    /** @var array<string, string> */
    public $headers;

    private function __construct(int $status, array $body, array $headers)
    {
        $this->status = $status;
        $this->body = $body;
        $this->headers = $headers + [
            'Content-Type' => 'application/json; charset=utf-8',
            'Cache-Control' => 'no-store, private',
            'Vary' => 'Cookie',
            'X-Content-Type-Options' => 'nosniff',
            'X-Robots-Tag' => 'noindex',
            'X-LiteSpeed-Cache-Control' => 'no-cache',
        ];
    }

    /**
     * @param array<string, mixed> $body
     */
    public static function ok(array $body): self
    {
        return new self(200, $body, []);
    }

    /**
     * @param array<string, string> $headers
     * @param array<string, mixed> $more further facts of the error
     */
    public static function error(int $status, string $code, string $sentence, array $headers = [], array $more = []): self
    {
        return new self($status, ['error' => ['code' => $code, 'message' => $sentence] + $more], $headers);
    }

    /**
     * Sends it and ends the request: PrestaShop 9 would wrap what we print as text/html with status 200.
     */
    public function send(): void
    {
        while (ob_get_level() > 0) {
            ob_end_clean();
        }
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header($name . ': ' . $value);
        }
        echo Json::encode($this->body);
        exit;
    }
}
