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
use OnlineChat\HookGuard;
use OnlineChat\SessionRequest;

/**
 * POST only: tells a visitor's page who is looking, signed.
 *
 * Writes no cookie but our own: PrestaShop's is encrypted as a whole, and rewriting it here would undo
 * what a parallel request (an add to cart) has just put into it.
 */
class OnlinechatSessionModuleFrontController extends ModuleFrontController
{
    public function __construct()
    {
        $this->ssl = true;
        $this->content_only = true;
        parent::__construct();
        $this->context->cookie->disallowWriting();
        // What config.inc.php may have sent already: a session cookie, or an emptied cookie of a deleted customer.
        header_remove('Set-Cookie');
    }

    /**
     * Without the parent's: customer, shop and language are known since config.inc.php, and
     * FrontController::init would restore carts, apply cart rules and redirect.
     */
    public function init()
    {
    }

    public function postProcess()
    {
        try {
            $answer = (new SessionRequest($this->module, $this->context))->answer($_SERVER, time());
        } catch (\Throwable $error) {
            HookGuard::log($error);
            $answer = Answer::error(500, 'internal_error', 'The chat can not be opened at the moment.');
        }
        $answer->send();
    }
}
