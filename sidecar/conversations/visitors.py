"""Visitors' browsers: known, revoked, where they are, and until when they count as there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from sidecar.conversations.trail import Stop, dump, load, walked
from sidecar.platform import clock
from sidecar.platform.clock import from_database
from sidecar.platform.database import Unit, any_of, marks
from sidecar.platform.identity import RESUME_HOURS, Browser, Visitor
from sidecar.platform.web import plain_address
from sidecar.privacy import addresses, deletions
from sidecar.protocol.base import ConversationId, ShopId, VisitorId

LEASE_SECONDS = 45
SEEN_EVERY = timedelta(hours=1)
"""A browser that comes back sooner, from the same address, changes nothing."""


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


async def seen(unit: Unit, visitor: Visitor, address: str, now: datetime) -> None:
    """Write down that this browser is here, and from which address."""
    moment = now.replace(tzinfo=None)
    address = plain_address(address)
    await unit.run(
        "UPDATE PREFIX_onlinechat_visitor SET seen_at = %s, ip_address = %s,"
        " full_address_since = %s WHERE id_shop = %s AND vid = %s"
        " AND (seen_at IS NULL OR seen_at < %s OR ip_address <> %s)",
        moment,
        address,
        moment if address else None,
        visitor.shop,
        visitor.vid,
        moment - SEEN_EVERY,
        address,
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


async def revoked_since(unit: Unit, moment: datetime) -> list[tuple[ShopId, VisitorId, datetime]]:
    """The browsers whose sessions were ended since then, by whomever."""
    rows = await unit.rows(
        "SELECT id_shop, vid, revoked_at FROM PREFIX_onlinechat_visitor WHERE revoked_at >= %s",
        moment.replace(tzinfo=None),
    )
    return [
        (ShopId(row["id_shop"]), VisitorId(row["vid"]), from_database(row["revoked_at"]))
        for row in rows
    ]


async def erased(unit: Unit, visitor: Visitor) -> bool:
    """Whether the customer's data was erased: their browser belongs to nobody any more.

    Locked until the transaction ends: an erasure that comes now finds what it writes.
    """
    if visitor.customer is None:
        return False
    row = await unit.row(
        "SELECT id_customer, revoked_at FROM PREFIX_onlinechat_visitor"
        " WHERE id_shop = %s AND vid = %s LOCK IN SHARE MODE",
        visitor.shop,
        visitor.vid,
    )
    return row is not None and row["id_customer"] is None and row["revoked_at"] is not None


async def at_page(
    unit: Unit, visitor: Visitor, to: Stop, *, referrer: str, browser: Browser
) -> None:
    """Write down the page this browser shows, and the way there, while it is still theirs."""
    row = await unit.row(
        "SELECT trail, referrer FROM PREFIX_onlinechat_visitor"
        " WHERE id_shop = %s AND vid = %s AND id_customer <=> %s FOR UPDATE",
        visitor.shop,
        visitor.vid,
        visitor.customer,
    )
    if row is None:
        return
    trail = walked(load(row["trail"]), to)
    await unit.run(
        "UPDATE PREFIX_onlinechat_visitor SET page_url = %s, page_title = %s, page_since = %s,"
        " page_product = %s, page_account = %s, trail = %s, referrer = %s, user_agent = %s,"
        " languages = %s WHERE id_shop = %s AND vid = %s",
        to.url,
        to.title,
        trail[0].at.replace(tzinfo=None),
        to.product,
        to.account,
        dump(trail),
        referrer or row["referrer"],
        browser.user_agent[:255],
        browser.languages[:255],
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
    """After a start, or when time got lost: who was there gets the time to come back."""
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


async def forget(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Forget a shop's browsers that were not here since then; how many those were."""
    moment = before.replace(tzinfo=None)
    rows = await unit.rows(
        "SELECT vid FROM PREFIX_onlinechat_visitor WHERE id_shop = %s AND seen_at < %s"
        " ORDER BY seen_at LIMIT %s",
        shop,
        moment,
        limit,
    )
    if not rows:
        return 0
    forgotten = await unit.run(
        f"DELETE FROM PREFIX_onlinechat_visitor WHERE id_shop = %s AND vid IN ({marks(rows)})"
        " AND seen_at < %s",
        shop,
        *(row["vid"] for row in rows),
        moment,
    )
    await deletions.count(unit, "visitor", forgotten, deletions.RETENTION, now=clock.now())
    return len(rows)


async def forget_erased(unit: Unit, now: datetime) -> None:
    """Remove what an erasure left, so that no old session could go on, once those are over."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_visitor WHERE revoked_at < %s AND seen_at IS NULL"
        " ORDER BY revoked_at LIMIT 1000",
        now.replace(tzinfo=None) - timedelta(hours=2 * RESUME_HOURS),
    )


NOWHERE = (
    "page_url = '', page_title = '', page_since = NULL, page_product = NULL, page_account = 0,"
    " trail = NULL, referrer = '', user_agent = '', languages = ''"
)
"""Where a browser was and what it said of itself, forgotten."""


async def forget_pages(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Forget where a shop's browsers were that show no new page since then; how many at once."""
    return await unit.run(
        f"UPDATE PREFIX_onlinechat_visitor SET {NOWHERE} WHERE id_shop = %s AND page_since < %s"
        " ORDER BY page_since LIMIT %s",
        shop,
        before.replace(tzinfo=None),
        limit,
    )


async def only_in(unit: Unit, numbers: Sequence[ConversationId]) -> list[tuple[ShopId, VisitorId]]:
    """The browsers that have had these conversations, and no other."""
    these = marks(numbers)
    rows = await unit.rows(
        "SELECT DISTINCT c.id_shop, c.vid FROM PREFIX_onlinechat_conversation c"
        " LEFT JOIN PREFIX_onlinechat_conversation o ON o.id_shop = c.id_shop AND o.vid = c.vid"
        f" AND o.id_conversation NOT IN ({these})"
        f" WHERE c.id_conversation IN ({these}) AND o.id_conversation IS NULL",
        *numbers,
        *numbers,
    )
    return sorted((ShopId(row["id_shop"]), VisitorId(row["vid"])) for row in rows)


async def forget_pages_of(unit: Unit, browsers: Sequence[tuple[ShopId, VisitorId]]) -> None:
    """Forget where these browsers were."""
    await unit.run(
        f"UPDATE PREFIX_onlinechat_visitor SET {NOWHERE}"
        f" WHERE {any_of(browsers, ('id_shop', 'vid'))}",
        *chain(*browsers),
    )


async def shorten_addresses(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
    """Shorten the addresses that are whole since before then; how many those were."""
    return await addresses.shorten(unit, "PREFIX_onlinechat_visitor", shop, before, limit=limit)
