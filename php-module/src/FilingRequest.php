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
 * An operator files a conversation in customer service: the AJAX action "file" of our admin controllers.
 *
 * What is to be filed comes signed from the sidecar, through the operator's page.
 */
final class FilingRequest
{
    const PAGE = 'AdminCustomerThreads';

    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * @param array<string, mixed> $server as $_SERVER
     * @param array<string, mixed> $fields order, shop
     */
    public function answer(array $server, array $fields, int $now): Answer
    {
        $employee = $this->context->employee;
        $refusal = ToolGate::refusal($server, $fields, $employee, [self::PAGE => 'edit']);
        if ($refusal !== null) {
            return $refusal;
        }
        $order = self::order($fields, (int) $employee->id, $now);
        if ($order === null || $order['shop'] !== (int) $fields['shop']) {
            return Answer::error(400, 'order_invalid', 'This took too long. Please file the conversation again.');
        }
        if (!\Validate::isLoadedObject(new \Contact($order['contact']))) {
            return Answer::error(409, 'contact_gone', 'This contact was deleted. Please choose another one.');
        }
        $desk = new ThreadDesk($this->context);
        list($thread, $fresh) = $desk->file($order);
        $told = $fresh && $order['employee'] !== (int) $employee->id ? $desk->tell($order) : null;

        return Answer::ok(['thread' => $thread, 'told' => $told]);
    }

    /**
     * @param array<string, mixed> $fields
     *
     * @return array<string, mixed>|null
     */
    private static function order(array $fields, int $employeeId, int $now)
    {
        $token = isset($fields['order']) && is_string($fields['order']) ? $fields['order'] : '';
        foreach (Settings::secrets() as $secret) {
            $claims = (new Tokens($secret))->verify($token, Tokens::FILE, $now);
            if ($claims !== null) {
                $mine = ($claims['sub'] ?? '') === 'employee:' . $employeeId;

                return $mine && is_array($claims['order'] ?? null) ? $claims['order'] : null;
            }
        }

        return null;
    }
}
