"""What a customer ordered, bought, left in carts, and what vouchers they have."""

from datetime import datetime, timedelta
from typing import Literal

from sidecar.platform.database import Query, Row, marks
from sidecar.protocol.base import CustomerId
from sidecar.protocol.sheet import (
    BoughtProduct,
    EarlierCart,
    Money,
    Order,
    Orders,
    Voucher,
)
from sidecar.shop.parts import Part
from sidecar.shop.shops import Shop

LAST_ORDERS = 10
COUNTED_ORDERS = 100
"""Products bought are gathered from so many of the newest orders."""
PRODUCTS = 20
CARTS = 10
VOUCHERS = 20
ABANDONED_AFTER = timedelta(days=1)
"""PrestaShop's own rule (AdminCartsController): no order, and a day old."""


def orders(customer: CustomerId, shop: Shop, lang: int) -> Part[Orders]:
    """The customer's orders in this shop and in those that share orders with it."""
    shops = shop.order_shops
    whose = f"o.id_customer = %s AND o.id_shop IN ({marks(shops)})"
    return Part(
        (
            Query(
                "SELECT cu.iso_code AS currency, COUNT(*) AS placed, SUM(o.valid) AS valid,"
                " SUM(IF(o.valid = 1, o.total_paid_real, 0)) AS paid FROM PREFIX_orders o"
                " JOIN PREFIX_currency cu ON cu.id_currency = o.id_currency"
                f" WHERE {whose} GROUP BY cu.iso_code ORDER BY placed DESC",
                (customer, *shops),
            ),
            Query(
                "SELECT o.id_order, o.reference, o.date_add, o.valid, o.payment,"
                " o.total_paid_tax_incl, o.total_paid_real, cu.iso_code AS currency, st.color,"
                " sl.name AS state FROM PREFIX_orders o"
                " JOIN PREFIX_currency cu ON cu.id_currency = o.id_currency"
                " LEFT JOIN PREFIX_order_state st ON st.id_order_state = o.current_state"
                " LEFT JOIN PREFIX_order_state_lang sl"
                " ON sl.id_order_state = o.current_state AND sl.id_lang = %s"
                f" WHERE {whose} ORDER BY o.id_order DESC LIMIT %s",
                (lang, customer, *shops, LAST_ORDERS),
            ),
            Query(
                "SELECT d.product_id, MAX(d.product_name) AS name,"
                " SUM(d.product_quantity) AS quantity, MAX(o.date_add) AS last_at FROM"
                " (SELECT o.id_order, o.date_add FROM PREFIX_orders o"
                f" WHERE {whose} AND o.valid = 1 ORDER BY o.id_order DESC LIMIT %s) o"
                " JOIN PREFIX_order_detail d ON d.id_order = o.id_order"
                " GROUP BY d.product_id ORDER BY last_at DESC, d.product_id LIMIT %s",
                (customer, *shops, COUNTED_ORDERS, PRODUCTS),
            ),
        ),
        lambda sums, last, products: Orders(
            count=sum(row["placed"] for row in sums),
            valid=sum(int(row["valid"]) for row in sums),
            paid=[_money(row["paid"], row) for row in sums if row["paid"]],
            last=[_order(row, shop) for row in last],
            products=[
                BoughtProduct(
                    id=row["product_id"],
                    name=row["name"],
                    quantity=int(row["quantity"]),
                    last_at=shop.moment(row["last_at"]),
                )
                for row in products
            ],
        ),
    )


def _order(row: Row, shop: Shop) -> Order:
    return Order(
        id=row["id_order"],
        reference=row["reference"] or "",
        placed_at=shop.moment(row["date_add"]),
        state=row["state"] or "",
        color=row["color"] or None,
        valid=bool(row["valid"]),
        payment=row["payment"],
        total=_money(row["total_paid_tax_incl"], row),
        paid=_money(row["total_paid_real"], row),
    )


def _money(amount: object, row: Row) -> Money:
    return Money(amount=round(float(str(amount)), 6), currency=row["currency"])


def carts(customer: CustomerId, shop: Shop, now: datetime) -> Part[list[EarlierCart]]:
    """The customer's newest carts that have something in them."""
    shops = shop.order_shops
    return Part(
        (
            Query(
                "SELECT c.id_cart, c.date_upd, o.reference,"
                " (SELECT SUM(p.quantity) FROM PREFIX_cart_product p WHERE p.id_cart = c.id_cart)"
                " AS quantity FROM PREFIX_cart c"
                " LEFT JOIN PREFIX_orders o ON o.id_cart = c.id_cart"
                f" WHERE c.id_customer = %s AND c.id_shop IN ({marks(shops)})"
                " ORDER BY c.id_cart DESC LIMIT %s",
                (customer, *shops, 2 * CARTS),
            ),
        ),
        lambda rows: _carts(rows, shop, now),
    )


def _carts(rows: list[Row], shop: Shop, now: datetime) -> list[EarlierCart]:
    # Several parcels make several orders of one cart: it stands here once.
    filled = {row["id_cart"]: row for row in rows if row["quantity"]}
    return [
        EarlierCart(
            id=row["id_cart"],
            changed_at=shop.moment(row["date_upd"]),
            quantity=int(row["quantity"]),
            state=_state(row, shop, now),
            order=row["reference"],
        )
        for row in list(filled.values())[:CARTS]
    ]


def _state(row: Row, shop: Shop, now: datetime) -> Literal["ordered", "open", "abandoned"]:
    if row["reference"] is not None:
        return "ordered"
    changed = shop.moment(row["date_upd"])
    return "open" if changed is not None and now - changed < ABANDONED_AFTER else "abandoned"


def vouchers(customer: CustomerId, shop: Shop, lang: int, now: datetime) -> Part[list[Voucher]]:
    """The vouchers made for this customer, those that can still be used first."""
    local = shop.local(now).replace(tzinfo=None, microsecond=0)
    return Part(
        (
            Query(
                "SELECT r.id_cart_rule, r.code, r.quantity, r.quantity_per_user, r.date_to,"
                " r.active, r.free_shipping, r.reduction_percent, r.reduction_amount,"
                " cu.iso_code AS currency, rl.name, r.active = 1 AND r.date_from <= %s"
                " AND (r.date_to IS NULL OR r.date_to >= %s) AS current,"
                " (SELECT COUNT(*) FROM PREFIX_order_cart_rule u"
                " JOIN PREFIX_orders o ON o.id_order = u.id_order"
                " WHERE u.id_cart_rule = r.id_cart_rule AND o.id_customer = r.id_customer) AS used"
                " FROM PREFIX_cart_rule r"
                " LEFT JOIN PREFIX_cart_rule_lang rl"
                " ON rl.id_cart_rule = r.id_cart_rule AND rl.id_lang = %s"
                " LEFT JOIN PREFIX_currency cu ON cu.id_currency = r.reduction_currency"
                " WHERE r.id_customer = %s ORDER BY current DESC, r.id_cart_rule DESC LIMIT %s",
                (local, local, lang, customer, VOUCHERS),
            ),
        ),
        lambda rows: [_voucher(row, shop) for row in rows],
    )


def _voucher(row: Row, shop: Shop) -> Voucher:
    left = row["quantity"]
    if row["quantity_per_user"]:
        left = min(left, row["quantity_per_user"] - row["used"])
    left = max(0, left)
    return Voucher(
        id=row["id_cart_rule"],
        name=row["name"] or row["code"] or str(row["id_cart_rule"]),
        code=row["code"] or None,
        percent=float(row["reduction_percent"]) or None,
        amount=_money(row["reduction_amount"], row)
        if row["reduction_amount"] and row["currency"]
        else None,
        free_shipping=bool(row["free_shipping"]),
        until=shop.moment(row["date_to"]),
        left=left,
        usable=bool(row["current"]) and left > 0,
    )
