"""What a shop has of its visitors, of any age, and a retention whose clock can be moved."""

from datetime import datetime, timedelta
from itertools import count

from sidecar.conversations import visitors
from sidecar.conversations.erasure import Erasure
from sidecar.conversations.trail import Stop
from sidecar.desk.blocking import store as blocks
from sidecar.desk.filing import store as filings
from sidecar.history import keeping
from sidecar.panel import store as carts
from sidecar.panel.rules import Snapshot
from sidecar.platform import clock
from sidecar.platform.database import Database, Row
from sidecar.platform.identity import Browser, Visitor
from sidecar.platform.ids import ulid
from sidecar.privacy.retention import Pace, Retention, Terms
from sidecar.protocol.base import ConversationId, ShopId
from sidecar.protocol.cart import CartContent
from tests.conftest import Shop
from tests.offline.rooms import Room
from tests.panel.carts import cart
from tests.people import MARC, SHOP, guest

YEAR = timedelta(days=365)
QUICK = Pace(batch=3, rest=0, least_rest=0)


class Archive(Room):
    """The rooms whose things grow old, and when it is."""

    def __init__(self, database: Database, shop: Shop) -> None:
        super().__init__(database, shop)
        self.moment = clock.now()
        self.now = lambda: self.moment
        self.terms = {SHOP: Terms(keep=YEAR, addresses=timedelta(days=30))}
        self._numbers = count(1)

    def retention(self, pace: Pace = QUICK) -> Retention:
        """One process's."""
        return Retention(
            self.database,
            lambda: self.terms,
            delete=(
                self.erasure().purge,
                self.messages.purge,
                self.outbox.purge,
                visitors.forget,
                self.configuration.purge,
                blocks.forget_names,
            ),
            shorten=(
                self.messages.shorten_addresses,
                visitors.shorten_addresses,
                visitors.forget_pages,
                carts.forget,
                blocks.forget_addresses,
            ),
            now=lambda: self.moment,
            pace=pace,
        )

    def erasure(self) -> Erasure:
        """What deletes conversations, with what the operator's tools have of them."""
        return Erasure(
            self.database, keeping.forget, filings.forget, of_browsers=(carts.forget_of,)
        )

    def ago(self, age: timedelta) -> datetime:
        """A moment of so long ago, as it is stored."""
        return (self.moment - age).replace(tzinfo=None)

    async def conversation(
        self, age: timedelta, *, state: str = "archived", who: Visitor | None = None
    ) -> int:
        """A conversation in which the last thing was said that long ago."""
        who = who or guest()
        async with self.database.unit() as unit:
            number = await unit.insert(
                "INSERT INTO PREFIX_onlinechat_conversation (id_shop, open_key, state, vid,"
                " last_seq, started_at, last_message_at) VALUES (%s, %s, %s, %s, 1, %s, %s)",
                SHOP,
                None if state == "archived" else who.open_key,
                state,
                who.vid,
                self.ago(age),
                self.ago(age),
            )
            await unit.insert(
                "INSERT INTO PREFIX_onlinechat_message (id_conversation, seq, client_id, author,"
                " body, sent_at) VALUES (%s, 1, %s, 'visitor', 'Hello', %s)",
                number,
                ulid(),
                self.ago(age),
            )
            await keeping.keep(unit, ConversationId(number))
        return number

    async def message(self, age: timedelta, *, shop: ShopId = SHOP, mail: str = "sent") -> int:
        """Somebody left a message that long ago, and its mail is in this state."""
        async with self.database.unit() as unit:
            number = await unit.insert(
                "INSERT INTO PREFIX_onlinechat_offline_message (id_shop, vid, client_id, message,"
                " email, ip_address, full_address_since, created_at)"
                " VALUES (%s, %s, %s, 'Hello', 'ada@example.org', '203.0.113.7', %s, %s)",
                shop,
                guest().vid,
                ulid(),
                self.ago(age),
                self.ago(age),
            )
        await self.mail(age, subject=number, state=mail, shop=shop)
        return number

    async def mail(
        self,
        age: timedelta,
        *,
        kind: str = "offline_message",
        subject: int = 0,
        state: str = "sent",
        shop: ShopId = SHOP,
    ) -> int:
        """A mail whose last attempt is that long ago."""
        async with self.database.unit() as unit:
            return await unit.insert(
                "INSERT INTO PREFIX_onlinechat_outbox (id_shop, kind, id_subject, message_id,"
                " state, created_at, next_attempt_at, give_up_at, sent_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                shop,
                kind,
                subject or next(self._numbers),
                ulid(),
                state,
                self.ago(age),
                self.ago(age),
                self.ago(age),
                self.ago(age) if state == "sent" else None,
            )

    async def browser(self, age: timedelta, *, shop: ShopId = SHOP) -> Visitor:
        """A browser that was here that long ago for the last time."""
        who = guest(shop=shop)
        async with self.database.unit() as unit:
            await visitors.know(unit, who, self.moment - age)
            await visitors.seen(unit, who, "203.0.113.7", self.moment - age)
        return who

    async def walk(self, age: timedelta) -> Visitor:
        """A browser that was on a page that long ago for the last time, with a cart."""
        who, at = await self.browser(age), self.moment - age
        async with self.database.unit() as unit:
            for page in ("apron", "board"):
                await visitors.at_page(
                    unit,
                    who,
                    Stop(f"https://shop.example/{page}", page, at),
                    referrer="https://search.example/",
                    browser=Browser("Mozilla/5.0", "fr"),
                )
            content = CartContent.model_validate(cart())
            assert await carts.keep(unit, who, Snapshot(content, at))
        return who

    async def block(self, age: timedelta, *, conversation: int = 1) -> int:
        """Somebody was blocked for good that long ago."""
        async with self.database.unit() as unit:
            return await unit.insert(
                "INSERT INTO PREFIX_onlinechat_block (id_shop, vid, id_customer, ip_address,"
                " visitor_name, id_conversation, reason, id_employee, created_at)"
                " VALUES (%s, %s, 2, '203.0.113.7', 'John DOE', %s, 'Insults', 1, %s)",
                SHOP,
                guest().vid,
                conversation,
                self.ago(age),
            )

    async def file(self, conversation: int, age: timedelta) -> None:
        """A conversation was filed in customer service that long ago."""
        async with self.database.unit() as unit:
            await filings.begin(
                unit,
                ConversationId(conversation),
                SHOP,
                "abcdefghijkl",
                by=MARC,
                now=self.moment - age,
            )

    async def log(self) -> list[Row]:
        """What was written down of deletions."""
        return await self.rows(
            "SELECT cause, id_employee, kind, amount, ids FROM PREFIX_onlinechat_deletion"
            " ORDER BY id_deletion"
        )
