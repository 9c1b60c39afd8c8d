"""The shop's vouchers (cart rules): whether somebody can use one now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sidecar.platform.database import Unit
from sidecar.protocol.base import CustomerId
from sidecar.shop.shops import Shop

Hindrance = Literal["off", "later", "over", "used_up", "elsewhere", "somebody_else"]


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher with a code; moments in UTC, `until` None where the shop names none."""

    id: int
    code: str
    active: bool
    since: datetime | None
    until: datetime | None
    left: int
    per_customer: int
    customer: CustomerId | None
    """Whose it is alone."""
    here: bool
    """Whether it counts in the shop that was asked about."""

    def hindrance(
        self, now: datetime, customer: CustomerId | None = None, used: int = 0
    ) -> Hindrance | None:
        """Why it can't be used now, by this customer who `used` it so often; None when it can."""
        if not self.active:
            return "off"
        if not self.here:
            return "elsewhere"
        if self.since and now < self.since:
            return "later"
        if self.until and now > self.until:
            return "over"
        if self.customer and self.customer != customer:
            return "somebody_else"
        if self.left < 1 or (customer and self.per_customer and used >= self.per_customer):
            return "used_up"
        return None


async def by_code(unit: Unit, shop: Shop, code: str) -> Voucher | None:
    """The voucher with a code; None when the shop has none."""
    return await _one(unit, shop, "r.code = %s", code)


async def by_number(unit: Unit, shop: Shop, number: int) -> Voucher | None:
    """The voucher with a number; None when it was deleted."""
    return await _one(unit, shop, "r.id_cart_rule = %s", number)


async def used(unit: Unit, number: int, customer: CustomerId | None) -> int:
    """How many orders of a customer it was used for."""
    if customer is None:
        return 0
    return int(
        await unit.value(
            "SELECT COUNT(*) FROM PREFIX_order_cart_rule u"
            " JOIN PREFIX_orders o ON o.id_order = u.id_order"
            " WHERE o.id_customer = %s AND u.id_cart_rule = %s",
            customer,
            number,
        )
    )


async def _one(unit: Unit, shop: Shop, which: str, value: object) -> Voucher | None:
    row = await unit.row(
        "SELECT r.id_cart_rule, r.code, r.active, r.date_from, r.date_to, r.quantity,"
        " r.quantity_per_user, r.id_customer, r.shop_restriction = 0 OR EXISTS ("
        "SELECT 1 FROM PREFIX_cart_rule_shop s WHERE s.id_cart_rule = r.id_cart_rule"
        f" AND s.id_shop = %s) AS here FROM PREFIX_cart_rule r WHERE {which} AND r.code <> ''"
        " ORDER BY r.id_cart_rule DESC LIMIT 1",
        shop.id,
        value,
    )
    if row is None:
        return None
    return Voucher(
        id=row["id_cart_rule"],
        code=row["code"],
        active=bool(row["active"]),
        since=_moment(row["date_from"], shop),
        until=_moment(row["date_to"], shop),
        left=row["quantity"],
        per_customer=row["quantity_per_user"],
        customer=CustomerId(row["id_customer"]) if row["id_customer"] else None,
        here=bool(row["here"]),
    )


def _moment(value: object, shop: Shop) -> datetime | None:
    """A DATETIME by the shop's own clock; a zero date, or none since PrestaShop 9.2, is none."""
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=shop.zone).astimezone(UTC)
