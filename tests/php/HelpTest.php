<?php

use OnlineChat\Help;
use OnlineChat\Settings;
use PHPUnit\Framework\TestCase;

final class HelpTest extends TestCase
{
    private static function help(string $url = '/oc/', string $shopPath = '/', string $folder = '/var/www/shop'): Help
    {
        return new Help($folder, $url, $shopPath, 'www-data');
    }

    public function testTheStartCommandNamesTheShopsFolder(): void
    {
        self::assertSame('onlinechat serve --shop /var/www/shop', self::help()->startCommand());
        self::assertSame("onlinechat serve --shop '/home/my shop'", self::help('/oc/', '/', '/home/my shop/')->startCommand());
        self::assertSame("onlinechat serve --shop '/home/it'\\''s'", self::help('/oc/', '/', "/home/it's")->startCommand());
        self::assertSame("onlinechat serve --shop '/home/\$(reboot)'", self::help('/oc/', '/', '/home/$(reboot)')->startCommand());
    }

    public function testAnotherPathIsSaidToTheSidecarToo(): void
    {
        $help = self::help('https://chat.shop.test/talk/');

        self::assertSame('/talk/', $help->basePath());
        self::assertStringEndsWith(' --base-path /talk/', $help->startCommand());
        self::assertStringStartsWith('location ^~ /talk/ {', $help->nginx());
    }

    public function testTheServiceRunsAsTheShopsUser(): void
    {
        $unit = self::help('/oc/', '/', '/var/www/100%')->serviceUnit();

        self::assertStringContainsString("\nUser=www-data\n", $unit);
        self::assertStringContainsString("\nExecStart=/usr/local/bin/onlinechat serve --shop '/var/www/100%%'\n", $unit);
    }

    public function testNginxPassesWebSocketsOnAndNoCookies(): void
    {
        $block = self::help()->nginx();

        foreach (['location ^~ /oc/ {', 'proxy_pass http://127.0.0.1:8081;', 'Upgrade $http_upgrade;', 'Cookie "";', 'X-Forwarded-For'] as $part) {
            self::assertStringContainsString($part, $block);
        }
        self::assertSame(substr_count($block, '{'), substr_count($block, '}'));
    }

    public function testApacheWithAndWithoutTheVirtualHost(): void
    {
        self::assertStringContainsString('RewriteRule ^/oc/(.*)$ ws://127.0.0.1:8081/oc/$1 [P,L]', self::help()->apache());
        self::assertStringContainsString('ProxyPass /oc/ http://127.0.0.1:8081/oc/', self::help()->apache());
        self::assertStringContainsString('RewriteRule ^oc/(.*)$ http://127.0.0.1:8081/oc/$1 [P,L]', self::help()->htaccess());
        self::assertStringNotContainsString('ProxyPass', self::help()->htaccess());
    }

    public function testAShopInASubfolderHasItsHtaccessThere(): void
    {
        self::assertSame('', self::help('/oc/', '/shop/')->htaccess(), 'out of its reach');
        self::assertStringContainsString('RewriteRule ^oc/(.*)$ http://127.0.0.1:8081/shop/oc/$1 [P,L]', self::help('/shop/oc/', '/shop/')->htaccess());
    }

    public function urls(): array
    {
        return [
            ['', '/oc/'], ['/oc', '/oc/'], ['/oc/', '/oc/'], ['/a/b-c_d.e~f/', '/a/b-c_d.e~f/'],
            ['https://chat.shop.test', 'https://chat.shop.test/'], ['http://127.0.0.1:8080/oc/', 'http://127.0.0.1:8080/oc/'],
            ['http://[::1]:8080/oc', 'http://[::1]:8080/oc/'],
            ['//evil.test/', '/oc/'], ['javascript:alert(1)', '/oc/'], ['/oc/"><script>', '/oc/'], ["/oc/\n", '/oc/'],
            ['/oc/?x=1', '/oc/'], ['https://user:pw@evil.test/', '/oc/'], ['oc', '/oc/'], ['/;}/', '/oc/'],
        ];
    }

    /** @dataProvider urls */
    public function testTheAddressIsAPathOrAWholeAddressAndNothingElse(string $given, string $clean): void
    {
        self::assertSame($clean, Settings::cleanUrl($given));
    }
}
