"""The conversations' tables."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidecar.conversations.rules import Conversation, Line, Operator, Rating
from sidecar.conversations.trail import Stop
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, CustomerId, EmployeeId, GuestId, ShopId, VisitorId

COLUMNS = (
    "c.id_conversation, c.id_shop, c.open_key, c.state, c.vid, c.id_customer, c.id_guest,"
    " c.visitor_name, c.lang, c.id_employee, c.operator_name, c.last_seq, c.seen_by_visitor,"
    " c.seen_by_operator, c.started_at, c.waiting_since, c.last_message_at, c.offered_to,"
    " c.offered_by, c.offer_note, c.offer_until, c.answer_seq, c.email, c.phone, c.stars,"
    " c.rating_comment, c.rated_at, c.transcript_at, c.taken_at"
)
LINE = (
    "m.id_conversation, m.seq, m.client_id, m.author, m.id_author, m.name, m.kind, m.body,"
    " m.data, m.sent_at"
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A conversation with what an operator sees beside it."""

    conversation: Conversation
    present: bool
    page: Stop | None
    last: Line | None
    blocked: bool = False
    thread: int | None = None


async def find_open(unit: Unit, keys: Sequence[str]) -> dict[str, ConversationId]:
    """The open conversations of these visitors, by `open_key`."""
    rows = await unit.rows(
        "SELECT open_key, id_conversation FROM PREFIX_onlinechat_conversation"
        f" WHERE open_key IN ({marks(keys)})",
        *keys,
    )
    return {row["open_key"]: ConversationId(row["id_conversation"]) for row in rows}


async def lock(unit: Unit, ids: Iterable[ConversationId]) -> dict[ConversationId, Conversation]:
    """These conversations, locked in the order of their ids, so that no two wait in a circle."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_conversation c"
        f" WHERE c.id_conversation IN ({marks(wanted)}) ORDER BY c.id_conversation FOR UPDATE",
        *wanted,
    )
    return {ConversationId(row["id_conversation"]): conversation(row) for row in rows}


async def get(unit: Unit, number: ConversationId) -> Conversation | None:
    """One conversation, not locked."""
    row = await unit.row(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_conversation c WHERE c.id_conversation = %s",
        number,
    )
    return conversation(row) if row else None


async def latest(unit: Unit, visitor: Visitor) -> Conversation | None:
    """The visitor's open conversation, or else their last archived one."""
    whose, value = _whose(visitor)
    row = await unit.row(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_conversation c WHERE c.id_shop = %s AND {whose}"
        " ORDER BY (c.open_key IS NOT NULL) DESC, c.id_conversation DESC LIMIT 1",
        visitor.shop,
        value,
    )
    return conversation(row) if row else None


async def before(unit: Unit, visitor: Visitor, number: ConversationId) -> ConversationId | None:
    """The visitor's conversation before this one."""
    whose, value = _whose(visitor)
    found = await unit.value(
        "SELECT MAX(c.id_conversation) FROM PREFIX_onlinechat_conversation c"
        f" WHERE c.id_shop = %s AND {whose} AND c.state = 'archived' AND c.id_conversation < %s",
        visitor.shop,
        value,
        number,
    )
    return ConversationId(found) if found else None


def _whose(visitor: Visitor) -> tuple[str, object]:
    """Whose conversations somebody may see: the customer's, or this browser's guest's."""
    if visitor.customer:
        return "c.id_customer = %s", visitor.customer
    return "c.id_customer IS NULL AND c.vid = %s", visitor.vid


async def create(unit: Unit, visitor: Visitor, now: datetime) -> ConversationId:
    """A new row for this visitor; IntegrityError when another process was faster."""
    return ConversationId(
        await unit.insert(
            "INSERT INTO PREFIX_onlinechat_conversation (id_shop, open_key, state, vid,"
            " id_customer, id_guest, visitor_name, lang, started_at, last_message_at)"
            " VALUES (%s, %s, 'waiting', %s, %s, %s, %s, %s, %s, %s)",
            visitor.shop,
            visitor.open_key,
            visitor.vid,
            visitor.customer,
            visitor.guest,
            visitor.name,
            visitor.lang,
            now.replace(tzinfo=None),
            now.replace(tzinfo=None),
        )
    )


async def save(unit: Unit, saved: Conversation) -> None:
    """Write a conversation's whole state."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_conversation SET open_key = %s, state = %s, vid = %s,"
        " id_customer = %s, id_guest = %s, visitor_name = %s, lang = %s, id_employee = %s,"
        " operator_name = %s, last_seq = %s, seen_by_visitor = %s, seen_by_operator = %s,"
        " waiting_since = %s, last_message_at = %s, offered_to = %s, offered_by = %s,"
        " offer_note = %s, offer_until = %s, answer_seq = %s, email = %s, phone = %s, stars = %s,"
        " rating_comment = %s, rated_at = %s, transcript_at = %s, taken_at = %s"
        " WHERE id_conversation = %s",
        saved.open_key,
        saved.state,
        saved.visitor.vid,
        saved.visitor.customer,
        saved.visitor.guest,
        saved.visitor.name,
        saved.visitor.lang,
        saved.operator.id if saved.operator else None,
        saved.operator.name if saved.operator else "",
        saved.last_seq,
        saved.seen_by_visitor,
        saved.seen_by_operator,
        _bare(saved.waiting_since),
        _bare(saved.last_message_at or saved.started_at),
        saved.offered_to,
        saved.offered_by,
        saved.note,
        _bare(saved.offer_until),
        saved.answer_seq,
        saved.email,
        saved.phone,
        saved.rating.stars if saved.rating else None,
        saved.rating.comment if saved.rating else "",
        _bare(saved.rating.at) if saved.rating else None,
        _bare(saved.transcript_at),
        _bare(saved.taken_at),
        saved.id,
    )


async def count_on(unit: Unit, written: Sequence[Conversation]) -> None:
    """Write what a message changes, for any number of conversations in one statement.

    `UPDATE … JOIN (SELECT … UNION ALL …)` is understood by MariaDB, MySQL 5.7 and 8 alike.
    """
    if not written:
        return
    rows = " UNION ALL SELECT ".join(
        f"{one.id}{' AS id' * first},{one.last_seq}{' AS seq' * first},"
        f"{one.seen_by_visitor}{' AS visitor' * first},"
        f"{one.seen_by_operator}{' AS operator' * first},"
        f"{one.answer_seq}{' AS answer' * first},"
        f"{_quoted(one.waiting_since)}{' AS since' * first},"
        f"{_quoted(one.last_message_at)}{' AS at' * first}"
        for first, one in zip([1] + [0] * (len(written) - 1), written, strict=True)
    )
    await unit.run(
        f"UPDATE PREFIX_onlinechat_conversation c JOIN (SELECT {rows}) v"
        " ON v.id = c.id_conversation SET c.last_seq = v.seq, c.seen_by_visitor = v.visitor,"
        " c.seen_by_operator = v.operator, c.answer_seq = v.answer, c.waiting_since = v.since,"
        " c.last_message_at = v.at"
    )


async def add(unit: Unit, lines: Sequence[Line]) -> None:
    """Write messages; IntegrityError (1062) when one of them is there already."""
    if lines:
        await unit.insert_many(
            "INSERT INTO PREFIX_onlinechat_message (id_conversation, seq, client_id, author,"
            " id_author, name, kind, body, data, sent_at) VALUES",
            [
                (
                    line.conversation,
                    line.seq,
                    line.client_id,
                    line.author,
                    line.author_id,
                    line.name,
                    line.kind,
                    line.body,
                    _written(line.data),
                    line.sent_at.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
                )
                for line in lines
            ],
        )


async def repeats(
    unit: Unit, asked: Sequence[tuple[ConversationId, str]]
) -> dict[tuple[ConversationId, str], Line]:
    """Those of these (conversation, client id) pairs that are stored already."""
    if not asked:
        return {}
    pairs = " OR ".join(["(m.id_conversation = %s AND m.client_id = %s)"] * len(asked))
    rows = await unit.rows(
        f"SELECT {LINE} FROM PREFIX_onlinechat_message m WHERE {pairs}",
        *(value for pair in asked for value in pair),
    )
    return {(ConversationId(row["id_conversation"]), row["client_id"]): line(row) for row in rows}


async def known(unit: Unit, visitor: Visitor, client_id: str) -> bool:
    """Whether a message with this id is in any of the conversations that a visitor may see."""
    whose, value = _whose(visitor)
    return bool(
        await unit.value(
            "SELECT COUNT(*) FROM PREFIX_onlinechat_conversation c"
            " JOIN PREFIX_onlinechat_message m ON m.id_conversation = c.id_conversation"
            f" AND m.client_id = %s WHERE c.id_shop = %s AND {whose}",
            client_id,
            visitor.shop,
            value,
        )
    )


async def repeated_earlier(unit: Unit, visitor: Visitor, client_id: str) -> Line | None:
    """The same message in an earlier conversation of theirs: the answer to it got lost."""
    row = await unit.row(
        f"SELECT {LINE} FROM PREFIX_onlinechat_conversation c JOIN PREFIX_onlinechat_message m"
        " ON m.id_conversation = c.id_conversation AND m.client_id = %s"
        " WHERE c.id_shop = %s AND c.vid = %s AND m.author = 'visitor' LIMIT 1",
        client_id,
        visitor.shop,
        visitor.vid,
    )
    return line(row) if row else None


async def messages(
    unit: Unit,
    number: ConversationId,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> list[Line]:
    """Messages by rising `seq`: the first after a number, or the last (before a number)."""
    upwards = after is not None
    bound = "m.seq > %s" if upwards else "m.seq < %s"
    rows = await unit.rows(
        f"SELECT {LINE} FROM PREFIX_onlinechat_message m WHERE m.id_conversation = %s AND {bound}"
        f" ORDER BY m.seq {'ASC' if upwards else 'DESC'} LIMIT %s",
        number,
        after if upwards else (before if before is not None else 2**32 - 1),
        limit,
    )
    return [line(row) for row in (rows if upwards else reversed(rows))]


async def details(
    unit: Unit,
    where: str,
    *values: object,
    order: str = "c.last_message_at DESC",
    limit: int = 500,
) -> list[Detail]:
    """Conversations with what an operator sees beside them; `where` and `order` speak of `c`."""
    rows = await unit.rows(
        f"SELECT {COLUMNS}, p.present_until > UTC_TIMESTAMP(3) AS present,"
        " v.page_url, v.page_title, v.page_since, v.page_product, v.page_account,"
        " m.seq AS m_seq, m.client_id, m.author, m.id_author, m.name, m.kind, m.body, m.data,"
        " m.sent_at,"
        " EXISTS (SELECT 1 FROM PREFIX_onlinechat_block b WHERE b.id_shop = c.id_shop"
        " AND (b.vid = c.vid OR b.id_customer = c.id_customer)"
        " AND (b.until IS NULL OR b.until > UTC_TIMESTAMP(3))) AS blocked,"
        " (SELECT f.id_customer_thread FROM PREFIX_onlinechat_filing f"
        " WHERE f.id_conversation = c.id_conversation) AS thread"
        " FROM PREFIX_onlinechat_conversation c"
        " LEFT JOIN PREFIX_onlinechat_presence p ON p.open_key = c.open_key"
        " LEFT JOIN PREFIX_onlinechat_visitor v ON v.id_shop = c.id_shop AND v.vid = c.vid"
        " LEFT JOIN PREFIX_onlinechat_message m"
        " ON m.id_conversation = c.id_conversation AND m.seq = c.last_seq"
        f" WHERE {where} ORDER BY {order} LIMIT %s",
        *values,
        limit,
    )
    return [
        Detail(
            conversation=conversation(row),
            present=bool(row["present"]),
            page=Stop(
                row["page_url"],
                row["page_title"],
                from_database(row["page_since"]),
                row["page_product"],
                bool(row["page_account"]),
            )
            if row["page_since"]
            else None,
            last=line({**row, "seq": row["m_seq"]}) if row["m_seq"] else None,
            blocked=bool(row["blocked"]),
            thread=row["thread"],
        )
        for row in rows
    ]


async def mark(unit: Unit, marked: Line, data: dict[str, Any]) -> bool:
    """Write other data of a message; False when somebody else did so since it was read."""
    return (
        await unit.run(
            "UPDATE PREFIX_onlinechat_message SET data = %s"
            " WHERE id_conversation = %s AND seq = %s AND data = %s",
            _written(data),
            marked.conversation,
            marked.seq,
            _written(marked.data),
        )
        > 0
    )


async def see(unit: Unit, seen: Conversation) -> None:
    """Write how far both sides have read."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_conversation SET seen_by_visitor = GREATEST(seen_by_visitor, %s),"
        " seen_by_operator = GREATEST(seen_by_operator, %s) WHERE id_conversation = %s",
        seen.seen_by_visitor,
        seen.seen_by_operator,
        seen.id,
    )


async def numbers(unit: Unit, keys: Sequence[str]) -> dict[str, tuple[ConversationId, int]]:
    """Id and last number of the open conversations with these keys."""
    if not keys:
        return {}
    rows = await unit.rows(
        "SELECT open_key, id_conversation, last_seq FROM PREFIX_onlinechat_conversation"
        f" WHERE open_key IN ({marks(keys)})",
        *keys,
    )
    return {
        row["open_key"]: (ConversationId(row["id_conversation"]), row["last_seq"]) for row in rows
    }


async def numbers_of_operators(
    unit: Unit, operators: Sequence[EmployeeId]
) -> dict[EmployeeId, dict[str, int]]:
    """Last numbers of the conversations each operator has."""
    found: dict[EmployeeId, dict[str, int]] = {operator: {} for operator in operators}
    if operators:
        rows = await unit.rows(
            "SELECT id_employee, id_conversation, last_seq FROM PREFIX_onlinechat_conversation"
            f" WHERE id_employee IN ({marks(operators)}) AND state IN ('ongoing', 'finished')",
            *operators,
        )
        for row in rows:
            found[EmployeeId(row["id_employee"])][str(row["id_conversation"])] = row["last_seq"]
    return found


async def ids(unit: Unit, where: str, *values: object) -> list[ConversationId]:
    """Ids of conversations; `where` speaks of `c` and of the visitor's presence `p`."""
    rows = await unit.rows(
        "SELECT c.id_conversation FROM PREFIX_onlinechat_conversation c"
        f" LEFT JOIN PREFIX_onlinechat_presence p ON p.open_key = c.open_key WHERE {where}"
        " ORDER BY c.id_conversation LIMIT 200",
        *values,
    )
    return [ConversationId(row["id_conversation"]) for row in rows]


async def archived(
    unit: Unit, numbers: Sequence[ConversationId], shops: Sequence[ShopId]
) -> dict[ConversationId, int]:
    """How many messages there are in those of these that are archived in these shops."""
    rows = await unit.rows(
        "SELECT id_conversation, last_seq FROM PREFIX_onlinechat_conversation"
        f" WHERE id_conversation IN ({marks(numbers)}) AND id_shop IN ({marks(shops)})"
        " AND state = 'archived'",
        *numbers,
        *shops,
    )
    return {ConversationId(row["id_conversation"]): row["last_seq"] for row in rows}


async def archived_before(
    unit: Unit, shop: ShopId, before: datetime, *, limit: int
) -> list[ConversationId]:
    """A shop's archived conversations that ended before then, the oldest first."""
    rows = await unit.rows(
        "SELECT id_conversation FROM PREFIX_onlinechat_conversation"
        " WHERE id_shop = %s AND state = 'archived' AND last_message_at < %s"
        " ORDER BY last_message_at LIMIT %s",
        shop,
        _bare(before),
        limit,
    )
    return [ConversationId(row["id_conversation"]) for row in rows]


async def delete(unit: Unit, numbers: Sequence[ConversationId]) -> None:
    """Delete conversations, what was said in them, and who declined them."""
    for table in ("message", "decline", "conversation"):
        await unit.run(
            f"DELETE FROM PREFIX_onlinechat_{table} WHERE id_conversation IN ({marks(numbers)})",
            *numbers,
        )


async def present(unit: Unit, open_key: str | None) -> bool:
    """Whether the visitor is on the site now."""
    return bool(
        await unit.value(
            "SELECT COUNT(*) FROM PREFIX_onlinechat_presence"
            " WHERE open_key = %s AND present_until > UTC_TIMESTAMP(3)",
            open_key,
        )
    )


async def not_in_the_future(unit: Unit, shop: ShopId, offer: float) -> None:
    """After a clock went back: nobody waits from a later moment, no offer lasts for hours."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_conversation SET"
        " waiting_since = LEAST(waiting_since, UTC_TIMESTAMP(3)),"
        " offer_until = LEAST(offer_until, UTC_TIMESTAMP(3) + INTERVAL %s SECOND),"
        " last_message_at = LEAST(last_message_at, UTC_TIMESTAMP(3))"
        " WHERE id_shop = %s AND state IN ('waiting', 'ongoing')",
        offer,
        shop,
    )


def conversation(row: Row) -> Conversation:
    """A row with COLUMNS as the rules know it."""
    return Conversation(
        id=ConversationId(row["id_conversation"]),
        visitor=Visitor(
            shop=ShopId(row["id_shop"]),
            vid=VisitorId(row["vid"]),
            customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
            guest=GuestId(row["id_guest"]) if row["id_guest"] else None,
            name=row["visitor_name"],
            lang=row["lang"],
        ),
        state=row["state"],
        started_at=from_database(row["started_at"]),
        operator=Operator(EmployeeId(row["id_employee"]), row["operator_name"])
        if row["id_employee"]
        else None,
        last_seq=row["last_seq"],
        last_message_at=_aware(row["last_message_at"]),
        seen_by_visitor=row["seen_by_visitor"],
        seen_by_operator=row["seen_by_operator"],
        waiting_since=_aware(row["waiting_since"]),
        offered_to=EmployeeId(row["offered_to"]) if row["offered_to"] is not None else None,
        offered_by=EmployeeId(row["offered_by"]) if row["offered_by"] else None,
        note=row["offer_note"],
        offer_until=_aware(row["offer_until"]),
        taken_at=_aware(row["taken_at"]),
        open_key=row["open_key"],
        answer_seq=row["answer_seq"],
        email=row["email"],
        phone=row["phone"],
        rating=Rating(row["stars"], row["rating_comment"], from_database(row["rated_at"]))
        if row["stars"]
        else None,
        transcript_at=_aware(row["transcript_at"]),
    )


def line(row: Row) -> Line:
    """A row with LINE as the rules know it."""
    data: dict[str, Any] | None = json.loads(row["data"]) if row["data"] else None
    return Line(
        conversation=ConversationId(row["id_conversation"]),
        seq=row["seq"],
        client_id=row["client_id"],
        author=row["author"],
        author_id=row["id_author"],
        name=row["name"],
        kind=row["kind"],
        body=row["body"],
        data=data,
        sent_at=from_database(row["sent_at"]),
    )


def _written(data: dict[str, Any] | None) -> str | None:
    return json.dumps(data, ensure_ascii=False) if data is not None else None


def _aware(value: datetime | None) -> datetime | None:
    return from_database(value) if value is not None else None


def _bare(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=None) if value is not None else None


def _quoted(value: datetime | None) -> str:
    return (
        "NULL" if value is None else f"'{value:%Y-%m-%d %H:%M:%S}.{value.microsecond // 1000:03}'"
    )
