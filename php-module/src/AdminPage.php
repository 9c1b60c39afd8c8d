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
 * What our two menu entries have in common: a place for the sidecar's page, Help when it can't be
 * reached, and tokens by AJAX. In PrestaShop 9 constructor and init() run before login and permission are
 * checked, so nothing with an effect happens there.
 */
abstract class AdminPage extends \ModuleAdminController
{
    /** A customer no shop has: the script puts others in its place in the address. */
    const ANY_CUSTOMER = 2147483646;

    public function __construct()
    {
        $this->bootstrap = true;
        parent::__construct();
    }

    /**
     * @return string the page's name at the sidecar
     */
    abstract protected function page(): string;

    public function setMedia($isNewTheme = false)
    {
        parent::setMedia($isNewTheme);
        $path = $this->module->getPathUri();
        $this->addCSS($path . 'views/css/page.css');
        $this->addJS($path . 'views/js/page.js');
    }

    public function initContent()
    {
        if ($this->ajax || !$this->access('view')) {
            parent::initContent();

            return;
        }
        parent::initContent();
        try {
            (new Installer($this->module))->addNewHooks();
            Rights::grant();
            $this->content .= $this->mount();
        } catch (\Throwable $error) {
            HookGuard::log($error);
            $this->errors[] = $this->trans('Online Chat is not installed completely: reset the module.', [], Installer::DOMAIN);
        }
        $this->context->smarty->assign('content', $this->content);
    }

    /**
     * POST …&ajax=1&action=token. Answers and ends the request, see Answer::send.
     */
    public function ajaxProcessToken()
    {
        try {
            $answer = (new TokenRequest($this->context))->answer($_SERVER, time());
        } catch (\Throwable $error) {
            HookGuard::log($error);
            $answer = Answer::error(500, 'internal_error', 'No token could be made: reset the module.');
        }
        $answer->send();
    }

    /**
     * POST …&ajax=1&action=links: where the back office shows what the chat speaks of.
     */
    public function ajaxProcessLinks()
    {
        $this->answer(function (): Answer {
            return (new OfficeLinks($this->context))->answer($_SERVER);
        });
    }

    /**
     * POST …&ajax=1&action=products: the catalogue as the visitor of a conversation sees it.
     */
    public function ajaxProcessProducts()
    {
        $this->answer(function (): Answer {
            return (new CatalogueRequest($this->context))->search($_SERVER, \Tools::getAllValues());
        });
    }

    /**
     * POST …&ajax=1&action=product: one of it, signed for the sidecar.
     */
    public function ajaxProcessProduct()
    {
        $this->answer(function (): Answer {
            return (new CatalogueRequest($this->context))->one($_SERVER, \Tools::getAllValues(), time());
        });
    }

    /**
     * POST …&ajax=1&action=file: a conversation into customer service.
     */
    public function ajaxProcessFile()
    {
        $this->answer(function (): Answer {
            return (new FilingRequest($this->context))->answer($_SERVER, \Tools::getAllValues(), time());
        });
    }

    /**
     * POST …&ajax=1&action=voucher: a voucher for an offer.
     */
    public function ajaxProcessVoucher()
    {
        $this->answer(function (): Answer {
            return (new VoucherRequest($this->context))->answer($_SERVER, \Tools::getAllValues(), time());
        });
    }

    private function answer(callable $work): void
    {
        try {
            $answer = $work();
        } catch (\Throwable $error) {
            HookGuard::log($error);
            $answer = Answer::error(500, 'internal_error', 'This could not be done. Please try again.');
        }
        $answer->send();
    }

    private function mount(): string
    {
        $rights = Rights::of($this->context->employee);
        $link = $this->context->link;
        $this->context->smarty->assign('onlinechat', [
            'page' => $this->page(),
            'url' => Settings::url(),
            'token_url' => $link->getAdminLink($this->controller_name, true, [], ['ajax' => 1, 'action' => 'token']),
            'lang' => (string) $this->context->language->iso_code,
            'scope' => Scope::chosen(),
            // The shop's folder and the server's blocks are nobody's business but theirs who may act on them.
            'may_mend' => $rights['configuration'] !== '',
            'help' => $rights['configuration'] !== '' ? Help::ofShop($this->context)->values() : [],
            'profiles' => Rights::profilesWithout((int) $this->context->language->id),
            'customer_url' => $this->customerUrl(),
            'any_customer' => self::ANY_CUSTOMER,
            'permissions_url' => $this->context->employee->can('view', 'AdminAccess') ? $link->getAdminLink('AdminAccess') : '',
        ]);

        return $this->context->smarty->fetch($this->module->getLocalPath() . 'views/templates/admin/page.tpl');
    }

    /**
     * The customer's page has another address in each version, with a token of this employee's: so it is made here.
     *
     * @return string for ANY_CUSTOMER; empty without the right to see customers
     */
    private function customerUrl(): string
    {
        if (!$this->context->employee->can('view', 'AdminCustomers')) {
            return '';
        }

        return $this->context->link->getAdminLink('AdminCustomers', true, [], ['id_customer' => self::ANY_CUSTOMER, 'viewcustomer' => 1]);
    }
}
