<?php

use OnlineChat\Answer;
use OnlineChat\SessionRequest;
use OnlineChat\Tokens;

final class SessionRequestTest extends ShopTestCase
{
    const NOW = 1795474800;

    private function ask(array $server = []): Answer
    {
        return (new SessionRequest(new Onlinechat(), $this->context))->answer($server + self::post(), self::NOW);
    }

    private function claims(Answer $answer): array
    {
        return (new Tokens(self::SECRET))->verify($answer->body['token'], 'visitor', self::NOW);
    }

    public function testAGuestGetsATokenAndANumberMadeTheShopsWay(): void
    {
        $answer = $this->ask();

        self::assertSame(200, $answer->status);
        self::assertSame(['token', 'expiresAt', 'url', 'rev'], array_keys($answer->body));
        self::assertSame('/oc/', $answer->body['url']);
        $claims = $this->claims($answer);
        self::assertSame(['guest:7', 7, 1, 'en', ''], [$claims['sub'], $claims['guest'], $claims['shop'], $claims['lang'], $claims['name']]);
        self::assertSame(substr($_COOKIE['oc_vid'], 0, 32), $claims['vid']);
        self::assertSame([1], $claims['groups'], 'visitors without an account');
    }

    public function testPrestaShopsOwnCookieIsNotTouched(): void
    {
        $this->context->cookie = new Cookie(['id_cart' => 3]);
        $this->context->cookie->disallowWriting();
        $this->ask();

        self::assertFalse($this->context->cookie->id_guest, 'the number went to a copy');
        $this->context->cookie = new Cookie();
        gc_collect_cycles();
        self::assertSame(0, Cookie::$sent);
    }

    public function testNothingMayBeCached(): void
    {
        $headers = $this->ask()->headers;

        self::assertStringContainsString('no-store', $headers['Cache-Control']);
        self::assertSame('application/json; charset=utf-8', $headers['Content-Type']);
        self::assertSame('nosniff', $headers['X-Content-Type-Options']);
        self::assertArrayNotHasKey('Access-Control-Allow-Origin', $headers);
    }

    public function testACustomerIsNamedByTheShop(): void
    {
        $this->signIn();
        $this->context->cookie = new Cookie(['id_guest' => 4]);
        $claims = $this->claims($this->ask());

        self::assertSame(['customer:2', 'John DOE', 4], [$claims['sub'], $claims['name'], $claims['guest']]);
    }

    public function testAClosedAccountIsNoCustomer(): void
    {
        $this->signIn();
        Customer::$banned = [2];

        self::assertSame('guest:7', $this->claims($this->ask())['sub']);
    }

    public function testAGuestCheckoutIsAGuest(): void
    {
        $this->signIn(9);
        $this->context->customer->is_guest = 1;

        self::assertSame('guest:7', $this->claims($this->ask())['sub']);
        self::assertStringContainsString('IN (2)', implode(' ', Db::$log), 'the group of guest checkouts counts');
    }

    public function testTheMerchantsGroupRestrictionHoldsHereToo(): void
    {
        Db::$answers = ['/module_group.*IN \(3\)/' => '1'];

        $refused = $this->ask();
        self::assertSame([403, 'not_allowed'], [$refused->status, $refused->body['error']['code']]);
        self::assertSame([], $_COOKIE, 'no cookie for whom the chat is closed');

        $this->signIn();
        self::assertSame(200, $this->ask()->status);
    }

    public function testWithoutGroupsThereIsNoRestriction(): void
    {
        Db::$answers = [];
        Group::$active = false;

        self::assertSame(200, $this->ask()->status);
    }

    public function testAShopInMaintenanceGivesNoToken(): void
    {
        Configuration::$values['PS_SHOP_ENABLE'] = '';
        Configuration::$values['PS_MAINTENANCE_IP'] = '198.51.100.1, 203.0.113.8';
        $answer = $this->ask();
        self::assertSame([503, 'maintenance'], [$answer->status, $answer->body['error']['code']]);

        Configuration::$values['PS_MAINTENANCE_IP'] = '198.51.100.1, 203.0.113.9';
        self::assertSame(200, $this->ask()->status);
    }

    public function refused(): array
    {
        return [
            'GET' => [['REQUEST_METHOD' => 'GET'], 405],
            'HEAD' => [['REQUEST_METHOD' => 'HEAD'], 405],
            'no method' => [['REQUEST_METHOD' => ''], 405],
            'the browser says cross-site' => [['HTTP_SEC_FETCH_SITE' => 'cross-site'], 403],
            'another host of the same site' => [['HTTP_SEC_FETCH_SITE' => 'same-site'], 403],
            'typed in' => [['HTTP_SEC_FETCH_SITE' => 'none'], 403],
            'cross-site, whatever Origin claims' => [['HTTP_SEC_FETCH_SITE' => 'cross-site', 'HTTP_ORIGIN' => 'https://shop.test'], 403],
            'foreign origin' => [['HTTP_ORIGIN' => 'https://evil.test'], 403],
            'a host that begins like ours' => [['HTTP_ORIGIN' => 'https://shop.test.evil.test'], 403],
            'a user name like ours' => [['HTTP_ORIGIN' => 'https://shop.test@evil.test'], 403],
            'other port' => [['HTTP_ORIGIN' => 'https://shop.test:8443'], 403],
            'origin null' => [['HTTP_ORIGIN' => 'null'], 403],
            'origin nonsense' => [['HTTP_ORIGIN' => 'http:///'], 403],
        ];
    }

    /** @dataProvider refused */
    public function testRefuses(array $server, int $status): void
    {
        $answer = $this->ask($server);

        self::assertSame($status, $answer->status);
        self::assertArrayNotHasKey('token', $answer->body);
        self::assertSame([], $_COOKIE);
        self::assertSame([], Db::$log, 'refused before any work');
    }

    public function allowed(): array
    {
        return [
            'own page' => [['HTTP_SEC_FETCH_SITE' => 'same-origin', 'HTTP_ORIGIN' => 'https://shop.test']],
            'own page, older browser' => [['HTTP_ORIGIN' => 'https://shop.test']],
            'http' => [['HTTP_ORIGIN' => 'http://shop.test']],
            'own port' => [['HTTP_ORIGIN' => 'http://shop.test:8090', 'HTTP_HOST' => 'shop.test:8090']],
            'default port written out' => [['HTTP_ORIGIN' => 'https://shop.test', 'HTTP_HOST' => 'SHOP.test:443']],
            'IPv6' => [['HTTP_ORIGIN' => 'http://[::1]:8080', 'HTTP_HOST' => '[::1]:8080']],
            'no browser' => [[]],
        ];
    }

    /** @dataProvider allowed */
    public function testAllows(array $server): void
    {
        self::assertSame(200, $this->ask($server)->status);
    }

    public function testWithoutASecretNothingIsSigned(): void
    {
        Configuration::$values['ONLINECHAT_SECRET'] = '';
        $this->expectException(RuntimeException::class);

        $this->ask();
    }
}
