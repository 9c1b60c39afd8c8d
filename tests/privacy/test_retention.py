"""What is older than the merchant wants to keep goes by itself; nothing else does."""

import asyncio
from datetime import timedelta

import pytest

from sidecar.platform import clock
from sidecar.privacy import deletions
from sidecar.privacy.retention import FOREVER, Pace, Terms
from sidecar.protocol.base import ConversationId, ShopId
from tests.offline.rooms import OTHER_SHOP
from tests.people import MARC, SHOP
from tests.privacy.archive import QUICK, YEAR, Archive
from tests.waiting import until

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
GONE = ShopId(77)
LEFT = {
    "conversation": "SELECT id_conversation AS id FROM PREFIX_onlinechat_conversation ORDER BY 1",
    "said": "SELECT id_conversation AS id FROM PREFIX_onlinechat_message ORDER BY 1",
    "listed": "SELECT last_conversation AS id FROM PREFIX_onlinechat_history_person ORDER BY 1",
    "found": "SELECT id_conversation AS id FROM PREFIX_onlinechat_history_conversation ORDER BY 1",
    "message": "SELECT id_offline_message AS id FROM PREFIX_onlinechat_offline_message ORDER BY 1",
    "mail": "SELECT id_mail AS id FROM PREFIX_onlinechat_outbox ORDER BY 1",
    "visitor": "SELECT vid AS id FROM PREFIX_onlinechat_visitor ORDER BY created_at",
    "change": "SELECT id_change AS id FROM PREFIX_onlinechat_setting_change ORDER BY 1",
    "filed": "SELECT id_conversation AS id FROM PREFIX_onlinechat_filing ORDER BY 1",
    "full": "SELECT id_offline_message AS id FROM PREFIX_onlinechat_offline_message"
    " WHERE full_address_since IS NOT NULL ORDER BY 1",
}

WALKED = (
    "SELECT vid, page_url, page_title, page_since, page_product, page_account, trail, referrer,"
    " user_agent, languages, cart, cart_at, cart_number, ip_address FROM PREFIX_onlinechat_visitor"
)
"""All that a browser's row says of where it was."""


async def left(archive: Archive, what: str) -> list[object]:
    """What is there."""
    return [row["id"] for row in await archive.rows(LEFT[what])]


async def nothing_left(archive: Archive) -> bool:
    """Whether every message is gone."""
    return not await left(archive, "message")


async def test_what_is_older_than_the_merchant_wants_goes_with_all_that_belongs_to_it(
    archive: Archive,
) -> None:
    old = [await archive.message(YEAR + DAY) for _ in range(7)]
    young = await archive.message(YEAR - DAY)
    assert await archive.retention().once() > 0
    assert await left(archive, "message") == [young]
    assert len(await left(archive, "mail")) == 1
    log = await archive.log()
    assert {(row["cause"], row["kind"], row["id_employee"]) for row in log} == {
        ("retention", "offline_message", None)
    }
    assert [row["amount"] for row in log] == [3, 3, 1]
    assert ",".join(row["ids"] for row in log) == ",".join(map(str, old))


async def test_old_conversations_go_with_what_was_said_and_with_their_lines_in_the_history(
    archive: Archive,
) -> None:
    old = [await archive.conversation(YEAR + DAY) for _ in range(7)]
    young = await archive.conversation(YEAR - DAY)
    await archive.retention().once()
    for what in ("conversation", "said", "listed", "found"):
        assert await left(archive, what) == [young], what
    log = await archive.log()
    assert {(row["cause"], row["kind"]) for row in log} == {("retention", "conversation")}
    assert ",".join(row["ids"] for row in log) == ",".join(map(str, old))


async def test_a_filed_conversation_that_is_too_old_leaves_no_filing(archive: Archive) -> None:
    old, young = await archive.conversation(YEAR + DAY), await archive.conversation(YEAR - DAY)
    for number, age in ((old, YEAR), (young, DAY)):
        await archive.file(number, age)
    await archive.retention().once()
    assert await left(archive, "filed") == [young]


async def test_a_block_for_good_goes_on_without_the_name(archive: Archive) -> None:
    old, young = await archive.block(YEAR + DAY), await archive.block(DAY)
    await archive.retention().once()
    rows = await archive.rows(
        "SELECT id_block, visitor_name, ip_address, reason FROM PREFIX_onlinechat_block ORDER BY 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        (old, "", "", "Insults"),
        (young, "John DOE", "203.0.113.7", "Insults"),
    ]


async def test_where_a_browser_was_goes_with_the_whole_address(archive: Archive) -> None:
    old, young = await archive.walk(MONTH + DAY), await archive.walk(MONTH - DAY)
    await archive.retention().once()
    rows = {row["vid"]: row for row in await archive.rows(WALKED)}
    assert set(rows[old.vid].values()) == {old.vid, "", None, "203.0.113.0", 0}
    assert rows[young.vid]["trail"].count("https://shop.example/") == 2
    assert (rows[young.vid]["user_agent"], rows[young.vid]["ip_address"]) == (
        "Mozilla/5.0",
        "203.0.113.7",
    )
    assert "Linen apron" in rows[young.vid]["cart"]
    assert await archive.retention().once() == 0


async def test_with_a_browser_s_last_conversation_goes_where_it_was(archive: Archive) -> None:
    who, other = await archive.walk(DAY), await archive.walk(DAY)
    await archive.conversation(YEAR + DAY, who=who)
    kept = await archive.conversation(YEAR - DAY, who=who)
    await archive.conversation(YEAR + DAY, who=other)
    await archive.retention().once()
    rows = {row["vid"]: row for row in await archive.rows(WALKED)}
    assert rows[who.vid]["trail"]
    assert rows[who.vid]["cart"]
    # The address has its own time: it is what a block goes by.
    assert set(rows[other.vid].values()) == {other.vid, "", None, "203.0.113.7", 0}
    assert await left(archive, "conversation") == [kept]


async def test_nor_does_it_stay_when_an_employee_deletes_the_conversation(
    archive: Archive,
) -> None:
    who = await archive.walk(DAY)
    numbers = [ConversationId(await archive.conversation(DAY, who=who)) for _ in range(2)]
    erasure = archive.erasure()
    await erasure.erase(numbers[:1], [SHOP], deletions.by(MARC))
    assert (await archive.rows(WALKED))[0]["user_agent"] == "Mozilla/5.0"
    await erasure.erase(numbers[1:], [SHOP], deletions.by(MARC))
    assert (await archive.rows(WALKED))[0]["user_agent"] == ""


@pytest.mark.parametrize("state", ["waiting", "ongoing", "finished"])
async def test_what_is_not_archived_is_never_too_old(archive: Archive, state: str) -> None:
    number = await archive.conversation(9 * YEAR, state=state)
    await archive.retention().once()
    assert await left(archive, "conversation") == [number]
    assert await left(archive, "said") == [number]


async def test_time_passes_and_what_was_young_goes_too(archive: Archive) -> None:
    await archive.message(YEAR - DAY)
    await archive.retention().once()
    assert len(await left(archive, "message")) == 1
    archive.moment += 2 * DAY
    await archive.retention().once()
    assert await left(archive, "message") == []


async def test_a_shop_that_keeps_all_for_ever_loses_nothing(archive: Archive) -> None:
    archive.terms = {SHOP: Terms(keep=FOREVER, addresses=FOREVER)}
    number = await archive.message(50 * YEAR)
    await archive.browser(50 * YEAR)
    assert await archive.retention().once() == 0
    assert await left(archive, "message") == [number]
    assert (await archive.row(number))["ip_address"] == "203.0.113.7"


async def test_each_shop_has_its_own_time(archive: Archive) -> None:
    archive.terms = {
        SHOP: Terms(keep=YEAR, addresses=MONTH),
        OTHER_SHOP: Terms(keep=MONTH, addresses=MONTH),
    }
    mine = await archive.message(2 * MONTH)
    await archive.message(2 * MONTH, shop=OTHER_SHOP)
    await archive.retention().once()
    assert await left(archive, "message") == [mine]


async def test_of_a_shop_that_is_gone_the_longest_time_counts(archive: Archive) -> None:
    archive.terms = {
        SHOP: Terms(keep=YEAR, addresses=MONTH),
        OTHER_SHOP: Terms(keep=MONTH, addresses=MONTH),
    }
    kept = await archive.message(2 * MONTH, shop=GONE)
    await archive.message(YEAR + DAY, shop=GONE)
    await archive.retention().once()
    assert await left(archive, "message") == [kept]
    archive.terms |= {OTHER_SHOP: Terms(keep=FOREVER, addresses=MONTH)}
    archive.moment += 9 * YEAR
    await archive.retention().once()
    assert await left(archive, "message") == [kept]


async def test_before_the_shops_are_known_nothing_goes(archive: Archive) -> None:
    archive.terms = {}
    await archive.message(9 * YEAR)
    assert await archive.retention().once() == 0
    assert len(await left(archive, "message")) == 1


async def test_mails_go_when_they_are_out_or_given_up_for_long_enough(archive: Archive) -> None:
    for state in ("sent", "given_up"):
        await archive.mail(YEAR + DAY, kind="transcript", state=state)
    kept = [
        await archive.mail(YEAR + DAY, kind="transcript", state=state)
        for state in ("waiting", "sending", "retrying")
    ]
    kept += [
        await archive.mail(YEAR - DAY, kind="transcript", state=state)
        for state in ("sent", "given_up")
    ]
    await archive.retention().once()
    assert await left(archive, "mail") == kept
    assert [(row["kind"], row["amount"]) for row in await archive.log()] == [("mail", 2)]


async def test_browsers_that_were_not_seen_for_long_are_forgotten(archive: Archive) -> None:
    for _ in range(4):
        await archive.browser(YEAR + DAY)
    known = await archive.browser(YEAR - DAY)
    await archive.retention().once()
    assert await left(archive, "visitor") == [known.vid]
    log = await archive.log()
    assert [(row["kind"], row["amount"], row["ids"]) for row in log] == [
        ("visitor", 3, ""),
        ("visitor", 1, ""),
    ]


async def test_what_was_changed_long_ago_is_forgotten_but_for_the_last_of_each_scope(
    archive: Archive,
) -> None:
    for shop in (0, 0, 1, 1, 2):
        archive.tables.run(
            "INSERT INTO ps_onlinechat_setting_change (changed_at, id_employee, id_shop, name)"
            " VALUES (UTC_TIMESTAMP(3), 1, %s, 'sounds')",
            shop,
        )
    first, second, third, fourth, fifth = await left(archive, "change")
    archive.tables.run("UPDATE ps_onlinechat_setting_change SET changed_at = %s", archive.ago(YEAR))
    await archive.look()
    archive.moment += DAY
    await archive.retention().once()
    assert await left(archive, "change") == [second, fourth, fifth]
    ids = sorted(number for row in await archive.log() for number in row["ids"].split(","))
    assert ids == sorted([str(first), str(third)])


async def test_addresses_are_shortened_and_what_they_belong_to_stays(archive: Archive) -> None:
    young, old = await archive.message(MONTH - DAY), await archive.message(MONTH + DAY)
    await archive.browser(MONTH + DAY)
    await archive.retention().once()
    assert (await archive.row(old))["ip_address"] == "203.0.113.0"
    assert (await archive.row(young))["ip_address"] == "203.0.113.7"
    assert await left(archive, "full") == [young]
    [row] = await archive.rows("SELECT ip_address FROM PREFIX_onlinechat_visitor")
    assert row["ip_address"] == "203.0.113.0"
    assert await archive.log() == []


async def test_a_message_of_today_has_its_whole_address(archive: Archive) -> None:
    archive.moment = clock.now()
    number = await archive.leave(address="2001:db8::7")
    assert await left(archive, "full") == [number]
    archive.moment += MONTH + DAY
    await archive.retention().once()
    assert (await archive.row(number))["ip_address"] == "2001:db8::"


async def test_several_processes_may_look_at_once_and_each_thing_goes_once(
    archive: Archive,
) -> None:
    old = {
        "conversation": [await archive.conversation(YEAR + DAY) for _ in range(20)],
        "offline_message": [await archive.message(YEAR + DAY) for _ in range(20)],
    }
    await asyncio.gather(*(archive.retention().once() for _ in range(4)))
    # Who met another one's locks left something to the next look.
    await archive.retention().once()
    assert await left(archive, "conversation") == []
    assert await left(archive, "message") == []
    gone: dict[str, list[int]] = {kind: [] for kind in old}
    for row in await archive.log():
        gone[row["kind"]] += map(int, row["ids"].split(","))
    assert {kind: sorted(numbers) for kind, numbers in gone.items()} == old


async def test_what_cannot_be_deleted_does_not_keep_the_rest(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    await archive.conversation(YEAR + DAY)
    await archive.message(YEAR + DAY)
    archive.tables.run("RENAME TABLE ps_onlinechat_decline TO away")
    try:
        await archive.retention().once()
    finally:
        archive.tables.run("RENAME TABLE away TO ps_onlinechat_decline")
    assert "could not be deleted" in caplog.text
    assert len(await left(archive, "conversation")) == 1
    assert await left(archive, "message") == []


async def test_it_looks_by_itself_and_stops_when_asked(archive: Archive) -> None:
    await archive.message(YEAR + DAY)
    retention = archive.retention(Pace(first=0, every=0.01, batch=QUICK.batch))
    retention.start()
    await until(lambda: nothing_left(archive))
    await retention.stop()
    kept = await archive.message(YEAR + DAY)
    await asyncio.sleep(0)
    assert await left(archive, "message") == [kept]


async def test_a_database_that_is_away_is_asked_again_later(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await archive.message(YEAR + DAY)
    await archive.database.close()
    retention = archive.retention(Pace(first=0, every=0.01, batch=QUICK.batch))
    retention.start()
    await until(lambda: "has to wait" in caplog.text)
    await archive.database.open()
    await until(lambda: nothing_left(archive))
    await retention.stop()
