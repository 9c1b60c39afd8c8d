"""Goes through the archived conversations of a shop, one after another."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sidecar.history.conditions import Clause, in_shop, in_words, index
from sidecar.history.ordering import CONVERSATIONS
from sidecar.history.rules import Filters
from sidecar.platform.clock import from_database
from sidecar.platform.database import Unit
from sidecar.protocol.base import ConversationId, ShopId


@dataclass(frozen=True, slots=True)
class Entry:
    """An archived conversation on this way; `fits`: it has the words that are searched for."""

    number: ConversationId
    person: int
    last_message_at: datetime
    fits: bool


async def conversations(
    unit: Unit,
    filters: Filters,
    shop: tuple[ShopId, tzinfo],
    *,
    after: Entry | None,
    limit: int,
) -> list[Entry]:
    """A shop's conversations below one, the newest first; not what other filters leave out."""
    if filters.vain:
        return []
    query = (
        Clause("SELECT h.id_conversation, h.id_person, h.last_message_at, (1 = 1")
        + in_words(filters.words, "h")
        + f") AS fits FROM {CONVERSATIONS} h FORCE INDEX ({index(filters)}) WHERE "
        + in_shop(filters, *shop, "h")
    )
    if after:
        at = after.last_message_at.replace(tzinfo=None)
        query += Clause(
            " AND (h.last_message_at < %s OR (h.last_message_at = %s AND (h.id_person < %s"
            " OR (h.id_person = %s AND h.id_conversation < %s))))",
            (at, at, after.person, after.person, after.number),
        )
    query += (
        " ORDER BY h.last_message_at DESC, h.id_person DESC, h.id_conversation DESC"
        f" LIMIT {limit:d}"
    )
    return [
        Entry(
            ConversationId(row["id_conversation"]),
            row["id_person"],
            from_database(row["last_message_at"]),
            bool(row["fits"]),
        )
        for row in await unit.rows(query.sql, *query.values)
    ]
