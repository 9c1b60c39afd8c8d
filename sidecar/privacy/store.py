"""Reads whose data there is."""

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId

TABLES = ("conversation", "offline_message", "visitor", "outbox", "block")


async def shops(unit: Unit) -> list[ShopId]:
    """Every shop that has something of somebody, also one that is switched off or gone."""
    each = " UNION ".join(f"SELECT DISTINCT id_shop FROM PREFIX_onlinechat_{one}" for one in TABLES)
    return [ShopId(row["id_shop"]) for row in await unit.rows(each)]
