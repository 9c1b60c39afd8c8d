<?php

class ModuleFrontController extends FrontController
{
    /** @var Module */
    public $module;

    public function __construct()
    {
        $this->module = Module::getInstanceByName(Tools::getValue('module'));
        $this->controller_name = (string) Tools::getValue('controller');
        $this->php_self = 'module-' . $this->module->name . '-' . $this->controller_name;
        parent::__construct();
    }

    public function setTemplate($template, $params = [], $locale = null)
    {
        $this->template = str_contains($template, ':') ? $template : 'module:' . $this->module->name . '/views/templates/front/' . $template;
    }
}
