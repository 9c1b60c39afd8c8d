"""A customer's orders, for those who write about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import CustomerId
from sidecar.protocol.cart import MadeOrder
from sidecar.shop.shops import Shop

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its products by number; `placed_at` is the shop's own date, `2026-01-07`."""

    id: int
    reference: str
    placed_at: str
    products: dict[int, str]


@dataclass(frozen=True, slots=True)
class Newest:
    """Where a customer's newest order stands; `placed_at` as above, empty for a zero date."""

    id: int
    reference: str
    placed_at: str
    state: str
    total: Decimal
    currency: str
    tracking: str


async def newest(unit: Unit, customer: CustomerId, shop: Shop, lang: str) -> Newest | None:
    """The customer's newest order in a shop and in those that share orders with it."""
    row = await unit.row(
        "SELECT o.id_order, o.reference, o.date_add, o.total_paid, c.iso_code,"
        " COALESCE(s.name, '') AS state,"
        " COALESCE((SELECT p.tracking_number FROM PREFIX_order_carrier p"
        " WHERE p.id_order = o.id_order AND p.tracking_number <> ''"
        " ORDER BY p.id_order_carrier DESC LIMIT 1), '') AS tracking"
        " FROM PREFIX_orders o JOIN PREFIX_currency c ON c.id_currency = o.id_currency"
        " LEFT JOIN PREFIX_order_state_lang s"
        " ON s.id_order_state = o.current_state AND s.id_lang = %s"
        f" WHERE o.id_customer = %s AND o.id_shop IN ({marks(shop.order_shops)})"
        " ORDER BY o.id_order DESC LIMIT 1",
        shop.language(lang).id,
        customer,
        *shop.order_shops,
    )
    if row is None:
        return None
    day = str(row["date_add"])[:10]
    return Newest(
        id=row["id_order"],
        reference=row["reference"] or "",
        placed_at="" if day.startswith("0000") else day,
        state=row["state"],
        total=row["total_paid"],
        currency=row["iso_code"],
        tracking=row["tracking"],
    )


async def last(unit: Unit, customer: CustomerId, shop: Shop) -> list[Order]:
    """The customer's newest orders in a shop and in those that share orders with it."""
    return await _orders(unit, customer, shop, "ORDER BY o.id_order DESC LIMIT %s", SHOWN)


async def find(unit: Unit, customer: CustomerId, shop: Shop, number: int) -> Order | None:
    """An order, if it is this customer's."""
    found = await _orders(unit, customer, shop, "AND o.id_order = %s", number)
    return found[0] if found else None


async def made_of(unit: Unit, cart: int) -> MadeOrder | None:
    """The order that was made of a cart; the first one, where several parcels made several."""
    row = await unit.row(
        "SELECT id_order, reference FROM PREFIX_orders WHERE id_cart = %s"
        " ORDER BY id_order LIMIT 1",
        cart,
    )
    return MadeOrder(id=row["id_order"], reference=row["reference"] or "") if row else None


async def _orders(
    unit: Unit, customer: CustomerId, shop: Shop, which: str, value: int
) -> list[Order]:
    rows = await unit.rows(
        "SELECT o.id_order, o.reference, o.date_add FROM PREFIX_orders o"
        f" WHERE o.id_customer = %s AND o.id_shop IN ({marks(shop.order_shops)}) {which}",
        customer,
        *shop.order_shops,
        value,
    )
    products = await _products(unit, [row["id_order"] for row in rows])
    return [
        Order(
            row["id_order"],
            row["reference"] or "",
            str(row["date_add"])[:10],
            products.get(row["id_order"], {}),
        )
        for row in rows
    ]


async def _products(unit: Unit, orders: Sequence[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    if not orders:
        return found
    for row in await unit.rows(
        "SELECT id_order, product_id, product_name FROM PREFIX_order_detail"
        f" WHERE id_order IN ({marks(orders)}) ORDER BY id_order_detail",
        *orders,
    ):
        found.setdefault(row["id_order"], {}).setdefault(row["product_id"], row["product_name"])
    return found
