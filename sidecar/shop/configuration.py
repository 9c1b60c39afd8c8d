"""PrestaShop's configuration values, by its own rules of scope (classes/Configuration.php)."""

from dataclasses import dataclass

from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import ShopId


@dataclass(frozen=True, slots=True)
class Scope:
    """A shop and the group it is in."""

    shop: ShopId
    group: int


async def multistore(unit: Unit) -> bool:
    """Whether rows of shops and groups count: flag set, and more than one shop there."""
    flag = await unit.value(
        "SELECT value FROM PREFIX_configuration WHERE name = 'PS_MULTISHOP_FEATURE_ACTIVE'"
        " AND COALESCE(id_shop, 0) = 0 AND COALESCE(id_shop_group, 0) = 0"
    )
    return flag == "1" and int(await unit.value("SELECT COUNT(*) FROM PREFIX_shop")) > 1


async def read(unit: Unit, names: list[str], scope: Scope | None = None) -> dict[str, str]:
    """The values for a shop (without a scope: for all); names without a row are left out.

    Shop row before group row before global row; that a row exists decides, not what it holds.
    """
    rows = await unit.rows(
        "SELECT name, value, COALESCE(id_shop, 0) AS shop, COALESCE(id_shop_group, 0) AS shop_group"
        f" FROM PREFIX_configuration WHERE name IN ({marks(names)})",
        *names,
    )
    levels = [(0, 0)]
    if scope is not None and await multistore(unit):
        levels = [(0, 0), (0, scope.group), (scope.shop, 0)]
    found: dict[str, str] = {}
    for shop, group in levels:
        for row in rows:
            matches = (
                row["shop"] == shop if shop else (not row["shop"] and row["shop_group"] == group)
            )
            if matches:
                found[row["name"]] = row["value"] or ""
    return found
