"""The table of blocked visitors."""

from collections.abc import Sequence
from datetime import datetime

from sidecar.desk.blocking.rules import Block, blockable
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, CustomerId, EmployeeId, GuestId, ShopId, VisitorId

COLUMNS = (
    "id_block, id_shop, vid, id_customer, id_guest, ip_address, visitor_name, id_conversation,"
    " reason, id_employee, employee_name, created_at, until"
)
IN_FORCE = "(until IS NULL OR until > UTC_TIMESTAMP(3))"


async def blocked(unit: Unit, visitor: Visitor, address: str) -> bool:
    """Whether a block that is in force meets this visitor."""
    rows = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_block WHERE id_shop = %s"
        " AND (vid = %s OR id_customer = %s OR (ip_address <> '' AND ip_address = %s))"
        f" AND {IN_FORCE}",
        visitor.shop,
        visitor.vid,
        visitor.customer or 0,
        blockable(address),
    )
    return any(_block(row).meets(visitor, address) for row in rows)


async def in_force(unit: Unit, since: datetime) -> list[Block]:
    """The blocks that were made since then and still count."""
    rows = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_block WHERE created_at >= %s AND {IN_FORCE}",
        since.replace(tzinfo=None),
    )
    return [_block(row) for row in rows]


async def listed(unit: Unit, shops: Sequence[ShopId], *, limit: int) -> list[Block]:
    """The blocks of these shops that are in force, newest first."""
    rows = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_block WHERE id_shop IN ({marks(shops)})"
        f" AND {IN_FORCE} ORDER BY id_block DESC LIMIT %s",
        *shops,
        limit,
    )
    return [_block(row) for row in rows]


async def address_of(unit: Unit, visitor: Visitor) -> str:
    """From where the visitor's browser was here last; empty when that is no longer known."""
    return str(
        await unit.value(
            "SELECT ip_address FROM PREFIX_onlinechat_visitor WHERE id_shop = %s AND vid = %s"
            " AND full_address_since IS NOT NULL",
            visitor.shop,
            visitor.vid,
        )
        or ""
    )


async def add(unit: Unit, block: Block) -> int:
    """Write a block in place of the visitor's former one; its number."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_block WHERE id_shop = %s AND (vid = %s OR id_customer = %s)",
        block.shop,
        block.vid,
        block.customer or 0,
    )
    return await unit.insert(
        "INSERT INTO PREFIX_onlinechat_block (id_shop, vid, id_customer, id_guest, ip_address,"
        " visitor_name, id_conversation, reason, id_employee, employee_name, created_at, until)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        block.shop,
        block.vid,
        block.customer,
        block.guest,
        block.address,
        block.name,
        block.conversation,
        block.reason,
        block.employee,
        block.employee_name,
        block.created_at.replace(tzinfo=None),
        block.until.replace(tzinfo=None) if block.until else None,
    )


async def lift(unit: Unit, number: int, shops: Sequence[ShopId]) -> Block | None:
    """Delete a block of these shops; None when there is none."""
    row = await unit.row(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_block WHERE id_block = %s"
        f" AND id_shop IN ({marks(shops)}) FOR UPDATE",
        number,
        *shops,
    )
    if row is None:
        return None
    await unit.run("DELETE FROM PREFIX_onlinechat_block WHERE id_block = %s", number)
    return _block(row)


async def forget_over(unit: Unit) -> None:
    """Delete blocks whose term is over."""
    await unit.run("DELETE FROM PREFIX_onlinechat_block WHERE until <= UTC_TIMESTAMP(3)")


async def forget_addresses(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Take the addresses out of a shop's blocks that were made before then; how many at once."""
    return await unit.run(
        "UPDATE PREFIX_onlinechat_block SET ip_address = ''"
        " WHERE id_shop = %s AND ip_address <> '' AND created_at < %s LIMIT %s",
        shop,
        before.replace(tzinfo=None),
        limit,
    )


async def forget_names(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Take the names out of a shop's blocks that were made before then; how many at once."""
    return await unit.run(
        "UPDATE PREFIX_onlinechat_block SET visitor_name = ''"
        " WHERE id_shop = %s AND visitor_name <> '' AND created_at < %s LIMIT %s",
        shop,
        before.replace(tzinfo=None),
        limit,
    )


def _block(row: Row) -> Block:
    return Block(
        id=row["id_block"],
        shop=ShopId(row["id_shop"]),
        vid=VisitorId(row["vid"]),
        customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
        guest=GuestId(row["id_guest"]) if row["id_guest"] else None,
        address=row["ip_address"],
        name=row["visitor_name"],
        conversation=ConversationId(row["id_conversation"]),
        reason=row["reason"],
        employee=EmployeeId(row["id_employee"]),
        employee_name=row["employee_name"],
        created_at=from_database(row["created_at"]),
        until=from_database(row["until"]) if row["until"] else None,
    )
