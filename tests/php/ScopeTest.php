<?php

use OnlineChat\Scope;

final class ScopeTest extends ShopTestCase
{
    public function choices(): array
    {
        return [
            'all shops' => [Shop::CONTEXT_ALL, null, 'all'],
            'a group' => [Shop::CONTEXT_GROUP, '3', 'group-3'],
            'a shop' => [Shop::CONTEXT_SHOP, '2', 'shop-2'],
        ];
    }

    /** @dataProvider choices */
    public function testItIsWhatTheShopSwitchSays(int $context, ?string $id, string $scope): void
    {
        Shop::$multi = true;
        Shop::$context = $context;
        Shop::$contextId = $id;

        self::assertSame($scope, Scope::chosen());
    }

    /** @dataProvider choices */
    public function testWithoutMultistoreThereIsOnlyOne(int $context, ?string $id): void
    {
        Shop::$context = $context;
        Shop::$contextId = $id;

        self::assertSame('all', Scope::chosen());
    }
}
