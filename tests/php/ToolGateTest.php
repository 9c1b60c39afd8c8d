<?php

use OnlineChat\CatalogueRequest;
use OnlineChat\ToolGate;

final class ToolGateTest extends ShopTestCase
{
    private function refused(Employee $employee, array $fields = ['shop' => '1'], array $needed = []): string
    {
        $answer = ToolGate::refusal(self::post(), $fields, $employee, $needed);

        return $answer === null ? '' : $answer->status . ' ' . $answer->body['error']['code'];
    }

    public function testWhoAnswersCustomersMayUseTheTools(): void
    {
        self::assertSame('', $this->refused(self::sara()));
        self::assertSame('', $this->refused(self::marc()));
    }

    public function testWhoMayNotSeeConversationsMayUseNone(): void
    {
        $configures = new Employee(3, 'Tom', 5, ['AdminOnlinechatConfig' => ['view', 'edit']]);

        self::assertSame('403 not_allowed', $this->refused($configures));
    }

    public function testAToolMayAskForRightsInTheShop(): void
    {
        $needed = ['AdminCartRules' => 'add'];
        $answer = ToolGate::refusal(self::post(), ['shop' => '1'], self::sara(), $needed);

        self::assertSame([403, 'AdminCartRules'], [$answer->status, $answer->body['error']['needed']]);
        $allowed = new Employee(2, 'Sara', 5, ['AdminOnlinechatHistory' => ['view'], 'AdminCartRules' => ['add']]);
        self::assertSame('', $this->refused($allowed, ['shop' => '1'], $needed));
    }

    public function testOnlyForShopsOfTheirs(): void
    {
        Shop::$multi = true;
        Shop::$ids = [1, 2];
        foreach (['2', '0', '', 'x', ['1']] as $shop) {
            self::assertSame('403 not_allowed', $this->refused(self::sara(), ['shop' => $shop]));
        }
        self::assertSame('403 not_allowed', $this->refused(self::sara(), []));
    }

    public function testOnlyFromAPageOfThisHost(): void
    {
        $elsewhere = ['HTTP_ORIGIN' => 'https://evil.example'] + self::post();

        self::assertNotNull(ToolGate::refusal($elsewhere, ['shop' => '1'], self::marc()));
    }

    public function testTheCatalogueIsBehindIt(): void
    {
        $this->context->employee = new Employee(4, 'Ann', 5, []);
        $catalogue = new CatalogueRequest($this->context);

        self::assertSame(403, $catalogue->search(self::post(), ['shop' => '1', 'q' => 'apron'])->status);
        self::assertSame(403, $catalogue->one(self::post(), ['shop' => '1', 'product' => '1'], 1)->status);
    }

    public function testOneLetterFindsNothing(): void
    {
        $this->context->employee = self::sara();
        $answer = (new CatalogueRequest($this->context))->search(self::post(), ['shop' => '1', 'q' => ' a ']);

        self::assertSame([200, ['products' => []]], [$answer->status, $answer->body]);
    }
}
