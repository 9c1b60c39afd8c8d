<?php

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Lets the merchant write what customers consent to, module by module, as PrestaShop's own module of this name does: who
 * hangs on registerGDPRConsent is listed when this page is opened, at once active and with a text that says nothing.
 */
class Psgdpr extends Module
{
    private const FILLER = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.';

    public function __construct()
    {
        $this->name = 'psgdpr';
        $this->tab = 'administration';
        $this->version = '1.4.3';
        $this->author = 'small shop';
        $this->ps_versions_compliancy = ['min' => '1.7', 'max' => '9.99.99'];
        parent::__construct();
        $this->displayName = 'Official GDPR compliance';
        $this->description = 'Asks customers for their consent.';
    }

    public function getContent()
    {
        $saved = Tools::isSubmit('submitDataConsent');
        if ($saved) {
            $this->save((array) Tools::getValue('active', []), (array) Tools::getValue('message', []));
        }
        $this->listModules();
        $this->context->smarty->assign([
            'consents' => $this->consents(), 'languages' => Language::getLanguages(false), 'saved' => $saved,
            'action' => $this->context->link->getAdminLink('AdminModules', true, [], ['configure' => $this->name]),
        ]);

        return $this->context->smarty->fetch($this->local_path . 'views/templates/admin/consent.tpl');
    }

    /** Every module on the hook gets a row of its own, and its texts in every language of this shop. */
    private function listModules(): void
    {
        $shop = (int) $this->context->shop->id;
        $db = Db::getInstance();
        $missing = $db->executeS(
            'SELECT DISTINCT hm.id_module FROM ' . _DB_PREFIX_ . 'hook_module hm
            JOIN ' . _DB_PREFIX_ . 'hook h ON h.id_hook = hm.id_hook AND h.name = "registerGDPRConsent"
            WHERE hm.id_shop = ' . $shop . ' AND hm.id_module NOT IN (
                SELECT c.id_module FROM ' . _DB_PREFIX_ . 'psgdpr_consent c
                JOIN ' . _DB_PREFIX_ . 'psgdpr_consent_lang cl ON cl.id_gdpr_consent = c.id_gdpr_consent AND cl.id_shop = ' . $shop . ')'
        );
        foreach ($missing as $row) {
            $now = date('Y-m-d H:i:s');
            $db->insert('psgdpr_consent', ['id_module' => (int) $row['id_module'], 'active' => 1, 'date_add' => $now, 'date_upd' => $now]);
            $id = (int) $db->Insert_ID();
            foreach (Language::getIDs(false) as $idLang) {
                $db->insert('psgdpr_consent_lang', [
                    'id_gdpr_consent' => $id, 'id_lang' => (int) $idLang, 'message' => self::FILLER, 'id_shop' => $shop,
                ]);
            }
        }
    }

    /** HTML is allowed in the texts. */
    private function save(array $active, array $messages): void
    {
        $db = Db::getInstance();
        foreach ($messages as $id => $texts) {
            $db->update('psgdpr_consent', ['active' => (int) isset($active[$id])], 'id_gdpr_consent = ' . (int) $id);
            foreach ((array) $texts as $idLang => $text) {
                $db->update(
                    'psgdpr_consent_lang',
                    ['message' => pSQL($text, true)],
                    'id_gdpr_consent = ' . (int) $id . ' AND id_lang = ' . (int) $idLang . ' AND id_shop = ' . (int) $this->context->shop->id
                );
            }
        }
    }

    /** @return list<array{id: string, name: string, active: string, messages: array<int, string>}> */
    private function consents(): array
    {
        $rows = Db::getInstance()->executeS(
            'SELECT c.id_gdpr_consent, c.active, m.name, cl.id_lang, cl.message FROM ' . _DB_PREFIX_ . 'psgdpr_consent c
            JOIN ' . _DB_PREFIX_ . 'module m ON m.id_module = c.id_module
            JOIN ' . _DB_PREFIX_ . 'psgdpr_consent_lang cl ON cl.id_gdpr_consent = c.id_gdpr_consent AND cl.id_shop = ' . (int) $this->context->shop->id . '
            ORDER BY c.id_gdpr_consent, cl.id_lang'
        );
        $consents = [];
        foreach ($rows as $row) {
            $consents[$row['id_gdpr_consent']] ??= [
                'id' => $row['id_gdpr_consent'], 'name' => Module::getInstanceByName($row['name'])->displayName, 'active' => $row['active'], 'messages' => [],
            ];
            $consents[$row['id_gdpr_consent']]['messages'][(int) $row['id_lang']] = (string) $row['message'];
        }

        return array_values($consents);
    }
}
