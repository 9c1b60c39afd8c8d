<?php

use OnlineChat\Rights;

final class RightsTest extends ShopTestCase
{
    public function testProfilesWithOurEntriesGetTheModulesRightAndTheMenuSection(): void
    {
        Db::$answers = [
            '/`ps_module_access` h/' => [['id_profile' => '5', 'id_authorization_role' => '774']],
            '/`ps_access` h/' => [['id_profile' => '5', 'id_authorization_role' => '778'], ['id_profile' => '6', 'id_authorization_role' => '778']],
        ];
        Rights::grant();

        self::assertSame([['module', 5, 774], ['tab', 5, 778], ['tab', 6, 778]], Access::$granted);
        $sql = implode("\n", Db::$log);
        self::assertStringContainsString('"ROLE_MOD_MODULE_ONLINECHAT_READ"', $sql);
        self::assertStringContainsString('"ROLE_MOD_TAB_ADMINONLINECHATPARENT_READ"', $sql);
        self::assertStringContainsString(
            'IN ("ROLE_MOD_TAB_ADMINONLINECHATHISTORY_READ", "ROLE_MOD_TAB_ADMINONLINECHATCONFIG_READ")',
            $sql
        );
    }

    public function testWhoMayDeleteCustomersGetsTheModulesRightAndNoEntry(): void
    {
        Rights::grant();
        list($module, $tab) = array_values(preg_grep('/authorization_role/', Db::$log));

        self::assertStringContainsString('"ROLE_MOD_TAB_ADMINCUSTOMERS_DELETE"', $module);
        self::assertStringContainsString('"ROLE_MOD_TAB_ADMINAJAXPSGDPR_READ"', $module);
        self::assertStringContainsString('ROLE_MOD_TAB_ADMINONLINECHATPARENT_READ', $tab);
        self::assertStringNotContainsString('ADMINCUSTOMERS', $tab);
    }

    public function testNothingIsWrittenWhenAllHaveIt(): void
    {
        Rights::grant();

        self::assertSame([], Access::$granted);
    }

    public function testTheMerchantsNextClickGrantsSupportsDoesNot(): void
    {
        Rights::grantAlong(self::sara());
        Rights::grantAlong(null);
        self::assertSame([], Db::$log);

        Rights::grantAlong(self::marc());
        self::assertNotSame([], Db::$log);
    }

    public function testClassNamesHaveNoUnderscore(): void
    {
        foreach ([Rights::PARENT, Rights::HISTORY, Rights::CONFIGURATION] as $class) {
            self::assertMatchesRegularExpression('/^[A-Z][a-zA-Z0-9]*$/', $class);
        }
    }
}
