"""A product is sent as the shop shows it to this visitor at this moment, or not at all."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from sidecar.platform.ids import ulid
from tests.conftest import Shop
from tests.pages import Page, auth
from tests.people import JOHN, SARA, customer, guest, token, visitor_token
from tests.running import Chat

CARD = {
    "product": 1,
    "name": "Linen apron",
    "reference": "APRON-1",
    "link": "http://shop.example/en/1-linen-apron.html",
    "image": "http://shop.example/img/1.jpg",
    "quantity": 140,
    "orderable": True,
    "price": "€21.51",
    "was": "€28.68",
}


def signed(**more: Any) -> str:
    """What the module's action `product` answers."""
    whole = {"sub": "product:1", "shop": 1, "customer": 0, "card": CARD, "lang": None}
    return token("product", **(whole | more))


async def talking(chat: Chat, who: Any = None, lang: str = "en") -> tuple[Page, Page, int]:
    """An operator, a visitor and the number of their conversation."""
    desk = await chat.operator(SARA)
    visitor = await chat.page("/visitor", auth(visitor_token(who or guest(), lang=lang)))
    return desk, visitor, (await visitor.say("Which one?"))["conversationId"]


async def refusal(desk: Page, number: int, ref: Any) -> tuple[str, str]:
    error = await desk.refused(
        "message:send", conversationId=number, clientId=ulid(), body="x", kind="product", ref=ref
    )
    return error["code"], error["message"]


async def test_a_product_is_sent_as_a_card(chat: Chat) -> None:
    desk, visitor, number = await talking(chat, lang="fr")
    sent = await desk.say("x", conversationId=number, kind="product", ref=signed())
    assert sent["data"] == {
        "product": 1,
        "title": "Linen apron",
        "link": CARD["link"],
        "image": CARD["image"],
        "price": "€21.51",
        "was": "€28.68",
        "stock": "En stock",
    }
    assert sent["body"] == f"Linen apron\n€28.68 → €21.51\n{CARD['link']}"
    await visitor.heard("message:created", lambda event: event["message"] == sent)


async def test_a_group_without_prices_is_sent_none(chat: Chat) -> None:
    desk, _, number = await talking(chat)
    card = {name: value for name, value in CARD.items() if name not in ("price", "was")}
    ref = signed(card={**card, "orderable": False})
    sent = await desk.say("x", conversationId=number, kind="product", ref=ref)
    assert not {"price", "was"} & set(sent["data"])
    assert sent["data"]["stock"] == "Out of stock"
    assert "€" not in sent["body"]


@pytest.fixture
def catalogue(shop: Shop) -> Iterator[Shop]:
    yield shop
    shop.run("UPDATE ps_product_shop SET active = 1")
    shop.run("UPDATE ps_customer SET deleted = 0")


async def test_what_is_no_longer_sold_is_refused(chat: Chat, catalogue: Shop) -> None:
    desk, _, number = await talking(chat)
    catalogue.run("UPDATE ps_product_shop SET active = 0 WHERE id_product = 1")
    gone = ("invalid_format", "This product is no longer sold.")
    assert await refusal(desk, number, signed()) == gone
    assert await refusal(desk, number, signed(sub="product:99")) == gone
    listed = await desk.ask("message:list", conversationId=number)
    assert len(listed["messages"]) == 1


async def test_prices_are_for_whom_they_were_made(chat: Chat, catalogue: Shop) -> None:
    desk, _, number = await talking(chat, customer())
    for more in ({}, {"customer": 3}, {"customer": JOHN, "shop": 2}):
        code, message = await refusal(desk, number, signed(**more))
        assert (code, message) == ("invalid_format", "ref: is for another visitor")
    await desk.say("x", conversationId=number, kind="product", ref=signed(customer=JOHN))
    catalogue.run("UPDATE ps_customer SET deleted = 1 WHERE id_customer = 2")
    await desk.say("x", conversationId=number, kind="product", ref=signed())


@pytest.mark.parametrize(
    "ref",
    [None, 1, "x", signed(secret="0" * 64), token("cart", sub="product:1", shop=1, card=CARD),
     signed(sub="product:x"), signed(sub="product:-1"), signed(card="x"), signed(shop=None)],
)  # fmt: skip
async def test_what_the_shop_did_not_sign_is_refused(chat: Chat, ref: Any) -> None:
    desk, _, number = await talking(chat)
    code, message = await refusal(desk, number, ref)
    assert code == "invalid_format"
    assert message.startswith("ref: ")


async def test_what_was_signed_long_ago_is_chosen_again(chat: Chat) -> None:
    desk, _, number = await talking(chat)
    for ref in (signed(iat=int(time.time()) - 130), signed(seconds=-60)):
        assert await refusal(desk, number, ref) == (
            "invalid_format", "That took too long. Please choose the product again.",
        )  # fmt: skip


async def test_links_of_a_card_are_pages_on_the_web(chat: Chat) -> None:
    desk, _, number = await talking(chat)
    ref = signed(card={**CARD, "link": "javascript:alert(1)", "image": "data:image/svg+xml,x"})
    sent = await desk.say("x", conversationId=number, kind="product", ref=ref)
    assert not {"link", "image"} & set(sent["data"])


async def test_sent_again_a_product_gets_its_first_answer(chat: Chat) -> None:
    desk, _, number = await talking(chat)
    once = {"conversationId": number, "clientId": ulid(), "body": "x", "kind": "product"}
    first = await desk.ask("message:send", **once, ref=signed())
    for ref in (signed(card={**CARD, "price": "€1"}), signed(seconds=-60)):
        assert await desk.ask("message:send", **once, ref=ref) == first
    error = await desk.refused("message:send", **once, ref=signed(sub="product:2"))
    assert error["code"] == "conflict"
