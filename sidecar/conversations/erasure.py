"""Deletes conversations with all that belongs to them, a few in each transaction."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sidecar.conversations import store, visitors
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.privacy import deletions
from sidecar.privacy.deletions import Cause
from sidecar.protocol.base import ConversationId, ShopId, VisitorId

Forgets = Callable[[Unit, Sequence[ConversationId]], Awaitable[None]]
ForgetsBrowsers = Callable[[Unit, Sequence[tuple[ShopId, VisitorId]]], Awaitable[None]]

MESSAGES_AT_ONCE = 2000
CONVERSATIONS_AT_ONCE = 100
"""No more are deleted in one transaction: nothing waits long for its locks."""


class Erasure:
    """The one place where conversations are deleted, for whatever cause."""

    def __init__(
        self,
        database: Database,
        *forgets: Forgets,
        of_browsers: Sequence[ForgetsBrowsers] = (),
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        """What other rooms have goes in the same transaction.

        `forgets`: what they have of a conversation; `of_browsers`: what they have of browsers
        whose last conversation goes.
        """
        self._database = database
        self._forgets = forgets
        self._of_browsers = (visitors.forget_pages_of, *of_browsers)
        self._now = now

    async def erase(
        self, numbers: Sequence[ConversationId], shops: Sequence[ShopId], cause: Cause
    ) -> int:
        """Delete those of these conversations that are archived, and of these shops.

        How many that were. What is deleted before something fails stays deleted.
        """
        if not numbers or not shops:
            return 0
        async with self._database.reading() as unit:
            sizes = await store.archived(unit, numbers, shops)
        erased = 0
        for some in _portions(sizes):
            async with self._database.unit() as unit:
                found = sorted(await store.lock(unit, some))
                await self.delete(unit, found, cause)
            erased += len(found)
        return erased

    async def purge(self, unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """Delete archived conversations of a shop that ended before then; how many at once."""
        numbers = await store.archived_before(unit, shop, before, limit=limit)
        found = sorted(await store.lock(unit, numbers))
        await self.delete(unit, found, deletions.RETENTION)
        return len(found)

    async def delete(self, unit: Unit, numbers: Sequence[ConversationId], cause: Cause) -> None:
        """Delete locked conversations with all that belongs to them, and write that down."""
        if not numbers:
            return
        for forget in self._forgets:
            await forget(unit, numbers)
        browsers = await visitors.only_in(unit, numbers)
        await store.delete(unit, numbers)
        for forget_of in self._of_browsers if browsers else ():
            await forget_of(unit, browsers)
        await deletions.record(unit, "conversation", numbers, cause, now=self._now())


def _portions(sizes: Mapping[ConversationId, int]) -> Iterator[list[ConversationId]]:
    some: list[ConversationId] = []
    messages = 0
    for number, size in sorted(sizes.items()):
        if some and (len(some) == CONVERSATIONS_AT_ONCE or messages + size > MESSAGES_AT_ONCE):
            yield some
            some, messages = [], 0
        some.append(number)
        messages += size
    if some:
        yield some
