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
 * What our hooks print: constants only, per shop and language in front, per employee in the back office.
 * Page caches keep the former for everybody, and Symfony pages of PrestaShop 1.7.8 and 8 compile the latter.
 */
final class Tags
{
    /** @var \Module */
    private $module;

    /** @var \Context */
    private $context;

    public function __construct(\Module $module, \Context $context)
    {
        $this->module = $module;
        $this->context = $context;
    }

    public function front(): string
    {
        return $this->render('front.tpl', $this->frontValues());
    }

    public function backOffice(): string
    {
        $values = $this->backOfficeValues();

        return $values ? $this->render('back_office.tpl', $values) : '';
    }

    /**
     * @return array<string, mixed>
     */
    public function frontValues(): array
    {
        return [
            'loader_url' => Settings::url() . 'loader.js',
            'shop' => (int) $this->context->shop->id,
            'lang' => (string) $this->context->language->iso_code,
            // The page's own scheme, so that the request stays on the page's origin.
            'session_url' => $this->context->link->getModuleLink(
                $this->module->name,
                'session',
                [],
                \Tools::usingSecureMode() ? true : null
            ),
        ];
    }

    /**
     * @return array<string, mixed> empty for employees who have nothing to do with the chat
     */
    public function backOfficeValues(): array
    {
        $employee = $this->context->employee;
        if (!\Validate::isLoadedObject($employee) || $this->isLoginPage()) {
            return [];
        }
        $rights = Rights::of($employee);
        if (implode('', $rights) === '') {
            return [];
        }
        $link = $this->context->link;
        $tab = $rights['history'] !== '' ? Rights::HISTORY : Rights::CONFIGURATION;
        $path = $this->module->getPathUri();
        $version = '?v=' . $this->module->version;

        return [
            'recap_url' => Settings::url() . 'recap.js',
            'token_url' => $link->getAdminLink($tab, true, [], ['ajax' => 1, 'action' => 'token']),
            'lang' => (string) $this->context->language->iso_code,
            'history_url' => $rights['history'] !== '' ? $link->getAdminLink(Rights::HISTORY) : '',
            'configuration_url' => $rights['configuration'] !== '' ? $link->getAdminLink(Rights::CONFIGURATION) : '',
            'bar' => !Settings::hasRun() && strpos($rights['configuration'], 'edit') !== false,
            'bar_js' => $path . 'views/js/bar.js' . $version,
            'bar_css' => $path . 'views/css/bar.css' . $version,
        ];
    }

    /**
     * The hook runs there too, with the employee of an old cookie who is not signed in.
     */
    private function isLoginPage(): bool
    {
        $controller = $this->context->controller;

        return is_object($controller) && ($controller->controller_name ?? '') === 'AdminLogin';
    }

    /**
     * @param array<string, mixed> $values
     */
    private function render(string $template, array $values): string
    {
        $this->context->smarty->assign('onlinechat', $values);

        return trim($this->module->fetch('module:onlinechat/views/templates/hook/' . $template));
    }
}
