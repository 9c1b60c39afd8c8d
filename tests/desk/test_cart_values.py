"""Variables of the visitor's cart: asked of their page when the message is sent."""

import asyncio
from typing import Any

from sidecar.platform.ids import ulid
from tests.conftest import Starts
from tests.pages import Page
from tests.panel.carts import EMPTY, cart
from tests.people import SARA, Visitor, cart_token, guest
from tests.running import Chat

TEXT = "{cart.quantity} products, {cart.total} in all"


async def answering(desk: Page, visitor: Page, who: Visitor, **more: Any) -> tuple[int, Any]:
    """Send the text while the visitor's page tells of its cart when it is asked to."""
    number = (await visitor.say("Hello"))["conversationId"]
    sending = asyncio.ensure_future(desk.say(TEXT, conversationId=number))
    await visitor.heard("cart:wanted", lambda event: event["on"])
    await visitor.ask("cart:update", cart=cart_token(who, cart(**more)))
    return number, await sending


async def hint(desk: Page, number: int, text: str) -> str:
    error = await desk.refused("message:send", clientId=ulid(), conversationId=number, body=text)
    return str(error["message"])


async def test_the_visitor_s_page_is_asked_for_the_cart(chat: Chat) -> None:
    desk, visitor = await chat.operator(SARA), await chat.visitor(who := guest())
    _, sent = await answering(desk, visitor, who)
    assert sent["body"] == "2 products, €65.76 in all"


async def test_the_page_is_asked_in_another_process_too(start: Starts) -> None:
    one, two = await start(), await start()
    desk, visitor = await one.operator(SARA), await two.visitor(who := guest())
    _, sent = await answering(desk, visitor, who)
    assert sent["body"] == "2 products, €65.76 in all"


async def test_what_somebody_looks_at_is_known(chat: Chat) -> None:
    desk, visitor = await chat.operator(SARA), await chat.visitor(who := guest())
    number, _ = await answering(desk, visitor, who)
    await desk.ask("visitor:watch", conversationId=number, on=True)
    await visitor.ask("cart:update", cart=cart_token(who, cart(total="€1.00")))
    sent = await desk.say("{cart.total}", conversationId=number)
    assert sent["body"] == "€1.00"


async def test_a_page_that_does_not_answer_stops_the_message(chat: Chat) -> None:
    desk, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    none = "{cart.total} has no value for this visitor. Replace or remove it."
    assert await hint(desk, number, "{cart.total}") == none


async def test_an_empty_cart_and_hidden_prices_have_no_values(chat: Chat) -> None:
    desk, visitor = await chat.operator(SARA), await chat.visitor(who := guest())
    number, _ = await answering(desk, visitor, who)
    await visitor.ask("cart:update", cart=cart_token(who, cart(prices=False, total=None)))
    assert (await hint(desk, number, "{cart.total}")).startswith("{cart.total} has no value")
    assert (await desk.say("{cart.quantity}", conversationId=number))["body"] == "2"
    await visitor.ask("cart:update", cart=cart_token(who, EMPTY))
    assert (await hint(desk, number, TEXT)).startswith("{cart.quantity} has no value")
