"""The table of offline messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.privacy import addresses
from sidecar.protocol.base import CustomerId, GuestId, ShopId, VisitorId


@dataclass(frozen=True, slots=True)
class Left:
    """A message as it was left; the names of contact, order and product are those of that day."""

    id: int
    shop: ShopId
    lang: str
    customer: CustomerId | None
    guest: GuestId | None
    customer_name: str
    firstname: str
    lastname: str
    email: str
    phone: str
    message: str
    page_url: str
    page_title: str
    contact: int | None
    contact_name: str
    contact_email: str
    order: int | None
    order_reference: str
    product: int | None
    product_name: str
    consent: str | None
    suspect: bool
    thread: int | None
    thread_token: str
    created_at: datetime

    @property
    def name(self) -> str:
        """Who wrote it: as typed, else as the shop knows the customer; may be empty."""
        return " ".join(filter(None, (self.firstname, self.lastname))) or self.customer_name


COLUMNS = {
    "id": "id_offline_message",
    "shop": "id_shop",
    "customer": "id_customer",
    "guest": "id_guest",
    "contact": "id_contact",
    "order": "id_order",
    "product": "id_product",
    "thread": "id_customer_thread",
}
"""Columns that PrestaShop's way of naming ids gives another name than ours."""
FIELDS = tuple(Left.__dataclass_fields__)
SELECT = "SELECT " + ", ".join(COLUMNS.get(name, name) for name in FIELDS)


async def known(unit: Unit, vid: VisitorId, client_id: str) -> int | None:
    """The number under which this browser's message was stored before."""
    found = await unit.value(
        "SELECT id_offline_message FROM PREFIX_onlinechat_offline_message"
        " WHERE vid = %s AND client_id = %s",
        vid,
        client_id,
    )
    return None if found is None else int(found)


async def insert(unit: Unit, left: Left, browser: dict[str, Any]) -> int:
    """Store a message with what its browser said of itself, by column; its number.

    Raises:
        pymysql.err.IntegrityError: the browser's message was stored before.
    """
    values = {COLUMNS.get(name, name): getattr(left, name) for name in FIELDS if name != "id"}
    values["created_at"] = left.created_at.replace(tzinfo=None)
    values |= browser
    return await unit.insert(
        f"INSERT INTO PREFIX_onlinechat_offline_message ({', '.join(values)})"
        f" VALUES ({marks([*values])})",
        *values.values(),
    )


async def filed(unit: Unit, number: int, thread: int, token: str) -> None:
    """The message is in the shop's customer service too."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_offline_message SET id_customer_thread = %s, thread_token = %s"
        " WHERE id_offline_message = %s",
        thread,
        token,
        number,
    )


async def page(
    unit: Unit, shops: Sequence[ShopId], *, before: tuple[datetime, int] | None, limit: int
) -> list[Left]:
    """The shops' messages, newest first; `before`: last row of the page above (moment, id)."""
    older = ""
    values: list[Any] = [*shops]
    if before is not None:
        # Written out: MySQL 5.7 uses no index for a comparison of rows.
        older = "AND (created_at < %s OR (created_at = %s AND id_offline_message < %s))"
        moment = before[0].replace(tzinfo=None)
        values += [moment, moment, before[1]]
    rows = await unit.rows(
        f"{SELECT} FROM PREFIX_onlinechat_offline_message"
        f" WHERE id_shop IN ({marks(shops)}) {older}"
        " ORDER BY created_at DESC, id_offline_message DESC LIMIT %s",
        *values,
        limit,
    )
    return [_left(row) for row in rows]


async def one(unit: Unit, number: int, shops: Sequence[ShopId] | None = None) -> Left | None:
    """A message, of these shops where they are given."""
    where = "" if shops is None else f" AND id_shop IN ({marks(shops)})"
    row = await unit.row(
        f"{SELECT} FROM PREFIX_onlinechat_offline_message WHERE id_offline_message = %s{where}",
        number,
        *(shops or ()),
    )
    return None if row is None else _left(row)


async def cleared(unit: Unit, number: int) -> bool:
    """A person looked at it: no program wrote it; whether nobody had said so before."""
    changed = await unit.run(
        "UPDATE PREFIX_onlinechat_offline_message SET suspect = 0"
        " WHERE id_offline_message = %s AND suspect = 1",
        number,
    )
    return changed > 0


async def older(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> list[int]:
    """The numbers of a shop's messages that were left before then, the oldest first; locked."""
    rows = await unit.rows(
        "SELECT id_offline_message FROM PREFIX_onlinechat_offline_message"
        " WHERE id_shop = %s AND created_at < %s ORDER BY created_at LIMIT %s FOR UPDATE",
        shop,
        before.replace(tzinfo=None),
        limit,
    )
    return [row["id_offline_message"] for row in rows]


async def delete_all(unit: Unit, numbers: Sequence[int]) -> None:
    """Delete these messages."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_offline_message"
        f" WHERE id_offline_message IN ({marks(numbers)})",
        *numbers,
    )


async def shorten_addresses(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Shorten the addresses of messages that were left before then; how many those were."""
    return await addresses.shorten(
        unit, "PREFIX_onlinechat_offline_message", shop, before, limit=limit
    )


async def delete(unit: Unit, number: int, shops: Sequence[ShopId]) -> bool:
    """Delete a message of these shops; whether there was one."""
    deleted = await unit.run(
        "DELETE FROM PREFIX_onlinechat_offline_message"
        f" WHERE id_offline_message = %s AND id_shop IN ({marks(shops)})",
        number,
        *shops,
    )
    return deleted > 0


def _left(row: Row) -> Left:
    values = {name: row[COLUMNS.get(name, name)] for name in FIELDS}
    values["suspect"] = bool(values["suspect"])
    values["created_at"] = from_database(values["created_at"])
    return Left(**values)
