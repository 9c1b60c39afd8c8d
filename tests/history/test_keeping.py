"""The history's own rows are what the conversations are, whatever happened to these."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar.history import words
from sidecar.history.repair import Repair
from sidecar.platform.database import Database, parse_url
from sidecar.privacy import deletions
from sidecar.protocol.base import ConversationId, ShopId
from tests.conftest import OWN, Shop, Starts, rows
from tests.conversations.rooms import Room
from tests.history.rooms import BOTH, Past, ago, someone
from tests.people import JOHN, SARA, customer, guest, vid
from tests.waiting import until

TALK = st.tuples(
    st.just("talk"), st.integers(0, 5), st.sampled_from(BOTH), st.integers(0, 90), st.booleans()
)
STEPS = st.lists(
    st.one_of(
        TALK,
        TALK,
        st.tuples(st.just("sign in"), st.integers(0, 5), st.booleans()),
        st.tuples(st.just("rate"), st.integers(0, 20), st.integers(1, 5)),
        st.tuples(st.just("put away"), st.integers(0, 20)),
        st.tuples(st.just("erase"), st.lists(st.integers(0, 20), min_size=1, max_size=4)),
        st.tuples(st.just("purge"), st.integers(0, 90)),
    ),
    min_size=1,
    max_size=14,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_the_lines_are_as_if_made_from_scratch_after_any_history(
    clean: str, steps: list[tuple[object, ...]]
) -> None:
    asyncio.run(_play(clean, steps))


async def _play(url: str, steps: list[tuple[object, ...]]) -> None:
    database = Database(parse_url(url))
    await database.open()
    try:
        async with database.unit() as unit:
            for table in OWN:
                await unit.run(f"DELETE FROM PREFIX_onlinechat_{table}")
        async with Past(database) as past:
            made: list[ConversationId] = []
            for step in steps:
                await _step(past, made, step)
            assert await past.lines() == await past.from_scratch()
            kept = await rows(
                database,
                "SELECT h.stars, c.stars AS rated, h.id_person, p.last_message_at,"
                " h.customer, c.id_customer FROM PREFIX_onlinechat_history_conversation h"
                " JOIN PREFIX_onlinechat_conversation c ON c.id_conversation = h.id_conversation"
                " JOIN PREFIX_onlinechat_history_person p ON p.id_person = h.id_person"
                " AND p.id_shop = c.id_shop AND (p.id_customer = c.id_customer"
                " OR p.guest_conversation = c.id_conversation) WHERE c.state = 'archived'",
            )
            assert len(kept) == sum(line["conversations"] for line in await past.lines())
            assert all(row["stars"] == (row["rated"] or 0) for row in kept)
            assert all(row["customer"] == bool(row["id_customer"]) for row in kept)
    finally:
        await database.close()


async def _step(past: Past, made: list[ConversationId], step: tuple[object, ...]) -> None:
    match step:
        case ("talk", int(who), shop, int(minutes), bool(archived)):
            made.append(
                await past.talk(
                    someone(who, shop if who % 2 == 0 else BOTH[0]),  # type: ignore[arg-type]
                    at=ago(minutes=minutes),
                    archived=archived,
                )
            )
        case ("sign in", int(who), bool(says)):
            browser = vid()
            if says:
                made.append(await past.talk(guest(browser, number=who), archived=False))
            await past.conversations.carry_over(
                guest(browser, number=who), customer(browser, number=someone(0).customer or JOHN)
            )
        case ("rate", int(which), int(stars)) if made:
            number = made[which % len(made)]
            async with past.database.reading() as unit:
                there = await unit.value(
                    "SELECT COUNT(*) FROM PREFIX_onlinechat_conversation"
                    " WHERE id_conversation = %s AND state IN ('finished', 'archived')",
                    number,
                )
            if there:
                await past.rate(number, stars)
        case ("put away", int(which)) if made:
            await past.conversations.put_away(made[which % len(made)])
        case ("erase", list(some)) if made:
            await past.erase(*(made[one % len(made)] for one in some))
        case ("purge", int(minutes)):
            async with past.database.unit() as unit:
                await past.erasure.purge(unit, BOTH[0], ago(minutes=minutes), limit=3)


async def test_a_customer_has_one_line_per_shop_and_each_guest_conversation_its_own(
    past: Past,
) -> None:
    john = customer()
    first, last = await past.talk(john, at=ago(days=2)), await past.talk(john, at=ago(days=1))
    elsewhere = await past.talk(customer(shop=ShopId(2)), at=ago(days=3))
    browser = vid()
    guests = [await past.talk(guest(browser), at=ago(hours=one)) for one in (2, 1)]
    lines = await past.lines()
    assert lines == await past.from_scratch()
    assert [(one["id_shop"], one["id_customer"], one["conversations"]) for one in lines] == [
        (1, None, 1),
        (1, None, 1),
        (1, JOHN, 2),
        (2, JOHN, 1),
    ]
    assert [one["last_conversation"] for one in lines] == [*guests, last, elsewhere]
    assert first < last


async def test_a_guest_who_signs_in_is_that_customer_in_the_conversation_and_not_in_older_ones(
    past: Past,
) -> None:
    browser = vid()
    before = await past.talk(guest(browser), "as a guest")
    during = await past.talk(guest(browser), "signing in", archived=False)
    await past.conversations.carry_over(guest(browser), customer(browser))
    await past.conversations.put_away(during)
    lines = await past.lines()
    assert [(one["guest_conversation"], one["last_conversation"]) for one in lines] == [
        (before, before),
        (None, during),
    ]
    assert lines[1]["id_customer"] == JOHN


async def test_a_conversation_is_found_by_all_that_people_see_of_it(past: Past) -> None:
    number = await past.talk(customer(), "Do you ship to Córdoba?", archived=False)
    await past.sql(
        "INSERT INTO PREFIX_onlinechat_message (id_conversation, seq, client_id, author, kind,"
        " body, data, sent_at) VALUES (%s, 90, %s, 'operator', 'product', 'Have a look', %s,"
        " UTC_TIMESTAMP(3)), (%s, 91, %s, 'operator', 'offer', '', 'null', UTC_TIMESTAMP(3)),"
        " (%s, 92, %s, 'operator', 'link', '', '[7]', UTC_TIMESTAMP(3))",
        number,
        "0" * 25 + "1",
        json.dumps({"title": "Blue lampshade", "price": 7, "text": None}),
        number,
        "0" * 25 + "2",
        number,
        "0" * 25 + "3",
    )
    await past.rate(number, 5, "Splendid")
    await past.conversations.put_away(number)
    [row] = await rows(past.database, "SELECT words FROM PREFIX_onlinechat_history_conversation")
    for sought in ("cordoba", "good day", "lampshade", "splendid", "John DOE (#2)",
                   "pub@prestashop.com"):  # fmt: skip
        assert all(word.piece in row["words"] for word in words.asked(sought)), sought
    assert "w_ended" not in row["words"]


async def test_a_phone_number_is_found_in_one_piece(past: Past) -> None:
    number = await past.talk(customer(), archived=False)
    await past.sql("UPDATE PREFIX_onlinechat_conversation SET phone = '+39 06 123-456'")
    await past.conversations.put_away(number)
    [row] = await rows(past.database, "SELECT words FROM PREFIX_onlinechat_history_conversation")
    assert " w_3906123456 " in row["words"]
    assert words.asked("+39 06 123-456")[0].piece in row["words"]


async def test_a_line_without_an_address_of_its_own_is_sorted_by_the_account_s(
    past: Past,
) -> None:
    number = await past.talk(customer(), archived=False)
    await past.sql("UPDATE PREFIX_onlinechat_conversation SET email = '', phone = ''")
    await past.conversations.put_away(number)
    [line] = await past.lines()
    assert line["email"] == "pub@prestashop.com"


async def test_a_guest_s_address_is_found_and_not_sorted_by(past: Past) -> None:
    number = await past.talk(guest(), archived=False)
    await past.sql("UPDATE PREFIX_onlinechat_conversation SET email = 'zoe@example.com'")
    await past.conversations.put_away(number)
    [line] = await past.lines()
    assert (line["name"], line["email"]) == ("", "")
    [row] = await rows(past.database, "SELECT words FROM PREFIX_onlinechat_history_conversation")
    assert " w_zoe " in row["words"]


async def test_two_that_change_a_line_at_once_do_not_miscount(past: Past) -> None:
    john = customer()
    old = [await past.talk(john, at=ago(days=one + 1)) for one in range(6)]
    new = await past.talk(john, archived=False)
    await asyncio.gather(
        *(past.erase(number) for number in old[:5]), past.conversations.put_away(new)
    )
    await past.conversations.put_away(new)
    assert await past.lines() == await past.from_scratch()
    assert (await past.lines())[0]["conversations"] == 2


async def test_what_could_not_be_kept_is_not_archived(past: Past) -> None:
    number = await past.talk(guest(), archived=False)

    async def fail(*_: object) -> None:
        raise ValueError("nothing is kept")

    past.conversations.archived = fail
    with pytest.raises(ValueError, match="nothing"):
        await past.conversations.put_away(number)
    [row] = await rows(past.database, "SELECT state FROM PREFIX_onlinechat_conversation")
    assert row["state"] == "finished"


# Deleting


async def test_deleting_takes_all_that_belongs_to_a_conversation(past: Past) -> None:
    number, other = await past.talk(customer(), "secret"), await past.talk(guest())
    await past.sql("INSERT INTO PREFIX_onlinechat_decline VALUES (%s, 2)", number)
    assert await past.erase(number, ConversationId(2**40)) == 1
    for table in ("conversation", "message", "decline", "history_conversation"):
        left = await rows(
            past.database, f"SELECT DISTINCT id_conversation AS id FROM PREFIX_onlinechat_{table}"
        )
        assert [row["id"] for row in left] == ([] if table == "decline" else [other])
    [logged] = await rows(past.database, "SELECT * FROM PREFIX_onlinechat_deletion")
    assert (logged["kind"], logged["amount"], logged["ids"]) == ("conversation", 1, str(number))
    assert (logged["cause"], logged["id_employee"]) == ("employee", SARA)


async def test_only_what_is_archived_in_one_s_shops_is_deleted(past: Past) -> None:
    running = await past.talk(customer(), archived=False)
    elsewhere = await past.talk(guest(shop=ShopId(2)))
    assert await past.erase(running, elsewhere, shops=(ShopId(1),)) == 0
    assert await past.erase(running, elsewhere, shops=()) == 0
    assert await past.erase(shops=BOTH) == 0
    assert (await past.lines())[0]["last_conversation"] == elsewhere


async def test_many_are_deleted_a_few_at_a_time(past: Past) -> None:
    numbers = [await past.talk(guest(number=one + 1)) for one in range(5)]
    # As if the first were a very long one.
    await past.sql(
        "UPDATE PREFIX_onlinechat_conversation SET last_seq = 5000 WHERE id_conversation = %s",
        numbers[1],
    )
    assert await past.erase(*numbers) == 5
    logged = await rows(past.database, "SELECT ids FROM PREFIX_onlinechat_deletion ORDER BY 1")
    assert [row["ids"] for row in logged] == [
        str(numbers[0]),
        str(numbers[1]),
        ",".join(map(str, numbers[2:])),
    ]


async def test_what_is_too_old_goes_oldest_first(past: Past) -> None:
    numbers = [await past.talk(guest(number=one + 1), at=ago(days=one)) for one in range(4)]
    elsewhere = await past.talk(guest(shop=ShopId(2)), at=ago(days=9))
    async with past.database.unit() as unit:
        assert await past.erasure.purge(unit, ShopId(1), ago(days=1.5), limit=1) == 1
    async with past.database.unit() as unit:
        assert await past.erasure.purge(unit, ShopId(1), ago(days=1.5), limit=9) == 1
    async with past.database.unit() as unit:
        assert await past.erasure.purge(unit, ShopId(1), ago(days=1.5), limit=9) == 0
    left = [line["last_conversation"] for line in await past.lines()]
    assert sorted(left) == sorted([*numbers[:2], elsewhere])
    causes = await rows(past.database, "SELECT cause, ids FROM PREFIX_onlinechat_deletion")
    assert [(row["cause"], row["ids"]) for row in causes] == [
        (deletions.RETENTION.name, str(numbers[3])),
        (deletions.RETENTION.name, str(numbers[2])),
    ]


# What an older version, or the module, left


async def test_what_was_archived_before_there_was_a_history_comes_in_at_the_start(
    database: Database, start: Starts
) -> None:
    async with Room(database) as old:
        await old.online(SARA)
        posted = await old.says(customer(), "From long ago")
        await old.conversations.end(posted.conversation.id, "ended_by_operator")
        await old.offline(SARA)
    past = Past(database)
    await start()
    await until(past.lines)
    assert await past.lines() == await past.from_scratch()


async def test_rows_of_what_was_deleted_past_the_sidecar_go_at_the_start(
    past: Past, shop: Shop
) -> None:
    john = customer()
    kept, gone = await past.talk(john, at=ago(days=2)), await past.talk(john, at=ago(days=1))
    alone = await past.talk(guest())
    hollow = await past.talk(guest())
    shop.run(
        "DELETE FROM ps_onlinechat_conversation WHERE id_conversation IN (%s, %s)", gone, alone
    )
    shop.run("DELETE FROM ps_onlinechat_conversation WHERE id_conversation = %s", hollow)
    shop.run("DELETE FROM ps_onlinechat_history_conversation WHERE id_conversation = %s", hollow)
    repair = Repair(past.database, rest=0)
    assert await repair.once() == 3
    assert await past.lines() == await past.from_scratch()
    assert [line["last_conversation"] for line in await past.lines()] == [kept]
    assert await repair.once() == 0
