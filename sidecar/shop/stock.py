"""How much of a product is there: the shop's own count, never the visitor's page's."""

from collections.abc import Iterable

from sidecar.platform.database import Unit
from sidecar.shop.shops import Shop

Item = tuple[int, int]
"""Product and combination (0 for none)."""


async def of(unit: Unit, shop: Shop, items: Iterable[Item]) -> dict[Item, int]:
    """The quantities of these in a shop, in one query; what the shop doesn't count is left out."""
    wanted = sorted(set(items))
    if not wanted:
        return {}
    pairs = " OR ".join(["(id_product = %s AND id_product_attribute = %s)"] * len(wanted))
    # A group that shares stock keeps it once, for shop 0 (StockAvailable::addSqlShopRestriction).
    where, whose = ("id_shop = 0 AND id_shop_group", shop.group)
    if not shop.sharing.stock:
        where, whose = ("id_shop_group = 0 AND id_shop", shop.id)
    rows = await unit.rows(
        "SELECT id_product, id_product_attribute, quantity FROM PREFIX_stock_available"
        f" WHERE {where} = %s AND ({pairs})",
        whose,
        *(number for item in wanted for number in item),
    )
    return {(row["id_product"], row["id_product_attribute"]): row["quantity"] for row in rows}
