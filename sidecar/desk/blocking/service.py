"""Keeping visitors out of the chat, and letting them in again."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sidecar.conversations import rules as talks
from sidecar.conversations.rules import Conversation, Operator
from sidecar.conversations.service import Conversations
from sidecar.desk.blocking import store
from sidecar.desk.blocking.rules import Block, blockable
from sidecar.errors import InvalidFormat, NotFound
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Visitor
from sidecar.platform.ids import ulid
from sidecar.platform.realtime import Realtime, browser_room, visitor_room
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.protocol.events import SessionEnded

log = logging.getLogger(__name__)

OVERLAP = timedelta(seconds=10)
"""Looked at twice: who blocks may have a clock that is slow, or commit late."""


class Blocking:
    """The blocks there are: checked at every door, made by operators."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        conversations: Conversations,
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._conversations = conversations
        self._now = now
        self._looked_at = now()

    async def blocked(self, visitor: Visitor, address: str) -> bool:
        """Whether this visitor, who comes from this address, is kept out."""
        async with self._database.reading() as unit:
            return await store.blocked(unit, visitor, address)

    async def block(
        self, conversation: Conversation, by: Operator, *, reason: str, until: datetime | None
    ) -> Block:
        """Keep a conversation's visitor out: the chat is over at once, in every process.

        Raises:
            InvalidFormat: the term is over already.
        """
        now, visitor = self._now(), conversation.visitor
        if until is not None and until <= now:
            raise InvalidFormat("until: lies in the past")
        block = Block(
            id=0,
            shop=visitor.shop,
            vid=visitor.vid,
            customer=visitor.customer,
            guest=visitor.guest,
            address="",
            name=visitor.name,
            conversation=conversation.id,
            reason=reason,
            employee=by.id,
            employee_name=by.name,
            created_at=now,
            until=until,
        )
        async with self._database.unit() as unit:
            block = replace(block, address=blockable(await store.address_of(unit, visitor)))
            block = replace(block, id=await store.add(unit, block))
        log.info("visitor of conversation %d blocked by employee %d", conversation.id, by.id)
        # Their own sockets everywhere; those that only share the address are found by `look`.
        rooms = dict.fromkeys((browser_room(visitor), visitor_room(visitor)))
        await self._realtime.publish("/visitor", rooms, SessionEnded, {"reason": "blocked"})
        self._end([block])
        await self._conversations.change(
            conversation.id, lambda c: talks.shut_out(c, now=self._now(), new_id=ulid)
        )
        return block

    async def unblock(self, number: int, shops: Sequence[ShopId], *, by: EmployeeId) -> None:
        """Let the visitor in again.

        Raises:
            NotFound: there is no such block in these shops.
        """
        async with self._database.unit() as unit:
            block = await store.lift(unit, number, shops)
        if block is None:
            raise NotFound("This block was lifted already.")
        log.info("block %d lifted by employee %d", number, by)
        await self._conversations.quietly(block.conversation, talks.told)

    async def listed(self, shops: Sequence[ShopId], *, limit: int) -> list[Block]:
        """Who is kept out of these shops, the newest block first."""
        async with self._database.reading() as unit:
            return await store.listed(unit, shops, limit=limit)

    async def look(self) -> None:
        """End the sessions here of whom another process blocked; forget what is over."""
        moment = self._now()
        async with self._database.unit() as unit:
            found = await store.in_force(unit, self._looked_at - OVERLAP)
            await store.forget_over(unit)
        self._looked_at = moment
        self._end(found)

    async def forget_addresses(
        self, unit: Unit, shop: ShopId, before: datetime, *, limit: int
    ) -> int:
        """Addresses are not kept for longer than anywhere else; see privacy/retention."""
        return await store.forget_addresses(unit, shop, before, limit=limit)

    async def forget_names(self, unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """A block may last for good, the name of whom it keeps out does not; see the same."""
        return await store.forget_names(unit, shop, before, limit=limit)

    def _end(self, blocks: Sequence[Block]) -> None:
        if not blocks:
            return
        for session in list(self._realtime.sessions.values()):
            if session.namespace == "/visitor" and any(
                block.meets(session.visitor, session.address) for block in blocks
            ):
                self._realtime.end(session, "blocked")
