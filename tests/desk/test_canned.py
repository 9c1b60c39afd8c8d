"""Canned replies from both doors: managed in the back office, looked up and filled in the chat."""

import html
import re
from collections.abc import Sequence
from typing import Any

import pytest

from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from tests.conftest import Shop, Starts, rows
from tests.desk.office import ask, page
from tests.pages import Page, auth
from tests.people import INES, MARC, SARA, customer, guest, visitor_token
from tests.running import Chat

EDIT = (
    "INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2, id_authorization_role"
    " FROM ps_authorization_role WHERE slug = 'ROLE_MOD_TAB_ADMINONLINECHATHISTORY_UPDATE'"
)

SHORTCUT = "Use up to 32 letters, digits and hyphens, such as “shipping”."


@pytest.fixture
def editors(shop: Shop) -> None:
    """The support profile may edit, too."""
    shop.run(EDIT)


def typed(**fields: str) -> dict[str, str]:
    """What the form sends."""
    whole = {"shortcut": "ship", "title": "Shipping", "group": "Delivery", "for": "everybody"}
    whole |= {"text[en]": "Three days.", "text[fr]": "Trois jours."} | fields
    return {name: text for name, text in whole.items() if text is not None}


async def added(chat: Chat, *, who: Any = MARC, shops: Sequence[int] = (1,), **fields: str) -> int:
    status, text = await ask(
        chat, "canned", method="POST", who=who, data=typed(**fields), shops=list(shops)
    )
    assert status == 200, text
    return max(map(int, re.findall(r'data-reply="(\d+)"', text)))


def errors(text: str) -> dict[str, str]:
    """What is said beside the fields."""
    found = re.findall(r'data-error="([^"]+)">([^<]+)<', text)
    return {name: html.unescape(sentence) for name, sentence in found}


async def found(desk: Page, q: str, **more: Any) -> list[str]:
    """The texts that a search brings."""
    answer = await desk.ask("canned:search", q=q, **more)
    return [one["text"] for one in answer["replies"]]


# The tab


async def test_a_reply_is_added_changed_and_deleted(chat: Chat) -> None:
    assert "No canned replies yet" in await page(chat, "canned")
    assert 'hx-post="canned"' in await page(chat, "canned/new")
    number = await added(chat, title="<b>Shipping</b>")
    text = await page(chat, "canned")
    assert "/ship<" in text
    assert "&lt;b&gt;Shipping&lt;/b&gt;" in text
    assert "Three days." in text

    form = await page(chat, f"canned/{number}")
    assert f'hx-post="canned/{number}"' in form
    assert "Trois jours." in form
    status, text = await ask(
        chat, f"canned/{number}", method="POST", data=typed(shortcut="/SHIP", title="Delivery time")
    )
    assert status == 200
    assert "Delivery time" in text
    assert re.findall(r'data-reply="(\d+)"', text) == [str(number)]

    text = await page(chat, f"canned/{number}", method="DELETE")
    assert "No canned replies yet" in text
    assert (await ask(chat, f"canned/{number}", method="DELETE"))[0] == 404
    assert (await ask(chat, f"canned/{number}"))[0] == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"shortcut": ""}, {"shortcut": SHORTCUT}),
     ({"shortcut": "two words"}, {"shortcut": SHORTCUT}),
     ({"shortcut": "x" * 40}, {"shortcut": SHORTCUT}),
     ({"title": " "}, {"title": "Please fill this in."}),
     ({"title": "x" * 101}, {"title": "101 of 100 characters: please shorten this."}),
     ({"group": "a\nb"}, {"group": "Please write this on one line."}),
     ({"for": "nobody"}, {"for": "Please choose one of the options."}),
     ({"text[en]": "", "text[fr]": " "}, {"text[en]": "Please fill this in."}),
     ({"text[fr]": "Bonjour {prenom}"}, {"text[fr]": "There is no variable {prenom}."}),
     ({"text[en]": "x" * 3001}, {"text[en]": "3001 of 3000 characters: please shorten this."}),
     ({"title": "a\x00b"}, {"title": "This contains control characters. Please type it again."})],
)  # fmt: skip
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    chat: Chat, database: Database, fields: dict[str, str], wrong: dict[str, str]
) -> None:
    status, text = await ask(chat, "canned", method="POST", data=typed(**fields))
    assert (status, errors(text)) == (422, wrong)
    assert html.escape(typed(**fields)["text[en]"]) in text
    assert await rows(database, "SELECT 1 FROM PREFIX_onlinechat_canned_reply") == []


@pytest.mark.usefixtures("editors")
async def test_a_shortcut_belongs_to_one_reply_of_the_same_people(chat: Chat) -> None:
    number = await added(chat)
    status, text = await ask(chat, "canned", method="POST", data=typed(shortcut="Ship"))
    assert (status, errors(text)) == (422, {"shortcut": "Another reply has this shortcut."})
    await added(chat, who=SARA, **{"for": "me"})
    await added(chat, who=INES, **{"for": "me"})
    status, _ = await ask(chat, f"canned/{number}", method="POST", data=typed(title="Same one"))
    assert status == 200


@pytest.mark.usefixtures("editors")
async def test_a_reply_of_one_s_own_is_nobody_else_s(chat: Chat) -> None:
    number = await added(chat, who=SARA, **{"for": "me", "title": "Mine alone"})
    assert "Mine alone" in await page(chat, "canned", who=SARA)
    assert "Mine alone" not in await page(chat, "canned", who=MARC)
    for method in ("GET", "DELETE"):
        assert (await ask(chat, f"canned/{number}", method=method, who=MARC))[0] == 404
    assert (await ask(chat, f"canned/{number}", method="POST", who=MARC, data=typed()))[0] == 404
    ines = await chat.operator(INES)
    assert await found(ines, "ship") == []
    assert await found(await chat.operator(SARA), "ship") == ["Three days."]


async def test_who_may_only_answer_looks_replies_up_and_changes_none(chat: Chat) -> None:
    number = await added(chat)
    for method, path in (("GET", ""), ("GET", "/new"), ("POST", ""), ("GET", f"/{number}"),
                         ("POST", f"/{number}"), ("DELETE", f"/{number}")):  # fmt: skip
        status, _ = await ask(chat, f"canned{path}", method=method, who=SARA, data=typed())
        assert status == 403, path
    assert await found(await chat.operator(SARA), "") == ["Three days."]
    text = await page(chat, "configuration")
    assert 'hx-get="canned"' in text


async def test_a_reply_of_one_shop_is_there_in_that_shop(shop: Shop, start: Starts) -> None:
    shop.second()
    shop.run(EDIT)
    chat = await start()
    for number in ("0", "1", "2"):
        await added(chat, shortcut=f"in{number}", shop=number, **{"text[en]": number}, shops=[1, 2])
    desk = await chat.operator(SARA, shops=[1, 2])
    assert await found(desk, "") == ["0", "1", "2"]
    visitor = await chat.visitor(guest(shop=type(guest().shop)(2)))
    number = (await visitor.say("Hello"))["conversationId"]
    assert await found(desk, "", conversationId=number) == ["0", "2"]
    # Who works in one shop leaves those of all shops alone.
    text = await page(chat, "canned", who=INES)
    assert "in0" in text
    assert "in2" not in text
    [everywhere] = re.findall(r'data-reply="(\d+)"[^>]*>\s*<td[^>]*><code[^>]*>/in0', text)
    assert f'hx-get="canned/{everywhere}"' not in text
    status, _ = await ask(chat, f"canned/{everywhere}", method="DELETE", who=INES)
    assert status == 403
    await added(chat, who=INES, shortcut="hers", shop="2")
    assert "/hers" not in await page(chat, "canned", who=MARC, shops=[2])
    assert "/hers" in await page(chat, "canned", who=MARC, shops=[1, 2])


@pytest.mark.parametrize("path", ["/0", "/x", "/9999999999", "/%D9%A3"])
async def test_addresses_that_lead_nowhere_are_refused(chat: Chat, path: str) -> None:
    assert (await ask(chat, f"canned{path}"))[0] == 404


async def test_the_list_is_searched(chat: Chat) -> None:
    await added(chat)
    await added(chat, shortcut="back", title="Returns")
    text = await page(chat, "canned?q=retu")
    assert "/back" in text
    assert "/ship" not in text
    assert "oc-toolbar" not in text
    assert "Nothing found" in await page(chat, "canned?q=" + "x" * 300)


# In the chat


async def test_the_visitor_s_language_is_spoken(chat: Chat) -> None:
    await added(chat)
    desk = await chat.operator(SARA)
    french = await chat.page("/visitor", auth(visitor_token(guest(), lang="fr")))
    number = (await french.say("Bonjour"))["conversationId"]
    assert await found(desk, "ship", conversationId=number) == ["Trois jours."]
    assert await found(desk, "ship") == ["Three days."]
    assert (await desk.refused("canned:search", q="", conversationId=99))["code"] == "not_found"


async def test_variables_are_filled_when_the_message_is_sent(chat: Chat) -> None:
    desk = await chat.operator(SARA)
    john = await chat.visitor(customer())
    number = (await john.say("Where is my order?"))["conversationId"]
    text = "{firstname} {lastname}: {order.reference} of {order.date}, {order.total}: {order.state}"
    sent = await desk.say(f"{text} – {{operator}}, {{shop}}", conversationId=number)
    assert sent["body"] == (
        "John DOE: UOYEVOLI of October 2, 2026, €86.04: Payment accepted – Sara, Atelier du Coin"
    )
    await john.heard("message:created", lambda event: event["message"] == sent)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("Dear {firstname}", "{firstname} has no value for this visitor. Replace or remove it."),
     ("{order.state}", "{order.state} has no value for this visitor. Replace or remove it."),
     ("{prenom}", "There is no variable {prenom}. Correct it, or put blanks into the braces.")],
)  # fmt: skip
async def test_a_variable_without_value_stops_the_sending_with_a_hint(
    chat: Chat, text: str, hint: str
) -> None:
    desk = await chat.operator(SARA)
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    fields = {"conversationId": number, "body": text}
    error = await desk.refused("message:send", clientId=ulid(), **fields)
    assert (error["code"], error["message"]) == ("invalid_format", hint)
    await desk.say("in their place", conversationId=number)
    listed = await desk.ask("message:list", conversationId=number)
    assert [one["body"] for one in listed["messages"]] == ["Hello", "in their place"]


async def test_the_hint_is_in_the_operator_s_language(chat: Chat) -> None:
    desk = await chat.operator(SARA, lang="fr")
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    fields = {"conversationId": number, "body": "{order.state}"}
    error = await desk.refused("message:send", clientId=ulid(), **fields)
    assert error["message"].startswith("{order.state} n’a pas de valeur pour ce visiteur.")


async def test_a_deleted_customer_has_no_values(chat: Chat, shop: Shop) -> None:
    desk = await chat.operator(SARA)
    john = await chat.visitor(customer(number=type(customer().customer)(999)))
    number = (await john.say("Hello"))["conversationId"]
    for text in ("{firstname}", "{order.state}"):
        error = await desk.refused(
            "message:send", clientId=ulid(), conversationId=number, body=text
        )
        assert error["code"] == "invalid_format"


async def test_sent_again_a_filled_message_gets_its_first_answer(chat: Chat, shop: Shop) -> None:
    desk = await chat.operator(SARA)
    john = await chat.visitor(customer())
    number = (await john.say("Hello"))["conversationId"]
    once = {"conversationId": number, "clientId": ulid(), "body": "{order.state}!"}
    first = await desk.ask("message:send", **once)
    state = "UPDATE ps_orders SET current_state = %s WHERE id_order = 3"
    shop.run(state, 4)
    try:
        assert await desk.ask("message:send", **once) == first
        error = await desk.refused("message:send", **{**once, "body": "Now {order.state}"})
        assert error["code"] == "conflict"
        again = await desk.ask("message:send", **{**once, "clientId": ulid()})
        assert again["message"]["body"] == "Shipped!"
    finally:
        shop.run(state, 2)


async def test_messages_do_not_overtake_one_that_is_being_filled(chat: Chat) -> None:
    desk = await chat.operator(SARA)
    john = await chat.visitor(customer())
    number = (await john.say("Hello"))["conversationId"]
    bodies = ["{firstname}", "plain", "{order.state}", "again", "{lastname}", "and", "so", "on"]
    ids = [ulid() for _ in bodies]
    answers = []
    for client_id, body in zip(ids, bodies, strict=True):
        fields = {"conversationId": number, "clientId": client_id, "body": body}
        answers.append(desk.client.emit("message:send", fields, namespace="/operator"))
    for answer in answers:
        await answer
    await john.heard("message:created", lambda event: event["message"]["body"] == "on")
    said = [data["message"]["body"] for data in john.all("message:created")]
    assert said == ["Hello", "John", "plain", "Payment accepted", "again", "DOE", "and", "so", "on"]
