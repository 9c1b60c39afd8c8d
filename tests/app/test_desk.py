"""The operator's desk and the visitor's window: what each may do, and that both stay in step."""

import asyncio
import random
from functools import partial
from typing import Any

import pytest

from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from sidecar.protocol.base import EmployeeId, ShopId
from tests.conftest import Shop, Starts
from tests.pages import Page, Where
from tests.people import INES, MARC, PAUL, SARA, customer, guest
from tests.running import CALM, Chat
from tests.waiting import until

PAGE = {"url": "https://shop.example/"}


def code(wanted: str) -> Where:
    """A message that is the system line with this code."""
    return lambda event: event["message"].get("data") == {"code": wanted}


async def ago(database: Database, column: str, seconds: int) -> None:
    """Let time pass for every conversation."""
    async with database.unit() as unit:
        await unit.run(
            f"UPDATE PREFIX_onlinechat_conversation SET {column} = {column} - INTERVAL %s SECOND",
            seconds,
        )


# In step


async def test_two_tabs_of_one_visitor_show_the_same(chat: Chat) -> None:
    sara, who = await chat.operator(SARA), guest()
    one, two = await chat.visitor(who), await chat.visitor(who)
    number = (await one.say("from one"))["conversationId"]
    await two.say("from two")
    await sara.say("to both", conversationId=number)
    for tab in (one, two):
        await tab.heard("message:created", lambda e: e["message"]["seq"] == 3)
        assert tab.seqs() == [1, 2, 3]
    opened = [await tab.ask("conversation:open", page=PAGE) for tab in (one, two)]
    assert opened[0] == opened[1]


async def anything(dice: random.Random, operator: Page, visitor: Page, number: int) -> None:
    """One thing that an operator or a visitor may do at any time."""
    match dice.randrange(9):
        case 0 | 1 | 2:
            await visitor.say("hello")
        case 3:
            await visitor.raw("conversation:end", {})
        case 4:
            await operator.ask("operator:switch", online=dice.random() < 0.7)
        case 5 | 6:
            fields = {"conversationId": number, "clientId": ulid(), "body": "yes"}
            await operator.raw("message:send", fields)
        case _:
            command = dice.choice(["end", "reopen", "accept", "offer", "decline"])
            await operator.raw(f"conversation:{command}", {"conversationId": number})


def as_told(
    shown: dict[int, dict[str, Any]], watching: Page, desks: dict[EmployeeId, dict[str, Any]]
) -> bool:
    """Whether the desks are what the events told so far."""
    for name, data in watching.events:
        if name in ("conversation:created", "conversation:changed"):
            shown[data["conversation"]["id"]] = data["conversation"]
    return all(
        {one["id"] for one in desk[shelf]}
        == {
            one["id"]
            for one in shown.values()
            if one["state"] == shelf and one["operator"] and one["operator"]["id"] == who
        }
        for who, desk in desks.items()
        for shelf in ("ongoing", "finished")
    ) and all(
        shown.get(one["id"], {}).get("offeredTo") in (0, who)
        for who, desk in desks.items()
        for one in desk["waiting"]
    )


async def test_what_the_events_say_is_what_a_fresh_page_is_told(start: Starts) -> None:
    """Random lives of several conversations: the desk built from events equals `desk:enter`."""
    chat = await start(rhythm=CALM)
    dice = random.Random(20261124)
    operators = {SARA: await chat.operator(SARA), INES: await chat.operator(INES)}
    watching = await chat.employee(MARC)
    visitors = [await chat.visitor() for _ in range(4)]
    shown: dict[int, dict[str, Any]] = {}
    for _ in range(100):
        number = dice.choice(list(shown) or [1])
        await anything(dice, dice.choice(list(operators.values())), dice.choice(visitors), number)
        desks = {who: await page.ask("desk:enter") for who, page in operators.items()}
        await until(partial(as_told, shown, watching, desks), what="events that tell the same")


async def test_a_page_that_lacks_messages_gets_them(chat: Chat) -> None:
    sara, who = await chat.operator(SARA), guest()
    visitor = await chat.visitor(who)
    number = (await visitor.say("1"))["conversationId"]
    await visitor.close()
    for text in range(2, 8):
        await sara.say(str(text), conversationId=number)
    again = await chat.visitor(who)
    missed = await again.ask("message:list", afterSeq=1, limit=4)
    assert ([one["seq"] for one in missed["messages"]], missed["more"]) == ([2, 3, 4, 5], True)
    rest = await again.ask("message:list", afterSeq=5)
    assert ([one["seq"] for one in rest["messages"]], rest["more"]) == ([6, 7], False)
    assert rest["conversation"]["lastSeq"] == 7


async def test_the_pulse_names_what_a_page_may_lack(chat: Chat) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = str((await visitor.say("Hello"))["conversationId"])
    for page in (sara, visitor):
        await page.heard("pulse", lambda e: e["lastSeq"] == {number: 1})
    await sara.say("Hi", conversationId=int(number))
    for page in (sara, visitor):
        await page.heard("pulse", lambda e: e["lastSeq"] == {number: 2})


# The life of a conversation


async def test_a_finished_conversation_goes_on_when_the_visitor_writes_again(chat: Chat) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    ended = await sara.ask("conversation:end", conversationId=number)
    assert ended["conversation"]["state"] == "finished"
    await visitor.heard("conversation:changed", lambda e: e["conversation"]["state"] == "finished")
    error = await sara.refused("message:send", conversationId=number, clientId=ulid(), body="x")
    assert error["code"] == "conversation_closed"
    await visitor.say("One more thing")
    changed = await sara.heard(
        "conversation:changed", lambda e: e["conversation"]["state"] == "ongoing"
    )
    assert changed["conversation"]["operator"]["id"] == SARA


async def test_an_operator_reopens_while_the_visitor_is_there_and_not_afterwards(
    chat: Chat,
) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    await sara.ask("conversation:end", conversationId=number)
    reopened = await sara.ask("conversation:reopen", conversationId=number)
    assert reopened["conversation"]["state"] == "ongoing"
    await sara.ask("conversation:end", conversationId=number)
    await visitor.close()
    await sara.heard("visitor:presence", lambda e: not e["present"])
    await until(lambda: _refused_to_reopen(sara, number))


async def _refused_to_reopen(page: Page, number: int) -> bool:
    answer = await page.raw("conversation:reopen", {"conversationId": number})
    if answer["ok"]:
        await page.ask("conversation:end", conversationId=number)
        return False
    assert answer["error"]["code"] == "conflict"
    assert "left the shop" in answer["error"]["message"]
    return True


async def test_going_offline_archives_and_the_next_message_begins_anew(chat: Chat) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    await sara.ask("conversation:end", conversationId=number)
    await sara.ask("operator:switch", online=False)
    await visitor.heard("conversation:changed", lambda e: e["conversation"]["state"] == "archived")
    opened = await visitor.ask("conversation:open", page=PAGE)
    assert opened["conversation"]["state"] == "archived"
    assert (await visitor.say("Still there?"))["conversationId"] != number
    opened = await visitor.ask("conversation:open", page=PAGE)
    assert [one["conversationId"] == number for one in opened["messages"]] == [True, True, False]


async def test_a_visitor_whom_nobody_answers_is_told_and_the_others_are_asked(
    chat: Chat, database: Database
) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    ines = await chat.operator(INES)
    await ago(database, "waiting_since", 181)
    waiting = await ines.heard(
        "conversation:changed", lambda e: e["conversation"]["state"] == "waiting"
    )
    assert waiting["conversation"]["offeredTo"] == 0
    await visitor.heard("message:created", code("operator_left"))
    await ago(database, "offer_until", 61)
    await visitor.heard("message:created", code("nobody_free"))
    accepted = await ines.ask("conversation:accept", conversationId=number)
    assert accepted["conversation"]["operator"]["id"] == INES
    error = await sara.refused("message:send", conversationId=number, clientId=ulid(), body="Hi")
    assert error["code"] == "not_allowed"


async def test_a_visitor_gone_for_a_quarter_of_an_hour_is_finished(
    chat: Chat, database: Database
) -> None:
    sara, who = await chat.operator(SARA), guest()
    visitor, there = await chat.visitor(who), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    staying = (await there.say("Hello"))["conversationId"]
    await visitor.close()
    await sara.heard("visitor:presence", lambda e: not e["present"])
    await ago(database, "last_message_at", 901)
    async with database.unit() as unit:
        await unit.run(
            "UPDATE PREFIX_onlinechat_presence SET present_until = UTC_TIMESTAMP(3) - INTERVAL"
            " 901 SECOND WHERE open_key = %s",
            who.open_key,
        )
    await sara.heard("message:created", code("visitor_gone"))
    desk = await sara.ask("desk:enter")
    assert [one["id"] for one in desk["finished"]] == [number]
    assert [one["id"] for one in desk["ongoing"]] == [staying]


async def test_an_operator_whose_tabs_are_all_gone_is_set_offline(
    chat: Chat, database: Database
) -> None:
    sara, ines = await chat.operator(SARA), await chat.operator(INES)
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    await sara.close()
    await ines.raw("desk:enter", {})
    async with database.unit() as unit:
        await unit.run(
            "UPDATE PREFIX_onlinechat_operator SET lease_until = UTC_TIMESTAMP(3)"
            " WHERE id_employee = %s",
            SARA,
        )
    gone = await ines.heard(
        "operator:changed", lambda e: e["operator"]["id"] == SARA and not e["operator"]["online"]
    )
    assert gone["operator"]["reason"] == "away"
    await ines.heard("conversation:changed", lambda e: e["conversation"]["state"] == "waiting")
    assert [one["id"] for one in (await ines.ask("desk:enter"))["waiting"]] == [number]


async def test_after_a_start_everybody_has_the_time_to_come_back(
    start: Starts, database: Database
) -> None:
    """The sidecar was away for longer than the leases last."""
    before = await start(rhythm=CALM)
    sara, visitor = await before.operator(SARA), await before.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    async with database.unit() as unit:
        for table, column in (("operator", "lease_until"), ("presence", "present_until")):
            await unit.run(
                f"UPDATE PREFIX_onlinechat_{table}"
                f" SET {column} = UTC_TIMESTAMP(3) - INTERVAL 5 MINUTE"
            )
    await start()
    desk = await sara.ask("desk:enter")
    assert desk["me"]["online"]
    assert [(one["id"], one["visitor"]["present"]) for one in desk["ongoing"]] == [(number, True)]


async def test_of_several_who_accept_at_once_exactly_one_gets_it(start: Starts) -> None:
    """Two processes, three operators."""
    one, two = await start(), await start()
    visitor = await one.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    pages = [await one.operator(SARA), await two.operator(INES), await one.operator(PAUL)]
    answers = await asyncio.gather(
        *(page.raw("conversation:accept", {"conversationId": number}) for page in pages)
    )
    assert sorted(answer["ok"] for answer in answers) == [False, False, True]
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"conflict"}


# Whose is whose


async def test_visitors_reach_only_their_own_conversation(chat: Chat) -> None:
    await chat.operator(SARA)
    anna, bert = await chat.visitor(), await chat.visitor()
    hers = (await anna.say("Anna's secret"))["conversationId"]
    opened = await bert.ask("conversation:open", page=PAGE)
    assert (opened["conversation"], opened["messages"]) == (None, [])
    for command in ("message:list", "conversation:end"):
        assert (await bert.refused(command))["code"] == "not_found"
        error = await bert.refused(command, conversationId=hers)
        assert error["code"] == "invalid_format", "a visitor's command names no conversation"
    assert (await bert.refused("message:seen", seq=1))["code"] == "not_found"
    await bert.say("Bert's")
    assert anna.seqs() == [1]


@pytest.mark.parametrize(
    "command",
    ["message:send", "message:list", "message:seen", "typing:on", "conversation:end",
     "conversation:reopen", "conversation:offer", "conversation:accept", "conversation:decline"],
)  # fmt: skip
async def test_a_conversation_of_another_shop_or_of_nobody_does_not_exist_for_an_operator(
    chat: Chat, shop: Shop, command: str
) -> None:
    shop.second()
    shop.run("UPDATE ps_employee_shop SET id_shop = 2 WHERE id_employee = %s", PAUL)
    await until(lambda: _served(chat, 2))
    visitor = await chat.visitor()
    number = (await visitor.say("Shop 1's"))["conversationId"]
    paul = await chat.operator(PAUL, shops=[1, 2])
    fields: dict[str, Any] = {"message:send": {"clientId": ulid(), "body": "x"},
                              "message:seen": {"seq": 1}}.get(command, {})  # fmt: skip
    for unknown in (number, 2**62):
        error = await paul.refused(command, conversationId=unknown, **fields)
        assert error["code"] == "not_found"
    for nonsense in (0, -1, "1", 1.5, None, [number]):
        error = await paul.refused(command, conversationId=nonsense, **fields)
        assert error["code"] == "invalid_format"


async def _served(chat: Chat, shop: int) -> bool:
    return (await chat.get(f"state?shop={shop}&lang=en"))[0] == 200


async def test_shops_do_not_see_each_other_s_visitors(chat: Chat, shop: Shop) -> None:
    shop.second()
    await until(lambda: _served(chat, 2))
    browser = guest()
    here = await chat.visitor(browser)
    there = await chat.visitor(guest(browser.vid, shop=ShopId(2)))
    await here.say("in shop 1")
    opened = await there.ask("conversation:open", page=PAGE)
    assert opened["conversation"] is None


async def test_a_colleague_may_neither_write_nor_end_what_another_has(chat: Chat) -> None:
    await chat.operator(SARA)
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    ines = await chat.operator(INES)
    error = await ines.refused("message:send", conversationId=number, clientId=ulid(), body="x")
    assert error["code"] == "not_allowed"
    assert (await ines.refused("conversation:end", conversationId=number))["code"] == "not_allowed"
    assert (await ines.refused("conversation:accept", conversationId=number))["code"] == "conflict"
    marc = await chat.operator(MARC)
    taken = await marc.ask("conversation:accept", conversationId=number)
    assert taken["conversation"]["operator"]["id"] == MARC


async def test_a_customer_is_in_step_on_all_devices(chat: Chat) -> None:
    sara = await chat.operator(SARA)
    phone, desktop = await chat.visitor(customer()), await chat.visitor(customer())
    number = (await phone.say("from the phone"))["conversationId"]
    await desktop.heard("message:created")
    assert (await desktop.say("from the desk"))["conversationId"] == number
    await sara.say("Hello John", conversationId=number)
    for device in (phone, desktop):
        await device.heard("message:created", lambda e: e["message"]["author"] == "operator")


async def test_typing_is_shown_at_most_a_few_times_a_second(chat: Chat) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    await visitor.say("Hello")
    for length in range(60):
        await visitor.ask("typing:preview", text="x" * length)
    await sara.raw("desk:enter", {})
    assert 1 <= len(sara.all("visitor:typing")) <= 30
