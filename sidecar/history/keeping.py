"""Keeps the history's own rows in step with what is archived, in the transaction that changes it.

A line of the table is locked before its conversations are counted, lines in the order of their
numbers: so that two changes at once neither miscount nor wait in a circle.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sidecar.history import words
from sidecar.platform.database import Row, Unit, marks
from sidecar.protocol.base import ConversationId, CustomerId
from sidecar.shop import customers
from sidecar.shop.customers import Contact

LONGEST_KEY = 191
"""Of what is sorted by; old row formats index no more."""

READ_AT_ONCE = 500
MOST_CHARACTERS = 500_000
"""What is said beyond that in one conversation is not found by the search."""

SAID = ("title", "text", "code")
"""What a card says besides its body."""


@dataclass(frozen=True, slots=True)
class _Archived:
    """What the history takes from a conversation."""

    row: Row
    contact: Contact

    @property
    def guest(self) -> bool:
        return not self.row["id_customer"]


async def keep(unit: Unit, number: ConversationId) -> None:
    """Write down an archived conversation as it is now; any other is left alone."""
    archived = await _archived(unit, number)
    if archived is None:
        return
    row, contact = archived.row, archived.contact
    person = await _line(unit, archived)
    values = {
        "id_person": person,
        "id_shop": row["id_shop"],
        "last_message_at": row["last_message_at"],
        "id_employee": row["id_employee"] or 0,
        "lang": row["lang"],
        "stars": row["stars"] or 0,
        "customer": not archived.guest,
        "words": words.stored(
            [
                f"{row['visitor_name']} #{row['id_customer'] or row['id_guest'] or ''}",
                contact.email,
                contact.phone,
                "".join(filter(str.isdecimal, contact.phone)),
                row["rating_comment"],
                *await _said(unit, number),
            ]
        ),
    }
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_history_conversation"
        f" (id_conversation, {', '.join(values)}) VALUES (%s, {marks([*values])})"
        f" ON DUPLICATE KEY UPDATE {', '.join(f'{name} = %s' for name in values)}",
        number,
        *values.values(),
        *values.values(),
    )
    await _sum_up(unit, person)


async def forget(unit: Unit, numbers: Sequence[ConversationId]) -> None:
    """These conversations are deleted: their rows go, and lines that are left without any."""
    if not numbers:
        return
    rows = await unit.rows(
        "SELECT DISTINCT id_person FROM PREFIX_onlinechat_history_conversation"
        f" WHERE id_conversation IN ({marks(numbers)}) ORDER BY id_person",
        *numbers,
    )
    persons = [row["id_person"] for row in rows]
    if not persons:
        return
    await unit.rows(
        "SELECT id_person FROM PREFIX_onlinechat_history_person WHERE id_person IN"
        f" ({marks(persons)}) ORDER BY id_person FOR UPDATE",
        *persons,
    )
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_history_conversation"
        f" WHERE id_conversation IN ({marks(numbers)})",
        *numbers,
    )
    rows = await unit.rows(
        "SELECT DISTINCT id_person FROM PREFIX_onlinechat_history_conversation"
        f" WHERE id_person IN ({marks(persons)}) ORDER BY id_person",
        *persons,
    )
    left = [row["id_person"] for row in rows]
    # Most lines are a guest's and go with their only conversation: all of those at once.
    empty = sorted({*persons} - {*left})
    if empty:
        await unit.run(
            f"DELETE FROM PREFIX_onlinechat_history_person WHERE id_person IN ({marks(empty)})",
            *empty,
        )
    for person in left:
        await _sum_up(unit, person)


async def sum_up(unit: Unit, person: int) -> None:
    """Make a line of the table from its conversations again; without any it goes."""
    await _lock(unit, person)
    await _sum_up(unit, person)


async def _line(unit: Unit, archived: _Archived) -> int:
    """The line a conversation belongs to, locked; a new one where there is none."""
    row = archived.row
    guest = row["id_conversation"] if archived.guest else None
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_history_person"
        " (id_shop, id_customer, guest_conversation, customer, last_message_at)"
        " VALUES (%s, %s, %s, %s, %s)"
        " ON DUPLICATE KEY UPDATE id_shop = id_shop",
        row["id_shop"],
        row["id_customer"],
        guest,
        not archived.guest,
        row["last_message_at"],
    )
    found = await unit.value(
        "SELECT id_person FROM PREFIX_onlinechat_history_person"
        f" WHERE {'guest_conversation = %s' if guest else 'id_shop = %s AND id_customer = %s'}",
        *([guest] if guest else [row["id_shop"], row["id_customer"]]),
    )
    return int(found)


async def _lock(unit: Unit, person: int) -> None:
    await unit.value(
        "SELECT id_person FROM PREFIX_onlinechat_history_person WHERE id_person = %s FOR UPDATE",
        person,
    )


async def _sum_up(unit: Unit, person: int) -> None:
    """The same for a line that is locked."""
    last = await unit.row(
        "SELECT id_conversation, last_message_at FROM PREFIX_onlinechat_history_conversation"
        " WHERE id_person = %s ORDER BY last_message_at DESC, id_conversation DESC LIMIT 1",
        person,
    )
    if last is None:
        await unit.run("DELETE FROM PREFIX_onlinechat_history_person WHERE id_person = %s", person)
        return
    archived = await _archived(unit, last["id_conversation"])
    name = archived.row["visitor_name"] if archived and not archived.guest else ""
    email = archived.contact.email if archived and not archived.guest else ""
    await unit.run(
        "UPDATE PREFIX_onlinechat_history_person SET name = %s, email = %s, conversations ="
        " (SELECT COUNT(*) FROM PREFIX_onlinechat_history_conversation WHERE id_person = %s),"
        " last_conversation = %s, last_message_at = %s WHERE id_person = %s",
        name[:LONGEST_KEY],
        email[:LONGEST_KEY],
        person,
        last["id_conversation"],
        last["last_message_at"],
        person,
    )


async def _archived(unit: Unit, number: ConversationId) -> _Archived | None:
    row = await unit.row(
        "SELECT id_conversation, id_shop, id_customer, id_guest, visitor_name, email, phone, lang,"
        " id_employee, stars, rating_comment, last_message_at"
        " FROM PREFIX_onlinechat_conversation WHERE id_conversation = %s AND state = 'archived'",
        number,
    )
    if row is None:
        return None
    contact = Contact(row["email"], row["phone"])
    if row["id_customer"] and not contact.email:
        # From the time before conversations had addresses of their own.
        customer = CustomerId(row["id_customer"])
        contact = (await customers.contacts(unit, [customer])).get(customer, contact)
    return _Archived(row, contact)


async def _said(unit: Unit, number: ConversationId) -> list[str]:
    """What people wrote, and what cards say."""
    texts: list[str] = []
    seq = 0
    while sum(map(len, texts)) < MOST_CHARACTERS:
        rows = await unit.rows(
            "SELECT seq, kind, body, data FROM PREFIX_onlinechat_message"
            " WHERE id_conversation = %s AND seq > %s ORDER BY seq LIMIT %s",
            number,
            seq,
            READ_AT_ONCE,
        )
        for row in rows:
            if row["kind"] != "system":
                texts.append(row["body"])
                texts.extend(_on_card(row["data"]))
        if len(rows) < READ_AT_ONCE:
            break
        seq = rows[-1]["seq"]
    return texts


def _on_card(data: str | None) -> list[str]:
    values = json.loads(data) if data else None
    if not isinstance(values, dict):
        return []
    return [text for name in SAID if isinstance(text := values.get(name), str)]
