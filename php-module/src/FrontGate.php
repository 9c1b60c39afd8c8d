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
 * What every request of a visitor's chat must pass: it comes from a page of this shop, the shop is open, and the
 * chat is for this customer group.
 */
final class FrontGate
{
    /**
     * @param array<string, mixed> $server as $_SERVER
     *
     * @return Answer|null null when the request may go on
     */
    public static function refusal(array $server, \Module $module, \Context $context, Shopper $shopper)
    {
        $refusal = (new RequestGuard($server))->refusal();
        if ($refusal !== null) {
            return $refusal;
        }
        if (Maintenance::closes()) {
            return Answer::error(503, 'maintenance', 'The shop is closed at the moment.', ['Retry-After' => '3600']);
        }
        if (!GroupAccess::allows((int) $module->id, (int) $context->shop->id, $shopper->groups())) {
            return Answer::error(403, 'not_allowed', 'The chat is not open to this customer group.');
        }

        return null;
    }
}
