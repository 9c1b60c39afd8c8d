"""Reads the archived conversations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidecar.platform.clock import from_database
from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import ConversationId, CustomerId, ShopId


@dataclass(frozen=True, slots=True)
class Archived:
    """A conversation as the table shows it."""

    id: ConversationId
    name: str
    customer: CustomerId | None
    guest: int | None
    last_message_at: datetime
    last_visitor_message: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the pop-up shows it."""

    author: str
    name: str
    body: str
    data: Mapping[str, Any]
    sent_at: datetime

    @property
    def code(self) -> str | None:
        """What a system line says, whatever the language."""
        return self.data.get("code")


async def page(
    unit: Unit, shops: Sequence[ShopId], *, before: tuple[datetime, int] | None, limit: int
) -> list[Archived]:
    """Archived conversations, newest first; `before`: last row of the page above (moment, id)."""
    older = "" if before is None else "AND (c.last_message_at, c.id_conversation) < (%s, %s)"
    values: list[Any] = [*shops]
    if before is not None:
        values += [before[0].replace(tzinfo=None), before[1]]
    rows = await unit.rows(
        "SELECT c.id_conversation, c.visitor_name, c.id_customer, c.id_guest, c.last_message_at,"
        " (SELECT m.body FROM PREFIX_onlinechat_message m"
        " WHERE m.id_conversation = c.id_conversation AND m.author = 'visitor'"
        " ORDER BY m.seq DESC LIMIT 1) AS said"
        " FROM PREFIX_onlinechat_conversation c"
        f" WHERE c.id_shop IN ({marks(shops)}) AND c.state = 'archived' {older}"
        " ORDER BY c.last_message_at DESC, c.id_conversation DESC LIMIT %s",
        *values,
        limit,
    )
    return [
        Archived(
            id=ConversationId(row["id_conversation"]),
            name=row["visitor_name"],
            customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
            guest=row["id_guest"],
            last_message_at=from_database(row["last_message_at"]),
            last_visitor_message=row["said"] or "",
        )
        for row in rows
    ]


async def exchange(
    unit: Unit, shops: Sequence[ShopId], number: ConversationId
) -> tuple[Archived, list[Said]] | None:
    """A conversation of these shops with everything that was said in it."""
    row = await unit.row(
        "SELECT c.id_conversation, c.visitor_name, c.id_customer, c.id_guest, c.last_message_at"
        " FROM PREFIX_onlinechat_conversation c"
        f" WHERE c.id_conversation = %s AND c.id_shop IN ({marks(shops)})",
        number,
        *shops,
    )
    if row is None:
        return None
    lines = await unit.rows(
        "SELECT author, name, body, data, sent_at"
        " FROM PREFIX_onlinechat_message WHERE id_conversation = %s ORDER BY seq LIMIT 5000",
        number,
    )
    head = Archived(
        id=ConversationId(row["id_conversation"]),
        name=row["visitor_name"],
        customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
        guest=row["id_guest"],
        last_message_at=from_database(row["last_message_at"]),
        last_visitor_message="",
    )
    return head, [
        Said(
            line["author"],
            line["name"],
            line["body"],
            json.loads(line["data"]) if line["data"] else {},
            from_database(line["sent_at"]),
        )
        for line in lines
    ]
