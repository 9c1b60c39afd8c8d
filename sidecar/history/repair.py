"""Brings the history's own rows in step after a start: what an older version, or the module, left.

Conversations that were archived before these tables existed get their rows; rows of conversations
that somebody deleted past the sidecar go.
"""

import asyncio
import logging
import time

from sidecar.errors import ChatError
from sidecar.history import keeping
from sidecar.platform.database import Busy, Database, Unit
from sidecar.platform.tasks import ended
from sidecar.protocol.base import ConversationId

log = logging.getLogger(__name__)

STRIDE = 2000
"""So many numbers are compared in one statement."""

REST = 2.0
"""So many times as long as it took: the server is the chat's."""
PATIENCE = 10.0


class Repair:
    """Runs once after a start, the newest conversations first; several processes may.

    Mostly there is nothing to do, and two counts say so: nothing is compared then.
    """

    def __init__(self, database: Database, *, rest: float = REST) -> None:
        self._database = database
        self._rest = rest
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="history repair")

    async def stop(self) -> None:
        """Leave the rest to the next start."""
        await ended(self._task)

    async def once(self) -> int:
        """Look through what does not add up; how much was out of step."""
        mended = 0
        async with self._database.reading() as unit:
            same = await _same_conversations(unit)
        if not same:
            mended += await self._conversations()
        async with self._database.reading() as unit:
            same = await _same_lines(unit)
        if not same:
            mended += await self._lines()
        return mended

    async def _conversations(self) -> int:
        mended = 0
        async with self._database.reading() as unit:
            top = await _highest(unit)
        while top > 0:
            begun = time.monotonic()
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
            await asyncio.sleep((time.monotonic() - begun) * self._rest)
        return mended

    async def _lines(self) -> int:
        """Lines of the table that count other conversations than they have."""
        mended, above = 0, 0
        while True:
            begun = time.monotonic()
            async with self._database.reading() as unit:
                upto = await _stride(unit, above)
                wrong = await _miscounted(unit, above, upto)
            if upto == above:
                return mended
            for person in wrong:
                async with self._database.unit() as unit:
                    await keeping.sum_up(unit, person)
            mended += len(wrong)
            above = upto
            await asyncio.sleep((time.monotonic() - begun) * self._rest)

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


async def _same_conversations(unit: Unit) -> bool:
    """Whether as many are archived as are in the history, with the same sum of their numbers."""
    archived = await unit.row(
        "SELECT COUNT(*) AS number, COALESCE(SUM(id_conversation), 0) AS total"
        " FROM PREFIX_onlinechat_conversation WHERE state = 'archived'"
    )
    kept = await unit.row(
        "SELECT COUNT(*) AS number, COALESCE(SUM(id_conversation), 0) AS total"
        " FROM PREFIX_onlinechat_history_conversation FORCE INDEX (person)"
    )
    return archived == kept


async def _same_lines(unit: Unit) -> bool:
    """Whether the lines count as many conversations as there are, and none of them nothing."""
    counted = await unit.row(
        "SELECT COUNT(*) AS persons, COALESCE(SUM(conversations), 0) AS number"
        " FROM PREFIX_onlinechat_history_person"
    )
    kept = await unit.row(
        "SELECT COUNT(DISTINCT id_person) AS persons, COUNT(*) AS number"
        " FROM PREFIX_onlinechat_history_conversation FORCE INDEX (person)"
    )
    return counted == kept


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


async def _miscounted(unit: Unit, above: int, upto: int) -> list[int]:
    rows = await unit.rows(
        "SELECT p.id_person FROM PREFIX_onlinechat_history_person p LEFT JOIN"
        " (SELECT id_person, COUNT(*) AS number, MAX(last_message_at) AS at"
        " FROM PREFIX_onlinechat_history_conversation WHERE id_person > %s AND id_person <= %s"
        " GROUP BY id_person) h ON h.id_person = p.id_person"
        " WHERE p.id_person > %s AND p.id_person <= %s AND (h.id_person IS NULL"
        " OR h.number <> p.conversations OR h.at <> p.last_message_at)",
        above,
        upto,
        above,
        upto,
    )
    return [row["id_person"] for row in rows]
