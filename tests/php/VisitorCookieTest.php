<?php

use OnlineChat\Visitor;
use OnlineChat\VisitorCookie;
use PHPUnit\Framework\TestCase;

final class VisitorCookieTest extends TestCase
{
    const VID = '0123456789abcdef0123456789abcdef';

    public function testReadsWhatItWrote(): void
    {
        $cookie = new VisitorCookie([str_repeat('a', 64)]);
        $read = $cookie->read($cookie->write(new Visitor(self::VID, 7, 2)));

        self::assertTrue($read->equals(new Visitor(self::VID, 7, 2)));
    }

    public function testReadsWhatThePreviousSecretSignedAndWritesWithTheNewOne(): void
    {
        $old = new VisitorCookie([str_repeat('a', 64)]);
        $now = new VisitorCookie([str_repeat('b', 64), str_repeat('a', 64)]);
        $visitor = $now->read($old->write(new Visitor(self::VID, 7, 0)));

        self::assertSame(self::VID, $visitor->vid);
        self::assertNull($old->read($now->write($visitor)));
    }

    public function forged(): array
    {
        $good = (new VisitorCookie([str_repeat('a', 64)]))->write(new Visitor(self::VID, 7, 0));

        return [
            'other number of a guest' => [str_replace('.7.', '.8.', $good)],
            'a customer of one’s choice' => [str_replace('.7.0.', '.7.2.', $good)],
            'other key' => ['f' . substr($good, 1)],
            'other shop' => [(new VisitorCookie([str_repeat('c', 64)]))->write(new Visitor(self::VID, 7, 0))],
            'no signature' => [substr($good, 0, strrpos($good, '.'))],
            'a line feed at the end' => [$good . "\n"],
            'empty' => [''],
            'an array, as oc_vid[]=' => [[$good]],
            'nothing' => [null],
            'capital digits' => [strtoupper($good)],
            'a number too long' => [str_replace('.7.', '.12345678901.', $good)],
        ];
    }

    /** @dataProvider forged */
    public function testTakesNothingElse($value): void
    {
        self::assertNull((new VisitorCookie([str_repeat('a', 64)]))->read($value));
    }

    public function testEachVisitorHas128RandomBits(): void
    {
        $vids = array_map(function () {
            return Visitor::fresh()->vid;
        }, range(1, 100));

        self::assertCount(100, array_unique($vids));
        self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/D', $vids[0]);
    }
}
