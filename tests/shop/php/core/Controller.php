<?php

/**
 * The steps of a page, front office and back office alike.
 */
#[AllowDynamicProperties]
abstract class Controller
{
    public $context;
    public $ajax = false;
    public $errors = [];
    public $warnings = [];
    public $success = [];
    public $informations = [];
    public $confirmations = [];
    public $php_self;
    public $controller_type;
    public $controller_name;
    public $template;
    public $redirect_after;
    public $content_only = false;
    public $ssl = false;

    public function __construct()
    {
        $this->context = Context::getContext();
        $this->context->controller = $this;
        $this->ajax = (bool) Tools::getValue('ajax') || str_contains($_SERVER['HTTP_ACCEPT'] ?? '', 'application/json');
        $this->controller_name ??= preg_replace('/Controller$/', '', static::class);
    }

    /** Brings the locale: without it no price can be printed. */
    public function init()
    {
        $this->context->currentLocale = new CurrentLocale($this->context->language->locale);
    }

    public function setMedia()
    {
    }

    public function postProcess()
    {
    }

    public function initHeader()
    {
    }

    public function initContent()
    {
    }

    public function initFooter()
    {
    }

    abstract public function checkAccess();

    abstract public function viewAccess();

    abstract public function display();

    public function run()
    {
        $this->init();
        if (!$this->checkAccess()) {
            $this->initCursedPage();

            return;
        }
        if (!$this->content_only) {
            $this->setMedia();
        }
        $this->postProcess();
        if ($this->redirect_after) {
            $this->redirect();
        }
        if (!$this->content_only) {
            $this->initHeader();
        }
        if ($this->viewAccess()) {
            $this->initContent();
        } else {
            $this->errors[] = $this->trans('Access denied.', [], 'Admin.Notifications.Error');
        }
        if (!$this->content_only) {
            $this->initFooter();
        }
        $this->ajax ? $this->showAjax() : $this->display();
    }

    public function setTemplate($template, $params = [], $locale = null)
    {
        $this->template = $template;
    }

    public function isAjax(): bool
    {
        return $this->ajax;
    }

    public function trans($id, array $parameters = [], $domain = null, $locale = null)
    {
        return $this->context->getTranslator()->trans($id, $parameters, $domain, $locale);
    }

    public function getTranslator()
    {
        return $this->context->getTranslator();
    }

    /** Prints for a script; does not end the request. */
    protected function ajaxRender($value = null, $controller = null, $method = null)
    {
        header('Cache-Control: no-store, no-cache, must-revalidate, post-check=0, pre-check=0');
        echo $value;
    }

    protected function redirect()
    {
        Tools::redirectAdmin($this->redirect_after);
    }

    protected function initCursedPage()
    {
    }

    private function showAjax(): void
    {
        $action = Tools::getValue('action');
        $method = 'displayAjax' . (is_string($action) && $action !== '' ? ucfirst(Tools::toCamelCase($action)) : '');
        foreach ([$method, 'displayAjax'] as $name) {
            if (method_exists($this, $name)) {
                $this->{$name}();

                return;
            }
        }
    }
}
