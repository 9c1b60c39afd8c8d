"""Who waits in vain and leaves a message instead: the conversation says what became of it."""

import pytest

from sidecar.platform.ids import ulid
from tests.offline.doors import left
from tests.pages import Page
from tests.people import SARA, customer, guest, vid
from tests.running import Chat

SHOP_PAGE = {"url": "https://shop.example/"}


async def codes(page: Page) -> list[str]:
    """The system lines of the visitor's conversation."""
    listed = await page.ask("message:list")
    return [one["data"]["code"] for one in listed["messages"] if one["author"] == "system"]


async def state(page: Page) -> str:
    """How the visitor's conversation is."""
    opened = await page.ask("conversation:open", page=SHOP_PAGE)
    return str(opened["conversation"]["state"])


@pytest.mark.parametrize("who", [guest(), customer()], ids=["guest", "customer"])
async def test_a_message_finishes_what_nobody_took(chat: Chat, who: object) -> None:
    visitor = await chat.visitor(who)  # type: ignore[arg-type]
    await visitor.say("Anybody there?")
    await left(chat, who)  # type: ignore[arg-type]
    told = await visitor.heard(
        "conversation:changed", lambda e: e["conversation"]["state"] == "finished"
    )
    assert "waitingSince" not in told["conversation"]
    await visitor.heard("message:created", lambda e: e["message"]["author"] == "system")
    assert await codes(visitor) == ["left_message"]


async def test_an_operator_who_took_it_meanwhile_goes_on(chat: Chat) -> None:
    who = guest()
    visitor = await chat.visitor(who)
    number = (await visitor.say("Anybody there?"))["conversationId"]
    sara = await chat.operator(SARA)
    await sara.ask("conversation:accept", conversationId=number)
    await left(chat, who)
    assert await state(visitor) == "ongoing"
    assert "left_message" not in await codes(visitor)
    await sara.say("I am here.", conversationId=number)
    await visitor.heard("message:created", lambda e: e["message"]["body"] == "I am here.")


async def test_somebody_else_s_message_changes_nothing(chat: Chat) -> None:
    visitor = await chat.visitor()
    await visitor.say("Anybody there?")
    await left(chat, guest(vid()))
    assert await state(visitor) == "waiting"


async def test_without_a_conversation_a_message_is_left_as_ever(chat: Chat) -> None:
    who = guest()
    await left(chat, who)
    visitor = await chat.visitor(who)
    assert (await visitor.ask("conversation:open", page=SHOP_PAGE))["conversation"] is None


async def test_sent_again_it_ends_no_later_conversation(chat: Chat) -> None:
    who, letter = guest(), ulid()
    await left(chat, who, clientId=letter)
    visitor = await chat.visitor(who)
    await visitor.say("Anybody there now?")
    await left(chat, who, clientId=letter)
    assert await state(visitor) == "waiting"


async def test_what_a_program_seems_to_have_written_ends_nothing(chat: Chat) -> None:
    who = guest()
    visitor = await chat.visitor(who)
    await visitor.say("Anybody there?")
    await left(chat, who, values={"website": "x"})
    assert await state(visitor) == "waiting"


async def test_who_writes_again_is_answered(chat: Chat) -> None:
    who = guest()
    visitor = await chat.visitor(who)
    await visitor.say("Anybody there?")
    await left(chat, who)
    sara = await chat.operator(SARA)
    again = await visitor.say("I came back")
    assert (await state(visitor)) == "ongoing"
    await sara.say("Welcome.", conversationId=again["conversationId"])
