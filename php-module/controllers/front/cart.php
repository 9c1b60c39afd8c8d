<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

require_once dirname(__DIR__, 2) . '/src/autoload.php';

use OnlineChat\Answer;
use OnlineChat\CartRequest;
use OnlineChat\HookGuard;

/**
 * POST only: the visitor's cart as the shop itself computes it, signed. Asked for by the chat while an operator
 * looks at it; writes no cookie at all.
 */
class OnlinechatCartModuleFrontController extends ModuleFrontController
{
    public function __construct()
    {
        $this->ssl = true;
        $this->content_only = true;
        parent::__construct();
        $this->context->cookie->disallowWriting();
        header_remove('Set-Cookie');
    }

    /**
     * Without FrontController's, which would restore carts, apply cart rules and redirect; Controller's own brings
     * the locale that prices are printed in, and the services that computing them needs.
     */
    public function init()
    {
        Controller::init();
    }

    public function postProcess()
    {
        try {
            $answer = (new CartRequest($this->module, $this->context))->answer($_SERVER, microtime(true));
        } catch (\Throwable $error) {
            HookGuard::log($error);
            $answer = Answer::error(500, 'internal_error', 'The cart can not be read at the moment.');
        }
        // What other modules may have sent along.
        header_remove('Set-Cookie');
        $answer->send();
    }
}
