<?php

use OnlineChat\Answer;
use OnlineChat\TokenRequest;
use OnlineChat\Tokens;

final class TokenRequestTest extends ShopTestCase
{
    const NOW = 1795474800;

    private function ask(Employee $employee, array $server = []): Answer
    {
        $this->context->employee = $employee;

        return (new TokenRequest($this->context))->answer($server + self::post(), self::NOW);
    }

    private function claims(Answer $answer): array
    {
        return (new Tokens(self::SECRET))->verify($answer->body['token'], 'operator', self::NOW);
    }

    public function testTheSuperAdminMayEverything(): void
    {
        $answer = $this->ask(self::marc());
        $claims = $this->claims($answer);

        self::assertSame(['token', 'expiresAt', 'url'], array_keys($answer->body));
        self::assertSame('employee:1', $claims['sub']);
        self::assertSame('Marc', $claims['name']);
        self::assertSame(['history' => 'view,edit,delete', 'configuration' => 'view,edit'], $claims['rights']);
        self::assertSame([1], $claims['shops']);
    }

    public function testSupportMayWhatItsProfileMay(): void
    {
        $claims = $this->claims($this->ask(self::sara()));

        self::assertSame(['history' => 'view,edit', 'configuration' => ''], $claims['rights']);
    }

    public function testEditWithoutViewIsNothing(): void
    {
        $employee = new Employee(3, 'Tom', 5, ['AdminOnlinechatHistory' => ['edit', 'delete'], 'AdminOnlinechatConfig' => ['view']]);

        self::assertSame(['history' => '', 'configuration' => 'view'], $this->claims($this->ask($employee))['rights']);
    }

    public function testWhoMayViewNeitherEntryGetsNoToken(): void
    {
        $answer = $this->ask(new Employee(4, 'Ann', 5, ['AdminOrders' => ['view']]));

        self::assertSame([403, 'not_allowed'], [$answer->status, $answer->body['error']['code']]);
        self::assertFalse(Configuration::get('ONLINECHAT_RAN'));
    }

    public function testShopsOfAnEmployee(): void
    {
        Shop::$multi = true;
        Shop::$ids = [1, 2, 3];
        $sara = self::sara();
        $sara->shops = ['2', '3', '9'];

        self::assertSame([2, 3], $this->claims($this->ask($sara))['shops']);
        self::assertSame([1, 2, 3], $this->claims($this->ask(self::marc()))['shops']);
    }

    public function testTheFirstTokenMarksThatTheSidecarHasRun(): void
    {
        $this->ask(self::sara());
        $this->ask(self::sara());

        self::assertSame('1', Configuration::get('ONLINECHAT_RAN'));
        self::assertSame(1, Configuration::$writes);
    }

    public function testRefusesWhatNoPageOfOursSends(): void
    {
        self::assertSame(405, $this->ask(self::marc(), ['REQUEST_METHOD' => 'GET'])->status);
        self::assertSame(403, $this->ask(self::marc(), ['HTTP_ORIGIN' => 'https://evil.test'])->status);
        self::assertSame(403, $this->ask(self::marc(), ['HTTP_SEC_FETCH_SITE' => 'cross-site'])->status);
    }

    public function testAVisitorsTokenOpensNothingForOperators(): void
    {
        $token = (new Tokens(self::SECRET))->sign('visitor', ['sub' => 'employee:1'], self::NOW)['token'];

        self::assertNull((new Tokens(self::SECRET))->verify($token, 'operator', self::NOW));
    }
}
