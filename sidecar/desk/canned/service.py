"""Canned replies: kept by the employees, looked up while they write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymysql.err import IntegrityError

from sidecar.desk.canned import rules, store
from sidecar.desk.canned.rules import Reply
from sidecar.desk.reach import Reach, reach
from sidecar.errors import InvalidFields, NotAllowed, NotFound
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.identity import Employee
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop

GONE = "This reply does not exist any more."


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody looked for, and whether there is more."""

    replies: list[Reply]
    more: bool


class CannedReplies:
    """The replies that are kept ready."""

    def __init__(
        self,
        database: Database,
        shops: Callable[[], Mapping[ShopId, Shop]],
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._shops = shops
        self._now = now

    def reach(self, employee: Employee) -> Reach:
        """For which shops and languages this employee keeps replies."""
        return reach(employee, self._shops())

    async def search(
        self,
        employee: Employee,
        q: str,
        *,
        shops: Sequence[ShopId],
        languages: Sequence[str],
        limit: int,
    ) -> Found:
        """The replies that fit what was typed, the best fits first; all of them for nothing."""
        async with self._database.reading() as unit:
            replies = await store.visible(unit, employee.id, shops)
        found = rules.looked_up(replies, q, languages) if q.strip(" /") else replies
        return Found(found[:limit], more=len(found) > limit)

    async def one(self, number: int, employee: Employee) -> Reply:
        """One of the employee's, or of everybody's.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        async with self._database.reading() as unit:
            reply = await store.one(unit, number, employee.id, employee.shops)
        if reply is None:
            raise NotFound(GONE)
        return reply

    def may_change(self, reply: Reply, employee: Employee) -> bool:
        """Whether it is theirs, or of a shop that is."""
        return reply.owner is not None or self.reach(employee).may_change(reply.shop)

    async def save(self, reply: Reply, employee: Employee) -> None:
        """Keep it; a new one has the number 0.

        Raises:
            InvalidFields: `shortcut` is `taken`.
            NotFound: it was deleted meanwhile.
            NotAllowed: it is kept for shops that are not the employee's.
        """
        if reply.id:
            self._require(await self.one(reply.id, employee), employee)
        try:
            async with self._database.unit() as unit:
                if await store.taken(unit, reply):
                    raise InvalidFields({"shortcut": "taken"})
                await store.save(unit, reply, self._now())
        except IntegrityError:
            raise InvalidFields({"shortcut": "taken"}) from None

    async def delete(self, number: int, employee: Employee) -> None:
        """Delete it.

        Raises:
            NotFound: it is gone already, or somebody else's.
            NotAllowed: it is kept for shops that are not the employee's.
        """
        self._require(await self.one(number, employee), employee)
        async with self._database.unit() as unit:
            await store.delete(unit, number)

    def _require(self, reply: Reply, employee: Employee) -> None:
        if not self.may_change(reply, employee):
            raise NotAllowed("This reply is kept for shops that are not yours.")
