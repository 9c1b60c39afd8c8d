"""`GET offline` and `POST offline`: who may, how often, and what wrong requests are told."""

import asyncio
import json

import pytest

from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from tests.conftest import Shop, Starts, rows
from tests.offline.doors import left, send
from tests.offline.rooms import GOOD, body, choose, consents
from tests.people import JOHN, customer, guest, vid, visitor_token
from tests.running import Chat
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("tables")


async def stored(database: Database) -> int:
    return len(await rows(database, "SELECT 1 FROM PREFIX_onlinechat_offline_message"))


async def test_a_guest_leaves_a_message(chat: Chat, database: Database) -> None:
    number = await left(chat, page={"url": "http://shop.example/a", "title": "A"})
    [row] = await rows(database, "SELECT * FROM PREFIX_onlinechat_offline_message")
    assert (row["id_offline_message"], row["message"]) == (number, "Hello")
    assert row["ip_address"] == "127.0.0.1"
    assert row["user_agent"].startswith("Python/")


async def test_the_same_message_gets_the_first_answer_and_is_not_counted(
    chat: Chat, database: Database
) -> None:
    who, again = guest(), ulid()
    first = await left(chat, who, clientId=again)
    for _ in range(9):
        assert await left(chat, who, clientId=again, values={"message": "other"}) == first
    numbers = await asyncio.gather(*(left(chat, who, clientId=(again)) for _ in range(5)))
    assert {*numbers} == {first}
    assert await stored(database) == 1


async def test_repeats_in_parallel_are_stored_once(chat: Chat, database: Database) -> None:
    who, one = guest(), ulid()
    numbers = await asyncio.gather(*(left(chat, who, clientId=one) for _ in range(4)))
    assert len({*numbers}) == 1
    assert await stored(database) == 1
    assert len(await rows(database, "SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1


async def test_another_browser_may_use_the_same_client_id(chat: Chat, database: Database) -> None:
    one = ulid()
    assert await left(chat, clientId=one) != await left(chat, clientId=one)
    assert await stored(database) == 2


async def test_a_visitor_may_leave_five_an_hour(chat: Chat, database: Database) -> None:
    who = guest()
    for _ in range(5):
        await left(chat, who)
    status, answer = await send(chat, who)
    assert (status, answer["error"]["code"]) == (429, "too_many")
    assert 600 < answer["error"]["retry"] <= 720
    assert await stored(database) == 5
    await left(chat)


async def test_a_customer_is_one_visitor_in_all_browsers(chat: Chat) -> None:
    for _ in range(5):
        await left(chat, customer())
    assert (await send(chat, customer()))[0] == 429


async def test_an_address_may_leave_twenty_an_hour(start: Starts) -> None:
    chat = await start(trusted_proxies="127.0.0.1/32")
    office, home = ({"X-Forwarded-For": address} for address in ("192.0.2.1", "192.0.2.2"))
    for _ in range(20):
        assert (await send(chat, headers=office))[0] == 200
    assert (await send(chat, headers=office))[0] == 429
    assert (await send(chat, headers=home))[0] == 200


async def test_what_is_wrong_is_said_beside_each_field(chat: Chat, database: Database) -> None:
    status, answer = await send(
        chat,
        values={
            "firstname": "Ada\r\nBcc: eve@example.org",
            "lastname": "x" * 10_000,
            "email": '"<script>"@x.y',
            "phone": "call me",
            "message": "",
        },
    )
    assert status == 422
    assert not answer["ok"]
    assert answer["error"]["code"] == "invalid_format"
    assert answer["error"]["fields"] == {
        "firstname": "line",
        "lastname": "too_long",
        "email": "email",
        "phone": "phone",
        "message": "required",
    }
    assert await stored(database) == 0


async def test_consent_is_needed_where_the_shop_asks_it(shop: Shop, start: Starts) -> None:
    consents(shop, en="<p>I agree</p>")
    chat = await start()
    status, answer = await send(chat)
    assert (status, answer["error"]["fields"]) == (422, {"consent": "consent"})
    await left(chat, consent=True)


async def test_a_program_gets_the_answer_that_people_get(chat: Chat, database: Database) -> None:
    assert await left(chat, values={"website": "http://spam.example"})
    [row] = await rows(database, "SELECT suspect FROM PREFIX_onlinechat_offline_message")
    assert row["suspect"]
    assert await rows(database, "SELECT 1 FROM PREFIX_onlinechat_outbox") == []


async def test_nobody_leaves_a_message_without_the_shop_s_word(chat: Chat) -> None:
    for headers in ({"Authorization": ""}, {"Authorization": "Bearer x.y.z"}):
        status, answer = await send(chat, headers=headers)
        assert (status, answer["error"]["code"]) == (401, "token_invalid")
    expired = visitor_token(guest(), exp=1)
    status, answer = await send(chat, headers={"Authorization": f"Bearer {expired}"})
    assert (status, answer["error"]["code"]) == (401, "token_expired")
    elsewhere = visitor_token(guest(), shop=99)
    status, answer = await send(chat, headers={"Authorization": f"Bearer {elsewhere}"})
    assert (status, answer["error"]["code"]) == (404, "not_found")


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in body().items() if key != name}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        without("clientId"),
        without("values"),
        body() | {"clientId": "x"},
        body() | {"client_id": ulid()},
        body() | {"unknown": 1},
        body() | {"values": GOOD | {"colour": "red"}},
        body() | {"values": GOOD | {"email": ["a"]}},
        body() | {"values": GOOD | {"message": "\ud83d"}},
        body() | {"contact": "1"},
        body() | {"contact": 0},
        body() | {"order": 2**70},
        body() | {"order": 1.5},
        body() | {"consent": "perhaps"},
        body() | {"page": {"url": "x" * 3000}},
    ],
)
async def test_what_no_form_sends_is_refused(
    chat: Chat, database: Database, data: bytes | dict[str, object]
) -> None:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    status, answer = await send(chat, data=raw)
    assert (status, answer["error"]["code"]) == (400, "invalid_format")
    assert await stored(database) == 0


async def test_more_than_a_quarter_of_a_megabyte_is_refused(chat: Chat) -> None:
    status, answer = await send(chat, data=b" " * 300_000)
    assert (status, answer["ok"]) == (413, False)


async def test_a_customer_finds_the_form_filled(chat: Chat) -> None:
    status, headers, text = await chat.get(
        "offline", headers={"Authorization": f"Bearer {visitor_token(customer())}"}
    )
    data = json.loads(text)["data"]
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert data["values"]["email"] == "pub@prestashop.com"
    assert data["orders"][0].keys() == {"id", "reference", "placedAt", "products"}
    status, _, text = await chat.get(
        "offline", headers={"Authorization": f"Bearer {visitor_token(guest())}"}
    )
    assert json.loads(text)["data"]["orders"] == []
    assert set(json.loads(text)["data"]["values"].values()) == {""}
    assert (await chat.get("offline"))[0] == 401


async def test_another_s_order_is_refused_and_not_told_apart(chat: Chat) -> None:
    for who, order in ((guest(), 1), (customer(), 99_999)):
        status, answer = await send(chat, who, order=order)
        assert (status, answer["error"]["fields"]) == (422, {"order": "order"})
    await left(chat, customer(number=JOHN), order=1, product=1)


async def test_while_the_database_is_away_nothing_is_counted_or_lost(
    chat: Chat, shop: Shop, database: Database
) -> None:
    who, one = guest(vid()), ulid()
    shop.run("RENAME TABLE ps_onlinechat_offline_message TO away")
    try:
        for _ in range(7):
            status, answer = await send(chat, who, clientId=one)
            assert status >= 500
            assert not answer["ok"]
    finally:
        shop.run("RENAME TABLE away TO ps_onlinechat_offline_message")
    await left(chat, who, clientId=one)
    assert await stored(database) == 1


async def test_another_domain_of_the_shop_may_send_and_others_may_not(chat: Chat) -> None:
    whole = {"Authorization": f"Bearer {visitor_token(guest())}"}
    for origin, allowed in (("http://shop.example", True), ("http://evil.example", False)):
        _, headers, _ = await chat.get("offline", headers=whole | {"Origin": origin})
        assert headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)


async def test_a_new_contact_and_a_new_consent_reach_open_pages(chat: Chat, shop: Shop) -> None:
    visitor = await chat.visitor()
    _, _, before = await chat.get("state?shop=1&lang=en")
    consents(shop, en="<p>I agree &amp; more</p>")
    changed = await visitor.heard("state:changed")
    version = json.loads(before)["version"]
    assert changed["version"] != version
    _, _, shell = await chat.get(f"widget?shop=1&lang=en&v={changed['version']}")
    assert "I agree &amp; more" in shell


async def test_the_shell_offers_the_contacts_in_the_page_s_language(
    shop: Shop, start: Starts
) -> None:
    choose(shop, contact_choice=True)
    chat = await start()

    async def shown(lang: str, name: str) -> bool:
        return name in (await chat.get(f"widget?shop=1&lang={lang}"))[2]

    await until(lambda: shown("en", "Customer service"))
    assert await shown("fr", "Service client")
    assert not await shown("fr", "Customer service")
