"""Visitors whose last tab closed: when a network goes, thousands at once, so in few statements."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from sidecar.conversations import visitors
from sidecar.conversations.service import Conversations
from sidecar.errors import ChatError
from sidecar.platform.database import Busy, Database
from sidecar.platform.identity import Visitor
from sidecar.platform.tasks import ended

log = logging.getLogger(__name__)

GATHERING = 0.05
"""Seconds in which those who leave together are gathered."""
AT_ONCE = 500


class Departures:
    """From the last tab's closing to what the operators hear of it; the next page calls it off."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        *,
        here: Callable[[Visitor], bool],
        grace: float,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._here = here
        self._grace = grace
        self._going: dict[str, Visitor] = {}
        self._gone: dict[str, tuple[float, Visitor]] = {}
        """Whose leave is written down, and when the operators hear of it."""
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def left(self, who: Visitor) -> None:
        """The last tab of a visitor closed: from now on only the grace is left."""
        self._going[who.open_key] = who
        self._more.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="departures")

    def returned(self, who: Visitor) -> bool:
        """The visitor is back; True when the operators have not heard of the leave."""
        going = self._going.pop(who.open_key, None)
        gone = self._gone.pop(who.open_key, None)
        return going is not None or gone is not None

    async def stop(self) -> None:
        """The process ends: the leases say the rest to the others."""
        await ended(self._task)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._going or self._gone:
            if not self._going:
                # The first in is the first due: dicts keep their order.
                soonest, _ = next(iter(self._gone.values()))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout_at(soonest):
                        await self._more.wait()
            self._more.clear()
            await asyncio.sleep(GATHERING)
            try:
                await self._write_down(loop.time() + self._grace)
                await self._tell(loop.time())
            except (ChatError, Busy) as error:
                log.info("who left could not be written down: %s", error)
            except Exception:
                log.exception("who left could not be written down")

    async def _write_down(self, due: float) -> None:
        while self._going:
            some = dict(list(self._going.items())[:AT_ONCE])
            for key, who in some.items():
                self._going.pop(key)
                self._gone[key] = (due, who)
            keys = [key for key, who in some.items() if not self._here(who)]
            async with self._database.unit() as unit:
                await visitors.stay(unit, keys, self._grace)

    async def _tell(self, now: float) -> None:
        due = [key for key, (moment, _) in self._gone.items() if moment <= now]
        for start in range(0, len(due), AT_ONCE):
            left = []
            for key in due[start : start + AT_ONCE]:
                known = self._gone.pop(key, None)
                if known is not None and not self._here(known[1]):
                    left.append(key)
            await self._conversations.telling.presence(left, present=False)
