<?php

use PHPUnit\Framework\TestCase;

/** A fresh little shop for each test. */
abstract class ShopTestCase extends TestCase
{
    const SECRET = '5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c';

    /** @var Context */
    protected $context;

    protected function setUp(): void
    {
        Configuration::$values = ['ONLINECHAT_SECRET' => self::SECRET, 'PS_SHOP_ENABLE' => '1',
            'PS_UNIDENTIFIED_GROUP' => '1', 'PS_GUEST_GROUP' => '2', 'PS_COOKIE_LIFETIME_FO' => '480'];
        Configuration::$writes = 0;
        Db::$log = [];
        Db::$answers = ['/module_group/' => '1'];
        Tools::$secure = false;
        Customer::$banned = [];
        Guest::$next = 7;
        Group::$active = true;
        Shop::$multi = false;
        Shop::$ids = [1];
        Shop::$context = Shop::CONTEXT_ALL;
        Shop::$contextId = null;
        Tab::$rows = [];
        Tab::$fails = false;
        Access::$granted = [];
        PrestaShopLogger::$lines = [];
        Cookie::$sent = 0;
        $_COOKIE = [];
        Context::forget();
        $this->context = Context::getContext();
        $this->context->cookie = new Cookie();
        $this->context->customer = new Customer();
        $this->context->language = new Language();
        $this->context->link = new Link();
        $this->context->shop = new Shop();
        $this->context->smarty = new Smarty();
    }

    protected function signIn(int $id = 2): void
    {
        $this->context->customer = new Customer($id);
    }

    protected static function marc(): Employee
    {
        return new Employee(1, 'Marc', 1, []);
    }

    protected static function sara(): Employee
    {
        return new Employee(2, 'Sara', 5, ['AdminOnlinechatHistory' => ['view', 'edit']]);
    }

    protected static function post(array $more = []): array
    {
        return $more + ['REQUEST_METHOD' => 'POST', 'HTTP_HOST' => 'shop.test'];
    }
}
