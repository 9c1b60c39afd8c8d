<?php

/**
 * Pages drawn as PrestaShop 1.7.8 and 8 draw Symfony ones: the legacy frame is rendered with `{$content}` in it, cut there,
 * at `</head>` and at `</body>`, and compiled as one template per distinct text.
 */
class SymfonyPages extends AdminController
{
    /** Path → tab it belongs to, template. */
    private const ROUTES = [
        '/sell/orders/' => ['AdminOrders', 'orders.tpl'],
        '/sell/orders/{id}/view' => ['AdminOrders', 'order.tpl'],
        '/sell/customers/' => ['AdminCustomers', 'customers.tpl'],
        '/sell/customers/{id}/view' => ['AdminCustomers', 'customer.tpl'],
        '/improve/modules/manage' => ['AdminModulesSf', 'modules.tpl'],
    ];

    /** @var array<string, mixed> what the page shows */
    private array $values = [];

    public static function pathOf(string $controller, array $params = []): ?string
    {
        $id = (int) ($params['id_order'] ?? $params['id_customer'] ?? $params['orderId'] ?? $params['customerId'] ?? 0);
        foreach (self::ROUTES as $path => [$tab]) {
            if ($tab === $controller && (bool) $id === str_contains($path, '{id}')) {
                return str_replace('{id}', (string) $id, $path);
            }
        }

        return null;
    }

    /** One per session and for all pages. */
    public static function token(): string
    {
        return substr(hash_hmac('sha256', (string) Context::getContext()->cookie->session_token, _COOKIE_KEY_), 0, 43);
    }

    public static function dispatch(string $route): void
    {
        // The lock that makes an employee's Symfony pages wait for each other.
        session_start();
        if (!hash_equals(self::token(), (string) Tools::getValue('_token'))) {
            Tools::redirectAdmin('/admin/index.php?controller=AdminNotFound&compromised=1&token=' . Tools::getAdminTokenLite('AdminNotFound'));
        }
        if (preg_match('~^/improve/modules/manage/action/(\w+)/(\w+)$~', $route, $part) && $_SERVER['REQUEST_METHOD'] === 'POST') {
            self::manage($part[1], $part[2]);
        }
        foreach (self::ROUTES as $path => [$tab, $template]) {
            if (preg_match('~^' . str_replace('\{id\}', '(\d+)', preg_quote($path, '~')) . '?$~', $route, $part)) {
                (new self($tab, $template, (int) ($part[1] ?? 0)))->run();

                return;
            }
        }
        (new AdminNotFoundController())->run();
    }

    public function __construct(string $tab, string $template, int $id)
    {
        $this->controller_name = $tab;
        parent::__construct();
        $this->ajax = false;
        $this->template = $template;
        $idLang = (int) $this->context->language->id;
        $this->values = match ($template) {
            'orders.tpl' => ['orders' => SalesLists::orders($idLang)],
            'order.tpl' => ['order' => SalesLists::orders($idLang, $id)[0] ?? null, 'lines' => SalesLists::lines($id)],
            'customers.tpl' => ['customers' => SalesLists::customers()],
            'customer.tpl' => ['customer' => SalesLists::customers($id)[0] ?? null, 'orders' => SalesLists::ordersOf($idLang, $id)],
            default => ['modules' => self::modules(), 'flash' => $this->flash()],
        };
    }

    public function checkAccess()
    {
        return true;
    }

    public function display()
    {
        $smarty = $this->context->smarty;
        $this->context->cookie->write();
        $granted = $this->viewAccess();
        http_response_code($granted ? 200 : 403);
        $smarty->assign($this->values + ['link' => $this->context->link, 'form_token' => self::token()]);
        $content = $granted ? $smarty->fetch($this->template) : '';
        header('Content-Type: text/html; charset=utf-8');
        echo str_replace('{{content}}', $content, $this->compiled($this->frame('{$content}')));
    }

    /** The frame as a template, kept on disk once per distinct text. */
    private function compiled(string $layout): string
    {
        $parts = explode('{$content}', $layout);
        $head = explode('</head>', $parts[0]);
        $foot = explode('</body>', $parts[1]);
        $template = $head[0] . '</head>' . ($head[1] ?? '') . '{{content}}' . $foot[0] . '</body>' . ($foot[1] ?? '');
        $file = _PS_CACHE_DIR_ . 'twig/' . hash('sha256', $template) . '.html';
        if (!is_file($file)) {
            @mkdir(dirname($file), 0777, true);
            file_put_contents($file, $template, LOCK_EX);
        }

        return $template;
    }

    private function flash(): string
    {
        $flash = (string) ($_SESSION['flash'] ?? '');
        unset($_SESSION['flash']);

        return $flash;
    }

    /** What the module manager's buttons do. */
    private static function manage(string $action, string $name): void
    {
        $context = Context::getContext();
        $module = Module::getInstanceByName($name);
        $right = $action === 'uninstall' ? 'uninstall' : 'configure';
        $allowed = Access::isGranted('ROLE_MOD_TAB_ADMINMODULESSF_UPDATE', $context->employee->id_profile);
        $done = false;
        if ($module && $allowed && (!$module->id || $module->getPermission($right))) {
            $done = match ($action) {
                'install', 'uninstall', 'enable', 'disable' => (bool) $module->{$action}(),
                'reset' => method_exists($module, 'reset') ? (bool) $module->reset() : $module->uninstall() && $module->install(),
                default => false,
            };
        }
        $_SESSION['flash'] = $done
            ? $context->getTranslator()->trans('Done.', [], 'Admin.Notifications.Success')
            : ($module ? implode(' ', $module->getErrors()) : '') . ' ✕';
        Tools::redirectAdmin($context->link->getAdminLink('AdminModulesSf'));
    }

    /** @return list<array<string, mixed>> */
    private static function modules(): array
    {
        $modules = [];
        foreach (glob(_PS_MODULE_DIR_ . '*', GLOB_ONLYDIR) as $folder) {
            $module = Module::getInstanceByName(basename($folder));
            if ($module) {
                $modules[] = [
                    'name' => $module->name, 'displayName' => $module->displayName, 'description' => $module->description,
                    'version' => $module->version, 'author' => $module->author, 'installed' => (bool) $module->id,
                    'active' => (bool) $module->active, 'configurable' => method_exists($module, 'getContent'),
                ];
            }
        }

        return $modules;
    }
}
