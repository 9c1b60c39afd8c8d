<?php

class AdminNotFoundController extends AdminController
{
    public function checkAccess()
    {
        return true;
    }

    public function viewAccess($disable = false)
    {
        return true;
    }

    public function initContent()
    {
        $this->toolbar_title = Tools::getIsset('compromised') ? $this->trans('Invalid security token', [], 'Admin.Notifications.Error') : '404';
        $this->content .= '<div class="panel"><p>' . Tools::safeOutput($this->toolbar_title) . '</p></div>';
        parent::initContent();
    }
}
