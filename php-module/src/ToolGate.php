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
 * What every request of the operators' tools must pass: it comes from a page of this host, by an employee who
 * answers customers, for a shop of theirs.
 */
final class ToolGate
{
    /**
     * @param array<string, mixed> $server as $_SERVER
     * @param array<string, mixed> $fields with the shop it is about
     * @param \Employee $employee
     * @param array<string, string> $needed further rights, tab => action
     *
     * @return Answer|null null when the request may go on
     */
    public static function refusal(array $server, array $fields, $employee, array $needed = [])
    {
        $refusal = (new RequestGuard($server))->refusal();
        if ($refusal !== null) {
            return $refusal;
        }
        if (Rights::of($employee)['history'] === '') {
            return Answer::error(403, 'not_allowed', 'Your profile has no right to answer customers.');
        }
        foreach ($needed as $tab => $action) {
            if (!$employee->can($action, $tab)) {
                return Answer::error(403, 'not_allowed', 'Your profile lacks a right for this.', [], ['needed' => $tab]);
            }
        }
        $shop = isset($fields['shop']) && is_string($fields['shop']) ? (int) $fields['shop'] : 0;
        if (!in_array($shop, Rights::shops($employee), true)) {
            return Answer::error(403, 'not_allowed', 'This is no shop of yours.');
        }

        return null;
    }
}
