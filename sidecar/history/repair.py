"""Brings the history's own rows in step after a start: what an older version, or the module, left.

Conversations that were archived before these tables existed get their rows; rows of conversations
that somebody deleted past the sidecar go.
"""

import asyncio
import logging

from sidecar.errors import ChatError
from sidecar.history import keeping
from sidecar.platform.database import Busy, Database, Unit
from sidecar.protocol.base import ConversationId

log = logging.getLogger(__name__)

STRIDE = 2000
"""So many numbers are compared in one statement."""

PAUSE = 0.01
PATIENCE = 10.0


class Repair:
    """Runs once after a start, the newest conversations first; several processes may."""

    def __init__(self, database: Database, *, pause: float = PAUSE) -> None:
        self._database = database
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="history repair")

    async def stop(self) -> None:
        """Leave the rest to the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def once(self) -> int:
        """Look through everything; how much was out of step."""
        return await self._conversations() + await self._lines()

    async def _conversations(self) -> int:
        mended = 0
        async with self._database.reading() as unit:
            top = await _highest(unit)
        while top > 0:
            async with self._database.reading() as unit:
                missing = await _missing(unit, top - STRIDE, top)
                gone = await _gone(unit, top - STRIDE, top)
            for number in missing:
                async with self._database.unit() as unit:
                    await keeping.keep(unit, number)
            for number in gone:
                async with self._database.unit() as unit:
                    await keeping.forget(unit, [number])
            mended += len(missing) + len(gone)
            top -= STRIDE
            await asyncio.sleep(self._pause)
        return mended

    async def _lines(self) -> int:
        """Lines of the table that were left without the conversation they show."""
        mended, above = 0, 0
        while True:
            async with self._database.reading() as unit:
                upto = await _stride(unit, above)
                hollow = await _hollow(unit, above, upto)
            if upto == above:
                return mended
            for person in hollow:
                async with self._database.unit() as unit:
                    await keeping.sum_up(unit, person)
            mended += len(hollow)
            above = upto
            await asyncio.sleep(self._pause)

    async def _run(self) -> None:
        while True:
            try:
                mended = await self.once()
            except (ChatError, Busy) as error:
                log.info("the history is brought in step later: %s", error)
            except Exception:
                log.exception("the history could not be brought in step")
            else:
                if mended:
                    log.info("%d rows of the history were brought in step", mended)
                return
            await asyncio.sleep(PATIENCE)


async def _highest(unit: Unit) -> int:
    found = await unit.value(
        "SELECT MAX(id) FROM ("
        "SELECT MAX(id_conversation) AS id FROM PREFIX_onlinechat_conversation UNION ALL"
        " SELECT MAX(id_conversation) FROM PREFIX_onlinechat_history_conversation) highest"
    )
    return int(found or 0)


async def _missing(unit: Unit, above: int, upto: int) -> list[ConversationId]:
    rows = await unit.rows(
        "SELECT c.id_conversation FROM PREFIX_onlinechat_conversation c"
        " LEFT JOIN PREFIX_onlinechat_history_conversation h"
        " ON h.id_conversation = c.id_conversation"
        " WHERE c.id_conversation > %s AND c.id_conversation <= %s AND c.state = 'archived'"
        " AND h.id_conversation IS NULL ORDER BY c.id_conversation DESC",
        above,
        upto,
    )
    return [ConversationId(row["id_conversation"]) for row in rows]


async def _gone(unit: Unit, above: int, upto: int) -> list[ConversationId]:
    rows = await unit.rows(
        "SELECT h.id_conversation FROM PREFIX_onlinechat_history_conversation h"
        " LEFT JOIN PREFIX_onlinechat_conversation c ON c.id_conversation = h.id_conversation"
        " WHERE h.id_conversation > %s AND h.id_conversation <= %s AND c.id_conversation IS NULL",
        above,
        upto,
    )
    return [ConversationId(row["id_conversation"]) for row in rows]


async def _stride(unit: Unit, above: int) -> int:
    """The last of the lines that are looked at next; `above` itself at the end."""
    found = await unit.value(
        "SELECT MAX(id_person) FROM (SELECT id_person FROM PREFIX_onlinechat_history_person"
        " WHERE id_person > %s ORDER BY id_person LIMIT %s) stride",
        above,
        STRIDE,
    )
    return int(found or above)


async def _hollow(unit: Unit, above: int, upto: int) -> list[int]:
    rows = await unit.rows(
        "SELECT p.id_person FROM PREFIX_onlinechat_history_person p"
        " LEFT JOIN PREFIX_onlinechat_history_conversation h"
        " ON h.id_conversation = p.last_conversation"
        " WHERE p.id_person > %s AND p.id_person <= %s AND h.id_conversation IS NULL",
        above,
        upto,
    )
    return [row["id_person"] for row in rows]
