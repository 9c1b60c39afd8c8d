"""What the merchant saves counts at once, for visitors and for operators."""

from tests.configuration.forms import filled
from tests.configuration.page import post
from tests.people import SARA
from tests.running import Chat


async def test_a_lower_limit_counts_at_once(chat: Chat) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    await visitor.say("Hello")
    assert (await post(chat, filled(most_at_once="1"))).status == 200
    await sara.heard("operator:changed", lambda e: e["operator"]["limit"] == 1)
    await visitor.heard("state:changed", lambda e: e["state"] == "offline")
    late = await chat.visitor()
    await late.say("Is there room?")
    await sara.heard("conversation:created", lambda e: e["conversation"]["state"] == "waiting")


async def test_sounds_and_the_operator_s_name_are_told_to_the_desks_alone(chat: Chat) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    saved = await post(chat, filled(sounds=None, operator_name="{firstname} of the shop"))
    assert saved.status == 200
    told = await sara.heard("settings:changed")
    assert told == {
        "shop": 1,
        "settings": {
            "sounds": False,
            "typingPreview": True,
            "operatorName": "{firstname} of the shop",
            "open": True,
        },
    }
    number = (await visitor.say("Hello"))["conversationId"]
    await sara.say("Good day", conversationId=number)
    answer = await visitor.heard("message:created", lambda e: e["message"]["body"] == "Good day")
    assert answer["message"]["name"] == "Sara of the shop"
    assert visitor.all("settings:changed") == []
