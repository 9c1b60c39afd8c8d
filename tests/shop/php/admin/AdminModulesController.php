<?php

/**
 * A module's Configure link.
 */
class AdminModulesController extends AdminController
{
    public function viewAccess($disable = false)
    {
        return Access::isGranted('ROLE_MOD_TAB_ADMINMODULESSF_READ', $this->context->employee->id_profile);
    }

    public function initContent()
    {
        $module = Module::getInstanceByName((string) Tools::getValue('configure'));
        if ($module && $module->id && method_exists($module, 'getContent')) {
            $this->toolbar_title = $module->displayName;
            $this->content .= $module->getContent();
        }
        parent::initContent();
    }
}
