"""IP addresses are written down when somebody comes, and lose their last part after a while."""

from datetime import timedelta

import pytest

from sidecar.conversations import visitors
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.web import plain_address
from sidecar.protocol.base import ShopId
from tests.conftest import Starts, rows
from tests.pages import auth
from tests.people import SHOP, customer, guest, visitor_token
from tests.running import CALM, Chat
from tests.waiting import until

MONTH = timedelta(days=30)


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("203.0.113.7", "203.0.113.0"),
        ("203.0.113.0", "203.0.113.0"),
        ("2001:db8:85a3:8d3:1319:8a2e:370:7344", "2001:db8:85a3::"),
        ("2001:db8::1", "2001:db8::"),
        ("::1", "::"),
    ],
)
async def test_an_address_keeps_the_part_that_many_share(
    database: Database, whole: str, short: str
) -> None:
    who, now = guest(), clock.now()
    async with database.unit() as unit:
        await visitors.know(unit, who, now - MONTH)
        await visitors.seen(unit, who, whole, now - MONTH)
        assert await visitors.shorten_addresses(unit, SHOP, now - MONTH, limit=10) == 0
        assert await visitors.shorten_addresses(unit, ShopId(2), now, limit=10) == 0
        assert await visitors.shorten_addresses(unit, SHOP, now, limit=10) == 1
        assert await visitors.shorten_addresses(unit, SHOP, now, limit=10) == 0
    [row] = await rows(database, "SELECT * FROM PREFIX_onlinechat_visitor")
    assert (row["ip_address"], row["full_address_since"]) == (short, None)


async def test_the_oldest_addresses_are_shortened_first_and_few_at_a_time(
    database: Database,
) -> None:
    now = clock.now()
    async with database.unit() as unit:
        for days in range(5):
            who = guest()
            await visitors.know(unit, who, now)
            await visitors.seen(unit, who, f"203.0.113.{10 + days}", now - timedelta(days=days))
        assert await visitors.shorten_addresses(unit, SHOP, now, limit=2) == 2
    left = await rows(
        database,
        "SELECT ip_address FROM PREFIX_onlinechat_visitor WHERE full_address_since IS NOT NULL"
        " ORDER BY full_address_since",
    )
    assert [one["ip_address"] for one in left] == ["203.0.113.12", "203.0.113.11", "203.0.113.10"]


async def test_who_comes_back_has_a_whole_address_again(database: Database) -> None:
    who, now = guest(), clock.now()
    async with database.unit() as unit:
        await visitors.know(unit, who, now - MONTH)
        await visitors.seen(unit, who, "203.0.113.7", now - MONTH)
        await visitors.shorten_addresses(unit, SHOP, now, limit=10)
        await visitors.seen(unit, who, "203.0.113.7", now)
    [row] = await rows(database, "SELECT * FROM PREFIX_onlinechat_visitor")
    assert (row["ip_address"], row["full_address_since"], row["seen_at"]) == (
        "203.0.113.7",
        now.replace(tzinfo=None),
        now.replace(tzinfo=None),
    )


async def test_who_comes_back_at_once_changes_nothing(database: Database) -> None:
    who, now = guest(), clock.now()
    async with database.unit() as unit:
        await visitors.know(unit, who, now)
        await visitors.seen(unit, who, "203.0.113.7", now)
        await visitors.seen(unit, who, "203.0.113.7", now + timedelta(minutes=59))
    [row] = await rows(database, "SELECT * FROM PREFIX_onlinechat_visitor")
    assert row["seen_at"] == now.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:0DB8:0:0::0007", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_one_address_is_written_in_one_way(said: str, stored: str) -> None:
    assert plain_address(said) == stored


async def test_the_address_is_the_visitor_s_not_the_proxy_s(chat: Chat) -> None:
    who = customer()
    page = await chat.page(
        "/visitor",
        auth(visitor_token(who)),
        headers={"X-Forwarded-For": "6.6.6.6, 2001:db8:0:0::7"},
    )
    await page.ask("conversation:open", page={"url": "https://shop.example/"})

    async def stored() -> bool:
        found = await rows(chat.database, "SELECT * FROM PREFIX_onlinechat_visitor")
        return [(one["vid"], one["ip_address"]) for one in found] == [(who.vid, "2001:db8::7")]

    await until(stored)


async def test_who_resumes_from_elsewhere_has_another_address(start: Starts) -> None:
    chat = await start(rhythm=CALM)
    page = await chat.visitor()
    session = (await page.heard("session:ready"))["session"]
    await page.close()
    await chat.page("/visitor", auth(session=session), headers={"X-Forwarded-For": "198.51.100.9"})

    async def stored() -> bool:
        [row] = await rows(chat.database, "SELECT * FROM PREFIX_onlinechat_visitor")
        return bool(row["ip_address"] == "198.51.100.9")

    await until(stored)
