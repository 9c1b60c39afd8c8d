"""Bad input: what visitors type is shown as the text it is, or refused with a code."""

import asyncio

import pytest

from sidecar.platform.ids import ulid
from tests.conftest import Starts
from tests.pages import auth
from tests.people import SARA, guest, visitor_token
from tests.running import Chat
from tests.wires import wire

SHOWN = {
    "one letter": "x",
    "emoji": "👩‍👩‍👧‍👦 🇮🇹 😀",
    "right to left": "שלום, האם יש במלאי?",
    "overrides of direction": "\u202eevil\u202c \u2066x\u2069",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }} {% raw %} ${x} %(y)s %s %%",
    "sql": "'; DROP TABLE ps_onlinechat_message; -- \\' \\",
    "lines": "one\ntwo\r\n\tthree",
    "spaces around": "   padded   ",
    "control characters beside text": "a\x00b\x07c\x1b[31m",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "outside the basic plane": "𝕳𝖊𝖑𝖑𝖔 𠜎",
    "not characters": "a\ufffe\uffff",
    "json": '{"ok":true}',
    "4000 characters": "x" * 4000,
    "4000 characters of four bytes": "😀" * 4000,
}
REFUSED = {
    "nothing": "",
    "spaces": "   ",
    "lines alone": "\n\r\n\t",
    "spaces of all kinds": "\u00a0\u2003\u3000",
    "control characters alone": "\x00\x07\x1b",
    "invisible alone": "\u200b\u200d\ufeff",
    "4001 characters": "x" * 4001,
    "no text": 7,
    "a list": ["x"],
    "an object": {"x": 1},
    "null": None,
    "true": True,
}


@pytest.mark.parametrize("body", SHOWN.values(), ids=SHOWN.keys())
async def test_a_text_arrives_and_is_kept_as_it_was_typed(chat: Chat, body: str) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    said = await visitor.say(body)
    assert said["body"] == body
    heard = await sara.heard("message:created", lambda e: e["message"]["author"] == "visitor")
    assert heard["message"] == said
    answered = await sara.say(body, conversationId=said["conversationId"])
    assert answered["body"] == body
    listed = await visitor.ask("message:list")
    assert [one["body"] for one in listed["messages"]] == [body, body]


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_no_text_to_read_is_refused_with_a_code(chat: Chat, body: object) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    said = await visitor.say("Hello")
    error = await visitor.refused("message:send", clientId=ulid(), body=body)
    assert error["code"] == "invalid_format"
    error = await sara.refused(
        "message:send", clientId=ulid(), body=body, conversationId=said["conversationId"]
    )
    assert error["code"] == "invalid_format"
    assert len((await visitor.ask("message:list"))["messages"]) == 1


async def test_half_of_a_character_is_refused_and_the_page_goes_on(chat: Chat) -> None:
    """Browsers can send the escape of a lone surrogate; no database can keep it."""
    async with wire(chat.url) as one:
        await one.join("/visitor", auth(visitor_token(guest())))
        await one.send(
            f'42/visitor,1["message:send",{{"clientId":"{ulid()}","body":"half \\ud83d of it"}}]'
        )
        frame = await one.next()
        while frame is not None and frame.startswith("42"):
            frame = await one.next()
        assert frame is not None
        assert '"invalid_format"' in frame
    page = await chat.visitor()
    await page.say("fine")


@pytest.mark.parametrize(
    "client_id",
    ["", "x", "0" * 25, "0" * 27, "8" + "0" * 25, "0" * 25 + "u", "0" * 25 + "I", "0" * 25 + "é",
     7, None, "01ARZ3NDEKTSV4RRFFQ69G5FA\n"],
)  # fmt: skip
async def test_an_id_that_no_browser_of_ours_makes_is_refused(
    chat: Chat, client_id: object
) -> None:
    visitor = await chat.visitor()
    error = await visitor.refused("message:send", clientId=client_id, body="x")
    assert error["code"] == "invalid_format"


@pytest.mark.parametrize(
    "url", ["", "x", "javascript:alert(1)", "http://[", "http://a/\x00", "//x"]
)
async def test_a_strange_address_of_a_page_disturbs_nothing(chat: Chat, url: str) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    await visitor.say("Hello")
    await visitor.ask("page:view", url=url, title="<b>")
    await visitor.ask("conversation:open", page={"url": url, "title": "x" * 500})
    desk = await sara.ask("desk:enter")
    shown = desk["ongoing"][0]["visitor"].get("page", {}).get("url", "http://")
    assert shown.startswith(("http://", "https://"))


async def test_twenty_messages_a_minute_then_wait_and_go_on(start: Starts) -> None:
    chat = await start(messages_per_minute=20)
    visitor, other = await chat.visitor(), await chat.visitor()
    for number in range(10):
        await visitor.say(str(number))
    error = await visitor.refused("message:send", clientId=ulid(), body="too much")
    assert error["code"] == "too_many"
    assert 0 < error["retry"] <= 3
    await other.say("not my fault")
    assert len((await visitor.ask("message:list"))["messages"]) == 10


async def test_the_limit_is_the_visitor_s_not_the_tab_s(start: Starts) -> None:
    chat = await start(messages_per_minute=20)
    who = guest()
    tabs = [await chat.visitor(who) for _ in range(3)]
    answers = await asyncio.gather(
        *(
            tab.raw("message:send", {"clientId": ulid(), "body": "x"})
            for _ in range(6)
            for tab in tabs
        )
    )
    assert 10 <= sum(one["ok"] for one in answers) < 15
    assert {one["error"]["code"] for one in answers if not one["ok"]} == {"too_many"}


async def test_operators_may_write_as_much_as_they_like(start: Starts) -> None:
    chat = await start(messages_per_minute=20)
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    for text in range(30):
        await sara.say(str(text), conversationId=number)
