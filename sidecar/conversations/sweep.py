"""What happens as time passes: leases, offers, unanswered and abandoned chats, the pulse."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from sidecar.conversations import store, visitors
from sidecar.conversations.handover import Handover
from sidecar.conversations.pulse import Pulse
from sidecar.conversations.rules import Times
from sidecar.conversations.service import Conversations
from sidecar.errors import ChatError
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.clock import Rhythm
from sidecar.platform.database import Busy, Database
from sidecar.platform.realtime import Realtime
from sidecar.platform.tasks import ended
from sidecar.protocol.base import ConversationId, ShopId

log = logging.getLogger(__name__)

AWAY = 10.0
"""Seconds without a look, such as while the database was away, after which leases begin anew."""
JUMP = 5.0
"""Seconds by which the clock may be set without leases beginning anew."""
ONLINE = (
    "EXISTS (SELECT 1 FROM PREFIX_onlinechat_operator o JOIN PREFIX_onlinechat_operator_shop s"
    " ON s.id_employee = o.id_employee AND s.id_shop = c.id_shop"
    " WHERE o.id_employee = {} AND o.online = 1)"
)


class Sweep:
    """The timers; several processes may run them, each change is checked under its row's lock."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        conversations: Conversations,
        handover: Handover,
        operators: Operators,
        *,
        times: Callable[[], Mapping[ShopId, Times]],
        looked: Callable[[], Awaitable[None]],
        pulse: Pulse,
        rhythm: Rhythm,
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._conversations = conversations
        self._handover = handover
        self._operators = operators
        self._times = times
        self._looked = looked
        self._pulse = pulse
        self._rhythm = rhythm
        self._tasks: list[asyncio.Task[None]] = []
        self._looked_at = self._settled_at = time.monotonic()

    async def start(self) -> None:
        """Give everybody who was here the time to come back, then begin."""
        await self._jumped()
        await self._begin_anew()
        await self.look()
        self._tasks = [
            asyncio.create_task(self._every(period, what), name=name)
            for name, period, what in (
                ("leases", self._rhythm.lease, self.renew),
                ("look", self._rhythm.look, self.look),
                ("pulse", self._rhythm.pulse, self.pulse),
            )
        ]

    async def stop(self) -> None:
        """Stop the timers."""
        await ended(*self._tasks)

    async def renew(self) -> None:
        """Keep those who are connected here present."""
        sessions = list(self._realtime.sessions.values())
        await self._operators.keep(
            {one.employee.id for one in sessions if one.namespace == "/operator"}
        )
        keys = sorted({one.visitor.open_key for one in sessions if one.namespace == "/visitor"})
        for start in range(0, len(keys), 500):
            async with self._database.unit() as unit:
                await visitors.stay(unit, keys[start : start + 500])
        async with self._database.unit() as unit:
            await visitors.forget_gone(unit)
            await visitors.forget_erased(unit, clock.now())

    async def look(self) -> None:
        """Find what is due and do it."""
        jumped, away = await self._jumped(), time.monotonic() - self._looked_at
        if abs(jumped) > JUMP or away > AWAY:
            log.warning("a jump of %.0f s, a pause of %.0f s: leases begin anew", jumped, away)
            await self._begin_anew()
        await self._operators.write_down_acts()
        await self._operators.lapse()
        await self._operators.refresh()
        await self._looked()
        if time.monotonic() >= self._settled_at:
            await self._late()
        await self._left_over()
        self._looked_at = time.monotonic()

    async def _jumped(self) -> float:
        """Go by the database's clock; by how many seconds it, or ours, has jumped."""
        async with self._database.reading() as unit:
            asked = time.monotonic()
            shown = await unit.value("SELECT UTC_TIMESTAMP(3)")
            if time.monotonic() - asked > clock.APART / 2:
                return 0.0
        return clock.SHARED.set_by(clock.from_database(shown))

    async def _begin_anew(self) -> None:
        """After a start, or when time got lost: all leases begin anew, nothing is late yet."""
        self._settled_at = time.monotonic() + self._rhythm.settle
        await self._operators.grace()
        async with self._database.unit() as unit:
            await visitors.grace(unit)
            for shop, times in self._times().items():
                await store.not_in_the_future(unit, shop, times.offer.total_seconds())

    async def _late(self) -> None:
        """What took longer than it may."""
        every = self._times()
        for shop, times in every.items():
            await self._hurry(shop, times)
        seconds = {shop: times.silent.total_seconds() for shop, times in every.items()}
        await self._operators.silence({shop: after for shop, after in seconds.items() if after > 0})
        async with self._database.reading() as unit:
            offers = await store.ids(
                unit, "c.state IN ('waiting', 'ongoing') AND c.offer_until <= UTC_TIMESTAMP(3)"
            )
        await self._each(offers, self._handover.offer_ended)

    async def _left_over(self) -> None:
        """What a process that died, or an operator who left, did not put in order."""
        async with self._database.reading() as unit:
            stranded = await store.ids(
                unit,
                "c.state IN ('waiting', 'ongoing') AND ("
                f"(c.state = 'ongoing' AND NOT {ONLINE.format('c.id_employee')})"
                f" OR (c.offered_to > 0 AND NOT {ONLINE.format('c.offered_to')}))",
            )
            orphans = await store.ids(
                unit,
                "c.state = 'finished' AND (c.id_employee IS NULL OR NOT EXISTS ("
                "SELECT 1 FROM PREFIX_onlinechat_operator o"
                " WHERE o.id_employee = c.id_employee AND o.online = 1))",
            )
        await self._each(stranded, self._handover.stranded)
        await self._each(orphans, self._conversations.put_away)

    async def _hurry(self, shop: ShopId, times: Times) -> None:
        """What took longer than the merchant of this shop allows."""
        async with self._database.reading() as unit:
            unanswered = await store.ids(
                unit,
                "c.id_shop = %s AND c.state = 'ongoing'"
                " AND c.waiting_since < UTC_TIMESTAMP(3) - INTERVAL %s SECOND",
                shop,
                times.unanswered.total_seconds(),
            )
            gone = await store.ids(
                unit,
                "c.id_shop = %s AND c.state IN ('waiting', 'ongoing')"
                " AND c.last_message_at < UTC_TIMESTAMP(3) - INTERVAL %s SECOND"
                " AND (p.present_until IS NULL"
                " OR p.present_until < UTC_TIMESTAMP(3) - INTERVAL %s SECOND)",
                shop,
                times.gone.total_seconds(),
                times.gone.total_seconds(),
            )
        await self._each(unanswered, self._handover.unanswered)
        await self._each(gone, self._conversations.visitor_gone)

    @staticmethod
    async def _each(
        numbers: Sequence[ConversationId], act: Callable[[ConversationId], Awaitable[None]]
    ) -> None:
        """One at a time; what fails with one of them holds up no other, nor the start."""
        for number in numbers:
            try:
                await act(number)
            except (ChatError, Busy):
                raise
            except Exception:
                log.exception("conversation %d is left as it is for now", number)

    async def pulse(self) -> None:
        """Tell every page where its conversations stand."""
        await self._pulse.beat()

    async def _every(self, period: float, what: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(period)
            try:
                await what()
            except (ChatError, Busy) as error:
                log.warning("%s has to wait: %s", what.__name__, error)
            except Exception:
                log.exception("a timer failed")
