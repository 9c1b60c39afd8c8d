"""The history as a file, piece by piece: however much it is, little of it is in memory.

Nothing is kept open between two pieces: no transaction, no connection.
"""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidecar.history import entries, store
from sidecar.history.conditions import Shops
from sidecar.history.rules import Filters
from sidecar.history.store import Head, Said
from sidecar.platform.database import Database
from sidecar.protocol.base import ConversationId, ShopId, iso

CONVERSATIONS = 200
MESSAGES = 1000
"""Read at once."""

BEGINNING = (ConversationId(0), 0)
WHOLE = 2**31

BOM = "\ufeff"
"""By it Excel knows that the file is UTF-8."""

ORDERS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""A cell that begins with one of these is a formula to spreadsheets, whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some messages of one conversation; `begins` and `ends`: its first and its last ones."""

    head: Head
    messages: list[Said]
    begins: bool
    ends: bool


async def chapters(
    database: Database, filters: Filters, shops: Shops, *, messages: int = MESSAGES
) -> AsyncIterator[Chapter]:
    """What fits, shop by shop, the newest conversations first; so many messages at a time."""
    for shop, zone in shops.items():
        after = None
        while True:
            async with database.reading() as unit:
                found = await entries.conversations(
                    unit, filters, (shop, zone), after=after, limit=CONVERSATIONS
                )
                fitting = [one.number for one in found if one.fits]
                heads = await store.heads(unit, fitting)
            for some in _portions([heads[one] for one in fitting if one in heads], messages):
                parts = (
                    _together(database, some)
                    if len(some) > 1
                    else _alone(database, some[0], messages)
                )
                async for chapter in parts:
                    yield chapter
            if len(found) < CONVERSATIONS:
                break
            after = found[-1]


async def _together(database: Database, heads: Sequence[Head]) -> AsyncIterator[Chapter]:
    """Short conversations, all at once."""
    said: dict[ConversationId, list[Said]] = {head.id: [] for head in heads}
    async with database.reading() as unit:
        for one in await store.said(unit, [*said], after=BEGINNING, limit=WHOLE):
            said[one.conversation].append(one)
    for head in heads:
        yield Chapter(head, said[head.id], begins=True, ends=True)


async def _alone(database: Database, head: Head, limit: int) -> AsyncIterator[Chapter]:
    """A long one, in parts."""
    after, begins, ends = BEGINNING, True, False
    while not ends:
        async with database.reading() as unit:
            found = await store.said(unit, [head.id], after=after, limit=limit)
        ends = len(found) < limit
        yield Chapter(head, found, begins=begins, ends=ends)
        begins = False
        after = (head.id, found[-1].seq) if found else after


def _portions(heads: Sequence[Head], messages: int) -> Iterator[list[Head]]:
    """Heads of conversations that are read at once; a long one stands alone."""
    some: list[Head] = []
    for head in heads:
        if some and sum(one.last_seq for one in some) + head.last_seq > messages:
            yield some
            some = []
        some.append(head)
    if some:
        yield some


async def as_csv(
    told: AsyncIterator[Chapter],
    gettext: Callable[[str], str],
    *,
    separator: str,
    shops: Shops,
    names: Mapping[ShopId, str],
) -> AsyncIterator[str]:
    """A line for each message, with its conversation's facts; times by the shop's clock."""
    titles = [
        gettext("Conversation"),
        gettext("Shop"),
        gettext("Customer ID"),
        gettext("Guest ID"),
        gettext("Name"),
        gettext("Email"),
        gettext("Phone"),
        gettext("Language"),
        gettext("Operator"),
        gettext("Stars"),
        gettext("Comment"),
        gettext("Time"),
        gettext("From"),
        gettext("Author"),
        gettext("Message"),
    ]
    authors = {
        "visitor": gettext("Visitor"),
        "operator": gettext("Operator"),
        "system": gettext("System"),
    }
    yield BOM + _lines([titles], separator)
    async for chapter in told:
        head = chapter.head
        zone = shops[head.shop]
        facts = [
            head.id,
            names.get(head.shop, str(head.shop)),
            head.customer or "",
            head.guest or "",
            head.name,
            head.email,
            head.phone,
            head.lang,
            head.operator,
            head.stars or "",
            head.comment,
        ]
        yield _lines(
            (
                [*facts, _local(said.sent_at.astimezone(zone)), said.name or head.name,
                 authors[said.author], said.body]
                for said in chapter.messages
            ),
            separator,
        )  # fmt: skip


async def as_json(told: AsyncIterator[Chapter]) -> AsyncIterator[str]:
    """A list of conversations with their messages, under the wire's own names."""
    between = "["
    async for chapter in told:
        messages = ",".join(_dumped(_message(said)) for said in chapter.messages)
        if chapter.begins:
            # The head's closing brace comes after its messages.
            yield f'{between}\n{_dumped(_conversation(chapter.head))[:-1]},"messages":[{messages}'
            between = ","
        elif messages:
            yield f",{messages}"
        if chapter.ends:
            yield "]}"
    yield "\n]\n" if between == "," else "[]\n"


def _conversation(head: Head) -> dict[str, Any]:
    values = {
        "id": head.id,
        "shop": head.shop,
        "customerId": head.customer,
        "guestId": head.guest,
        "name": head.name or None,
        "email": head.email or None,
        "phone": head.phone or None,
        "lang": head.lang,
        "operator": head.operator or None,
        "stars": head.stars or None,
        "comment": head.comment or None,
        "startedAt": iso(head.started_at),
        "lastMessageAt": iso(head.last_message_at),
    }
    return {name: value for name, value in values.items() if value is not None}


def _message(said: Said) -> dict[str, Any]:
    values = {
        "seq": said.seq,
        "author": said.author,
        "name": said.name or None,
        "kind": said.kind,
        "body": said.body,
        "data": said.data or None,
        "sentAt": iso(said.sent_at),
    }
    return {name: value for name, value in values.items() if value is not None}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _lines(rows: Iterable[Sequence[object]], separator: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: object) -> object:
    """A text that no spreadsheet carries out."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(ORDERS):
        return f"'{cell}"
    return cell
