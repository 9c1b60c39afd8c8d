"""Several operators at once: who gets whom, who is asked next, and what each tab hears of it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from sidecar.configuration.hours import Hours
from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from sidecar.protocol.base import EmployeeId, ShopId
from tests.conftest import Shop, Starts, rows
from tests.offline.rooms import choose
from tests.pages import Page
from tests.people import INES, MARC, PAUL, SARA, guest
from tests.running import CALM, Chat
from tests.waiting import until

CLOSED = Hours(on=True)
"""Whoever writes now waits, on offer to all."""


async def served(chat: Chat, shop: int) -> bool:
    """Whether the sidecar knows a shop already."""
    return (await chat.get(f"state?shop={shop}&lang=en"))[0] == 200


async def state(chat: Chat, shop: int) -> Any:
    """What visitors of a shop see."""
    return json.loads((await chat.get(f"state?shop={shop}&lang=en"))[2])["state"]


async def closed(page: Page) -> bool:
    """Whether the page's shop is closed by now."""
    return not (await page.ask("desk:enter"))["settings"]["open"]


# One gets it


@pytest.mark.parametrize("people", [(SARA, INES), (MARC, SARA)])
async def test_two_who_take_the_same_conversation_over_and_over(
    chat: Chat, shop: Shop, people: tuple[EmployeeId, EmployeeId]
) -> None:
    """Marc may take over what others have: that he was slower does not make it his."""
    choose(shop, hours=CLOSED)
    pages = [await chat.operator(who) for who in people]
    await until(lambda: closed(pages[0]))
    for _ in range(30):
        visitor = await chat.visitor()
        number = (await visitor.say("Hello"))["conversationId"]
        answers = await asyncio.gather(
            *(page.raw("conversation:accept", {"conversationId": number}) for page in pages)
        )
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        [lost] = [answer["error"]["code"] for answer in answers if not answer["ok"]]
        assert lost == "conflict"
        winner = people[[answer["ok"] for answer in answers].index(True)]
        desks = [await page.ask("desk:enter") for page in pages]
        ongoing = [[one["id"] for one in desk["ongoing"]] for desk in desks]
        assert [number in numbers for numbers in ongoing] == [who == winner for who in people]
        await visitor.close()


async def test_an_answer_and_an_acceptance_at_once_leave_one_operator(
    chat: Chat, shop: Shop
) -> None:
    choose(shop, hours=CLOSED)
    sara, ines = await chat.operator(SARA), await chat.operator(INES)
    await until(lambda: closed(sara))
    for _ in range(15):
        visitor = await chat.visitor()
        number = (await visitor.say("Hello"))["conversationId"]
        written, taken = await asyncio.gather(
            sara.raw("message:send", {"conversationId": number, "clientId": ulid(), "body": "Hi"}),
            ines.raw("conversation:accept", {"conversationId": number}),
        )
        assert written["ok"] is not taken["ok"]
        said = await ines.ask("message:list", conversationId=number)
        answered = [one["body"] for one in said["messages"] if one["author"] == "operator"]
        assert answered == (["Hi"] if written["ok"] else [])
        await visitor.close()


# What a former operator hears


@pytest.mark.parametrize("way", ["taken over", "transferred"])
async def test_who_no_longer_has_a_conversation_hears_no_more_of_it(
    start: Starts, way: str
) -> None:
    chat = await start(rhythm=CALM)
    sara, marc = await chat.operator(SARA), await chat.operator(MARC)
    await marc.ask("operator:switch", online=False)
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    again = await chat.employee(SARA)
    await marc.ask("operator:switch", online=True)
    if way == "transferred":
        await sara.ask("conversation:offer", conversationId=number, to=MARC)
    await marc.ask("conversation:accept", conversationId=number)
    tabs = (sara, again)
    for tab in tabs:
        await tab.heard(
            "conversation:changed", lambda e: e["conversation"]["operator"]["id"] == MARC
        )
        tab.forget()
    await visitor.say("Something private")
    await visitor.ask("typing:preview", text="and mo")
    await visitor.ask("message:seen", seq=1)
    await marc.say("Of course", conversationId=number)
    await marc.ask("message:seen", conversationId=number, seq=3)
    for tab in tabs:
        await tab.ask("typing:on", conversationId=number)
        await tab.ask("message:seen", conversationId=number, seq=4)
        assert [name for name, _ in tab.events if name != "operator:changed"] == []
        error = await tab.refused(
            "message:send", conversationId=number, clientId=ulid(), body="Wait"
        )
        assert error["code"] == "not_allowed"
    await visitor.raw("typing:preview", {"text": ""})
    assert visitor.all("operator:typing") == []
    shown = (await marc.ask("message:list", conversationId=number))["conversation"]
    assert shown["seenByOperator"] == 4, "what Marc wrote; that Sara looked counts for nobody"


# An empty chair


async def test_a_silent_operator_s_tabs_are_told_why_they_are_offline_and_others_are_asked(
    chat: Chat, shop: Shop
) -> None:
    choose(shop, silent_after=timedelta(seconds=1))
    sara, ines = await chat.operator(SARA), await chat.operator(INES)
    await ines.ask("operator:switch", online=False)
    visitor = await chat.visitor()
    number = (await visitor.say("Is anybody there?"))["conversationId"]
    again = await chat.employee(SARA)
    await ines.ask("operator:switch", online=True)
    for tab in (sara, again):
        await tab.heard("operator:changed", lambda e: e["operator"].get("reason") == "silent")
    assert (await sara.ask("desk:enter"))["me"]["reason"] == "silent"
    offered = await ines.heard(
        "conversation:changed", lambda e: e["conversation"]["state"] == "waiting"
    )
    assert offered["conversation"]["id"] == number
    await visitor.heard("message:created", lambda e: e["message"]["author"] == "system")
    await sara.ask("operator:switch", online=True)
    assert "reason" not in (await sara.ask("desk:enter"))["me"]


async def test_whoever_types_is_not_silent(chat: Chat, shop: Shop) -> None:
    choose(shop, silent_after=timedelta(seconds=1))
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("A difficult question"))["conversationId"]
    for _ in range(25):
        await sara.ask("typing:on", conversationId=number)
        await asyncio.sleep(0.1)
    assert (await sara.ask("desk:enter"))["me"]["online"]


# Who comes and goes


async def test_who_comes_online_is_offered_what_waits_at_once(chat: Chat) -> None:
    visitors = [await chat.visitor() for _ in range(3)]
    numbers = [(await one.say("Nobody there?"))["conversationId"] for one in visitors]
    sara = await chat.employee(SARA)
    other_tab = await chat.employee(SARA)
    await sara.ask("desk:enter")
    for tab in (sara, other_tab):
        tab.forget()
    await sara.ask("operator:switch", online=True)
    for tab in (sara, other_tab):
        for number in numbers:
            offer = await tab.heard(
                "conversation:changed", lambda e, n=number: e["conversation"]["id"] == n
            )
            assert offer["conversation"]["offeredTo"] == 0
            assert offer["conversation"]["operator"] is None
    assert [one["id"] for one in (await sara.ask("desk:enter"))["waiting"]] == numbers
    for number in numbers:
        await sara.ask("conversation:accept", conversationId=number)


async def test_a_transfer_to_one_who_has_just_gone_is_refused_and_the_conversation_stays(
    start: Starts,
) -> None:
    """The other process has not heard yet that Ines is gone."""
    one, two = await start(rhythm=CALM), await start(rhythm=CALM)
    ines = await two.operator(INES)
    sara = await one.operator(SARA)
    visitor = await one.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    held = await sara.ask("message:list", conversationId=number)
    assert held["conversation"]["operator"]["id"] == SARA
    await ines.ask("operator:switch", online=False)
    error = await sara.refused("conversation:offer", conversationId=number, to=INES)
    assert (error["code"], error["message"]) == ("conflict", "This operator is no longer online.")
    await sara.say("I am still here", conversationId=number)


async def test_with_everybody_full_a_visitor_waits_and_is_taken_when_somebody_can(
    chat: Chat, shop: Shop
) -> None:
    choose(shop, most_at_once=1)
    sara, ines = await chat.operator(SARA), await chat.operator(INES)
    await sara.heard("operator:changed", lambda e: e["operator"]["limit"] == 1)
    first, second, third = [await chat.visitor() for _ in range(3)]
    taken = [(await one.say("Hello"))["conversationId"] for one in (first, second)]
    await third.heard("state:changed", lambda e: e["state"] == "offline")
    waiting = (await third.say("And me?"))["conversationId"]
    for page in (sara, ines):
        offered = await page.heard(
            "conversation:created", lambda e: e["conversation"]["id"] == waiting
        )
        assert (offered["conversation"]["state"], offered["conversation"]["offeredTo"]) == (
            "waiting",
            0,
        )
    mine = (await sara.ask("desk:enter"))["ongoing"][0]["id"]
    assert mine in taken
    await sara.ask("conversation:end", conversationId=mine)
    await sara.ask("conversation:accept", conversationId=waiting)
    assert [one["id"] for one in (await ines.ask("desk:enter"))["waiting"]] == []


# Rights and shops


async def test_what_is_typed_after_the_right_was_withdrawn_is_not_stored(
    chat: Chat, shop: Shop, database: Database
) -> None:
    sara, marc = await chat.operator(SARA), await chat.employee(MARC)
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    await marc.ask("operator:switch", online=True)
    typed: list[tuple[str, bool]] = []

    async def types() -> None:
        while sara.connected:
            body = f"line {len(typed)}"
            fields = {"conversationId": number, "clientId": ulid(), "body": body}
            answer = await sara.raw("message:send", fields)
            typed.append((body, answer["ok"]))

    typing = asyncio.create_task(types())
    await until(lambda: len(typed) > 5)
    shop.run("DELETE FROM ps_access WHERE id_profile = 2")
    assert await sara.heard("session:ended") == {"reason": "rights"}
    offered = await marc.heard(
        "conversation:changed", lambda e: e["conversation"]["state"] == "waiting"
    )
    await sara.ended()
    await asyncio.wait([typing], timeout=10)
    typing.cancel()
    stored = await rows(
        database,
        "SELECT body, seq FROM PREFIX_onlinechat_message WHERE author = 'operator' ORDER BY seq",
    )
    assert [row["body"] for row in stored] == [body for body, kept in typed if kept]
    handed_on = offered["conversation"]["lastSeq"]
    assert all(row["seq"] <= handed_on for row in stored)
    taken = await marc.ask("conversation:accept", conversationId=number)
    assert taken["conversation"]["operator"]["id"] == MARC
    everybody = (await marc.ask("desk:overview"))["operators"]
    assert [one["name"] for one in everybody] == ["Marc"], "Sara is nobody's operator any more"


async def test_every_process_closes_the_sockets_of_who_may_no_longer_answer(
    start: Starts, shop: Shop
) -> None:
    one, two = await start(), await start()
    tabs = [await one.operator(SARA), await two.employee(SARA)]
    shop.run("DELETE FROM ps_access WHERE id_profile = 2")
    for tab in tabs:
        assert await tab.heard("session:ended") == {"reason": "rights"}
        await tab.ended()


async def test_one_switch_is_for_all_shops_and_each_shop_has_its_own_limit(
    chat: Chat, shop: Shop
) -> None:
    shop.second()
    await until(lambda: served(chat, 2))
    choose(shop, most_at_once=2)
    choose(shop, shop=2, most_at_once=1)
    sara = await chat.employee(SARA, shops=[1, 2])
    await sara.ask("desk:enter")
    assert [await state(chat, one) for one in (1, 2)] == ["offline", "offline"]
    await sara.ask("operator:switch", online=True)
    assert [await state(chat, one) for one in (1, 2)] == ["online", "online"]
    there = await chat.visitor(guest(shop=ShopId(2)))
    await there.say("in shop 2")
    await there.heard("state:changed", lambda e: e["state"] == "offline")
    assert await state(chat, 1) == "online", "shop 1 lets her have two"
    here = await chat.visitor()
    await here.say("in shop 1")
    await here.heard("state:changed", lambda e: e["state"] == "offline")
    desk = await sara.ask("desk:enter")
    assert {one["shop"] for one in desk["ongoing"]} == {1, 2}
    await sara.ask("operator:switch", online=False)
    assert [await state(chat, one) for one in (1, 2)] == ["offline", "offline"]


async def test_what_an_operator_has_in_a_shop_they_no_longer_serve_goes_to_others(
    chat: Chat, shop: Shop
) -> None:
    shop.second()
    await until(lambda: served(chat, 2))
    sara = await chat.operator(SARA, shops=[1, 2])
    here, there = await chat.visitor(), await chat.visitor(guest(shop=ShopId(2)))
    kept = (await here.say("in shop 1"))["conversationId"]
    lost = (await there.say("in shop 2"))["conversationId"]
    marc = await chat.operator(MARC, shops=[1, 2])
    shop.run("DELETE FROM ps_employee_shop WHERE id_employee = %s AND id_shop = 2", SARA)
    await sara.ended()
    offered = await marc.heard(
        "conversation:changed", lambda e: e["conversation"]["state"] == "waiting"
    )
    assert offered["conversation"]["id"] == lost
    back = await chat.employee(SARA, shops=[1, 2])
    desk = await back.ask("desk:enter")
    assert [one["id"] for one in desk["ongoing"]] == [kept]
    assert desk["waiting"] == []
    assert (await back.refused("message:list", conversationId=lost))["code"] == "not_found"


async def test_a_shop_that_is_closed_down_stops_nothing_in_the_others(
    chat: Chat, shop: Shop, database: Database
) -> None:
    shop.second()
    await until(lambda: served(chat, 2))
    sara = await chat.operator(SARA, shops=[1, 2])
    there = await chat.visitor(guest(shop=ShopId(2)))
    number = (await there.say("in shop 2"))["conversationId"]
    shop.run("UPDATE ps_shop SET active = 0 WHERE id_shop = 2")
    await sara.ended()
    await until(lambda: handed_on(database, number))
    sara = await chat.operator(SARA, shops=[1, 2])
    here = await chat.visitor()
    await here.say("in shop 1")
    ours = (await sara.ask("desk:enter"))["ongoing"]
    assert [one["shop"] for one in ours] == [1]


async def handed_on(database: Database, number: int) -> bool:
    """Whether a conversation has no operator any more."""
    [row] = await rows(
        database,
        "SELECT id_employee FROM PREFIX_onlinechat_conversation WHERE id_conversation = %s",
        number,
    )
    return row["id_employee"] is None


# The pulse


async def test_a_conversation_on_offer_that_a_page_did_not_hear_of_is_in_the_pulse(
    chat: Chat,
) -> None:
    """The event that told of it was lost: nobody would ring for the visitor."""
    visitor = await chat.visitor()
    number = (await visitor.say("Nobody there?"))["conversationId"]
    pages: list[Page] = [await chat.operator(SARA), await chat.operator(INES)]
    for page in pages:
        await page.heard("pulse", lambda e: e["lastSeq"] == {str(number): 1})
    await pages[0].ask("conversation:decline", conversationId=number)
    pages[0].forget()
    await pages[0].heard("pulse", lambda e: e["lastSeq"] == {})
    await pages[1].ask("conversation:accept", conversationId=number)
    pages[0].forget()
    await pages[0].heard("pulse", lambda e: e["lastSeq"] == {})
    await pages[1].heard("pulse", lambda e: e["lastSeq"] == {str(number): 1})
    paul = await chat.employee(PAUL)
    await paul.heard("pulse", lambda e: e["lastSeq"] == {})
