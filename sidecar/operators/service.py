"""Operators coming, going and being given conversations."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sidecar.errors import NotAllowed
from sidecar.operators import rules, store
from sidecar.operators.rules import Candidate, Precedence
from sidecar.platform import clock
from sidecar.platform.clock import RHYTHM, Rhythm
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Visitor
from sidecar.platform.realtime import Realtime, desk_room
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.protocol.events import OperatorChanged
from sidecar.shop.employees import Employee

log = logging.getLogger(__name__)

Told = Callable[[EmployeeId], Awaitable[None]]


class Operators:
    """Who is online, for which shops, with how many conversations; the database decides."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        limit: Callable[[ShopId], int],
        precedence: Callable[[ShopId], Precedence] = lambda _: Precedence(),
        *,
        rhythm: Rhythm = RHYTHM,
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._limit = limit
        self._precedence = precedence
        self._lease, self._grace = rhythm.present, rhythm.operator_grace
        self._seats: dict[EmployeeId, store.Seat] = {}
        self._refreshing = asyncio.Lock()
        """So that an older look never replaces a newer one."""
        self._acted: dict[EmployeeId, datetime] = {}
        self.left: Told | None = None
        """What happens to the conversations of one who goes offline; the application says."""
        self.arrived: Told | None = None
        """What is offered to one who comes online; set by the application."""
        self.changed: Callable[[], Awaitable[None]] | None = None
        """Who else has to know that somebody came or went; set by the application."""

    async def register(self, employee: Employee, shops: Iterable[ShopId]) -> None:
        """An employee who may answer opened the back office."""
        async with self._database.unit() as unit:
            await store.register(unit, employee.id, employee.name, sorted(shops))

    async def switch(self, employee: EmployeeId, *, online: bool) -> dict[str, Any]:
        """Go online or offline; the operator as they are then.

        Raises:
            NotAllowed: the employee never entered the desk.
        """
        async with self._database.unit() as unit:
            changed = await store.switch(unit, employee, online=online, lease=self._lease)
        if not changed:
            self.acts(employee)
        if changed and not online and self.left:
            await self.left(employee)
        await self.refresh()
        if changed and online and self.arrived:
            await self.arrived(employee)
        return self.wire(employee)

    async def dismiss(self, employee: EmployeeId) -> None:
        """The employee may no longer answer: offline for all to see, then forgotten."""
        with suppress(NotAllowed):
            await self.switch(employee, online=False)
        async with self._database.unit() as unit:
            await store.forget(unit, employee)
        self._seats.pop(employee, None)

    def wire(self, employee: EmployeeId) -> dict[str, Any]:
        """`shapes.Operator` of one employee, as of the last refresh."""
        seat = self._seats.get(employee)
        if seat is None:
            raise NotAllowed("Reload the page to enter the desk.")
        return self._wire(seat)

    def others(self, shops: Iterable[ShopId]) -> list[dict[str, Any]]:
        """Every operator of these shops."""
        wanted = set(shops)
        return [self._wire(seat) for seat in self._seats.values() if seat.shops & wanted]

    def online(self, shop: ShopId) -> list[Candidate]:
        """Who is online for a shop, as of the last refresh."""
        return [
            Candidate(seat.id, seat.name, seat.load, self._limit(shop), seat.silent)
            for seat in self._seats.values()
            if seat.online and shop in seat.shops
        ]

    async def candidates(self, unit: Unit, shop: ShopId) -> list[Candidate]:
        """Who is online for a shop, locked: nobody else assigns in this transaction."""
        locked = set(await store.lock_online(unit, shop))
        if not locked:
            return []
        limit = self._limit(shop)
        return [
            Candidate(seat.id, seat.name, seat.load, limit, seat.silent)
            for seat in await store.seats(unit)
            if seat.id in locked
        ]

    def next_for(self, visitor: Visitor, online: Iterable[Candidate]) -> Candidate | None:
        """Who gets a visitor's conversation; the last places may be kept for other groups."""
        kept = self._precedence(visitor.shop).keeps(visitor.groups)
        return rules.next_for(online, kept=kept)

    async def is_online(self, unit: Unit, employee: EmployeeId, shop: ShopId) -> bool:
        """Whether an operator is online for a shop; they stay so until the transaction ends."""
        return await store.hold_online(unit, employee, shop)

    async def require_online(self, unit: Unit, employee: EmployeeId, shop: ShopId) -> None:
        """Raise NotAllowed unless an operator who wants a conversation is online for its shop."""
        if not await self.is_online(unit, employee, shop):
            raise NotAllowed("Go online to take conversations.")

    async def let_wait(self, unit: Unit, employee: EmployeeId, since: datetime) -> None:
        """A visitor was taken from an operator: who did nothing since then counts as silent."""
        if employee not in self._acted or self._acted[employee] <= since:
            await store.let_wait(unit, employee, since)

    def acts(self, employee: EmployeeId) -> None:
        """The operator is doing something: writing, taking, ending; written down soon."""
        self._acted[employee] = clock.now()

    async def write_down_acts(self) -> None:
        """Who did something lately does not count as silent."""
        acted, self._acted = self._acted, {}
        if acted:
            try:
                async with self._database.unit() as unit:
                    await store.acted(unit, acted)
            except BaseException:
                self._acted = acted | self._acted
                raise

    async def known(self) -> dict[EmployeeId, frozenset[ShopId]]:
        """All operators, and their shops."""
        async with self._database.reading() as unit:
            return {seat.id: seat.shops for seat in await store.seats(unit)}

    async def refresh(self) -> None:
        """Read the operators again and tell the desks what changed."""
        async with self._refreshing, self._database.reading() as unit:
            fresh = {seat.id: seat for seat in await store.seats(unit)}
            before, self._seats = self._seats, fresh
        changed = [seat for seat in fresh.values() if before.get(seat.id) != seat]
        for seat in changed:
            await self._tell(seat)
        if changed and self.changed:
            await self.changed()

    async def tell_limits(self) -> None:
        """The merchant changed how many conversations an operator may have at once."""
        for seat in self._seats.values():
            await self._tell(seat)

    async def _tell(self, seat: store.Seat) -> None:
        await self._realtime.publish(
            "/operator",
            [desk_room(shop) for shop in sorted(seat.shops)],
            OperatorChanged,
            {"operator": self._wire(seat)},
        )

    async def keep(self, present: Iterable[EmployeeId]) -> None:
        """Renew the leases of operators with a tab open here."""
        async with self._database.unit() as unit:
            await store.renew(unit, sorted(present), self._lease)

    async def lapse(self) -> None:
        """Switch off operators whose tabs are all gone, and hand on what they had."""
        async with self._database.reading() as unit:
            over = await store.lapsed(unit)
        for employee in over:
            async with self._database.unit() as unit:
                gone = await store.lapse(unit, employee)
            if gone:
                await self._switched_off(employee, "away")

    async def silence(self, after: Mapping[ShopId, float]) -> None:
        """Switch off who let visitors of a shop wait for so many seconds and answered nobody."""
        for shop, seconds in after.items():
            async with self._database.reading() as unit:
                found = await store.silent(unit, shop, seconds)
            for employee in found:
                async with self._database.unit() as unit:
                    silent = await store.fall_silent(unit, employee, shop, seconds)
                if silent:
                    await self._switched_off(employee, "silent")

    async def _switched_off(self, employee: EmployeeId, reason: str) -> None:
        log.info("operator %s is %s: switched offline", employee, reason)
        if self.left:
            await self.left(employee)

    async def last_tab_closed(self, employee: EmployeeId) -> None:
        """From now on only the grace is left."""
        async with self._database.unit() as unit:
            await store.shorten(unit, employee, self._grace)

    async def grace(self) -> None:
        """After a start, or when time got lost: everybody's browser may come back."""
        async with self._database.unit() as unit:
            await store.grace(unit, self._lease)

    def _wire(self, seat: store.Seat) -> dict[str, Any]:
        limits = [self._limit(shop) for shop in seat.shops]
        wire: dict[str, Any] = {
            "id": seat.id,
            "name": seat.name,
            "online": seat.online,
            "load": seat.load,
            "limit": max(limits, default=0),
        }
        if seat.reason and not seat.online:
            wire["reason"] = seat.reason
        return wire
