"""The table: whatever is asked, the lines a person would pick by hand, each once, in order."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar.history import listing, store
from sidecar.history.conditions import Shops
from sidecar.history.rules import Filters, Place, filters, place
from sidecar.platform.database import Database, Row, parse_url
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import CustomerId, ShopId
from tests.conftest import rows
from tests.history.rooms import Past
from tests.people import INES, SARA, guest

ZONES: Shops = {ShopId(1): ZoneInfo("Europe/Paris"), ShopId(2): ZoneInfo("America/New_York")}
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMES = ("", "Ada LOVELACE", "Bob MARTIN", "Bob MARTIN", "Carla ROSSI", "Zoe DUPONT")
WORDS = ("shoe", "shirt", "Crème", "brûlée", "the", "xl", "日本語", "👍", "100%", "o'neil", "shoes")


async def fill(past: Past, number: int = 70) -> None:
    """Conversations of two shops, some at the same moment, alike by chance."""
    chance = Random(7)
    for _ in range(number):
        shop = ShopId(chance.choice((1, 1, 2)))
        which = chance.randrange(6)
        who = (
            Visitor(shop, guest().vid, CustomerId(10 + which), None, NAMES[which], "en")
            if which
            else guest(shop=shop, number=chance.randrange(1, 9))
        )
        await past.record(
            [" ".join(chance.choices(WORDS, k=4)) for _ in range(chance.randrange(1, 4))],
            who,
            at=START + timedelta(hours=chance.randrange(60)),
            id_employee=chance.choice((None, SARA, INES)),
            lang=chance.choice(("en", "en", "fr")),
            stars=chance.choice((None, None, 1, 5)),
            email=f"{who.name.split(' ', maxsplit=1)[0].lower()}@example.com" if which else "",
        )


DAYS = st.one_of(st.none(), st.dates(date(2026, 2, 28), date(2026, 3, 5)))
ASKED = st.builds(
    Filters,
    search=st.sampled_from(
        ("", "", "", "shoe", "sho", "creme", "the xl", "BRULEE shirt", "本", "👍", "'", "oneil",
         "shoe shirt the", "ada", "bob@example.com", "x", "nothing-like-it", "%")
    ),
    since=DAYS,
    until=DAYS,
    operator=st.sampled_from((None, None, 0, SARA, INES, 77)),
    who=st.sampled_from(("", "", "customers", "guests")),
    stars=st.sampled_from((None, None, 0, 1, 5)),
    lang=st.sampled_from(("", "", "en", "fr", "it")),
    sort=st.sampled_from(("newest", "oldest", "name", "name_down", "email", "email_down")),
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ASKED, st.sampled_from(((1, 2), (1,), (2,), ())), st.integers(1, 9), st.sampled_from((1, 4, 99))
)
def test_all_pages_together_are_what_one_would_pick_by_hand(
    filled: str, asked: Filters, shops: tuple[int, ...], limit: int, stretch: int
) -> None:
    asyncio.run(_compare(filled, asked, shops, limit=limit, stretch=stretch))


@pytest.fixture
def filled(clean: str) -> str:
    """The shop's database with a history in it; its address."""

    async def make() -> None:
        database = Database(parse_url(clean))
        await database.open()
        async with Past(database) as past:
            await fill(past)
        await database.close()

    asyncio.run(make())
    return clean


async def _compare(
    url: str, asked: Filters, shops: tuple[int, ...], *, limit: int, stretch: int
) -> None:
    database = Database(parse_url(url))
    await database.open()
    scope = {ShopId(shop): ZONES[ShopId(shop)] for shop in shops}
    try:
        found = await every_page(database, asked, scope, limit=limit, stretch=stretch)
        picked = await by_hand(database, asked, scope)
        assert [line["id_person"] for line in picked] == [one.person for one in found]
        async with database.reading() as unit:
            table = await store.table(unit, [one.person for one in found], asked, scope)
        assert [(one.person, one.head.id, one.conversations, one.fitting) for one in table] == [
            (one["id_person"], one["newest"], one["conversations"], one["fitting"])
            for one in picked
        ]
    finally:
        await database.close()


async def every_page(
    database: Database, asked: Filters, scope: Shops, *, limit: int, stretch: int
) -> list[Place]:
    """The table from its beginning to its end."""
    found: list[Place] = []
    while True:
        after = place(str(found[-1]), asked) if found else None
        async with database.reading() as unit:
            page = await listing.lines(
                unit, asked, scope, after=after, limit=limit, stretch=stretch
            )
        found += page
        if len(page) < limit:
            return found


async def by_hand(database: Database, asked: Filters, scope: Shops) -> list[dict[str, Any]]:
    """The same from all conversations, without any index."""
    everything = await rows(
        database,
        "SELECT h.*, p.name, p.email, p.conversations"
        " FROM PREFIX_onlinechat_history_conversation h"
        " JOIN PREFIX_onlinechat_history_person p ON p.id_person = h.id_person"
        " ORDER BY h.last_message_at, h.id_conversation",
    )
    lines: dict[int, dict[str, Any]] = {}
    for row in everything:
        if row["id_shop"] in scope and _fits(row, asked, scope):
            line = lines.setdefault(row["id_person"], {"fitting": 0})
            line |= {name: row[name] for name in ("id_person", "name", "email", "conversations")}
            line |= {
                "customer": row["customer"],
                "fitting": line["fitting"] + 1,
                "newest": row["id_conversation"],
                "last_message_at": row["last_message_at"],
            }
    key = asked.sort.removesuffix("_down")
    if asked.by_time:
        key = "last_message_at"
    picked = sorted(
        lines.values(), key=lambda line: (line[key], line["id_person"]), reverse=asked.downwards
    )
    # By names, guests come last.
    return picked if asked.by_time else sorted(picked, key=lambda line: not line["customer"])


def _fits(row: Row, asked: Filters, scope: Shops) -> bool:
    day = row["last_message_at"].replace(tzinfo=UTC).astimezone(scope[row["id_shop"]]).date()
    return (
        asked.operator in (None, row["id_employee"])
        and asked.stars in (None, row["stars"])
        and asked.lang in ("", row["lang"])
        and asked.who in ("", "customers" if row["customer"] else "guests")
        and (asked.since is None or asked.since <= day)
        and (asked.until is None or day <= asked.until)
        and all(word.piece in row["words"] for word in asked.words)
        and not asked.vain
    )


async def test_a_day_is_the_shop_s_own(past: Past) -> None:
    """Half past midnight in Paris is still the day before in New York."""
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    here = await past.record(["Hello"], guest(), at=at)
    there = await past.record(["Hello"], guest(shop=ShopId(2)), at=at)
    for day, expected in ((date(2026, 3, 1), there), (date(2026, 3, 2), here)):
        asked = Filters(since=day, until=day)
        assert await _shown(past, asked) == [expected]


async def _shown(past: Past, asked: Filters, *, stretch: int = listing.STRETCH) -> list[int]:
    async with past.database.reading() as unit:
        found = await listing.lines(unit, asked, ZONES, after=None, limit=99, stretch=stretch)
        table = await store.table(unit, [one.person for one in found], asked, ZONES)
    return [line.head.id for line in table]


async def test_names_are_sorted_as_people_do(past: Past) -> None:
    for place_, name in enumerate(("zoe", "Éric", "emil", "Zach", "ada")):
        who = Visitor(ShopId(1), guest().vid, CustomerId(50 + place_), None, name, "en")
        await past.record(["Hello"], who, at=START)
    async with past.database.reading() as unit:
        found = await listing.lines(unit, Filters(sort="name"), ZONES, after=None, limit=9)
    assert [one.key for one in found] == ["ada", "emil", "Éric", "Zach", "zoe"]


@pytest.mark.parametrize("stretch", [1, listing.STRETCH])
@pytest.mark.parametrize(
    "search",
    ["the", "XL", "a", "ete", "l'été", "日本", "字", "👍", "👨‍👩‍👧", "привет", "jean@example.com",
     "+33 6", "#12", "100%", "under_score", "\"red\" +shoe -blue *x ~y @5 (z) <w>"],
)  # fmt: skip
async def test_short_common_and_odd_words_are_found_by_the_index_too(
    past: Past, search: str, stretch: int
) -> None:
    said = (
        "The XL is a l'été d'avant: 日本語の字 👍 👨‍👩‍👧 Привет jean@example.com +33 6 order #12"
        " 100% under_score red shoe blue x y 5 z w"
    )
    number = await past.record([said], guest(), at=START)
    for other in range(3):
        await past.record(["nothing of that"], guest(), at=START + timedelta(hours=other + 1))
    assert await _shown(past, Filters(search=search), stretch=stretch) == [number]


def test_filters_come_back_as_they_were_asked() -> None:
    asked = Filters(
        search="a  b".replace("  ", " "),
        since=date(2026, 1, 2),
        until=date(2026, 3, 4),
        operator=SARA,
        who="guests",
        stars=0,
        lang="fr",
        shop=ShopId(2),
        sort="email_down",
    )
    assert filters(asked.fields()) == asked
    assert Filters().fields() == {}
    assert filters({}) == Filters()


@given(ASKED)
def test_any_filters_come_back(asked: Filters) -> None:
    once = filters(asked.fields())
    assert filters(once.fields()) == once
    assert (once.search, once.stars, once.sort) == (asked.search, asked.stars, asked.sort)


def test_two_days_in_the_wrong_order_are_put_right() -> None:
    asked = filters({"from": "2026-03-04", "to": "2026-03-01"})
    assert (asked.since, asked.until) == (date(2026, 3, 1), date(2026, 3, 4))


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_search(text: str) -> None:
    asked = filters({"q": text})
    assert len(asked.search) <= 200
    assert asked.vain == (bool(asked.search) and not asked.words)
