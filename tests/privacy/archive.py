"""What a shop has of its visitors, of any age, and a retention whose clock can be moved."""

from datetime import datetime, timedelta
from itertools import count

from sidecar.conversations import visitors
from sidecar.conversations.erasure import Erasure
from sidecar.history import keeping
from sidecar.platform import clock
from sidecar.platform.database import Database, Row
from sidecar.platform.identity import Visitor
from sidecar.platform.ids import ulid
from sidecar.privacy.retention import Pace, Retention, Terms
from sidecar.protocol.base import ConversationId, ShopId
from tests.conftest import Shop
from tests.offline.rooms import Room
from tests.people import SHOP, guest

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
                Erasure(self.database, keeping.forget).purge,
                self.messages.purge,
                self.outbox.purge,
                visitors.forget,
                self.configuration.purge,
            ),
            shorten=(self.messages.shorten_addresses, visitors.shorten_addresses),
            now=lambda: self.moment,
            pace=pace,
        )

    def ago(self, age: timedelta) -> datetime:
        """A moment of so long ago, as it is stored."""
        return (self.moment - age).replace(tzinfo=None)

    async def conversation(self, age: timedelta, *, state: str = "archived") -> int:
        """A conversation in which the last thing was said that long ago."""
        who = guest()
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

    async def log(self) -> list[Row]:
        """What was written down of deletions."""
        return await self.rows(
            "SELECT cause, id_employee, kind, amount, ids FROM PREFIX_onlinechat_deletion"
            " ORDER BY id_deletion"
        )
