<?php

use OnlineChat\Tags;

final class TagsTest extends ShopTestCase
{
    private function tags(): Tags
    {
        return new Tags(new Onlinechat(), $this->context);
    }

    public function testTheFrontTagIsTheSameForEverybody(): void
    {
        $anonymous = $this->tags()->front();
        $this->signIn();
        $this->context->cookie = new Cookie(['id_guest' => 12, 'id_cart' => 5]);
        $_COOKIE['oc_vid'] = 'x';

        self::assertSame($anonymous, $this->tags()->front());
        self::assertSame([
            'loader_url' => '/oc/loader.js',
            'shop' => 1,
            'lang' => 'en',
            'session_url' => 'http://shop.test/en/module/onlinechat/session',
        ], $this->tags()->frontValues());
        self::assertSame([], Db::$log, 'no SQL in the front hook');
    }

    public function testTheSessionAddressHasThePagesScheme(): void
    {
        Tools::$secure = true;

        self::assertStringStartsWith('https://', $this->tags()->frontValues()['session_url']);
    }

    public function testTheSidecarMayBeElsewhere(): void
    {
        Configuration::$values['ONLINECHAT_URL'] = 'https://chat.shop.test/oc';

        self::assertSame('https://chat.shop.test/oc/loader.js', $this->tags()->frontValues()['loader_url']);
    }

    public function testTheBackOfficeTagIsConstantForAnEmployee(): void
    {
        $this->context->employee = self::sara();
        $first = $this->tags()->backOfficeValues();

        self::assertSame($first, $this->tags()->backOfficeValues());
        self::assertStringContainsString('controller=AdminOnlinechatHistory&ajax=1&action=token', $first['token_url']);
        self::assertSame('', $first['configuration_url'], 'no link to what she may not see');
        self::assertFalse($first['bar']);
    }

    public function testWhoHasNothingToDoWithTheChatGetsNothing(): void
    {
        $this->context->employee = new Employee(4, 'Ann', 5, ['AdminOrders' => ['view']]);
        self::assertSame('', $this->tags()->backOffice());

        $this->context->employee = null;
        self::assertSame('', $this->tags()->backOffice(), 'nobody');

        $this->context->employee = self::marc();
        $this->context->controller = (object) ['controller_name' => 'AdminLogin'];
        self::assertSame('', $this->tags()->backOffice(), 'not signed in any more');
    }

    public function testTheBarIsForThoseWhoCanActUntilTheSidecarHasRun(): void
    {
        $this->context->employee = self::marc();
        self::assertTrue($this->tags()->backOfficeValues()['bar']);

        $this->context->employee = new Employee(3, 'Tom', 5, ['AdminOnlinechatConfig' => ['view']]);
        self::assertFalse($this->tags()->backOfficeValues()['bar']);

        $this->context->employee = self::marc();
        Configuration::$values['ONLINECHAT_RAN'] = '1';
        self::assertFalse($this->tags()->backOfficeValues()['bar']);
    }

    public function testTokensOfViewersOfTheConfigurationOnly(): void
    {
        $this->context->employee = new Employee(3, 'Tom', 5, ['AdminOnlinechatConfig' => ['view']]);

        self::assertStringContainsString('controller=AdminOnlinechatConfig&', $this->tags()->backOfficeValues()['token_url']);
    }

    public function testTemplatesOfHooksPrintOnlyTheseValues(): void
    {
        $this->context->employee = self::marc();
        $known = ['front' => $this->tags()->frontValues(), 'back_office' => $this->tags()->backOfficeValues()];
        foreach ($known as $template => $values) {
            $text = file_get_contents(ONLINECHAT_MODULE . '/views/templates/hook/' . $template . '.tpl');
            preg_match_all('/\{(?:if )?\$([^}|]+)/', $text, $used);
            foreach ($used[1] as $name) {
                self::assertMatchesRegularExpression('/^onlinechat\.\w+$/', $name);
                self::assertArrayHasKey(substr($name, strlen('onlinechat.')), $values);
            }
            // Markers at which PrestaShop cuts Symfony pages apart.
            self::assertDoesNotMatchRegularExpression('~</head>|</body>|\{\$content\}|\{\{~', $text);
        }
    }
}
