"""What was said, for mails; and the answers that nobody was there to read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sidecar.ending import rules
from sidecar.platform.clock import from_database
from sidecar.platform.database import Unit
from sidecar.protocol.base import ConversationId, CustomerId, ShopId
from sidecar.protocol.shapes import Author

LOOKED_BACK = timedelta(days=1)
"""An answer older than that is no news any more; it also bounds what the index has to read."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The conversation a mail is about."""

    id: ConversationId
    shop: ShopId
    lang: str
    customer: CustomerId | None
    email: str
    seen_by_visitor: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the visitor or of an operator."""

    seq: int
    author: Author
    name: str
    body: str
    at: datetime


async def subject(unit: Unit, number: int) -> Subject | None:
    """The conversation; None when it was deleted."""
    row = await unit.row(
        "SELECT id_conversation, id_shop, lang, id_customer, email, seen_by_visitor"
        " FROM PREFIX_onlinechat_conversation WHERE id_conversation = %s",
        number,
    )
    if row is None:
        return None
    return Subject(
        id=ConversationId(row["id_conversation"]),
        shop=ShopId(row["id_shop"]),
        lang=row["lang"],
        customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
        email=row["email"],
        seen_by_visitor=row["seen_by_visitor"],
    )


async def said(unit: Unit, number: ConversationId, *, limit: int) -> list[Said]:
    """The last messages of people, in order."""
    rows = await unit.rows(
        "SELECT seq, author, name, body, data, sent_at FROM PREFIX_onlinechat_message"
        " WHERE id_conversation = %s AND author <> 'system' ORDER BY seq DESC LIMIT %s",
        number,
        limit,
    )
    return [
        Said(
            seq=row["seq"],
            author=row["author"],
            name=row["name"],
            body=rules.in_words(row["body"], json.loads(row["data"]) if row["data"] else {}),
            at=from_database(row["sent_at"]),
        )
        for row in reversed(rows)
    ]


async def unread(
    unit: Unit, shops: Sequence[ShopId], grace: timedelta, *, limit: int
) -> list[tuple[ConversationId, ShopId]]:
    """Conversations with an answer that their visitor, reachable and gone since, has not seen.

    By the index on state and last message: the conversations of one day at most are looked at.
    """
    if not shops:
        return []
    rows = await unit.rows(
        "SELECT c.id_conversation, c.id_shop FROM PREFIX_onlinechat_conversation c"
        # An archived conversation has no open_key any more: it is put together again.
        " LEFT JOIN PREFIX_onlinechat_presence p ON p.open_key = CAST(CONCAT(c.id_shop, ':',"
        " IF(c.id_customer IS NULL, CONCAT('g', c.vid), CONCAT('c', c.id_customer)))"
        " AS CHAR CHARACTER SET ascii) COLLATE ascii_bin"
        " WHERE c.state IN ('waiting', 'ongoing', 'finished', 'archived')"
        " AND c.last_message_at > UTC_TIMESTAMP(3) - INTERVAL %s SECOND"
        " AND c.last_message_at < UTC_TIMESTAMP(3) - INTERVAL %s SECOND"
        " AND c.answer_seq > c.seen_by_visitor AND c.answer_seq > c.mailed_seq"
        " AND (c.email <> '' OR c.id_customer IS NOT NULL)"
        " AND (p.present_until IS NULL"
        " OR p.present_until < UTC_TIMESTAMP(3) - INTERVAL %s SECOND)"
        f" AND c.id_shop IN ({','.join(str(int(shop)) for shop in shops)})"
        " ORDER BY c.last_message_at LIMIT %s",
        LOOKED_BACK.total_seconds(),
        grace.total_seconds(),
        grace.total_seconds(),
        limit,
    )
    return [(ConversationId(row["id_conversation"]), ShopId(row["id_shop"])) for row in rows]


async def taken(unit: Unit, number: ConversationId) -> bool:
    """Take care of the answers so far; False when another process did, or they were seen."""
    return bool(
        await unit.run(
            "UPDATE PREFIX_onlinechat_conversation SET mailed_seq = answer_seq"
            " WHERE id_conversation = %s AND answer_seq > mailed_seq"
            " AND answer_seq > seen_by_visitor",
            number,
        )
    )
