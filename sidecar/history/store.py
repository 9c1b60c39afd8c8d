"""Reads the lines of the table, and what was said in the conversations behind them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidecar.history.conditions import Shops, in_shops, in_words
from sidecar.history.rules import Filters
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.protocol.base import ConversationId, CustomerId, EmployeeId, ShopId
from sidecar.shop import customers

CONVERSATION = (
    "c.id_conversation, c.id_shop, c.id_customer, c.id_guest, c.visitor_name, c.email, c.phone,"
    " c.lang, c.id_employee, c.operator_name, c.last_seq, c.started_at, c.last_message_at, c.stars,"
    " c.rating_comment"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What there is to say about an archived conversation besides its messages."""

    id: ConversationId
    shop: ShopId
    name: str
    customer: CustomerId | None
    guest: int | None
    email: str
    phone: str
    lang: str
    operator: str
    last_seq: int
    started_at: datetime
    last_message_at: datetime
    stars: int
    comment: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a customer or a guest, by the newest conversation that fits."""

    person: int
    head: Head
    last_visitor_message: str
    conversations: int
    fitting: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the pop-up shows it."""

    conversation: ConversationId
    seq: int
    author: str
    name: str
    kind: str
    body: str
    data: Mapping[str, Any]
    sent_at: datetime

    @property
    def code(self) -> str | None:
        """What a system line says, whatever the language."""
        return self.data.get("code")


async def table(unit: Unit, persons: Sequence[int], filters: Filters, shops: Shops) -> list[Line]:
    """These lines of the table, in this order; those gone, or of other shops, are left out."""
    if not persons or not shops:
        return []
    counted = await unit.rows(
        "SELECT id_person, conversations, last_conversation"
        f" FROM PREFIX_onlinechat_history_person WHERE id_person IN ({marks(persons)})"
        f" AND id_shop IN ({marks([*shops])})",
        *persons,
        *shops,
    )
    shown = {
        row["id_person"]: (ConversationId(row["last_conversation"]), row["conversations"])
        for row in counted
    }
    known = {} if filters.narrow else await heads(unit, [newest for newest, _ in shown.values()])
    # Those whose last conversation does not fit, or was deleted past the sidecar.
    asked = [person for person, (newest, _) in shown.items() if newest not in known]
    theirs: dict[int, list[ConversationId]] = {}
    for person, number in await _fitting(unit, asked, filters, shops):
        theirs.setdefault(person, []).append(number)
    known |= await heads(unit, [numbers[0] for numbers in theirs.values()])
    shown |= {person: (numbers[0], len(numbers)) for person, numbers in theirs.items()}
    said = await _last_visitor_messages(unit, [*known])
    counts = {row["id_person"]: row["conversations"] for row in counted}
    return [
        Line(
            person=person,
            head=known[shown[person][0]],
            last_visitor_message=said.get(shown[person][0], ""),
            conversations=max(counts[person], shown[person][1]),
            fitting=shown[person][1],
        )
        for person in persons
        if person in shown and shown[person][0] in known
    ]


async def fitting(
    unit: Unit, persons: Sequence[int], filters: Filters, shops: Shops
) -> list[ConversationId]:
    """The conversations of these lines that fit."""
    return [number for _, number in await _fitting(unit, persons, filters, shops)]


async def _fitting(
    unit: Unit, persons: Sequence[int], filters: Filters, shops: Shops
) -> list[tuple[int, ConversationId]]:
    """Line and number of the conversations of these lines that fit, the newest first."""
    if not persons or not shops:
        return []
    which = in_shops(filters, shops, "h") + in_words(filters.words, "h")
    rows = await unit.rows(
        "SELECT h.id_person, h.id_conversation FROM PREFIX_onlinechat_history_conversation h"
        f" FORCE INDEX (person) WHERE h.id_person IN ({marks(persons)}) AND {which.sql}"
        " ORDER BY h.last_message_at DESC, h.id_conversation DESC",
        *persons,
        *which.values,
    )
    return [(row["id_person"], ConversationId(row["id_conversation"])) for row in rows]


async def heads(unit: Unit, numbers: Sequence[ConversationId]) -> dict[ConversationId, Head]:
    """What there is to say about these conversations."""
    if not numbers:
        return {}
    rows = await unit.rows(
        f"SELECT {CONVERSATION} FROM PREFIX_onlinechat_conversation c"
        f" WHERE c.id_conversation IN ({marks(numbers)})",
        *numbers,
    )
    # From the time before conversations had addresses of their own.
    contacts = await customers.contacts(
        unit,
        [CustomerId(row["id_customer"]) for row in rows if row["id_customer"] and not row["email"]],
    )
    return {ConversationId(row["id_conversation"]): _head(row, contacts) for row in rows}


async def _last_visitor_messages(
    unit: Unit, numbers: Sequence[ConversationId]
) -> dict[ConversationId, str]:
    if not numbers:
        return {}
    rows = await unit.rows(
        "SELECT c.id_conversation, (SELECT LEFT(m.body, 400) FROM PREFIX_onlinechat_message m"
        " WHERE m.id_conversation = c.id_conversation AND m.author = 'visitor'"
        " ORDER BY m.seq DESC LIMIT 1) AS said FROM PREFIX_onlinechat_conversation c"
        f" WHERE c.id_conversation IN ({marks(numbers)})",
        *numbers,
    )
    return {ConversationId(row["id_conversation"]): row["said"] or "" for row in rows}


async def sizes(unit: Unit, person: int, shops: Sequence[ShopId]) -> dict[ConversationId, int]:
    """The conversations of a line in these shops, the oldest first, with their last numbers."""
    rows = await unit.rows(
        "SELECT c.id_conversation, c.last_seq FROM PREFIX_onlinechat_history_conversation h"
        " JOIN PREFIX_onlinechat_conversation c ON c.id_conversation = h.id_conversation"
        f" WHERE h.id_person = %s AND h.id_shop IN ({marks(shops)})"
        " ORDER BY c.id_conversation",
        person,
        *shops,
    )
    return {ConversationId(row["id_conversation"]): row["last_seq"] for row in rows}


async def person_of(unit: Unit, number: ConversationId, shops: Sequence[ShopId]) -> int | None:
    """The line a conversation of these shops belongs to."""
    found = await unit.value(
        "SELECT id_person FROM PREFIX_onlinechat_history_conversation"
        f" WHERE id_conversation = %s AND id_shop IN ({marks(shops)})",
        number,
        *shops,
    )
    return None if found is None else int(found)


async def operators(unit: Unit, shops: Sequence[ShopId]) -> set[EmployeeId]:
    """Who had a conversation that is in the history of these shops."""
    # Shop by shop: only then does each server skip from one operator to the next.
    found = [
        await unit.rows(
            "SELECT DISTINCT id_shop, id_employee FROM PREFIX_onlinechat_history_conversation"
            " WHERE id_shop = %s",
            shop,
        )
        for shop in shops
    ]
    return {EmployeeId(row["id_employee"]) for rows in found for row in rows}


async def said(
    unit: Unit,
    numbers: Sequence[ConversationId],
    *,
    after: tuple[ConversationId, int] | None = None,
    before: tuple[ConversationId, int] | None = None,
    limit: int,
) -> list[Said]:
    """Messages of these conversations in order: the first after one, or the last (before one)."""
    if not numbers:
        return []
    bounds = ""
    values: list[object] = [*numbers]
    for place, way in ((after, ">"), (before, "<")):
        if place:
            bounds += f" AND (id_conversation {way} %s OR (id_conversation = %s AND seq {way} %s))"
            values += [place[0], *place]
    order = "DESC" if after is None else "ASC"
    rows = await unit.rows(
        "SELECT id_conversation, seq, author, name, kind, body, data, sent_at"
        f" FROM PREFIX_onlinechat_message WHERE id_conversation IN ({marks(numbers)}){bounds}"
        f" ORDER BY id_conversation {order}, seq {order} LIMIT %s",
        *values,
        limit,
    )
    return [_said(row) for row in (rows if after else reversed(rows))]


def _head(row: Row, contacts: Mapping[CustomerId, customers.Contact]) -> Head:
    customer = CustomerId(row["id_customer"]) if row["id_customer"] else None
    contact = contacts.get(customer) if customer else None
    return Head(
        id=ConversationId(row["id_conversation"]),
        shop=ShopId(row["id_shop"]),
        name=row["visitor_name"],
        customer=customer,
        guest=row["id_guest"],
        email=contact.email if contact else row["email"],
        phone=contact.phone if contact else row["phone"],
        lang=row["lang"],
        operator=row["operator_name"],
        last_seq=row["last_seq"],
        started_at=from_database(row["started_at"]),
        last_message_at=from_database(row["last_message_at"]),
        stars=row["stars"] or 0,
        comment=row["rating_comment"],
    )


def _said(row: Row) -> Said:
    data = json.loads(row["data"]) if row["data"] else None
    return Said(
        conversation=ConversationId(row["id_conversation"]),
        seq=row["seq"],
        author=row["author"],
        name=row["name"],
        kind=row["kind"],
        body=row["body"],
        data=data if isinstance(data, dict) else {},
        sent_at=from_database(row["sent_at"]),
    )
