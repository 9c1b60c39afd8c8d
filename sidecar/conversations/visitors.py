"""Visitors' browsers: known, revoked, where they are, and until when they count as there."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from sidecar.platform.clock import from_database
from sidecar.platform.database import Unit
from sidecar.platform.identity import Visitor

LEASE_SECONDS = 45


async def know(unit: Unit, visitor: Visitor, now: datetime) -> None:
    """Write down who uses this browser now."""
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_visitor (id_shop, vid, id_customer, id_guest, created_at)"
        " VALUES (%s, %s, %s, %s, %s) ON DUPLICATE KEY UPDATE id_customer = %s, id_guest = %s",
        visitor.shop,
        visitor.vid,
        visitor.customer,
        visitor.guest,
        now.replace(tzinfo=None),
        visitor.customer,
        visitor.guest,
    )


async def revoked_at(unit: Unit, visitor: Visitor) -> datetime | None:
    """When this browser's sessions were ended, if they were."""
    value = await unit.value(
        "SELECT revoked_at FROM PREFIX_onlinechat_visitor WHERE id_shop = %s AND vid = %s",
        visitor.shop,
        visitor.vid,
    )
    return from_database(value) if value else None


async def revoke(unit: Unit, visitor: Visitor, now: datetime) -> None:
    """End every session that this browser got until now."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_visitor SET revoked_at = %s WHERE id_shop = %s AND vid = %s",
        now.replace(tzinfo=None),
        visitor.shop,
        visitor.vid,
    )


async def at_page(unit: Unit, visitor: Visitor, url: str, title: str, now: datetime) -> None:
    """Write down the page this browser shows."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_visitor SET page_url = %s, page_title = %s, page_since = %s"
        " WHERE id_shop = %s AND vid = %s",
        url,
        title,
        now.replace(tzinfo=None),
        visitor.shop,
        visitor.vid,
    )


async def stay(unit: Unit, open_keys: Sequence[str], seconds: float = LEASE_SECONDS) -> None:
    """These visitors are there for so many seconds more, in one statement however many they are."""
    if open_keys:
        rows = ",".join(["(%s, UTC_TIMESTAMP(3) + INTERVAL %s SECOND)"] * len(open_keys))
        await unit.run(
            f"INSERT INTO PREFIX_onlinechat_presence (open_key, present_until) VALUES {rows}"
            " ON DUPLICATE KEY UPDATE present_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND",
            *(value for key in sorted(open_keys) for value in (key, seconds)),
            seconds,
        )


async def grace(unit: Unit) -> None:
    """After a start, everybody who was there gets the time to come back."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_presence"
        " SET present_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND"
        " WHERE present_until > UTC_TIMESTAMP(3) - INTERVAL 10 MINUTE",
        LEASE_SECONDS,
    )


async def forget_gone(unit: Unit) -> None:
    """Remove presence that ended long ago."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_presence"
        " WHERE present_until < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 1000"
    )


def without_query(url: str) -> str:
    """An address as operators may see it: no query string, no fragment, only http and https."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))[:2000]
