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
 * The chat asks for the visitor's cart: POST /module/onlinechat/cart.
 */
final class CartRequest
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
     * @param float $now unix time with fractions: of two carts the newer one counts
     */
    public function answer(array $server, float $now): Answer
    {
        $shopper = new Shopper($this->context);
        $refusal = FrontGate::refusal($server, $this->module, $this->context, $shopper);
        if ($refusal !== null) {
            return $refusal;
        }
        $visitor = VisitorSession::ofContext($this->context)->current($shopper->customerId());
        if ($visitor === null) {
            return Answer::error(403, 'no_chat', 'The chat is not open in this browser.');
        }
        $cart = ShopperCart::ofContext($this->context);
        $claims = [
            'sub' => $visitor->subject(),
            'shop' => (int) $this->context->shop->id,
            'vid' => $visitor->vid,
            'iat_ms' => (int) round($now * 1000),
            'cart' => (new CartContent($this->context))->of($cart),
        ];
        $token = (new Tokens(Settings::secrets()[0]))->sign(Tokens::CART, $claims, (int) $now);

        return Answer::ok(['cart' => $token['token']]);
    }
}
