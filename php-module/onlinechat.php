<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

require_once __DIR__ . '/src/autoload.php';

use OnlineChat\HookGuard;
use OnlineChat\Installer;
use OnlineChat\PrivacyHooks;
use OnlineChat\Rights;
use OnlineChat\Tags;
use OnlineChat\VisitorSession;

/**
 * The thin side of Online Chat: says who is looking and where the sidecar is.
 */
class Onlinechat extends Module
{
    use PrivacyHooks;

    public function __construct()
    {
        $this->name = 'onlinechat';
        $this->tab = 'front_office_features';
        $this->version = '0.1.0';
        $this->author = 'Online Chat contributors';
        $this->need_instance = 0;
        $this->bootstrap = true;
        $this->ps_versions_compliancy = ['min' => '1.7.8.0', 'max' => '9.99.99'];

        parent::__construct();

        $this->displayName = $this->trans('Online Chat', [], 'Modules.Onlinechat.Admin');
        $this->description = $this->trans(
            'Talk with your customers while they are in the shop.',
            [],
            'Modules.Onlinechat.Admin'
        );
        $this->confirmUninstall = $this->trans(
            'Uninstall Online Chat? The chat disappears from your shop.',
            [],
            'Modules.Onlinechat.Admin'
        );
    }

    /**
     * Tells PrestaShop to read translations/<locale>/*.xlf (docs: module-translation/new-system).
     */
    public function isUsingNewTranslationSystem()
    {
        return true;
    }

    public function install()
    {
        return parent::install() && (new Installer($this))->install();
    }

    public function uninstall()
    {
        return (new Installer($this))->uninstall() && parent::uninstall();
    }

    /**
     * "Reset" with the data kept: PrestaShop 1.7.8 has deleted our tabs just before
     * (ModuleManager::reset), so everything but tables and settings is made again.
     */
    public function reset()
    {
        return (new Installer($this))->ensure();
    }

    /**
     * A shop that is added later has no hooks of ours until they are registered again
     * (Hook::registerHook writes a row per existing shop).
     */
    public function enable($force_all = false)
    {
        return parent::enable($force_all) && (new Installer($this))->ensureHooks();
    }

    /**
     * The Configure link of the module list leads to our own page.
     */
    public function getContent()
    {
        Tools::redirectAdmin($this->context->link->getAdminLink('AdminOnlinechatConfig'));
    }

    /** The front tag, the same for everybody (FrontController::initContent). */
    public function hookDisplayHeader()
    {
        return HookGuard::html(function () {
            VisitorSession::ofContext($this->context)->lendGuest();

            return (new Tags($this, $this->context))->front();
        });
    }

    /** The tags of the recap, on legacy and Symfony pages alike (AdminController::initHeader). */
    public function hookDisplayBackOfficeHeader()
    {
        return HookGuard::html(function () {
            Rights::grantAlong($this->context->employee);

            return (new Tags($this, $this->context))->backOffice();
        });
    }

    /** Login (CustomerLoginForm::submit). */
    public function hookActionAuthentication($params)
    {
        HookGuard::action(function () use ($params) {
            VisitorSession::ofContext($this->context)->signedIn($params['customer'] ?? null);
        });
    }

    /** Registration, which signs in too (CustomerPersister::create). */
    public function hookActionCustomerAccountAdd($params)
    {
        HookGuard::action(function () use ($params) {
            VisitorSession::ofContext($this->context)->signedIn($params['newCustomer'] ?? null);
        });
    }

    /** Logout, both kinds (Customer::logout, Customer::mylogout). */
    public function hookActionCustomerLogoutAfter()
    {
        HookGuard::action(function () {
            VisitorSession::ofContext($this->context)->signedOut();
        });
    }
}
