<?php

/**
 * A legacy page of the back office: token, rights, head with hooks, menu, content.
 */
class AdminController extends Controller
{
    public $controller_type = 'admin';
    public $bootstrap = true;
    public $content = '';
    public $meta_title = '';
    public $toolbar_title = '';
    public $token;
    public $id;
    public $display;
    public $tabAccess = [];
    public $js_files = [];
    public $css_files = [];
    public $template = 'content.tpl';
    public $show_page_header_toolbar = true;
    public $page_header_toolbar_btn = [];
    public $multishop_context = -1;

    public function __construct()
    {
        parent::__construct();
        $this->id = Tab::getIdFromClassName($this->controller_name);
        $this->token = Tools::getAdminTokenLite($this->controller_name);
    }

    public function checkAccess()
    {
        return $this->checkToken();
    }

    public function viewAccess($disable = false)
    {
        return $this->access('view', $disable);
    }

    public function access($action, $disable = false)
    {
        $slugs = [];
        foreach ((array) Access::getAuthorizationFromLegacy($action) as $verb) {
            $slugs[] = Access::sluggifyTab(['class_name' => $this->controller_name], $verb);
        }

        return $this->tabAccess[$action] ??= Access::isGranted($slugs, $this->context->employee->id_profile);
    }

    /** A plain GET of a page with a wrong token is let through, anything with more parameters is not. */
    public function checkToken()
    {
        if (!Configuration::get('PS_SECURITY_TOKEN')) {
            return true;
        }
        $token = Tools::getValue('token');
        if (is_string($token) && hash_equals((string) $this->token, $token)) {
            return true;
        }

        return !$_POST && $token && !array_diff(array_keys($_GET), ['controller', 'token']);
    }

    public function setMedia($isNewTheme = false)
    {
        $this->addCSS('/assets/admin.css');
        $this->addJS('/assets/admin.js');
        Hook::exec('actionAdminControllerSetMedia');
    }

    public function addJS($path, $checkPath = true)
    {
        foreach ((array) $path as $one) {
            if (!$checkPath || self::isFile($one)) {
                $this->js_files[$one] = $one;
            }
        }
    }

    public function addCSS($path, $media = 'all', $offset = null, $checkPath = true)
    {
        foreach ((array) $path as $key => $value) {
            $one = is_int($key) ? $value : $key;
            if (!$checkPath || self::isFile($one)) {
                $this->css_files[$one] = $one;
            }
        }
    }

    public function postProcess()
    {
        $action = Tools::getValue('action');
        if (!$this->ajax || !is_string($action) || $action === '') {
            return false;
        }
        $method = 'ajaxProcess' . Tools::toCamelCase($action);

        return method_exists($this, $method) ? $this->{$method}() : false;
    }

    public function initHeader()
    {
        $this->context->smarty->assign([
            'displayBackOfficeHeader' => Hook::exec('displayBackOfficeHeader'),
            'displayBackOfficeTop' => Hook::exec('displayBackOfficeTop'),
            'displayBackOfficeFooter' => '',
            'tabs' => $this->tabs(),
        ]);
    }

    public function initContent()
    {
        $this->context->smarty->assign('content', $this->content);
    }

    public function initFooter()
    {
        $this->context->smarty->assign('displayBackOfficeFooter', Hook::exec('displayBackOfficeFooter'));
    }

    public function display()
    {
        $smarty = $this->context->smarty;
        $this->context->cookie->write();
        if (!$this->viewAccess()) {
            $smarty->assign('content', '');
        }
        header('Content-Type: text/html; charset=utf-8');
        echo $this->frame($this->viewAccess() ? (string) $smarty->fetch($this->template) : '');
    }

    public function setTemplate($template, $params = [], $locale = null)
    {
        $this->template = $template;
    }

    /** The whole page with the content in its place. */
    protected function frame(string $content): string
    {
        $context = $this->context;
        $context->smarty->assign([
            'page_content' => $content,
            'title' => $this->toolbar_title ?: $this->meta_title ?: $this->tabName(),
            'employee' => $context->employee,
            'language' => $context->language,
            'link' => $context->link,
            'js_files' => array_values($this->js_files),
            'css_files' => array_values($this->css_files),
            'js_definitions' => Media::inline(),
            'logout_url' => $context->link->getAdminBaseLink() . 'index.php?logout',
            'shop_url' => $context->link->getBaseLink(),
            'default_tab_link' => $context->link->getAdminLink(AdminDispatcher::landing($context->employee)),
            'ps_version' => _PS_VERSION_,
            'shop_name' => Configuration::get('PS_SHOP_NAME'),
            'shops' => ShopSwitch::choices($context),
            'messages' => [
                'danger' => $this->errors, 'warning' => $this->warnings, 'success' => $this->confirmations, 'info' => $this->informations,
            ],
        ]);

        return $context->smarty->fetch('layout.tpl');
    }

    protected function initCursedPage()
    {
        $this->context->smarty->assign([
            'url' => $this->context->link->getAdminLink($this->controller_name), 'language' => $this->context->language,
        ]);
        echo $this->context->smarty->fetch('invalid_token.tpl');
    }

    private function tabName(): string
    {
        $names = array_column(Tab::getTabs((int) $this->context->language->id), 'name', 'class_name');

        return (string) ($names[$this->controller_name] ?? '');
    }

    /** Menu as the shop builds it: a child is found only below a parent that the employee may see too. */
    private function tabs(int $parent = 0): array
    {
        $tabs = [];
        foreach (Tab::getTabs((int) $this->context->language->id, $parent) as $tab) {
            if (!Tab::checkTabRights($tab['id_tab']) || !$tab['enabled']) {
                continue;
            }
            $tab['sub_tabs'] = $this->tabs((int) $tab['id_tab']);
            $tab['current'] = $tab['class_name'] === $this->controller_name
                || array_filter(array_column($tab['sub_tabs'], 'current'));
            $tab['name'] = $tab['name'] ?: $tab['class_name'];
            $first = array_values(array_filter($tab['sub_tabs'], fn (array $child): bool => (bool) $child['active']))[0] ?? null;
            if (!$first && !(int) $tab['id_parent'] && $tab['icon'] === '') {
                continue;
            }
            $tab['href'] = $first['href'] ?? $this->context->link->getTabLink($tab);
            $tab['icon'] = (int) $tab['id_parent'] && !$tab['icon'] ? 'extension' : $tab['icon'];
            $tabs[] = $tab;
        }

        return $tabs;
    }

    private static function isFile(string $uri): bool
    {
        return is_file((str_starts_with($uri, '/assets/') ? dirname(__DIR__) : _PS_ROOT_DIR_) . $uri);
    }
}
