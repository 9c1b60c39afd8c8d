<?php

use OnlineChat\Installer;
use OnlineChat\Rights;
use OnlineChat\Settings;

final class ModuleTest extends ShopTestCase
{
    public function testInstallMakesHooksEntriesSecretAndNothingElse(): void
    {
        Configuration::$values = [];
        $module = new Onlinechat();

        self::assertTrue($module->install());
        self::assertSame(Installer::HOOKS, array_keys($module->hooks));
        self::assertMatchesRegularExpression('/^[0-9a-f]{64}$/D', Configuration::get('ONLINECHAT_SECRET'));
        self::assertSame(['ONLINECHAT_SECRET'], array_keys(Configuration::$values));
        self::assertSame([Rights::PARENT, Rights::HISTORY, Rights::CONFIGURATION], array_column(Tab::$rows, 'class_name'));
    }

    public function testEntriesStandAtTheEndOfTheMenuInEveryLanguage(): void
    {
        (new Onlinechat())->install();
        list($parent, $history, $configuration) = array_values(Tab::$rows);

        self::assertSame(0, $parent['id_parent']);
        self::assertSame('', $parent['icon'], 'a section: with an icon its entries would not be shown');
        self::assertSame([$parent['id'], $parent['id']], [$history['id_parent'], $configuration['id_parent']]);
        self::assertSame([1 => 'Conversation history', 2 => 'Historique des conversations', 3 => 'Conversation history'], $history['name']);
        self::assertSame(['Conversation history', 'Modules.Onlinechat.Admin'], [$history['wording'], $history['wording_domain']]);
    }

    public function testEveryHookHasItsMethod(): void
    {
        foreach (Installer::HOOKS as $hook) {
            self::assertTrue(method_exists('Onlinechat', 'hook' . ucfirst($hook)), $hook);
        }
        $methods = preg_grep('/^hook/', get_class_methods('Onlinechat'));
        self::assertCount(count(Installer::HOOKS), $methods);
    }

    public function testAFailedInstallLeavesNoEntries(): void
    {
        Tab::$fails = true;

        self::assertFalse((new Onlinechat())->install());
        self::assertSame([], Tab::$rows);
    }

    public function testResetMakesAgainWhatIsMissingAndKeepsTheRest(): void
    {
        $module = new Onlinechat();
        $module->install();
        $secret = Configuration::get('ONLINECHAT_SECRET');
        Configuration::$values['ONLINECHAT_RAN'] = '1';
        Tab::$rows = [];
        $module->hooks = [];

        self::assertTrue($module->reset());
        self::assertCount(3, Tab::$rows);
        self::assertSame(Installer::HOOKS, array_keys($module->hooks));
        self::assertSame($secret, Configuration::get('ONLINECHAT_SECRET'));
        self::assertSame('1', Configuration::get('ONLINECHAT_RAN'));
        self::assertNotContains('uninstall', $module->parentCalls);
    }

    public function testResetTwiceMakesNothingTwice(): void
    {
        $module = new Onlinechat();
        $module->reset();
        $module->reset();

        self::assertCount(3, Tab::$rows);
    }

    public function testEntriesThatPrestaShopMadeByItselfAreMended(): void
    {
        Tab::$rows = [50 => ['id' => 50, 'class_name' => 'AdminOnlinechatHistory', 'id_parent' => -1, 'name' => [], 'active' => false]];
        (new Onlinechat())->reset();

        self::assertCount(3, Tab::$rows);
        self::assertSame(Tab::getIdFromClassName('AdminOnlinechatParent'), Tab::$rows[50]['id_parent']);
        self::assertTrue(Tab::$rows[50]['active']);
    }

    public function testASecretThatIsNoneIsReplaced(): void
    {
        Configuration::$values['ONLINECHAT_SECRET'] = 'guess me';
        (new Onlinechat())->reset();

        self::assertMatchesRegularExpression('/^[0-9a-f]{64}$/D', Configuration::get('ONLINECHAT_SECRET'));
    }

    public function testUninstallRemovesEntriesAndSettingsAndLeavesTheConversations(): void
    {
        $module = new Onlinechat();
        $module->install();
        Db::$log = [];
        Db::$answers['/FROM `ps_configuration`/'] = array_map(function ($key) {
            return ['name' => $key];
        }, [Settings::SECRET, Settings::RAN, 'ONLINECHAT_SOMETHING_NEWER']);
        Configuration::$values += ['ONLINECHAT_RAN' => '1', 'ONLINECHAT_SOMETHING_NEWER' => 'x'];

        self::assertTrue($module->uninstall());
        self::assertSame([], Tab::$rows);
        self::assertSame([], preg_grep('/^ONLINECHAT_/', array_keys(Configuration::$values)));
        self::assertSame([], preg_grep('/DROP|TRUNCATE|DELETE FROM/', Db::$log));
        self::assertContains('uninstall', $module->parentCalls);
    }

    public function testTablesGoOnlyWhenTheMerchantSaidSo(): void
    {
        $module = new Onlinechat();
        $module->install();
        Configuration::$values['ONLINECHAT_DROP_TABLES'] = '1';
        Db::$answers['/SHOW TABLES/'] = [['x' => 'ps_onlinechat_conversation'], ['x' => 'ps_onlinechat_message'], ['x' => 'psXonlinechat_of_somebody_else']];
        $module->uninstall();

        self::assertSame(
            ['DROP TABLE IF EXISTS `ps_onlinechat_conversation`', 'DROP TABLE IF EXISTS `ps_onlinechat_message`'],
            array_values(preg_grep('/^DROP/', Db::$log))
        );
        self::assertCount(1, preg_grep('/SHOW TABLES LIKE "ps\\\\+_onlinechat\\\\+_%"/', Db::$log));
    }

    public function testAShopAddedLaterGetsOurHooksWhenTheModuleIsEnabledThere(): void
    {
        $module = new Onlinechat();
        self::assertTrue($module->enable());
        self::assertSame(Installer::HOOKS, array_keys($module->hooks));
    }

    public function testHooksThatAreNewInCopiedFilesAreAdded(): void
    {
        $module = new Onlinechat();
        Db::$answers['/FROM `ps_hook_module` .*`id_module` = 66/'] = array_map(static function ($hook) {
            return ['name' => $hook];
        }, array_diff(Installer::HOOKS, ['registerGDPRConsent']));
        (new Installer($module))->addNewHooks();

        self::assertSame(['registerGDPRConsent'], array_keys($module->hooks));
    }

    public function testTheConfigureLinkLeadsToConfiguration(): void
    {
        (new Onlinechat())->getContent();

        self::assertStringContainsString('controller=AdminOnlinechatConfig', Tools::$redirect);
    }

    public function testAHookThatFailsPrintsNothingAndSaysWhereInTheLogWithoutValues(): void
    {
        Configuration::$values['ONLINECHAT_SECRET'] = '';
        $_COOKIE['oc_vid'] = 'x';
        $module = new Onlinechat();

        self::assertSame('', $module->hookDisplayHeader());
        $module->hookActionAuthentication([]);
        $module->hookActionCustomerAccountAdd([]);
        $module->hookActionCustomerLogoutAfter();
        $this->context->link = null;
        $this->context->employee = self::marc();
        self::assertSame('', $module->hookDisplayBackOfficeHeader());
        self::assertLessThanOrEqual(1, count(PrestaShopLogger::$lines));
    }

    public function testHooksOfLoginAndLogoutReachTheCookies(): void
    {
        $cookie = new OnlineChat\VisitorCookie([self::SECRET]);
        $_COOKIE['oc_vid'] = $cookie->write(new OnlineChat\Visitor(VisitorCookieTest::VID, 7, 0));
        $module = new Onlinechat();

        $module->hookActionAuthentication(['customer' => new Customer(2)]);
        self::assertSame(2, $cookie->read($_COOKIE['oc_vid'])->customerId);
        $rev = $_COOKIE['oc_rev'];

        $module->hookActionCustomerLogoutAfter();
        self::assertNotSame(VisitorCookieTest::VID, $cookie->read($_COOKIE['oc_vid'])->vid);
        self::assertNotSame($rev, $_COOKIE['oc_rev']);

        $module->hookActionCustomerAccountAdd(['newCustomer' => new Customer(3)]);
        self::assertSame(3, $cookie->read($_COOKIE['oc_vid'])->customerId);
    }
}
