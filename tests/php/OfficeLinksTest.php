<?php

use OnlineChat\Answer;
use OnlineChat\OfficeLinks;

final class OfficeLinksTest extends ShopTestCase
{
    private function ask(Employee $employee, array $server = []): Answer
    {
        $this->context->employee = $employee;

        return (new OfficeLinks($this->context))->answer($server + self::post());
    }

    public function testALinkHasAPlaceForTheNumberAndAToken(): void
    {
        $links = $this->ask(new Employee(4, 'Ann', 5, ['AdminOrders' => ['view']]))->body['links'];

        self::assertSame(['order'], array_keys($links), 'nothing she may not view');
        self::assertStringContainsString('controller=AdminOrders&id_order={id}&vieworder=1&token=', $links['order']);
    }

    public function testTheSuperAdminMaySeeItAll(): void
    {
        $links = $this->ask(self::marc())->body['links'];

        self::assertSame(['history', 'customer', 'order', 'cart', 'product', 'voucher', 'address', 'thread'], array_keys($links));
        self::assertStringEndsWith('&token=abc#oc-conversations?q=%23{id}', $links['history']);
        foreach ($links as $link) {
            self::assertSame(1, substr_count($link, OfficeLinks::PLACE), $link);
        }
    }

    public function testOnlyPagesOfThisVeryHostAreAnswered(): void
    {
        self::assertSame(405, $this->ask(self::marc(), ['REQUEST_METHOD' => 'GET'])->status);
        self::assertSame(403, $this->ask(self::marc(), ['HTTP_SEC_FETCH_SITE' => 'cross-site'])->status);
    }
}
