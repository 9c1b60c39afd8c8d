"""The cart beside a visitor, and until when somebody looks at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sidecar.panel.rules import Snapshot
from sidecar.platform.clock import from_database
from sidecar.platform.database import Query, Row, Unit, any_of, marks
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, ShopId, VisitorId
from sidecar.protocol.cart import CartContent
from sidecar.shop.parts import Part

Browser = tuple[ShopId, VisitorId]
"""A browser in a shop."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The last snapshot of a visitor's cart; `number` is that of the last cart that had one."""

    snapshot: Snapshot
    number: int | None


def cart(visitor: Visitor) -> Part[Kept | None]:
    """The visitor's cart as it was told last; None when it never was."""
    return Part(
        (
            Query(
                "SELECT cart, cart_at, cart_number FROM PREFIX_onlinechat_visitor"
                " WHERE id_shop = %s AND vid = %s AND cart IS NOT NULL",
                (visitor.shop, visitor.vid),
            ),
        ),
        lambda rows: _kept(rows[0]) if rows else None,
    )


def _kept(row: Row) -> Kept:
    content = CartContent.model_validate_json(row["cart"])
    return Kept(Snapshot(content, from_database(row["cart_at"])), row["cart_number"])


async def keep(unit: Unit, visitor: Visitor, fresh: Snapshot) -> bool:
    """Write a snapshot down; False when a newer one was faster, or the browser is not theirs."""
    changed = await unit.run(
        "UPDATE PREFIX_onlinechat_visitor SET cart = %s, cart_at = %s,"
        " cart_number = COALESCE(%s, cart_number)"
        " WHERE id_shop = %s AND vid = %s AND id_customer <=> %s"
        " AND (cart_at IS NULL OR cart_at < %s)",
        fresh.content.model_dump_json(by_alias=True, exclude_none=True),
        _bare(fresh.at),
        fresh.content.id or None,
        visitor.shop,
        visitor.vid,
        visitor.customer,
        _bare(fresh.at),
    )
    return changed > 0


EMPTY = "cart = NULL, cart_at = NULL, cart_number = NULL"


async def forget(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Forget a shop's carts that were told last before then; how many at once."""
    return await unit.run(
        f"UPDATE PREFIX_onlinechat_visitor SET {EMPTY} WHERE id_shop = %s AND cart_at < %s"
        " ORDER BY cart_at LIMIT %s",
        shop,
        _bare(before),
        limit,
    )


async def forget_of(unit: Unit, browsers: Sequence[Browser]) -> None:
    """Forget the carts of these browsers."""
    await unit.run(
        f"UPDATE PREFIX_onlinechat_visitor SET {EMPTY}"
        f" WHERE {any_of(browsers, ('id_shop', 'vid'))}",
        *chain(*browsers),
    )


async def browsers_of(unit: Unit, conversations: Sequence[ConversationId]) -> set[Browser]:
    """The browsers in which the visitors of these conversations are."""
    rows = await unit.rows(
        "SELECT id_shop, vid FROM PREFIX_onlinechat_conversation"
        f" WHERE id_conversation IN ({marks(conversations)})",
        *conversations,
    )
    return {(ShopId(row["id_shop"]), VisitorId(row["vid"])) for row in rows}


async def watched(unit: Unit) -> set[Browser]:
    """The browsers whose carts some operator looks at, in whatever process."""
    rows = await unit.rows(
        "SELECT id_shop, vid FROM PREFIX_onlinechat_visitor WHERE watched_until > UTC_TIMESTAMP(3)"
    )
    return {(ShopId(row["id_shop"]), VisitorId(row["vid"])) for row in rows}


async def watch(unit: Unit, browsers: Iterable[Browser], seconds: float) -> None:
    """Somebody looks at these carts for so long; 0: no longer."""
    for shop, vid in sorted(browsers):
        await unit.run(
            "UPDATE PREFIX_onlinechat_visitor"
            " SET watched_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND"
            " WHERE id_shop = %s AND vid = %s",
            seconds,
            shop,
            vid,
        )


def _bare(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
