<?php

/**
 * What each profile may do on each menu entry: the merchant's Permissions page.
 */
class AdminAccessController extends AdminController
{
    private const RIGHTS = ['view', 'add', 'edit', 'delete'];

    public function postProcess()
    {
        if (!Tools::isSubmit('submitAccess') || !$this->access('edit')) {
            return parent::postProcess();
        }
        $access = new Access();
        $wanted = (array) Tools::getValue('access', []);
        $profile = (int) Tools::getValue('id_profile');
        foreach (Tab::getTabs((int) $this->context->language->id) as $tab) {
            foreach (self::RIGHTS as $right) {
                $access->updateLgcAccess($profile, $tab['id_tab'], $right, isset($wanted[$tab['id_tab']][$right]), false);
            }
        }
        $this->confirmations[] = $this->trans('Done.', [], 'Admin.Notifications.Success');

        return true;
    }

    public function initContent()
    {
        $idLang = (int) $this->context->language->id;
        $profiles = array_values(array_filter(Profile::getProfiles($idLang), fn (array $profile): bool => $profile['id_profile'] != _PS_ADMIN_PROFILE_));
        $current = (int) (Tools::getValue('id_profile') ?: $profiles[0]['id_profile']);
        $this->context->smarty->assign([
            'profiles' => $profiles, 'current' => $current, 'rights' => self::RIGHTS, 'all_tabs' => self::tree($idLang),
            'accesses' => Profile::getProfileAccesses($current), 'action' => $this->context->link->getAdminLink('AdminAccess'),
        ]);
        $this->content .= $this->context->smarty->fetch('access.tpl');
        parent::initContent();
    }

    /** Every entry after its parent, with its depth. */
    private static function tree(int $idLang, int $parent = 0, int $depth = 0): array
    {
        $tabs = [];
        foreach (Tab::getTabs($idLang, $parent) as $tab) {
            $tabs[] = $tab + ['depth' => $depth];
            array_push($tabs, ...self::tree($idLang, (int) $tab['id_tab'], $depth + 1));
        }

        return $tabs;
    }
}
