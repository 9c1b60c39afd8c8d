<?php

abstract class ModuleAdminController extends AdminController
{
    /** @var Module */
    public $module;

    public function __construct()
    {
        parent::__construct();
        $tab = new Tab((int) $this->id);
        if (!$tab->module) {
            throw new PrestaShopException('Admin tab ' . static::class . ' is not a module tab');
        }
        $this->module = Module::getInstanceByName($tab->module);
        if (!$this->module->id) {
            throw new PrestaShopException('Module ' . $tab->module . ' not found');
        }
    }

    public function setTemplate($template, $params = [], $locale = null)
    {
        $this->template = $this->module->getLocalPath() . 'views/templates/admin/' . $template;
    }
}
