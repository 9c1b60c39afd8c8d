"""What visitors ask for at the end of a chat, over real sockets."""

from dataclasses import dataclass
from typing import Any

import pytest

from sidecar.platform.identity import Visitor
from tests.conftest import Shop, Starts
from tests.offline.rooms import choose
from tests.pages import Page
from tests.people import SARA, customer, guest, vid, visitor_token
from tests.running import Chat

GONE = "DELETE FROM ps_onlinechat_conversation"


@dataclass
class Talk:
    """A visitor and Sara, who has the conversation."""

    chat: Chat
    visitor: Page
    sara: Page
    number: int

    async def end(self) -> None:
        """Sara ends it."""
        await self.sara.ask("conversation:end", conversationId=self.number)

    async def shown(self, page: Page, **fields: Any) -> dict[str, Any]:
        """The conversation as a page hears of it, once these fields are so."""
        told = await page.heard(
            "conversation:changed", lambda e: fields.items() <= e["conversation"].items()
        )
        conversation: dict[str, Any] = told["conversation"]
        return conversation


async def talk(chat: Chat, who: Visitor | None = None, *, answered: bool = True) -> Talk:
    """Somebody wrote, and Sara answered unless not."""
    sara, visitor = await chat.operator(SARA), await chat.visitor(who or guest())
    number = (await visitor.say("Is it in stock?"))["conversationId"]
    if answered:
        await sara.say("Yes.", conversationId=number)
    return Talk(chat, visitor, sara, number)


async def over(chat: Chat, who: Visitor | None = None, *, answered: bool = True) -> Talk:
    """The same, and it is over."""
    made = await talk(chat, who, answered=answered)
    await made.end()
    return made


async def test_a_rating_is_told_to_the_operators_and_to_the_visitor_s_other_tabs(
    chat: Chat,
) -> None:
    who = guest()
    made = await over(chat, who)
    tab = await chat.visitor(who)
    await made.visitor.ask("conversation:rate", stars=4, comment="  Quick.\n")
    rating = {"stars": 4, "comment": "Quick."}
    assert (await made.shown(made.sara, rating=rating))["state"] == "finished"
    await made.shown(tab, rating=rating)
    opened = await tab.ask("conversation:open", page={"url": "https://shop.example/"})
    assert opened["conversation"]["rating"] == rating
    assert opened["conversation"]["answered"] is True


async def test_a_rating_may_be_changed_until_the_next_conversation(chat: Chat) -> None:
    made = await over(chat)
    await made.visitor.ask("conversation:rate", stars=1, comment="Slow.")
    await made.visitor.ask("conversation:rate", stars=5)
    await made.shown(made.sara, rating={"stars": 5})
    await made.sara.ask("operator:switch", online=False)
    await made.shown(made.sara, state="archived")
    await made.visitor.ask("conversation:rate", stars=3)
    await made.sara.ask("operator:switch", online=True)
    await made.visitor.say("Something else")
    error = await made.visitor.refused("conversation:rate", stars=2)
    assert error["code"] == "not_allowed"
    opened = await made.visitor.ask("conversation:open", page={"url": "https://shop.example/"})
    assert "rating" not in opened["conversation"]


async def test_the_rating_stays_when_the_chat_goes_on(chat: Chat) -> None:
    made = await over(chat)
    await made.visitor.ask("conversation:rate", stars=4)
    await made.visitor.say("One more thing")
    shown = await made.shown(made.sara, state="ongoing", rating={"stars": 4})
    assert shown["id"] == made.number


async def test_a_chat_that_goes_on_is_not_rated(chat: Chat) -> None:
    made = await talk(chat)
    assert (await made.visitor.refused("conversation:rate", stars=5))["code"] == "not_allowed"


async def test_a_chat_that_nobody_answered_is_not_rated(chat: Chat) -> None:
    made = await over(chat, answered=False)
    assert (await made.visitor.refused("conversation:rate", stars=5))["code"] == "not_allowed"


async def test_ratings_can_be_switched_off(start: Starts, shop: Shop) -> None:
    choose(shop, rating=False)
    made = await over(await start())
    assert (await made.visitor.refused("conversation:rate", stars=5))["code"] == "not_allowed"


@pytest.mark.parametrize(
    "fields",
    [
        {"stars": 0},
        {"stars": 6},
        {"stars": "5"},
        {"stars": None},
        {},
        {"stars": 5, "comment": "x" * 10_000},
        {"stars": 5, "conversationId": 1},
    ],
)
async def test_what_is_no_rating_is_refused(chat: Chat, fields: dict[str, Any]) -> None:
    made = await over(chat)
    assert (await made.visitor.refused("conversation:rate", **fields))["code"] == "invalid_format"


@pytest.mark.parametrize(
    ("command", "fields"),
    [("conversation:rate", {"stars": 5}), ("visitor:email", {"email": "ada@example.org"})],
)
async def test_without_a_conversation_there_is_nothing_to_speak_of(
    start: Starts, shop: Shop, command: str, fields: dict[str, Any]
) -> None:
    choose(shop, ask_email=True)
    chat = await start()
    made = await over(chat)
    stranger = await chat.visitor()
    assert (await stranger.refused(command, **fields))["code"] == "not_found"
    shop.run(GONE)
    assert (await made.visitor.refused(command, **fields))["code"] == "not_found"


async def test_after_the_logout_the_next_person_rates_nothing(chat: Chat) -> None:
    made = await over(chat, customer())
    await made.visitor.ask("session:renew", token=visitor_token(guest()))
    assert (await made.visitor.refused("conversation:rate", stars=1))["code"] == "not_found"
    opened = await made.sara.ask("desk:enter")
    assert "rating" not in opened["finished"][0]


async def test_a_guest_s_address_is_for_operators_only(start: Starts, shop: Shop) -> None:
    choose(shop, ask_email=True)
    made = await talk(await start())
    await made.visitor.ask("visitor:email", email="Ada@Example.ORG")
    told = await made.sara.heard(
        "conversation:changed", lambda e: "email" in e["conversation"]["visitor"]
    )
    assert told["conversation"]["visitor"]["email"] == "Ada@example.org"
    shown = await made.shown(made.visitor, reachable=True)
    assert "email" not in shown["visitor"]
    await made.visitor.ask("visitor:email", email="ada@example.net")
    [row] = shop.run("SELECT email FROM ps_onlinechat_conversation")
    assert row == ("ada@example.net",)


@pytest.mark.parametrize(
    "email",
    ["", "ada", "ada@localhost", "ada@example.org\nBcc: all@example.org", "ada@example.org,b@c.de",
     '"ada"@example.org', "ada@" + "x" * 300 + ".org", None, 7],
)  # fmt: skip
async def test_what_is_no_address_is_refused(start: Starts, shop: Shop, email: object) -> None:
    choose(shop, ask_email=True)
    made = await talk(await start())
    assert (await made.visitor.refused("visitor:email", email=email))["code"] == "invalid_format"


async def test_an_address_that_is_not_asked_for_is_refused(chat: Chat) -> None:
    made = await talk(chat)
    error = await made.visitor.refused("visitor:email", email="ada@example.org")
    assert error["code"] == "not_allowed"


async def test_a_customer_is_reached_by_their_account(start: Starts, shop: Shop) -> None:
    choose(shop, ask_email=True)
    made = await talk(await start(), customer())
    error = await made.visitor.refused("visitor:email", email="ada@example.org")
    assert error["code"] == "not_allowed"
    created = await made.sara.heard("conversation:created")
    assert created["conversation"]["visitor"]["email"] == "pub@prestashop.com"


async def test_after_signing_in_the_account_s_address_counts(start: Starts, shop: Shop) -> None:
    choose(shop, ask_email=True)
    browser = vid()
    made = await talk(await start(), guest(browser))
    await made.visitor.ask("visitor:email", email="ada@example.org")
    await made.visitor.ask("session:renew", token=visitor_token(customer(browser)))
    told = await made.sara.heard(
        "conversation:changed", lambda e: e["conversation"]["visitor"].get("customerId") == 2
    )
    assert told["conversation"]["visitor"]["email"] == "pub@prestashop.com"


async def test_what_is_typed_is_not_shown_where_the_preview_is_off(
    start: Starts, shop: Shop
) -> None:
    choose(shop, typing_preview=False)
    made = await talk(await start())
    await made.visitor.ask("typing:preview", text="secret")
    await made.visitor.say("sent")
    await made.sara.heard("message:created", lambda e: e["message"]["body"] == "sent")
    assert made.sara.all("visitor:typing") == []
