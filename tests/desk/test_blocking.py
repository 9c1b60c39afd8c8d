"""Kept out by browser, customer and address, at every door, until somebody lets them in."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sidecar.desk.blocking import store
from sidecar.desk.blocking.rules import Block, blockable
from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId, CustomerId, EmployeeId
from tests.conftest import Shop, Starts, rows
from tests.desk.office import ask, page
from tests.offline.doors import send
from tests.pages import Page, auth
from tests.people import JOHN, MARC, SARA, SHOP, customer, guest, visitor_token
from tests.running import Chat
from tests.waiting import until

AWAY = {"X-Forwarded-For": "203.0.113.77"}
HOME = {"X-Forwarded-For": "8.8.4.4"}
PAGE = {"url": "https://shop.example/"}
MARIE = CustomerId(3)


# Whom a block meets


def block(**more: Any) -> Block:
    whole: dict[str, Any] = {
        "id": 1, "shop": SHOP, "vid": guest().vid, "customer": None, "guest": None, "address": "",
        "name": "", "conversation": ConversationId(1), "reason": "Spam", "employee": EmployeeId(1),
        "employee_name": "Marc", "created_at": datetime(2026, 11, 20, tzinfo=UTC), "until": None,
    }  # fmt: skip
    return Block(**(whole | more))


def test_a_block_meets_the_browser_the_customer_and_guests_at_the_address() -> None:
    who = guest()
    assert block(vid=who.vid).meets(who, "")
    assert block(vid=who.vid).meets(customer(who.vid), "")
    assert not block(vid=who.vid).meets(replace(who, shop=type(SHOP)(2)), "")
    assert block(customer=JOHN).meets(customer(), "")
    assert not block(customer=JOHN).meets(customer(number=MARIE), "")
    assert not block(customer=JOHN).meets(guest(), "")
    at_home = block(customer=JOHN, address="8.8.4.4")
    assert at_home.meets(guest(), "8.8.4.4")
    assert not at_home.meets(guest(), "8.8.4.5")
    assert not at_home.meets(customer(number=MARIE), "8.8.4.4")
    assert not block().meets(guest(), "")


@pytest.mark.parametrize(
    ("address", "part"),
    [("8.8.4.4", "8.8.4.4"), ("2a00:1450:4007:80e::200e", "2a00:1450:4007:80e::"),
     ("127.0.0.1", ""), ("10.1.2.3", ""), ("192.168.1.9", ""), ("::1", ""), ("fe80::1", ""),
     ("", ""), ("x", "")],
)  # fmt: skip
def test_an_address_that_many_have_is_not_blocked(address: str, part: str) -> None:
    assert blockable(address) == part


# The doors


async def blocked(chat: Chat, desk: Page, number: int, **more: Any) -> dict[str, Any]:
    answer = await desk.ask("visitor:block", conversationId=number, **{"reason": "Insults", **more})
    block: dict[str, Any] = answer["block"]
    return block


async def is_kept_out(chat: Chat, who: Any, headers: dict[str, str] | None = None) -> bool:
    """Whether a fresh tab is refused."""
    tab = Page(chat.url, "/visitor")
    chat.pages.append(tab)
    try:
        await tab.open(auth(visitor_token(who)), headers=headers)
    except Exception:
        assert tab.refusal is not None
        assert tab.refusal["data"] == {"code": "blocked"}
        return True
    await tab.heard("session:ready")
    await tab.close()
    return False


async def test_a_blocked_visitor_is_out_at_once_and_every_door_is_closed(chat: Chat) -> None:
    desk, who = await chat.operator(MARC), guest()
    tabs = [await chat.visitor(who), await chat.visitor(who)]
    number = (await tabs[0].say("You …"))["conversationId"]
    block = await blocked(chat, desk, number)
    assert (block["reason"], "until" in block) == ("Insults", False)
    for tab in tabs:
        assert await tab.heard("session:ended") == {"reason": "blocked"}
        await tab.ended()
    assert await is_kept_out(chat, who)
    assert await is_kept_out(chat, customer(who.vid))
    assert not await is_kept_out(chat, guest())
    status, answer = await send(chat, who)
    assert (status, answer["error"]["code"]) == (403, "blocked")
    assert (await chat.get("state?shop=1&lang=en"))[0] == 200

    changed = await desk.heard(
        "conversation:changed", lambda e: e["conversation"]["visitor"]["blocked"]
    )
    assert changed["conversation"]["state"] == "finished"
    listed = await desk.ask("message:list", conversationId=number)
    assert listed["messages"][-1]["data"] == {"code": "blocked"}


async def test_commands_are_refused_before_the_socket_is_closed(chat: Chat) -> None:
    desk, visitor = await chat.operator(MARC), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    blocking = asyncio.ensure_future(blocked(chat, desk, number))
    await visitor.heard("session:ended")
    for command, fields in (
        ("message:send", {"clientId": ulid(), "body": "still here"}),
        ("conversation:open", {"page": PAGE}),
        ("message:list", {}),
    ):
        assert (await visitor.refused(command, **fields))["code"] == "blocked"
    await blocking
    listed = await desk.ask("message:list", conversationId=number)
    assert "still here" not in [one["body"] for one in listed["messages"]]


async def test_a_resume_token_does_not_open_either(chat: Chat) -> None:
    desk, who = await chat.operator(MARC), guest()
    visitor = await chat.visitor(who)
    session = (await visitor.heard("session:ready"))["session"]
    await blocked(chat, desk, (await visitor.say("Hello"))["conversationId"])
    again = Page(chat.url, "/visitor")
    with pytest.raises(Exception):  # noqa: B017, PT011 (the library's own)
        await again.open({"protocol": 1, "session": session})
    assert again.refusal
    assert again.refusal["data"] == {"code": "blocked"}


async def test_a_customer_is_out_on_every_device(chat: Chat) -> None:
    desk = await chat.operator(MARC)
    phone, laptop = await chat.visitor(customer()), await chat.visitor(customer())
    await blocked(chat, desk, (await phone.say("Hello"))["conversationId"])
    await laptop.heard("session:ended")
    assert await is_kept_out(chat, customer())
    # A guest who turns out to be that customer.
    stranger = await chat.visitor(guest())
    renewed = customer(type(guest().vid)("ab" * 16))
    fresh = await chat.visitor(guest(renewed.vid))
    error = await fresh.refused("session:renew", token=visitor_token(renewed))
    assert error["code"] == "blocked"
    await stranger.say("not me")


async def test_guests_at_the_same_address_are_out_and_customers_are_not(chat: Chat) -> None:
    desk = await chat.operator(MARC)
    troll = await chat.visitor(guest(), headers=HOME)
    neighbour = await chat.visitor(guest(), headers=HOME)
    good = await chat.visitor(customer(number=MARIE), headers=HOME)
    far = await chat.visitor(guest(), headers=AWAY)
    await blocked(chat, desk, (await troll.say("Hello"))["conversationId"])
    await neighbour.heard("session:ended")
    assert await is_kept_out(chat, guest(), HOME)
    assert not await is_kept_out(chat, customer(number=MARIE), HOME)
    await good.say("I am somebody else")
    await far.say("So am I")
    status, _ = await send(chat, guest(), headers=HOME)
    assert status == 403


async def test_without_redis_s_word_the_next_look_ends_it(start: Starts) -> None:
    """Two processes that hear nothing of each other, as while Redis is away."""
    one, other = await start(), await start()
    desk, who = await one.operator(MARC), guest()
    far = await other.visitor(who)
    number = (await far.say("Hello"))["conversationId"]
    await blocked(one, desk, number)
    await far.heard("session:ended")
    await far.ended()


async def test_a_block_ends_with_its_term(chat: Chat, database: Database) -> None:
    desk, who = await chat.operator(MARC), guest()
    visitor = await chat.visitor(who)
    number = (await visitor.say("Hello"))["conversationId"]
    error = await desk.refused(
        "visitor:block", conversationId=number, reason="x", until="2020-01-01T00:00:00Z"
    )
    assert error["code"] == "invalid_format"
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    block = await blocked(chat, desk, number, until=tomorrow)
    assert "until" in block
    assert await is_kept_out(chat, who)
    async with database.unit() as unit:
        await unit.run("UPDATE PREFIX_onlinechat_block SET until = UTC_TIMESTAMP(3)")
    assert not await is_kept_out(chat, who)

    async def forgotten() -> bool:
        return await rows(database, "SELECT 1 FROM PREFIX_onlinechat_block") == []

    await until(forgotten)


async def test_who_is_let_in_again_can_chat(chat: Chat, database: Database) -> None:
    desk, who = await chat.operator(MARC), guest()
    visitor = await chat.visitor(who)
    number = (await visitor.say("Hello"))["conversationId"]
    first = await blocked(chat, desk, number)
    second = await blocked(chat, desk, number, reason="Worse")
    assert len(await rows(database, "SELECT 1 FROM PREFIX_onlinechat_block")) == 1
    assert (await desk.refused("visitor:unblock", id=first["id"]))["code"] == "not_found"
    desk.forget()
    await desk.ask("visitor:unblock", id=second["id"])
    changed = await desk.heard("conversation:changed")
    assert changed["conversation"]["visitor"]["blocked"] is False
    again = await chat.visitor(who)
    await again.say("I am sorry")


async def test_blocking_needs_the_right_and_the_shop(chat: Chat, shop: Shop) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    for command, fields in (
        ("visitor:block", {"conversationId": number, "reason": "x"}),
        ("visitor:unblock", {"id": 1}),
    ):
        assert (await sara.refused(command, **fields))["code"] == "not_allowed"
    marc = await chat.operator(MARC)
    error = await marc.refused("visitor:block", conversationId=number + 1, reason="x")
    assert error["code"] == "not_found"
    await visitor.say("still welcome")


# The tab


async def test_the_tab_lists_whom_to_let_in_again(chat: Chat, shop: Shop) -> None:
    assert "Nobody is blocked" in await page(chat, "blocked")
    assert 'hx-get="blocked"' in await page(chat, "history")
    desk = await chat.operator(MARC)
    visitor = await chat.visitor(customer(), headers=HOME)
    number = (await visitor.say("Hello"))["conversationId"]
    block = await blocked(chat, desk, number, reason="<b>Insults</b>")
    text = await page(chat, "blocked", who=SARA)
    for shown in ("John DOE (#2)", "8.8.4.4", "&lt;b&gt;Insults&lt;/b&gt;", "by Marc", "for good"):
        assert shown in text
    assert "hx-delete" not in text
    path = f"blocked/{block['id']}"
    assert (await ask(chat, path, method="DELETE", who=SARA))[0] == 403
    assert (await ask(chat, path, method="DELETE", shops=[7]))[0] == 403
    assert re.findall(r'hx-delete="([^"]+)"', await page(chat, "blocked")) == [path]
    assert "Nobody is blocked" in await page(chat, path, method="DELETE")
    assert (await ask(chat, path, method="DELETE"))[0] == 404
    assert (await ask(chat, "blocked/x", method="DELETE"))[0] == 404
    await (await chat.visitor(customer())).say("Thank you")


async def test_who_has_no_name_any_more_is_told_by_number_and_can_be_let_in(
    chat: Chat, shop: Shop
) -> None:
    desk = await chat.operator(MARC)
    visitor = await chat.visitor(customer())
    block = await blocked(chat, desk, (await visitor.say("Hello"))["conversationId"])
    shop.run("UPDATE ps_onlinechat_block SET visitor_name = '', id_conversation = 4711")
    assert "Customer #2" in await page(chat, "blocked")
    assert await is_kept_out(chat, customer())
    assert "Nobody is blocked" in await page(chat, f"blocked/{block['id']}", method="DELETE")
    assert not await is_kept_out(chat, customer())


async def test_addresses_are_forgotten_like_all_others(chat: Chat, database: Database) -> None:
    desk = await chat.operator(MARC)
    visitor = await chat.visitor(customer(), headers=HOME)
    await blocked(chat, desk, (await visitor.say("Hello"))["conversationId"])
    later = datetime.now(UTC) + timedelta(days=1)
    async with database.unit() as unit:
        assert await store.forget_addresses(unit, SHOP, later, limit=10) == 1
        assert await store.forget_addresses(unit, SHOP, later, limit=10) == 0
    assert "8.8.4.4" not in await page(chat, "blocked")
    assert await is_kept_out(chat, customer())
