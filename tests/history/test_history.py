"""The Conversation history page: the table, the pop-up, deleting, and who may see and do what."""

import json
import re

import pytest

from sidecar.platform.database import Database
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import CustomerId, ShopId
from tests.conftest import Shop, Starts, rows
from tests.history.doors import Office, persons, seqs, shown
from tests.history.rooms import Past, ago
from tests.people import INES, JOHN, LOUIS, MARC, SARA, customer, guest
from tests.running import Chat
from tests.waiting import until

LINES = "SELECT COUNT(*) AS number FROM PREFIX_onlinechat_history_conversation"


async def test_a_finished_chat_is_in_the_history_once_the_operator_is_offline(
    start: Starts,
) -> None:
    chat = await start()
    office = Office(chat)
    sara, visitor = await chat.operator(SARA), await chat.visitor(customer())
    number = (await visitor.say("Is <b>it</b> & 'that' in stock?"))["conversationId"]
    await sara.say("Yes </td><script>alert(1)</script>", conversationId=number)
    await sara.ask("conversation:end", conversationId=number)
    assert shown(await office.sees()) == []
    await sara.ask("operator:switch", online=False)
    text = await office.sees()
    assert shown(text) == [number]
    assert "John DOE (#2)" in text
    assert "pub@prestashop.com" in text
    assert "Is &lt;b&gt;it&lt;/b&gt; &amp; &#39;that&#39; in stock?" in text
    for exchange in (
        await office.sees(f"/{number}"),
        await office.sees(f"/person/{persons(text)[0]}"),
    ):
        assert "Yes &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in exchange
        assert "<script" not in exchange
        assert "<b>it" not in exchange


async def test_who_took_a_chat_over_is_said_in_the_reader_s_language(start: Starts) -> None:
    chat = await start()
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    ines = await chat.operator(INES)
    await sara.ask("conversation:offer", conversationId=number)
    await ines.ask("conversation:accept", conversationId=number)
    for one in (sara, ines):
        await ines.ask("conversation:end", conversationId=number)
        await one.ask("operator:switch", online=False)
    exchange = await Office(chat, lang="fr").sees(f"/{number}")
    assert "Ines a repris la conversation." in exchange


async def test_what_is_not_archived_is_no_history(chat: Chat, past: Past) -> None:
    running = await past.record(["still open"], guest(), at=ago(hours=1), state="waiting")
    status, _ = await Office(chat).ask("GET", f"/{running}")
    assert status == 404


async def test_the_table_goes_on_below_its_last_row(chat: Chat, past: Past) -> None:
    made = [
        await past.record([f"number {one}"], guest(number=one + 1), at=ago(hours=one))
        for one in range(120)
    ]
    office = Office(chat)
    assert await office.table() == made
    assert await office.table(sort="oldest") == made[::-1]
    assert sorted(await office.table(sort="name")) == made
    assert await office.table(q="#120") == [made[119]]


async def test_a_customer_s_conversations_stand_one_after_another_in_one_row(
    chat: Chat, past: Past
) -> None:
    john = customer()
    first = await past.record(["About shoes"], john, at=ago(days=3), stars=2)
    second = await past.record(["About hats", "Here"], john, at=ago(days=2))
    stranger = await past.record(["About hats"], guest(), at=ago(days=1))
    office = Office(chat)
    text = await office.sees()
    assert shown(text) == [stranger, second]
    assert "2 conversations" in text
    person = persons(text)[1]
    whole = await office.sees(f"/person/{person}")
    assert re.findall(r'<section class="oc-conversation" data-conversation="(\d+)"', whole) == [
        str(first),
        str(second),
    ]
    assert whole.index("About shoes") < whole.index("About hats")
    assert "data-fits" not in whole

    # A filter picks the row by any of its conversations; the pop-up marks those.
    text = await office.sees("/table", rating="2")
    assert shown(text) == [first]
    assert "1 of 2 conversations" in text
    assert "About shoes" in text
    whole = await office.sees(f"/person/{person}", rating="2")
    assert re.findall(r'data-conversation="(\d+)" data-fits', whole) == [str(first)]
    assert "Rated 2 of 5" in whole


async def test_what_was_searched_for_is_marked(chat: Chat, past: Past) -> None:
    await past.record(["Où est ma CRÈME <brûlée> ?"], guest(), at=ago(days=1))
    office = Office(chat)
    text = await office.sees("/table", q="creme brul")
    [person] = persons(text)
    whole = await office.sees(f"/person/{person}", q="creme brul")
    assert "Où est ma <mark>CRÈME</mark> &lt;<mark>brûlée</mark>&gt; ?" in whole


async def test_email_and_phone_are_shown_of_those_who_were_signed_in(
    chat: Chat, past: Past
) -> None:
    await past.record(["Hello"], guest(), at=ago(days=1), email="zoe@example.com", phone="+33 1")
    await past.record(
        ["Hello"], customer(), at=ago(days=2), email="john@example.com", phone="+39 2"
    )
    text = await Office(chat).sees()
    assert "john@example.com" in text
    assert "+39 2" in text
    assert "zoe@example.com" not in text
    assert "+33 1" not in text


async def test_cards_are_shown_as_far_as_they_are_safe(chat: Chat, past: Past) -> None:
    cards = (
        ("product", {"title": "Mug <b>", "link": "https://shop.example/mug", "price": "€ 9",
                     "was": "€ 12", "image": "https://shop.example/mug.jpg"}),
        ("offer", {"title": "Ten percent", "code": "TEN", "image": "pictures/0a1b.png"}),
        ("link", {"title": "Bad", "link": "javascript:alert(1)", "image": "data:x"}),
        ("link", {"title": "Worse", "link": "//[", "image": "pictures/../../etc/passwd"}),
        ("offer", ["not", "a", "card"]),
    )  # fmt: skip
    number = await past.record(["Hello", *(f"text of {one}" for one in range(5))], guest(),
                               at=ago(days=1))  # fmt: skip
    for seq, (kind, data) in enumerate(cards, 2):
        await past.sql(
            "UPDATE PREFIX_onlinechat_message SET kind = %s, data = %s"
            " WHERE id_conversation = %s AND seq = %s",
            kind,
            json.dumps(data),
            number,
            seq,
        )
    text = await Office(chat).sees(f"/{number}")
    assert '<a href="https://shop.example/mug" target="_blank" rel="noopener nofollow">' in text
    assert '<img src="https://shop.example/mug.jpg" alt="" loading="lazy"' in text
    assert "Mug &lt;b&gt;" in text
    assert "<b>€ 9</b> <s>€ 12</s>" in text
    assert '<img alt="" loading="lazy" data-picture="pictures/0a1b.png">' in text
    assert "<code>TEN</code>" in text
    assert "<strong>Bad</strong>" in text
    assert "<strong>Worse</strong>" in text
    for unsafe in ("javascript:", "data:x", "//[", "passwd"):
        assert unsafe not in text
    # A card stands for its text; what is none is shown by it.
    assert "text of 0" not in text
    assert "text of 4" in text


async def test_a_long_exchange_comes_a_page_at_a_time(chat: Chat, past: Past) -> None:
    john = customer()
    first = await past.record([f"a{one}" for one in range(130)], john, at=ago(days=3))
    second = await past.record([f"b{one}" for one in range(30)], john, at=ago(days=2))
    third = await past.record(["c"], john, at=ago(days=1))
    office = Office(chat)
    text = await office.sees(f"/{third}")
    [person] = set(re.findall(r"history/person/(\d+)/messages", text))
    pages = [seqs(text)]
    assert pages[0] == [*range(62, 131), *range(1, 31), 1]
    while before := re.search(r'"before": "([\d-]+)"', text):
        text = await office.sees(f"/person/{person}/messages", before=before[1])
        pages.append(seqs(text))
        assert '"after"' not in text
    assert pages[1:] == [[*range(1, 62)]]

    # From one in the middle, downwards as well.
    text = await office.sees(f"/{first}")
    assert seqs(text) == [*range(31, 131)]
    after = re.search(r'"after": "([\d-]+)"', text)
    assert after is not None
    assert after[1] == f"{first}-130"
    text = await office.sees(f"/person/{person}/messages", after=after[1])
    assert seqs(text) == [*range(1, 31), 1]
    assert f'data-conversation="{second}"' in text
    assert '"after"' not in text
    assert '"before"' not in text


async def test_filters_and_their_choices_are_on_the_page(
    chat: Chat, past: Past, shop: Shop
) -> None:
    shop.second()
    await past.record(["Hello"], guest(), at=ago(hours=1), id_employee=SARA)
    await past.record(["Hello"], guest(), at=ago(hours=1), id_employee=None)
    text = await Office(chat, shops=[1]).sees(
        "", q="<x>", operator="2", sort="email", from_="2026-01-02"
    )
    assert 'value="&lt;x&gt;"' in text
    assert re.search(r'<option value="2" selected>Sara', text)
    assert re.search(r'<option value="0">Nobody', text)
    assert 'name="from" min="2000-01-01" max="2999-12-31" value="2026-01-02"' in text
    assert 'name="sort" value="email"' in text
    assert 'name="shop"' not in text
    both = Office(chat, shops=[1, 2])
    await until(lambda: _offers_shops(both))


async def _offers_shops(office: Office) -> bool:
    return 'name="shop"' in await office.sees()


async def test_what_is_empty_says_why(chat: Chat, past: Past) -> None:
    office = Office(chat)
    assert "Nothing archived yet" in await office.sees()
    assert "No conversation found" in await office.sees("/table", q="shoe")
    await past.record(["Hello"], guest(), at=ago(hours=1))
    assert "No conversation found" in await office.sees("/table", q="%")
    assert "No conversation found" not in await office.sees()


# Who may see and do what


async def test_an_employee_of_another_shop_sees_and_changes_nothing(
    chat: Chat, past: Past, shop: Shop, database: Database
) -> None:
    shop.second()
    here, there = (
        await past.record(["Hello"], customer(), at=ago(hours=1)),
        await past.record(["Hello"], guest(shop=ShopId(2)), at=ago(minutes=30)),
    )
    both, other = Office(chat, SARA, shops=[1, 2]), Office(chat, MARC, shops=[2])
    text = await both.sees()
    assert shown(text) == [there, here]
    person = persons(text)[1]
    assert shown(await other.sees()) == [there]
    assert await other.table(q="hello") == [there]
    assert await other.table(shop="1") == []
    for method, path, fields in (
        ("GET", f"/{here}", None),
        ("POST", f"/person/{person}", {}),
        ("POST", f"/person/{person}/messages", {"before": f"{here}-9"}),
        ("POST", "/choose", {"person": person}),
    ):
        status, _ = await other.ask(method, path, fields)  # type: ignore[arg-type]
        assert status == 404, path
    for fields in (
        {"scope": "shown", "conversation": str(here)},
        {"scope": "all", "person": person},
        {"scope": "fitting", "person": person},
    ):
        status, text = await other.ask("POST", "/delete", fields)  # type: ignore[arg-type]
        assert status == 200
        assert "0 conversations deleted." in text
    assert (await rows(database, LINES))[0]["number"] == 2


async def test_only_who_may_delete_is_offered_it_and_can(
    chat: Chat, past: Past, database: Database
) -> None:
    number = await past.record(["Hello"], guest(), at=ago(hours=1))
    sara, marc = Office(chat, SARA), Office(chat, MARC)
    text = await sara.sees()
    assert "Delete" not in text
    assert 'type="checkbox"' not in text
    assert "Delete" not in await sara.sees(f"/{number}")
    for path, fields in (
        ("/choose", {"person": persons(text)[0]}),
        ("/delete", {"scope": "shown", "conversation": str(number)}),
    ):
        status, said = await sara.ask("POST", path, fields)  # type: ignore[arg-type]
        assert status == 403
        assert "right “Delete”" in json.loads(said)["error"]["message"]
    assert (await rows(database, LINES))[0]["number"] == 1
    assert "Delete selected" in await marc.sees()


async def test_who_may_not_read_gets_nothing(chat: Chat, past: Past) -> None:
    number = await past.record(["Hello"], guest(), at=ago(hours=1))
    louis = Office(chat, LOUIS)
    for method, path in (
        ("GET", ""), ("POST", ""), ("POST", "/table"), ("POST", "/more"), ("GET", f"/{number}"),
        ("POST", "/person/1"), ("POST", "/person/1/messages"), ("POST", "/choose"),
        ("POST", "/delete"), ("POST", "/export"),
    ):  # fmt: skip
        status, _ = await louis.ask(method, path, {} if method == "POST" else None)
        assert status == 403, path


# Deleting


async def test_delete_asks_whether_one_conversation_or_all_of_the_row(
    chat: Chat, past: Past, database: Database
) -> None:
    john = customer()
    made = [
        await past.record(["Hello"], john, at=ago(days=one), stars=5 if one < 3 else 1)
        for one in (4, 3, 2, 1)
    ]
    office = Office(chat)
    [person] = persons(await office.sees())
    question = await office.sees("/choose", person=person)
    assert "John DOE (#2)" in question
    assert re.findall(r'name="scope" value="(\w+)"', question) == ["shown", "all"]
    assert re.findall(r'name="conversation" value="(\d+)"', question) == [str(made[-1])]
    question = await office.sees("/choose", person=person, rating="5")
    assert re.findall(r'name="scope" value="(\w+)"', question) == ["shown", "fitting", "all"]

    left = await office.sees("/delete", scope="shown", conversation=str(made[-1]), person=person)
    assert "1 conversation deleted." in left
    assert shown(left) == [made[-2]]
    left = await office.sees("/delete", scope="fitting", person=person, rating="5")
    assert shown(left) == []
    assert shown(await office.sees()) == [made[1]]
    left = await office.sees("/delete", scope="all", person=person)
    assert "2 conversations deleted." in left
    assert "Nothing archived yet" in left
    logged = await rows(
        database, "SELECT id_employee, kind, amount FROM PREFIX_onlinechat_deletion ORDER BY 1"
    )
    assert sum(row["amount"] for row in logged) == 4
    assert {(row["id_employee"], row["kind"]) for row in logged} == {(MARC, "conversation")}


async def test_several_rows_are_deleted_at_once(chat: Chat, past: Past) -> None:
    guests = [await past.record(["Hello"], guest(number=one), at=ago(days=one)) for one in (1, 2)]
    kept = await past.record(["Hello"], guest(number=3), at=ago(days=3))
    office = Office(chat)
    chosen = persons(await office.sees())[:2]
    question = await office.sees("/choose", person=chosen)
    assert "2 conversations will be deleted." in question
    left = await office.sees(
        "/delete", scope="shown", person=chosen, conversation=[str(one) for one in guests]
    )
    assert shown(left) == [kept]


async def test_the_mails_about_a_conversation_go_with_it(
    chat: Chat, past: Past, shop: Shop
) -> None:
    number = await past.record(["Hello"], customer(), at=ago(hours=1))
    for kind in ("transcript", "unread_answer", "offline_message"):
        shop.run(
            "INSERT INTO ps_onlinechat_outbox (id_shop, kind, id_subject, message_id, state,"
            " created_at, next_attempt_at, give_up_at)"
            " VALUES (1, %s, %s, %s, 'sent', NOW(), NOW(), NOW())",
            kind,
            number,
            kind,
        )
    await Office(chat).sees("/delete", scope="shown", conversation=str(number))
    assert shop.run("SELECT kind FROM ps_onlinechat_outbox") == [("offline_message",)]


# What no page of ours asks


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/table", {"from": "yesterday"}, 400),
        ("/table", {"to": "2026-02-31"}, 400),
        ("/table", {"operator": "x"}, 400),
        ("/table", {"operator": "²"}, 400),
        ("/table", {"operator": "9" * 30}, 400),
        ("/table", {"who": "all"}, 400),
        ("/table", {"rating": "6"}, 400),
        ("/table", {"lang": "x' OR 1"}, 400),
        ("/table", {"shop": "-1"}, 400),
        ("/table", {"sort": "id_conversation; DROP TABLE x"}, 400),
        ("/more", {"after": "x"}, 400),
        ("/more", {"after": "1 x"}, 400),
        ("/more", {"after": "99999999999999999999 2026-01-01T00:00:00"}, 400),
        ("/more", {"after": "1 customer " + "x" * 300, "sort": "name"}, 400),
        ("/more", {"after": "1 nobody x", "sort": "name"}, 400),
        ("/person/0", {}, 404),
        ("/person/x", {}, 404),
        ("/person/²", {}, 404),
        ("/person/99999999999999999999", {}, 404),
        ("/person/1/messages", {"before": "1"}, 400),
        ("/person/1/messages", {"after": "1-x"}, 400),
        ("/choose", {}, 404),
        ("/choose", {"person": "x"}, 404),
        ("/delete", {}, 400),
        ("/delete", {"scope": "everything"}, 400),
        ("/delete", {"scope": "shown", "conversation": "x"}, 404),
    ],
)
async def test_what_no_page_asks_is_refused(
    chat: Chat, path: str, fields: dict[str, str | list[str]], status: int
) -> None:
    found, _ = await Office(chat).ask("POST", path, fields)
    assert found == status


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "%C2%B2"])
async def test_a_conversation_that_is_none_is_not_found(chat: Chat, number: str) -> None:
    status, _ = await Office(chat).ask("GET", f"/{number}")
    assert status == 404


@pytest.mark.parametrize(
    "search",
    ["x" * 10_000, "100%", "_", 'it\'s "so"', "👍" * 50, "'; DROP TABLE x; --", "\\", "\0"],
)
async def test_any_search_is_answered(chat: Chat, past: Past, search: str) -> None:
    number = await past.record([search[:3000] or "x"], guest(), at=ago(days=1))
    found = await Office(chat).table(q=search)
    assert found == ([number] if re.search(r"[^\W_]|👍", search) else [])
    longest = "word " * 2000 + "word"
    assert await Office(chat).table(q=longest) == []


async def test_the_choices_do_not_count_those_of_other_shops(
    chat: Chat, past: Past, shop: Shop
) -> None:
    shop.second()
    await past.record(["Hello"], guest(shop=ShopId(2)), at=ago(hours=1), id_employee=INES)
    assert "Ines" not in await Office(chat, shops=[1]).sees()
    assert "Ines" in await Office(chat, shops=[2]).sees()


async def test_names_too_long_for_the_table_are_cut_in_it(chat: Chat, past: Past) -> None:
    who = Visitor(ShopId(1), guest().vid, CustomerId(JOHN), None, "Anna " * 40, "en")
    await past.record(["Hello"], who, at=ago(days=1))
    text = await Office(chat).sees()
    assert "Anna Anna" in text
    assert "…" in text
