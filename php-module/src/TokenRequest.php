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
 * An employee's page asks for a token: the AJAX action "token" of our admin controllers.
 */
final class TokenRequest
{
    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * @param array<string, mixed> $server as $_SERVER
     */
    public function answer(array $server, int $now): Answer
    {
        $refusal = (new RequestGuard($server))->refusal();
        if ($refusal !== null) {
            return $refusal;
        }
        $employee = $this->context->employee;
        $rights = Rights::of($employee);
        if (implode('', $rights) === '') {
            return Answer::error(403, 'not_allowed', 'Your profile has no right to view Online Chat.');
        }
        $claims = [
            'sub' => 'employee:' . (int) $employee->id,
            'shop' => (int) $this->context->shop->id,
            'lang' => (string) $this->context->language->iso_code,
            'shops' => Rights::shops($employee),
            'rights' => $rights,
            'name' => (string) $employee->firstname,
        ];
        $token = (new Tokens(Settings::secrets()[0]))->sign(Tokens::OPERATOR, $claims, $now);
        Rights::grant();
        Settings::markRun();

        return Answer::ok($token + ['url' => Settings::url()]);
    }
}
