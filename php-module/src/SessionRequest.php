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
 * A visitor opens the chat, or renews the token: POST /module/onlinechat/session.
 */
final class SessionRequest
{
    /** @var \Module */
    private $module;

    /** @var \Context */
    private $context;

    public function __construct(\Module $module, \Context $context)
    {
        $this->module = $module;
        $this->context = $context;
    }

    /**
     * @param array<string, mixed> $server as $_SERVER
     */
    public function answer(array $server, int $now): Answer
    {
        $shopper = new Shopper($this->context);
        $refusal = FrontGate::refusal($server, $this->module, $this->context, $shopper);
        if ($refusal !== null) {
            return $refusal;
        }

        list($visitor, $marker) = VisitorSession::ofContext($this->context)->open(
            $shopper->customerId(),
            $shopper->guestId(),
            [$shopper, 'newGuest']
        );
        $claims = [
            'sub' => $visitor->subject(),
            'shop' => (int) $this->context->shop->id,
            'lang' => (string) $this->context->language->iso_code,
            'vid' => $visitor->vid,
            'name' => $shopper->name(),
            'groups' => $shopper->groups(),
        ];
        if ($visitor->guestId !== 0) {
            $claims['guest'] = $visitor->guestId;
        }
        $token = (new Tokens(Settings::secrets()[0]))->sign(Tokens::VISITOR, $claims, $now);

        return Answer::ok($token + ['url' => Settings::url(), 'rev' => $marker]);
    }
}
