"""The tables of the canned replies."""

from collections.abc import Sequence
from datetime import datetime

from sidecar.desk.canned.rules import Reply
from sidecar.desk.reach import ALL_SHOPS
from sidecar.platform.database import Row, Unit, marks
from sidecar.protocol.base import EmployeeId, ShopId

COLUMNS = "r.id_canned_reply, r.id_shop, r.id_employee, r.shortcut, r.title, r.group_name"


async def visible(unit: Unit, employee: EmployeeId, shops: Sequence[ShopId]) -> list[Reply]:
    """What an employee has in these shops: the shared ones and their own, by group and title."""
    found = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_canned_reply r"
        f" WHERE r.id_shop IN ({marks([ALL_SHOPS, *shops])})"
        " AND r.id_employee IN (0, %s)"
        " ORDER BY r.group_name, r.title, r.id_canned_reply",
        ALL_SHOPS,
        *shops,
        employee,
    )
    return await _with_texts(unit, found)


async def one(
    unit: Unit, number: int, employee: EmployeeId, shops: Sequence[ShopId]
) -> Reply | None:
    """One that the employee has."""
    found = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_canned_reply r WHERE r.id_canned_reply = %s"
        f" AND r.id_shop IN ({marks([ALL_SHOPS, *shops])})"
        " AND r.id_employee IN (0, %s)",
        number,
        ALL_SHOPS,
        *shops,
        employee,
    )
    replies = await _with_texts(unit, found)
    return replies[0] if replies else None


async def taken(unit: Unit, reply: Reply) -> bool:
    """Whether another one of the same people has its shortcut in one of its shops."""
    found = await unit.rows(
        "SELECT r.id_canned_reply, r.id_shop FROM PREFIX_onlinechat_canned_reply r"
        " WHERE r.shortcut = %s AND r.id_employee = %s",
        reply.shortcut,
        reply.owner or 0,
    )
    return any(
        row["id_canned_reply"] != reply.id
        and (reply.shop == ALL_SHOPS or row["id_shop"] in (ALL_SHOPS, reply.shop))
        for row in found
    )


async def save(unit: Unit, reply: Reply, now: datetime) -> int:
    """Write it, a new one when its number is 0; its number.

    Raises:
        IntegrityError: its shortcut is taken.
    """
    values = (
        reply.shop,
        reply.owner or 0,
        reply.shortcut,
        reply.title,
        reply.group,
        now.replace(tzinfo=None),
    )
    number = reply.id
    if number:
        await unit.run(
            "UPDATE PREFIX_onlinechat_canned_reply SET id_shop = %s, id_employee = %s,"
            " shortcut = %s, title = %s, group_name = %s, updated_at = %s"
            " WHERE id_canned_reply = %s",
            *values,
            number,
        )
        await unit.run(
            "DELETE FROM PREFIX_onlinechat_canned_reply_text WHERE id_canned_reply = %s", number
        )
    else:
        number = await unit.insert(
            "INSERT INTO PREFIX_onlinechat_canned_reply (id_shop, id_employee, shortcut, title,"
            " group_name, updated_at) VALUES (%s, %s, %s, %s, %s, %s)",
            *values,
        )
    await unit.insert_many(
        "INSERT INTO PREFIX_onlinechat_canned_reply_text (id_canned_reply, lang, text) VALUES",
        [(number, lang, text) for lang, text in reply.texts.items()],
    )
    return number


async def delete(unit: Unit, number: int) -> None:
    """Delete it with its texts."""
    for table in ("canned_reply_text", "canned_reply"):
        await unit.run(f"DELETE FROM PREFIX_onlinechat_{table} WHERE id_canned_reply = %s", number)


async def _with_texts(unit: Unit, found: Sequence[Row]) -> list[Reply]:
    numbers = [row["id_canned_reply"] for row in found]
    texts: dict[int, dict[str, str]] = {number: {} for number in numbers}
    if numbers:
        for row in await unit.rows(
            "SELECT id_canned_reply, lang, text FROM PREFIX_onlinechat_canned_reply_text"
            f" WHERE id_canned_reply IN ({marks(numbers)}) ORDER BY lang",
            *numbers,
        ):
            texts[row["id_canned_reply"]][row["lang"]] = row["text"]
    return [
        Reply(
            id=row["id_canned_reply"],
            shop=ShopId(row["id_shop"]),
            owner=EmployeeId(row["id_employee"]) if row["id_employee"] else None,
            shortcut=row["shortcut"],
            title=row["title"],
            group=row["group_name"],
            texts=texts[row["id_canned_reply"]],
        )
        for row in found
    ]
