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
 * Where the back office shows what the chat speaks of: the AJAX action "links" of our admin controllers.
 * Each version has other addresses, with tokens of this employee's: so they are made here.
 */
final class OfficeLinks
{
    /** Made with this number, which stands nowhere else in an address. */
    const ANY = 2147483601;

    const PLACE = '{id}';

    /** Looks for a customer or guest in our history, by number. */
    const SEARCH = '#oc-conversations?q=%23' . self::PLACE;

    /** Controller, name of the number, action. */
    const PAGES = [
        'customer' => ['AdminCustomers', 'id_customer', 'viewcustomer'],
        'order' => ['AdminOrders', 'id_order', 'vieworder'],
        'cart' => ['AdminCarts', 'id_cart', 'viewcart'],
        'product' => ['AdminProducts', 'id_product', 'updateproduct'],
        'voucher' => ['AdminCartRules', 'id_cart_rule', 'updatecart_rule'],
        'address' => ['AdminAddresses', 'id_address', 'updateaddress'],
        'thread' => ['AdminCustomerThreads', 'id_customer_thread', 'viewcustomer_thread'],
    ];

    /** @var \Context */
    private $context;

    public function __construct(\Context $context)
    {
        $this->context = $context;
    }

    /**
     * @param array<string, mixed> $server as $_SERVER
     */
    public function answer(array $server): Answer
    {
        $refusal = (new RequestGuard($server))->refusal();

        return $refusal ?? Answer::ok(['links' => $this->links()]);
    }

    /**
     * @return array<string, string> with PLACE where the number goes; only pages that the employee may view
     */
    public function links(): array
    {
        $links = [];
        if ($this->context->employee->can('view', Rights::HISTORY)) {
            $links['history'] = $this->context->link->getAdminLink(Rights::HISTORY) . self::SEARCH;
        }
        foreach (self::PAGES as $name => list($controller, $number, $action)) {
            if (!$this->context->employee->can('view', $controller)) {
                continue;
            }
            try {
                $links[$name] = $this->link($controller, [$number => self::ANY, $action => 1]);
            } catch (\Throwable $error) {
                // Without this link the rest is still good.
                HookGuard::log($error);
            }
        }

        return $links;
    }

    /**
     * @param array<string, int> $params
     */
    private function link(string $controller, array $params): string
    {
        $link = $this->context->link;
        // Products alone take them as the route's own.
        $address = $controller === 'AdminProducts'
            ? $link->getAdminLink($controller, true, $params)
            : $link->getAdminLink($controller, true, [], $params);

        return str_replace((string) self::ANY, self::PLACE, $address);
    }
}
