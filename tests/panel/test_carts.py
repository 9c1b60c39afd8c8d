"""The visitor's cart beside the conversation: the shop's own word, while somebody looks."""

import time

import pytest

from tests.conftest import Shop, Starts
from tests.pages import Page
from tests.panel.carts import APRON, EMPTY, cart
from tests.people import SARA, cart_token, customer, guest, vid
from tests.running import Chat


async def watched(operator: Page, visitor: Page) -> int:
    """A conversation beside which the panel is open; its number."""
    number: int = (await visitor.say("hello"))["conversationId"]
    await operator.ask("visitor:watch", conversationId=number, on=True)
    await visitor.heard("cart:wanted", lambda event: event["on"])
    return number


async def test_the_visitor_s_page_is_asked_for_the_cart_while_the_panel_is_open(
    chat: Chat,
) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor()
    number = await watched(operator, visitor)
    await operator.ask("visitor:watch", conversationId=number, on=False)
    await visitor.heard("cart:wanted", lambda event: not event["on"])


async def test_nobody_is_asked_while_no_panel_is_open(chat: Chat) -> None:
    await chat.employee(SARA)
    visitor = await chat.visitor()
    number = (await visitor.say("hello"))["conversationId"]
    other = await chat.employee(SARA)
    await other.ask("visitor:watch", conversationId=number, on=False)
    assert visitor.all("cart:wanted") == []


async def test_the_next_page_of_the_visitor_is_asked_again(chat: Chat) -> None:
    operator, who = await chat.employee(SARA), guest()
    await watched(operator, await chat.visitor(who))
    await (await chat.visitor(who)).heard("cart:wanted", lambda event: event["on"])


async def test_an_operator_who_leaves_no_longer_looks(chat: Chat) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor()
    await watched(operator, visitor)
    await operator.close()
    await visitor.heard("cart:wanted", lambda event: not event["on"])


async def test_a_customer_who_goes_on_in_another_browser_is_looked_at_there(chat: Chat) -> None:
    operator = await chat.employee(SARA)
    laptop, phone = customer(), customer()
    left = await chat.visitor(laptop)
    number = await watched(operator, left)
    await left.ask("cart:update", cart=cart_token(laptop, cart()))
    await operator.heard("visitor:cart")
    taken = await chat.visitor(phone)
    await taken.ask("page:view", url="https://shop.example/en/cart", title="Cart")
    await left.heard("cart:wanted", lambda event: not event["on"])
    await taken.heard("cart:wanted", lambda event: event["on"])
    changed = lambda event: event["conversation"]["visitor"]["vid"] == phone.vid  # noqa: E731
    await operator.heard("conversation:changed", changed)
    assert "cart" not in await operator.ask("visitor:sheet", conversationId=number)

    # What is in the browser that was left is no longer this conversation's cart.
    heard = len(operator.all("visitor:cart"))
    await left.ask("cart:update", cart=cart_token(laptop, cart(id=13)))
    await taken.ask("cart:update", cart=cart_token(phone, cart(id=14, total="€1.00")))
    event = await operator.heard("visitor:cart", lambda event: event["cart"]["total"] == "€1.00")
    assert event["conversationId"] == number
    assert len(operator.all("visitor:cart")) == heard + 1


async def test_two_processes_agree_who_is_looked_at(start: Starts) -> None:
    one, two = await start(), await start()
    operator, visitor = await one.employee(SARA), await two.visitor()
    number = await watched(operator, visitor)
    await operator.ask("visitor:watch", conversationId=number, on=False)
    await visitor.heard("cart:wanted", lambda event: not event["on"])


async def test_a_cart_is_told_with_the_shop_s_stock_to_those_who_look(chat: Chat) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor(who := guest())
    number = await watched(operator, visitor)
    blind = await chat.employee(SARA)
    await visitor.ask("cart:update", cart=cart_token(who, cart()))
    event = await operator.heard("visitor:cart")
    assert event["conversationId"] == number
    told = event["cart"]
    assert told["total"] == "€65.76"
    assert told["lines"] == [{**APRON, "combination": 0, "stock": 140}]
    sheet = await operator.ask("visitor:sheet", conversationId=number)
    assert sheet["cart"] == told
    assert blind.all("visitor:cart") == []


async def test_stock_is_what_the_group_of_shops_shares(start: Starts, shop: Shop) -> None:
    shop.run("UPDATE ps_shop_group SET share_stock = 1")
    shop.run(
        "INSERT INTO ps_stock_available (id_product, id_product_attribute, id_shop,"
        " id_shop_group, quantity) VALUES (1, 0, 0, 1, 7)"
    )
    try:
        chat = await start()
        operator, visitor = await chat.employee(SARA), await chat.visitor(who := guest())
        await watched(operator, visitor)
        await visitor.ask("cart:update", cart=cart_token(who, cart()))
        assert (await operator.heard("visitor:cart"))["cart"]["lines"][0]["stock"] == 7
    finally:
        shop.run("UPDATE ps_shop_group SET share_stock = 0")
        shop.run("DELETE FROM ps_stock_available WHERE id_shop = 0")


async def test_a_group_that_may_see_no_prices_has_none(chat: Chat) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor(who := guest())
    await watched(operator, visitor)
    bare = {"id": 12, "currency": "EUR", "prices": False, "taxIncluded": True, "quantity": 2,
            "lines": [{"product": 1, "name": "Linen apron", "quantity": 2}],
            "vouchers": []}  # fmt: skip
    await visitor.ask("cart:update", cart=cart_token(who, bare))
    told = (await operator.heard("visitor:cart"))["cart"]
    assert not told["prices"]
    assert "€" not in str(told)


async def test_a_cart_that_became_an_order_says_which(chat: Chat) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor(who := customer())
    await watched(operator, visitor)
    await visitor.ask("cart:update", cart=cart_token(who, cart(id=3), moment=time.time() - 1))
    await visitor.ask("cart:update", cart=cart_token(who, EMPTY))
    event = await operator.heard("visitor:cart", lambda e: e["cart"]["id"] == 0)
    assert event["cart"]["order"] == {"id": 3, "reference": "UOYEVOLI"}


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("forged", "token_invalid"),
        ("a visitor's token", "token_invalid"),
        ("no token", "token_invalid"),
        ("another browser's", "not_allowed"),
        ("another customer's", "not_allowed"),
        ("another shop's", "not_allowed"),
        ("old", "conflict"),
        ("from tomorrow", "conflict"),
        ("no cart", "invalid_format"),
        ("a line too many", "invalid_format"),
        ("an unknown field", "invalid_format"),
    ],
)
async def test_a_cart_that_the_shop_did_not_sign_for_this_visitor_now_is_refused(
    chat: Chat, why: str, code: str
) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor(who := guest())
    number = await watched(operator, visitor)
    token = {
        "forged": cart_token(who, cart(), secret="0" * 64),
        "a visitor's token": cart_token(who, cart(), aud="visitor"),
        "no token": "x.y.z",
        "another browser's": cart_token(who, cart(), vid=vid()),
        "another customer's": cart_token(who, cart(), sub="customer:2"),
        "another shop's": cart_token(who, cart(), shop=2),
        "old": cart_token(who, cart(), moment=time.time() - 300),
        "from tomorrow": cart_token(who, cart(), moment=time.time() + 60),
        "no cart": cart_token(who, "cart"),
        "a line too many": cart_token(who, cart(lines=[APRON] * 31)),
        "an unknown field": cart_token(who, cart(surplus=1)),
    }[why]
    assert (await visitor.refused("cart:update", cart=token))["code"] == code
    assert operator.all("visitor:cart") == []
    assert "cart" not in await operator.ask("visitor:sheet", conversationId=number)


async def test_a_cart_that_was_sent_before_or_is_older_is_refused(chat: Chat) -> None:
    operator, visitor = await chat.employee(SARA), await chat.visitor(who := guest())
    await watched(operator, visitor)
    now = time.time()
    older = cart_token(who, cart(id=11), moment=now - 10)
    newer = cart_token(who, cart(id=12), moment=now)
    await visitor.ask("cart:update", cart=newer)
    for late in (newer, older):
        assert (await visitor.refused("cart:update", cart=late))["code"] == "conflict"
    assert [event["cart"]["id"] for event in operator.all("visitor:cart")] == [12]


async def test_carts_that_come_too_often_are_refused(chat: Chat) -> None:
    visitor = await chat.visitor()
    await visitor.say("hello")
    codes = [(await visitor.refused("cart:update", cart="x"))["code"] for _ in range(12)]
    assert codes[0] == "token_invalid"
    assert codes[-1] == "too_many"


async def test_a_conversation_of_another_shop_cannot_be_looked_at(chat: Chat) -> None:
    operator = await chat.employee(SARA)
    error = await operator.refused("visitor:watch", conversationId=2**40, on=True)
    assert error["code"] == "not_found"
