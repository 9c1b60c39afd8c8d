"""The visitor's cart as it is now: asked for while somebody looks at it, told as it changes."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from sidecar.conversations.service import Conversations
from sidecar.errors import Conflict
from sidecar.panel import rules, store
from sidecar.panel.store import Browser, Kept
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Identity, Visitor
from sidecar.platform.realtime import Realtime, Session, watch_room
from sidecar.protocol import events
from sidecar.protocol.base import ConversationId, ShopId
from sidecar.protocol.cart import Cart, CartContent
from sidecar.shop import orders, stock
from sidecar.shop.shops import Shop

LEASE_SECONDS = 45.0
GLANCE_SECONDS = 15.0
"""So long a page goes on telling of a cart that was asked for once."""
PATIENCE_SECONDS = 4.0
GAP_SECONDS = 0.2


class Carts:
    """Who looks at whose cart, in all processes by a lease on the browser's row; and the carts.

    `aside`: the database by connections of their own, so that reading never delays a message.
    """

    def __init__(
        self,
        database: Database,
        aside: Database,
        realtime: Realtime,
        identity: Identity,
        conversations: Conversations,
        *,
        shop: Callable[[int], Shop | None],
    ) -> None:
        self._database = database
        self._aside = aside
        self._realtime = realtime
        self._identity = identity
        self._conversations = conversations
        self._shop = shop
        self._rooms: dict[str, ConversationId] = {}
        """What those in a room look at."""
        self._here: set[Browser] = set()
        """What operators who are connected here look at."""
        self._watched: set[Browser] = set()
        """What anybody looks at, as of the last look."""
        self._renewed = 0.0

    def wanted(self, visitor: Visitor) -> bool:
        """Whether somebody looks at this visitor's cart."""
        return _browser(visitor) in self._watched

    async def watch(self, session: Session, number: ConversationId, *, on: bool) -> None:
        """The panel beside a conversation was opened, or closed."""
        room = watch_room(number)
        if on:
            await self._conversations.of_operator(number, session.employee.shops)
            self._rooms[room] = number
            await self._realtime.enter(session, room)
        elif room in session.rooms:
            await self._realtime.leave(session, room)
        await self.look()

    async def look(self) -> None:
        """Renew the leases of what is looked at here; tell the visitors who are connected here."""
        rooms = {room for one in self._realtime.sessions.values() for room in one.rooms}
        self._rooms = {room: of for room, of in self._rooms.items() if room in rooms}
        here: set[Browser] = set()
        if self._rooms:
            # A customer may go on in another browser.
            async with self._database.reading() as unit:
                here = await store.browsers_of(unit, list(self._rooms.values()))
        await self._renew(here, self._here - here)
        self._here = here
        async with self._database.reading() as unit:
            watched = await store.watched(unit)
        before, self._watched = self._watched, watched
        changed = before ^ watched
        for one in list(self._realtime.sessions.values()) if changed else ():
            if one.namespace == "/visitor" and _browser(one.visitor) in changed:
                self._realtime.tell(one, events.CartWanted(on=_browser(one.visitor) in watched))

    async def _renew(self, here: set[Browser], left: set[Browser]) -> None:
        due = time.monotonic() - self._renewed > LEASE_SECONDS / 3
        renewed = here if due else here - self._here
        if due:
            self._renewed = time.monotonic()
        if renewed or left:
            async with self._database.unit() as unit:
                await store.watch(unit, left, 0)
                await store.watch(unit, renewed, LEASE_SECONDS)

    async def now(self, visitor: Visitor) -> CartContent | None:
        """The cart at this moment; None when no page of theirs tells of it soon.

        What somebody looks at already is as it was told last: every change is.
        """
        part = store.cart(visitor)
        async with self._database.reading() as unit:
            kept = await part.read(unit)
        if kept and self.wanted(visitor):
            return kept.snapshot.content
        before = kept.snapshot.at if kept else None
        async with self._database.unit() as unit:
            await store.watch(unit, [_browser(visitor)], GLANCE_SECONDS)
        await self.look()
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            await asyncio.sleep(GAP_SECONDS)
            async with self._database.reading() as unit:
                kept = await part.read(unit)
            if kept and kept.snapshot.at != before:
                return kept.snapshot.content
        return None

    async def update(self, visitor: Visitor, token: str) -> None:
        """The shop's own word on this visitor's cart; those who look at it are told.

        Raises:
            TokenInvalid, TokenExpired, NotAllowed, Conflict, InvalidFormat: it is not, or is old.
        """
        of, content = self._identity.cart(token)
        fresh = rules.snapshot(content, of, visitor, now=clock.now())
        conversation = await self._conversations.of_visitor(visitor)
        async with self._database.unit() as unit:
            if not await store.keep(unit, visitor, fresh):
                raise Conflict(rules.OLD)
        shop = self._shop(visitor.shop)
        if shop is None:
            return
        async with self._aside.reading() as unit:
            kept = await store.cart(visitor).read(unit)
            cart = await shown(unit, shop, kept) if kept else None
        # Another browser of the same customer has a cart of its own.
        if cart is not None and conversation.visitor.vid == visitor.vid:
            await self._conversations.telling.cart(conversation, cart)

    async def forget(self, unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """Carts are not kept for longer than addresses; see privacy/retention."""
        return await store.forget(unit, shop, before, limit=limit)

    async def forget_of(self, unit: Unit, browsers: Sequence[Browser]) -> None:
        """The last conversation with these browsers is deleted."""
        await store.forget_of(unit, browsers)


async def shown(unit: Unit, shop: Shop, kept: Kept) -> Cart:
    """A cart as operators see it: with the shop's stock, or the order it became."""
    content = kept.snapshot.content
    there: dict[stock.Item, int] = {}
    order = None
    if content.lines:
        there = await stock.of(
            unit, shop, [(line.product, line.combination) for line in content.lines]
        )
    elif kept.number:
        order = await orders.made_of(unit, kept.number)
    lines = [
        line.model_copy(update={"stock": there.get((line.product, line.combination))})
        for line in content.lines
    ]
    known = {name: getattr(content, name) for name in CartContent.model_fields}
    return Cart(**{**known, "lines": lines}, at=kept.snapshot.at, order=order)


def _browser(visitor: Visitor) -> Browser:
    return visitor.shop, visitor.vid
