<?php

use OnlineChat\GdprPayload;

/** Whom psgdpr means, in the ways of all its versions, and whom it does not. */
final class GdprPayloadTest extends ShopTestCase
{
    /** What Hook::exec adds to whatever it is given. */
    const ALWAYS = ['cookie' => null, 'cart' => null, 'altern' => 1];

    public function people(): array
    {
        return [
            '1.4, a customer' => [['id' => 5, 'email' => 'ada@example.org', "\0*\0webserviceParameters" => []], 5, 'ada@example.org', ''],
            '1.4, the number as text' => [['id' => '5', 'email' => 'ada@example.org'], 5, 'ada@example.org', ''],
            'a guide says id_customer' => [['id_customer' => 5], 5, '', ''],
            '2, a number in a list' => [['5'], 5, '', ''],
            'an e-mail' => [['email' => 'ada@example.org'], 0, 'ada@example.org', ''],
            '2, an e-mail in a list' => [[['email' => ' ada@example.org ']], 0, 'ada@example.org', ''],
            'a phone number' => [['phone' => '+33 (0)6.12-34 56 78'], 0, '', '+330612345678'],
            '2, a phone number in a list' => [[['phone' => '06 12 34 56 78']], 0, '', '0612345678'],
        ];
    }

    /** @dataProvider people */
    public function testWhoIsMeant(array $given, int $customer, string $email, string $phone): void
    {
        $payload = new GdprPayload($given + self::ALWAYS);

        self::assertSame([$customer, $email, $phone], [$payload->customerId, $payload->email, $payload->phone]);
    }

    public function nobodies(): array
    {
        $values = [null, '', ' ', '0', 0, -5, '5 OR 1=1', '5abc', 1.5, true, [], new stdClass(), '@', '@example.org', 'ada', '-', "\0"];

        return array_map(static function ($value) {
            return [$value];
        }, $values);
    }

    /** @dataProvider nobodies */
    public function testWhatIsNobody($value): void
    {
        foreach ([['id' => $value], ['id_customer' => $value], [$value], ['email' => $value], ['phone' => $value], [['email' => $value]], [['phone' => $value]], []] as $given) {
            $payload = new GdprPayload($given + self::ALWAYS);
            self::assertSame([0, '', ''], [$payload->customerId, $payload->email, $payload->phone], json_encode($given));
        }
    }

    public function testAFewDigitsAreNoPhoneNumber(): void
    {
        self::assertSame('', GdprPayload::digits('12-34'));
        self::assertSame('12345', GdprPayload::digits('12-345'));
        self::assertSame('12345', GdprPayload::digits(12345));
    }

    public function testADeletedCustomerIsKnownByNumberAndAddress(): void
    {
        $customer = new Customer(7);
        $customer->email = 'ada@example.org';
        $payload = GdprPayload::ofCustomer($customer);

        self::assertSame([7, 'ada@example.org', ''], [$payload->customerId, $payload->email, $payload->phone]);
    }
}
