"""The table of filed conversations, and whose the threads of customer service are."""

from collections.abc import Sequence
from datetime import datetime

from sidecar.desk.filing.rules import Asker, Filing, Question, Said
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import (
    ConversationId,
    CustomerId,
    EmployeeId,
    GuestId,
    ShopId,
    VisitorId,
)
from sidecar.shop.shops import Shop


async def get(unit: Unit, conversation: ConversationId, *, lock: bool = False) -> Filing | None:
    """A conversation's filing, if somebody ever began one."""
    row = await unit.row(
        "SELECT id_conversation, token, id_customer_thread FROM PREFIX_onlinechat_filing"
        f" WHERE id_conversation = %s{' FOR UPDATE' if lock else ''}",
        conversation,
    )
    if row is None:
        return None
    return Filing(ConversationId(row["id_conversation"]), row["token"], row["id_customer_thread"])


async def begin(
    unit: Unit,
    conversation: ConversationId,
    shop: ShopId,
    token: str,
    *,
    by: EmployeeId,
    now: datetime,
) -> None:
    """Somebody is filing it: under this token it will be found; one begun before is forgotten."""
    await unit.run(
        "REPLACE INTO PREFIX_onlinechat_filing"
        " (id_conversation, id_shop, token, id_employee, created_at) VALUES (%s, %s, %s, %s, %s)",
        conversation,
        shop,
        token,
        by,
        now.replace(tzinfo=None),
    )


async def filed(unit: Unit, filing: Filing, thread: int) -> bool:
    """It is there; False when that was known."""
    changed = await unit.run(
        "UPDATE PREFIX_onlinechat_filing SET id_customer_thread = %s"
        " WHERE id_conversation = %s AND token = %s AND id_customer_thread IS NULL",
        thread,
        filing.conversation,
        filing.token,
    )
    return changed > 0


async def forget(unit: Unit, conversations: Sequence[ConversationId]) -> None:
    """These conversations are deleted; their threads are the shop's."""
    await unit.run(
        f"DELETE FROM PREFIX_onlinechat_filing WHERE id_conversation IN ({marks(conversations)})",
        *conversations,
    )


async def unconfirmed(unit: Unit, since: datetime) -> list[tuple[Filing, ShopId]]:
    """Filings begun since then of which no thread is known."""
    rows = await unit.rows(
        "SELECT id_conversation, id_shop, token FROM PREFIX_onlinechat_filing"
        " WHERE id_customer_thread IS NULL AND created_at > %s LIMIT 50",
        since.replace(tzinfo=None),
    )
    return [
        (Filing(ConversationId(row["id_conversation"]), row["token"], None), ShopId(row["id_shop"]))
        for row in rows
    ]


async def said(unit: Unit, conversation: ConversationId, shop: Shop, *, limit: int) -> list[Said]:
    """What was said in a conversation, the last so many messages."""
    rows = await unit.rows(
        "SELECT author, name, body, sent_at FROM PREFIX_onlinechat_message"
        " WHERE id_conversation = %s AND author <> 'system' ORDER BY seq DESC LIMIT %s",
        conversation,
        limit,
    )
    return [
        Said(
            (row["name"] or shop.name) if row["author"] == "operator" else "",
            shop.local(from_database(row["sent_at"])),
            row["body"],
        )
        for row in reversed(rows)
    ]


async def askers(unit: Unit, threads: Sequence[int]) -> dict[int, Asker]:
    """Whose these threads are, of those that came from a conversation or an offline message."""
    if not threads:
        return {}
    found = {
        row["thread"]: Asker(
            _visitor(row), Question(row["message"], from_database(row["created_at"]))
        )
        for row in await unit.rows(
            "SELECT id_customer_thread AS thread, id_shop, vid, id_customer, id_guest,"
            " customer_name AS name, lang, message, created_at"
            " FROM PREFIX_onlinechat_offline_message"
            f" WHERE id_customer_thread IN ({marks(threads)}) AND vid <> ''",
            *threads,
        )
    }
    found |= {
        row["thread"]: Asker(_visitor(row))
        for row in await unit.rows(
            "SELECT f.id_customer_thread AS thread, c.id_shop, c.vid, c.id_customer, c.id_guest,"
            " c.visitor_name AS name, c.lang FROM PREFIX_onlinechat_filing f"
            " JOIN PREFIX_onlinechat_conversation c ON c.id_conversation = f.id_conversation"
            f" WHERE f.id_customer_thread IN ({marks(threads)})",
            *threads,
        )
    }
    return found


async def read_up_to(unit: Unit, name: str) -> int | None:
    """How far a table of the shop's was read."""
    found = await unit.value(
        "SELECT number FROM PREFIX_onlinechat_read_up_to WHERE name = %s", name
    )
    return None if found is None else int(found)


async def was_read(unit: Unit, name: str, number: int) -> None:
    """It was read up to there."""
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_read_up_to (name, number) VALUES (%s, %s)"
        " ON DUPLICATE KEY UPDATE number = %s",
        name,
        number,
        number,
    )


def _visitor(row: Row) -> Visitor:
    return Visitor(
        shop=ShopId(row["id_shop"]),
        vid=VisitorId(row["vid"]),
        customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
        guest=GuestId(row["id_guest"]) if row["id_guest"] else None,
        name=row["name"],
        lang=row["lang"],
    )
