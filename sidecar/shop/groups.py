"""The shop's customer groups, by the names that employees know them by."""

from collections.abc import Iterable
from dataclasses import dataclass

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop


@dataclass(frozen=True, slots=True)
class Group:
    """A customer group in one language."""

    id: int
    name: str


Groups = dict[tuple[ShopId, str], tuple[Group, ...]]
"""By shop and language (ISO)."""


async def read(unit: Unit, shops: Iterable[Shop]) -> Groups:
    """The groups of each shop in each of its languages; none where the shop uses no groups."""
    active = await unit.value(
        "SELECT value FROM PREFIX_configuration WHERE name = 'PS_GROUP_FEATURE_ACTIVE'"
        " AND COALESCE(id_shop, 0) = 0 AND COALESCE(id_shop_group, 0) = 0"
    )
    if active != "1":
        return {}
    rows = await unit.rows(
        "SELECT gs.id_shop, gl.id_lang, gl.id_group, gl.name FROM PREFIX_group_shop gs"
        " JOIN PREFIX_group_lang gl ON gl.id_group = gs.id_group ORDER BY gl.id_group"
    )
    return {
        (shop.id, language.iso): tuple(
            Group(row["id_group"], row["name"])
            for row in rows
            if row["id_shop"] == shop.id and row["id_lang"] == language.id
        )
        for shop in shops
        for language in shop.languages
    }
