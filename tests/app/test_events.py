"""Every event, and who may see it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from sidecar.protocol.base import ShopId
from tests.conftest import Shop, Starts
from tests.pages import Page
from tests.people import INES, PAUL, SARA, guest
from tests.running import CALM, Chat


@dataclass
class Cast:
    """Sara has Anna's conversation; Ines is a colleague; Paul and Dora are in shop 2."""

    chat: Chat
    anna: Page
    anna_again: Page
    bert: Page
    sara: Page
    sara_again: Page
    ines: Page
    paul: Page
    dora: Page
    number: int

    @property
    def pages(self) -> dict[str, Page]:
        """Everybody by name."""
        return {name: one for name, one in vars(self).items() if isinstance(one, Page)}

    async def settled(self) -> None:
        """After an answer to everybody, nothing that was told before is still on its way."""
        for one in self.pages.values():
            if one.connected:
                operator = one.namespace == "/operator"
                await one.raw("typing:on" if operator else "typing:preview", {})

    async def who_heard(self, event: str, expected: Iterable[str]) -> dict[str, list[Any]]:
        """Wait for those who must hear it; nobody else may. What each one heard."""
        expected = set(expected)
        await asyncio.gather(*(self.pages[name].heard(event) for name in expected))
        await self.settled()
        heard = {name: page.all(event) for name, page in self.pages.items()}
        assert {name for name, events in heard.items() if events} == expected
        return heard

    def forget(self) -> None:
        """Everybody listens anew."""
        for one in self.pages.values():
            one.forget()


@pytest.fixture
async def cast(start: Starts, shop: Shop) -> Cast:
    """Everybody is there and has settled."""
    shop.second()
    shop.run("UPDATE ps_employee_shop SET id_shop = 2 WHERE id_employee = %s", PAUL)
    chat = await start(rhythm=CALM)
    sara = await chat.operator(SARA)
    anna_herself = guest()
    anna = await chat.visitor(anna_herself)
    number = (await anna.say("Hello"))["conversationId"]
    found = Cast(
        chat=chat,
        anna=anna,
        anna_again=await chat.visitor(anna_herself),
        bert=await chat.visitor(),
        sara=sara,
        sara_again=await chat.employee(SARA),
        ines=await chat.operator(INES),
        paul=await chat.operator(PAUL, shops=[2]),
        dora=await chat.visitor(guest(shop=ShopId(2))),
        number=number,
    )
    await found.settled()
    found.forget()
    return found


ANNA = ("anna", "anna_again")
TABS_OF_SARA = ("sara", "sara_again")
DESK = ("sara", "sara_again", "ines")


async def test_what_is_said_goes_to_the_visitor_s_tabs_and_their_operator_s(cast: Cast) -> None:
    await cast.anna.say("Is it in stock?")
    await cast.who_heard("message:created", (*ANNA, *TABS_OF_SARA))
    cast.forget()
    await cast.sara.say("Yes.", conversationId=cast.number)
    heard = await cast.who_heard("message:created", (*ANNA, *TABS_OF_SARA))
    assert {events[0]["message"]["body"] for events in heard.values() if events} == {"Yes."}


async def test_what_a_waiting_visitor_says_goes_to_everybody_who_could_answer(cast: Cast) -> None:
    await cast.sara.ask("operator:switch", online=False)
    await cast.settled()
    cast.forget()
    await cast.anna.say("Anybody there?")
    await cast.who_heard("message:created", (*ANNA, *DESK))


async def test_what_is_said_during_an_offer_goes_to_whom_it_was_offered(cast: Cast) -> None:
    await cast.sara.ask("conversation:offer", conversationId=cast.number, to=INES, note="Please")
    cast.forget()
    await cast.anna.say("Well?")
    await cast.who_heard("message:created", (*ANNA, *TABS_OF_SARA, "ines"))


async def test_a_new_conversation_is_told_to_the_shop_s_operators(cast: Cast) -> None:
    await cast.bert.say("I am new")
    heard = await cast.who_heard("conversation:created", DESK)
    assert heard["ines"][0]["conversation"]["operator"] == {"id": INES, "name": "Ines"}
    assert len(cast.bert.all("conversation:changed")) == 1


async def test_a_change_is_told_to_the_shop_s_operators_and_the_visitor(cast: Cast) -> None:
    await cast.sara.ask("conversation:end", conversationId=cast.number)
    heard = await cast.who_heard("conversation:changed", (*ANNA, *DESK))
    assert heard["anna"][0]["conversation"]["state"] == "finished"


async def test_a_visitor_is_not_told_what_operators_say_among_themselves(cast: Cast) -> None:
    await cast.anna.ask("page:view", url="https://shop.example/blue", title="Blue")
    await cast.sara.ask("conversation:offer", conversationId=cast.number, to=INES, note="Difficult")
    heard = await cast.who_heard("conversation:changed", (*ANNA, *DESK))
    told = heard["ines"][0]["conversation"]
    assert told["note"] == "Difficult"
    assert told["offeredTo"] == INES
    assert told["visitor"]["page"]["title"] == "Blue"
    shown = heard["anna"][0]["conversation"]
    assert not {"note", "offeredTo", "offeredBy", "lastMessage"} & set(shown)
    assert "page" not in shown["visitor"]
    assert shown["operator"]["name"] == "Atelier du Coin", "the name the merchant set, not Sara's"


async def test_what_the_operator_has_seen_is_told_to_the_visitor_and_their_own_other_tab(
    cast: Cast,
) -> None:
    await cast.sara.ask("message:seen", conversationId=cast.number, seq=1)
    heard = await cast.who_heard("message:seen", (*ANNA, "sara_again"))
    assert heard["anna"] == [{"seq": 1}]
    assert heard["sara_again"] == [{"conversationId": cast.number, "seq": 1, "by": "operator"}]


async def test_what_the_visitor_has_seen_is_told_to_the_operator_and_their_own_other_tab(
    cast: Cast,
) -> None:
    await cast.sara.say("Hello!", conversationId=cast.number)
    cast.forget()
    await cast.anna.ask("message:seen", seq=2)
    heard = await cast.who_heard("message:seen", ("anna_again", *TABS_OF_SARA))
    assert heard["anna_again"] == [{"seq": 2, "by": "visitor"}]
    assert heard["sara"] == [{"conversationId": cast.number, "seq": 2, "by": "visitor"}]


async def test_a_colleague_who_only_looks_has_not_seen_it_for_the_visitor(cast: Cast) -> None:
    await cast.ines.ask("message:seen", conversationId=cast.number, seq=1)
    await cast.who_heard("message:seen", ())


async def test_that_the_operator_types_is_shown_to_the_visitor_alone(cast: Cast) -> None:
    await cast.sara.ask("typing:on", conversationId=cast.number)
    heard = await cast.who_heard("operator:typing", ANNA)
    assert heard["anna"] == [{"on": True}]
    cast.forget()
    await cast.ines.ask("typing:on", conversationId=cast.number)
    await cast.who_heard("operator:typing", ())


async def test_what_the_visitor_types_is_shown_to_their_operator_alone(cast: Cast) -> None:
    await cast.anna.ask("typing:preview", text="Do you ha")
    heard = await cast.who_heard("visitor:typing", TABS_OF_SARA)
    assert heard["sara"] == [{"conversationId": cast.number, "text": "Do you ha"}]


async def test_the_visitor_s_page_is_shown_to_their_operator_without_what_is_private(
    cast: Cast,
) -> None:
    await cast.anna.ask("page:view", url="https://shop.example/a?key=1#x", title="A")
    heard = await cast.who_heard("visitor:page", TABS_OF_SARA)
    page = heard["sara"][0]["page"]
    assert (page["url"], page["title"]) == ("https://shop.example/a", "A")


async def test_that_a_visitor_left_and_came_back_is_told_to_their_operator(cast: Cast) -> None:
    await cast.anna.close()
    await cast.settled()
    assert cast.sara.all("visitor:presence") == [], "the other tab is still there"
    await cast.anna_again.close()
    heard = await cast.who_heard("visitor:presence", TABS_OF_SARA)
    assert heard["sara"] == [{"conversationId": cast.number, "present": False}]


async def test_that_a_visitor_comes_back_is_told_to_their_operator(cast: Cast) -> None:
    who = guest()
    page = await cast.chat.visitor(who)
    mine = await page.say("Hello")
    await page.close()
    await cast.ines.heard("visitor:presence")
    cast.forget()
    await cast.chat.visitor(who)
    heard = await cast.who_heard("visitor:presence", ("ines",))
    assert heard["ines"] == [{"conversationId": mine["conversationId"], "present": True}]


async def test_that_an_operator_comes_or_goes_is_told_to_colleagues_of_the_same_shop(
    cast: Cast,
) -> None:
    await cast.ines.ask("operator:switch", online=False)
    heard = await cast.who_heard("operator:changed", DESK)
    assert heard["sara"][0]["operator"]["online"] is False
    assert heard["sara"][0]["operator"]["id"] == INES


async def test_that_the_chat_opens_or_closes_is_told_to_the_shop_s_visitors(cast: Cast) -> None:
    await cast.sara.ask("operator:switch", online=False)
    await cast.who_heard("state:changed", ())
    await cast.ines.ask("operator:switch", online=False)
    heard = await cast.who_heard("state:changed", (*ANNA, "bert"))
    assert [event["state"] for event in heard["bert"]] == ["offline"]
    cast.forget()
    await cast.ines.ask("operator:switch", online=True)
    heard = await cast.who_heard("state:changed", (*ANNA, "bert"))
    assert [event["state"] for event in heard["bert"]] == ["online"]


async def test_the_pulse_tells_everybody_about_their_own_conversations_only(
    start: Starts, cast: Cast
) -> None:
    """A second process with a quick pulse, on the same database."""
    await cast.bert.say("Mine")
    other = await start()
    sara = await other.employee(SARA)
    ines = await other.employee(INES)
    stranger = await other.visitor()
    assert (await sara.heard("pulse"))["lastSeq"] == {str(cast.number): 1}
    assert list((await ines.heard("pulse"))["lastSeq"].values()) == [1]
    assert (await stranger.heard("pulse"))["lastSeq"] == {}
    mine = await stranger.say("Hello")
    await stranger.heard("pulse", lambda e: e["lastSeq"] == {str(mine["conversationId"]): 1})


async def test_a_session_begins_for_the_page_that_connects_alone(cast: Cast) -> None:
    page = await cast.chat.visitor()
    ready = page.all("session:ready")
    assert len(ready) == 1
    assert set(ready[0]) == {"protocol", "session", "expiresAt", "version", "visitor", "state"}
    await cast.who_heard("session:ready", ())
    employee = await cast.chat.employee(SARA)
    assert set(employee.all("session:ready")[0]) == {
        "protocol", "session", "expiresAt", "version", "me",
    }  # fmt: skip
