"""IP addresses lose the part that names one connection: what is left names a neighbourhood."""

from datetime import datetime

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId

SHORT = {
    "NOT LIKE": "CONCAT(SUBSTRING_INDEX(ip_address, '.', 3), '.0')",
    "LIKE": "COALESCE("
    "INET6_NTOA(CONCAT(LEFT(INET6_ATON(ip_address), 6), REPEAT(CHAR(0), 10))), '')",
}
"""Without a colon, IPv4: its last 8 bits go; with one, IPv6: its last 80, as is common practice."""


async def shorten(unit: Unit, table: str, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Shorten addresses of a shop in a table with `ip_address` and `full_address_since`.

    Only those that are whole since before this moment, the oldest first; how many those were.
    """
    return sum(
        [
            await unit.run(
                f"UPDATE {table} SET ip_address = {short}, full_address_since = NULL"
                f" WHERE id_shop = %s AND full_address_since < %s AND ip_address {has} '%%:%%'"
                " ORDER BY full_address_since LIMIT %s",
                shop,
                before.replace(tzinfo=None),
                limit,
            )
            for has, short in SHORT.items()
        ]
    )
