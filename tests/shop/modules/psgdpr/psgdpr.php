<?php

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Lets the merchant write what customers consent to, module by module, as PrestaShop's own module of this name does: who
 * hangs on registerGDPRConsent is listed when this page is opened, at once active and with a text that says nothing.
 * And hands people over to the modules who want to see or to lose their data, in the ways of its versions 1.4 and 2.
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
        if (Tools::isSubmit('person')) {
            $this->answer(
                (string) Tools::getValue('do'),
                (string) Tools::getValue('kind'),
                (string) Tools::getValue('person'),
                (int) Tools::getValue('version')
            );
        }
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

    /** What the page's script gets: each module's rows, or nothing after a deletion. */
    private function answer(string $do, string $kind, string $person, int $version): void
    {
        header('Content-Type: application/json');
        echo json_encode($do === 'delete' ? $this->deletePerson($kind, $person, $version) : $this->modulesData($kind, $person));
        exit;
    }

    /**
     * @param string $kind customer, email or phone
     *
     * @return array<string, mixed> what each module answered, by its name
     */
    public function modulesData(string $kind, string $person): array
    {
        // Both versions make an array of the customer's object.
        $payload = $kind === 'customer' ? (array) new Customer((int) $person) : [$kind => $person];
        $data = [];
        foreach ($this->hanging('actionExportGDPRData') as $module) {
            $data[$module->displayName] = json_decode(Hook::exec('actionExportGDPRData', $payload, $module->id), true);
        }

        return $data;
    }

    /** Version 1.4 asks the modules first; 2 deletes first, hands over the bare number then, and all in a list. */
    public function deletePerson(string $kind, string $person, int $version): bool
    {
        $customer = $kind === 'customer' ? new Customer((int) $person) : null;
        $payload = $customer ? (array) $customer : [$kind => $person];
        if ($version >= 2) {
            $payload = [$customer ? $person : $payload];
            $customer && $customer->delete();
        }
        foreach ($this->hanging('actionDeleteGDPRCustomer') as $module) {
            Hook::exec('actionDeleteGDPRCustomer', $payload, $module->id);
        }

        return $version >= 2 || !$customer || $customer->delete();
    }

    /** @return list<Module> */
    private function hanging(string $hook): array
    {
        $rows = Db::getInstance()->executeS(
            'SELECT DISTINCT m.name FROM ' . _DB_PREFIX_ . 'hook_module hm
            JOIN ' . _DB_PREFIX_ . 'hook h ON h.id_hook = hm.id_hook AND h.name = "' . pSQL($hook) . '"
            JOIN ' . _DB_PREFIX_ . 'module m ON m.id_module = hm.id_module'
        );

        return array_map([Module::class, 'getInstanceByName'], array_column($rows, 'name'));
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
