<?php

use OnlineChat\Visitor;
use OnlineChat\VisitorCookie;
use OnlineChat\VisitorSession;

final class VisitorSessionTest extends ShopTestCase
{
    /** @var VisitorCookie */
    private $cookie;

    protected function setUp(): void
    {
        parent::setUp();
        $this->cookie = new VisitorCookie([self::SECRET]);
    }

    private function session(Jar $jar): VisitorSession
    {
        return new VisitorSession($this->cookie, $jar, $this->context);
    }

    private function jarOf(Visitor $visitor, string $marker = '0011223344556677'): Jar
    {
        return new Jar(['oc_vid' => $this->cookie->write($visitor), 'oc_rev' => $marker]);
    }

    private static function noGuest(): callable
    {
        return function () {
            throw new LogicException('No guest number was asked for.');
        };
    }

    public function testTheFirstOpeningMakesKeyMarkerAndGuestNumber(): void
    {
        $jar = new Jar();
        list($visitor, $marker) = $this->session($jar)->open(0, 0, function () {
            return 7;
        });

        self::assertSame('guest:7', $visitor->subject());
        self::assertSame(['oc_rev' => true, 'oc_vid' => false], $jar->sent, 'only the marker is for scripts');
        self::assertSame($marker, $jar->cookies['oc_rev']);
        self::assertTrue($visitor->equals($this->cookie->read($jar->cookies['oc_vid'])));
    }

    public function testTheNextOpeningChangesNothingAndSendsNothing(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0));
        list($visitor, $marker) = $this->session($jar)->open(0, 0, self::noGuest());

        self::assertSame(VisitorCookieTest::VID, $visitor->vid);
        self::assertSame('0011223344556677', $marker);
        self::assertSame([], $jar->sent, 'a late answer must not undo a logout meanwhile');
    }

    public function testTheShopsOwnGuestNumberWins(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0));
        list($visitor) = $this->session($jar)->open(0, 12, self::noGuest());

        self::assertSame('guest:12', $visitor->subject());
        self::assertSame(['oc_vid'], array_keys($jar->sent));
    }

    public function testWithoutAGuestNumberTheKeyIsTheSubject(): void
    {
        list($visitor) = $this->session(new Jar())->open(0, 0, function () {
            return 0;
        });

        self::assertSame('visitor:' . $visitor->vid, $visitor->subject());
    }

    public function testAGuestWhoSignsInStaysTheSameVisitor(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0));
        $this->session($jar)->signedIn(new Customer(2));
        $marker = $jar->cookies['oc_rev'];
        self::assertNotSame('0011223344556677', $marker, 'open pages notice');

        list($visitor, $next) = $this->session($jar)->open(2, 7, self::noGuest());
        self::assertSame('customer:2', $visitor->subject());
        self::assertSame(VisitorCookieTest::VID, $visitor->vid);
        self::assertSame($marker, $next, 'they notice once');
    }

    public function testAnUnseenLoginIsNoticedAtTheNextOpening(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0));
        list($visitor, $marker) = $this->session($jar)->open(2, 7, self::noGuest());

        self::assertSame(VisitorCookieTest::VID, $visitor->vid);
        self::assertNotSame('0011223344556677', $marker);
    }

    public function testLogoutLeavesNothingOfTheVisitor(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 2));
        $this->session($jar)->signedOut();

        $now = $this->cookie->read($jar->cookies['oc_vid']);
        self::assertNotSame(VisitorCookieTest::VID, $now->vid);
        self::assertSame([0, 0], [$now->guestId, $now->customerId]);
        self::assertNotSame('0011223344556677', $jar->cookies['oc_rev']);
    }

    public function testNorDoesASessionThatEndedWithoutALogout(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 2));
        list($visitor, $marker) = $this->session($jar)->open(0, 0, function () {
            return 8;
        });

        self::assertNotSame(VisitorCookieTest::VID, $visitor->vid);
        self::assertSame('guest:8', $visitor->subject());
        self::assertNotSame('0011223344556677', $marker);
    }

    public function testTheNextCustomerAtTheBrowserGetsAnotherKey(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 2));
        list($visitor) = $this->session($jar)->open(3, 9, self::noGuest());
        self::assertNotSame(VisitorCookieTest::VID, $visitor->vid);
        self::assertSame('customer:3', $visitor->subject());

        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 2));
        $this->session($jar)->signedIn(new Customer(3));
        self::assertNotSame(VisitorCookieTest::VID, $this->cookie->read($jar->cookies['oc_vid'])->vid);
    }

    public function testNothingHappensWhereTheChatWasNeverOpened(): void
    {
        $jar = new Jar();
        $this->session($jar)->signedIn(new Customer(2));
        $this->session($jar)->signedOut();
        $this->session($jar)->lendGuest();

        self::assertSame([], $jar->sent);
        self::assertFalse($this->context->cookie->id_guest);
    }

    public function testAGuestCheckoutIsNoLogin(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0));
        $customer = new Customer(4);
        $customer->is_guest = 1;
        $this->session($jar)->signedIn($customer);
        $this->session($jar)->signedIn(null);

        self::assertSame([], $jar->sent);
    }

    public function testABrokenKeyIsReplacedAtLogoutToo(): void
    {
        $jar = new Jar(['oc_vid' => 'something else', 'oc_rev' => 'x']);
        $this->session($jar)->signedOut();

        self::assertNotNull($this->cookie->read($jar->cookies['oc_vid']));
    }

    public function testAMarkerThatIsNotOursIsReplaced(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0), '<script>');
        list(, $marker) = $this->session($jar)->open(0, 7, self::noGuest());

        self::assertMatchesRegularExpression('/^[0-9a-f]{16}$/D', $marker);
    }

    public function testAPageTakesOverTheGuestNumberMadeForTheChat(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 0));
        $this->session($jar)->lendGuest();
        self::assertSame(7, $this->context->cookie->id_guest);

        $this->context->cookie = new Cookie(['id_guest' => 3]);
        $this->session($jar)->lendGuest();
        self::assertSame(3, $this->context->cookie->id_guest, 'the shop’s own number stays');

        $this->context->cookie = new Cookie(['id_customer' => 2]);
        $this->session($jar)->lendGuest();
        self::assertFalse($this->context->cookie->id_guest, 'customers have theirs');
    }

    public function testWhoeverChatsIsKnownOnlyWhileTheyShop(): void
    {
        $jar = $this->jarOf(new Visitor(VisitorCookieTest::VID, 7, 2));
        $session = $this->session($jar);

        self::assertSame('customer:2', $session->current(2)->subject());
        self::assertNull($session->current(0), 'signed out meanwhile');
        self::assertNull($session->current(3), 'somebody else');
        self::assertNull($this->session(new Jar())->current(0), 'the chat was never opened');
        self::assertSame([], $jar->sent);
    }
}
