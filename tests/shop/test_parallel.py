"""Two requests of one browser at once: PrestaShop's cookie is rewritten whole, the later wins."""

import asyncio
from collections.abc import Callable

import pytest

from tests.shop.people import Browser, claims
from tests.stack.shop import Shop

SLOW = 600
"""Milliseconds that a request waits between reading its cookies and going on."""
TRIES = 8
"""PHP's built-in server sometimes gives both requests to one worker, one after the other."""


@pytest.mark.parametrize(("chat", "cart"), [(SLOW, 0), (0, SLOW), (SLOW, SLOW)])
async def test_token_and_add_to_cart_lose_neither(
    chat: int, cart: int, browser: Callable[[], Browser]
) -> None:
    guest = browser()
    await guest.get("/en/")
    token = (await guest.visitor())["token"]
    session, added = await asyncio.gather(
        guest.chat_session(delay=chat),
        guest.put_into_cart(1, token, delay=cart),
    )
    vid = claims(session.json["token"])["vid"]
    assert added.json["success"]
    assert (await guest.visitor())["products"] == 1
    assert claims((await guest.chat_session()).json["token"])["vid"] == vid


async def test_two_requests_that_write_the_shops_own_cookie_do_lose_one(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    """The trap itself: without it the test above would prove nothing."""
    kept = 1
    for _ in range(TRIES):
        shop.console("disable", "statsdata")
        guest = browser()
        await guest.get("/en/")
        token = (await guest.visitor())["token"]
        shop.console("enable", "statsdata")
        await asyncio.gather(guest.get("/en/", delay=SLOW), guest.put_into_cart(1, token))
        kept = (await guest.visitor())["products"]
        if not kept:
            break
    assert kept == 0
