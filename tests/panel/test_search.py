"""Finding customers by what an operator knows of them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sidecar.panel.gathering import Gathering
from sidecar.panel.search import candidates, rarest_first, rarity
from sidecar.panel.words import wanted
from sidecar.platform.database import Database, parse_url
from sidecar.protocol.base import ShopId
from tests.conftest import Shop, Starts, rows
from tests.pages import Page
from tests.people import JOHN, SARA, customer
from tests.running import CALM, Chat
from tests.waiting import until

MARIE = 3


async def found(page: Page, q: str) -> list[int]:
    """The customers that are found, by number."""
    return [one["id"] for one in (await page.ask("customer:search", q=q))["customers"]]


@pytest.fixture
async def desk(chat: Chat) -> Page:
    """A super-admin's page, once the customers' words are gathered."""
    page = await chat.employee()

    async def gathered() -> bool:
        return MARIE in await found(page, "rochefoucauld")

    await until(gathered)
    return page


@pytest.mark.parametrize(
    ("q", "who"),
    [
        ("2", [JOHN]),
        ("#2", [JOHN]),
        ("john", [JOHN]),
        ("DOE", [JOHN]),
        ("john doe", [JOHN]),
        ("doe john", [JOHN]),
        ("Doe, J.", [JOHN]),
        ("john smith", []),
        ("rochefoucauld marie", [MARIE]),
        ("made mont", [MARIE]),
        ("pub@prestashop.com", [JOHN]),
        ("PUB@presta", [JOHN]),
        ("marie-m", [MARIE]),
        ("marie-madeleine.r", [MARIE]),
        ("marie-madeleine@", [MARIE]),
        ("0102030405", [JOHN]),
        ("01 02 03", [JOHN]),
        ("+33 1 02 03 04 05", [JOHN]),
        ("+1 305 555", [JOHN]),
        ("305 555 01", [JOHN]),
        ("06 01 02 03 04", [MARIE]),
        ("9999999", []),
        ("do", []),
        ("%", []),
        ("%%%", []),
        ("___", []),
        ("_ohn", []),
        ("%john%", [JOHN]),
        ("jo%n", []),
        ("p%b@prestashop.com", []),
        ("pu_@prestashop.com", []),
        ("%@prestashop.com", []),
        ("\\ub@prestashop.com", []),
        ("pub@prestashop.com' OR 'a'='a", []),
        ("john'; DROP TABLE ps_customer; --", []),
        ('"john" `doe`', [JOHN]),
        ("john 😀", [JOHN]),
        ("😀😀😀", []),
        ("john\N{NULL}", [JOHN]),
        ("john\N{COMBINING ACUTE ACCENT} doe", [JOHN]),
        ("' ' ' '", []),
        ("1' OR '1", []),
        ("j" * 100, []),
        ("john " * 20, [JOHN]),
    ],
)  # fmt: skip
async def test_a_customer_is_found_by(desk: Page, q: str, who: list[int]) -> None:
    assert await found(desk, q) == who


@pytest.mark.parametrize("q", ["j" * 10_000, "é" * 101, ""])
async def test_what_nobody_types_is_refused_with_a_reason(desk: Page, q: str) -> None:
    assert (await desk.refused("customer:search", q=q))["code"] == "invalid_format"
    assert await found(desk, "john") == [JOHN]


async def test_a_customer_is_found_by_the_address_of_their_browser(
    desk: Page, chat: Chat, database: Database
) -> None:
    await chat.visitor(customer())
    seen = "SELECT 1 FROM PREFIX_onlinechat_visitor WHERE seen_at IS NOT NULL"
    await until(lambda: rows(database, seen), what="their own address is written down")
    async with database.unit() as unit:
        await unit.run("UPDATE PREFIX_onlinechat_visitor SET ip_address = '203.0.113.7'")
    assert await found(desk, "203.0.113.7") == [JOHN]
    assert await found(desk, "203.0.113.8") == []


async def test_what_is_found_says_how_to_reach_them_and_whether_they_chat(
    desk: Page, chat: Chat
) -> None:
    number = (await (await chat.visitor(customer())).say("hello"))["conversationId"]
    answer = await desk.ask("customer:search", q="john doe")
    assert answer == {
        "customers": [
            {
                "id": JOHN,
                "name": "John DOE",
                "email": "pub@prestashop.com",
                "phone": "+1 305 555 0142",
                "active": True,
                "conversationId": number,
            }
        ],
        "more": False,
    }


async def test_who_may_not_see_customers_may_not_look_for_them(chat: Chat) -> None:
    error = await (await chat.employee(SARA)).refused("customer:search", q="john")
    assert error["code"] == "not_allowed"
    assert "“View” on Customers › Customers" in error["message"]


async def test_customers_of_other_shops_are_not_found(desk: Page, shop: Shop) -> None:
    shop.run("UPDATE ps_customer SET id_shop = 2 WHERE id_customer = 2")
    try:
        assert await found(desk, "john") == []
        assert await found(desk, "2") == []
        assert await found(desk, "pub@") == []
    finally:
        shop.run("UPDATE ps_customer SET id_shop = 1 WHERE id_customer = 2")


async def test_a_hurried_search_is_told_to_wait(desk: Page) -> None:
    answers = await asyncio.gather(*(desk.raw("customer:search", {"q": "doe"}) for _ in range(24)))
    assert answers[-1]["error"]["code"] == "too_many"
    assert answers[-1]["error"]["retry"] > 0


# The words


@pytest.fixture
async def gathering(database: Database, clean: str) -> AsyncIterator[Gathering]:
    """Gathers only when it is told to."""
    aside = Database(parse_url(clean), size=1)
    await aside.open()
    yield Gathering(database, aside, period=3600)
    await aside.close()


async def known(database: Database, who: int) -> set[str]:
    """The words by which a customer is found."""
    return {
        row["word"]
        for row in await rows(
            database,
            "SELECT word FROM PREFIX_onlinechat_customer_word WHERE id_customer = %s",
            who,
        )
    }


async def test_new_customers_are_found_at_once_and_changed_ones_the_next_time_around(
    gathering: Gathering, database: Database, shop: Shop
) -> None:
    await gathering.new()
    assert await known(database, JOHN) >= {"john", "doe", "0102030405"}
    shop.run(
        "INSERT INTO ps_customer (id_customer, id_gender, firstname, lastname, email, passwd,"
        " active, date_add, date_upd) VALUES (90, 1, 'Ada', 'Byron', 'ada@example.com', '', 1,"
        " NOW(), NOW())"
    )
    try:
        await gathering.new()
        assert await known(database, 90) == {"ada", "byron"}
        shop.run("UPDATE ps_customer SET lastname = 'Lovelace' WHERE id_customer = 90")
        await gathering.again()
        assert await known(database, 90) == {"ada", "lovelace"}
    finally:
        shop.run("DELETE FROM ps_customer WHERE id_customer = 90")
    for _ in range(3):
        await gathering.again()
    assert await known(database, 90) == set()
    assert await known(database, JOHN) >= {"john", "doe"}


async def test_a_customer_who_is_deleted_leaves_no_word(
    gathering: Gathering, database: Database, shop: Shop
) -> None:
    await gathering.new()
    shop.run("UPDATE ps_customer SET deleted = 1 WHERE id_customer = 3")
    try:
        await gathering.again()
    finally:
        shop.run("UPDATE ps_customer SET deleted = 0 WHERE id_customer = 3")
    assert await known(database, MARIE) == set()


async def test_two_who_gather_at_once_do_no_harm(
    gathering: Gathering, database: Database, clean: str
) -> None:
    aside = Database(parse_url(clean), size=1)
    await aside.open()
    other = Gathering(database, aside, period=3600)
    await asyncio.gather(gathering.new(), other.new())
    await aside.close()
    assert await known(database, JOHN) >= {"john", "doe"}


# Never through the whole table


@pytest.fixture
async def many(shop: Shop) -> AsyncIterator[None]:
    """As many customers as it takes for the database to prefer an index where there is one."""
    shop.run(
        "INSERT INTO ps_customer (id_customer, id_gender, firstname, lastname, email, passwd,"
        " active, date_add, date_upd)"
        " SELECT 1000 + a.n * 1000 + b.n * 100 + c.n * 10 + d.n, 1,"
        " CONCAT('First', a.n, b.n), CONCAT('Last', c.n, d.n),"
        " CONCAT('person', a.n, b.n, c.n, d.n, '@example.com'), '', 1, NOW(), NOW()"
        " FROM (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) a"
        + "".join(
            " JOIN (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4"
            f" UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) {one}"
            for one in "bcd"
        )
    )
    yield
    shop.run("DELETE FROM ps_customer WHERE id_customer >= 1000")


@pytest.mark.parametrize(
    "q", ["1234", "first12", "last12 first", "person12", "person1@", "0102", "203.0.113.7"]
)
@pytest.mark.parametrize("of", [1, 2])
async def test_no_table_is_read_through(
    many: None, gathering: Gathering, database: Database, q: str, of: int
) -> None:
    """Nor are all the customers of a shop, few as they may be."""
    await gathering.new()
    async with database.unit() as unit:
        await unit.rows("ANALYZE TABLE PREFIX_customer, PREFIX_onlinechat_customer_word")
    for query in candidates(wanted(q), [ShopId(of)]):
        plan: list[dict[str, Any]] = await rows(database, f"EXPLAIN {query.sql}", *query.values)
        assert {step["type"] for step in plan if step["table"]} <= {
            "const", "eq_ref", "ref", "range",
        }, plan  # fmt: skip
        assert {step["key"] for step in plan if step["table"] == "c"} <= {
            "PRIMARY", "customer_email", None,
        }, plan  # fmt: skip


async def test_the_word_that_fewest_have_leads_to_who_is_looked_for(
    many: None, gathering: Gathering, database: Database
) -> None:
    await gathering.new()
    typed = wanted("first3 last77")
    assert typed.words == ("first3", "last77")
    async with database.reading() as unit:
        counts = [row["n"] for [row] in await unit.batch(rarity(typed))]
    assert counts == [1000, 50]
    assert rarest_first(typed, counts).words == ("last77", "first3")


async def test_a_search_that_takes_too_long_is_given_up(
    start: Starts, clean: str, server: Any
) -> None:
    chat = await start(rhythm=CALM)
    page = await chat.employee()
    with server.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLES ps_customer WRITE")
        try:
            error = await page.refused("customer:search", q="john")
        finally:
            cursor.execute("UNLOCK TABLES")
    assert error["code"] == "storage_unavailable"
