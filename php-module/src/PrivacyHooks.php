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
 * The module's hooks for people who want to see, or to lose, what is known of them. Their answers are JSON, as psgdpr
 * wants it: rows or a sentence, true or a sentence.
 */
trait PrivacyHooks
{
    /**
     * Lists us among the modules for which psgdpr lets the merchant write a consent text. Nobody calls this, but
     * since 1.7.8 PrestaShop wants a method for each hook (Hook::registerHook).
     */
    public function hookRegisterGDPRConsent()
    {
    }

    /** Somebody's data, for the shop's GDPR module (psgdpr: Psgdpr::getCustomerDataFromModules, ExportService). */
    public function hookActionExportGDPRData($params)
    {
        return HookGuard::html(function () use ($params) {
            return PersonalData::ofContext($this->context)->export(new GdprPayload((array) $params));
        });
    }

    /** The same person wants it gone (psgdpr: Psgdpr::deleteDataFromModules, CustomerService). */
    public function hookActionDeleteGDPRCustomer($params)
    {
        return HookGuard::html(function () use ($params) {
            return PersonalData::ofContext($this->context)->erase(new GdprPayload((array) $params), PersonErasure::ON_REQUEST);
        });
    }

    /** A customer was deleted in the shop, with or without a GDPR module (ObjectModel::delete). */
    public function hookActionObjectCustomerDeleteAfter($params)
    {
        HookGuard::action(function () use ($params) {
            PersonalData::ofContext($this->context)->erase(GdprPayload::ofCustomer($params['object']), PersonErasure::WITH_THE_CUSTOMER);
        });
    }
}
