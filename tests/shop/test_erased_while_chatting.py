"""Rows vanish under the running sidecar: nobody writes on in the name of who was erased."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as Refused
from socketio.exceptions import SocketIOError

from sidecar.platform.ids import ulid
from tests.pages import Page, auth
from tests.people import token
from tests.running import CALM, QUICK, Chat
from tests.shop.chats import Chats, make_tables
from tests.shop.people import Browser
from tests.stack.shop import Shop
from tests.waiting import until


@pytest.fixture(scope="module")
def tables(shop: Shop) -> Shop:
    """A shop whose sidecar ran once."""
    asyncio.run(make_tables(shop))
    return shop


@pytest.fixture
def chats(tables: Shop) -> Iterator[Chats]:
    """Nothing was said yet."""
    one = Chats(tables)
    yield one
    one.forget()
    one.close()


@pytest.fixture
async def quick(chats: Chats) -> AsyncIterator[Chat]:
    """A sidecar that looks often."""
    async with sidecar(chats.shop, rhythm=QUICK) as one:
        yield one


@pytest.fixture
async def calm(chats: Chats) -> AsyncIterator[Chat]:
    """A sidecar that never looks by itself."""
    async with sidecar(chats.shop, rhythm=CALM) as one:
        yield one


@asynccontextmanager
async def sidecar(shop: Shop, **more: Any) -> AsyncIterator[Chat]:
    """The running chat of this shop."""
    async with Chat(shop.database_url, **more) as chat:
        yield chat


def secret(shop: Shop) -> str:
    """What signs the module's tokens."""
    [row] = shop.execute("SELECT value FROM {}configuration WHERE name = 'ONLINECHAT_SECRET'")
    return str(row["value"])


async def ada(chats: Chats, browser: Browser) -> tuple[int, dict[str, str]]:
    """A customer signs in and opens the chat; her number and her token."""
    [john] = chats.shop.execute("SELECT passwd FROM {}customer WHERE id_customer = 2")
    number = chats.customer()
    chats.shop.execute(
        "UPDATE {}customer SET passwd = %s, id_default_group = 3, active = 1"
        " WHERE id_customer = %s",
        john["passwd"],
        number,
    )
    chats.insert("customer_group", id_customer=number, id_group=3)
    await browser.sign_in(f"ada{number}@example.org")
    return number, await opened(browser)


async def opened(browser: Browser) -> dict[str, str]:
    """What the module says of whoever opens the chat."""
    return auth((await browser.chat_session()).json["token"])


async def lets_in(chat: Chat, browser: Browser) -> Page | None:
    """The page, once it is let in: tokens count in seconds, the erasure's own is not good yet."""
    page = Page(chat.url, "/visitor")
    try:
        await page.open(await opened(browser))
    except Refused:
        await page.close()
        return None
    chat.pages.append(page)
    return page


async def marc(chat: Chat, shop: Shop) -> Page:
    """The merchant is online."""
    claims = {"sub": "employee:1", "shop": 1, "shops": [1], "name": "Marc"}
    page = await chat.page("/operator", auth(token("operator", secret=secret(shop), **claims)))
    await page.ask("desk:enter")
    await page.ask("operator:switch", online=True)
    return page


def delete(shop: Shop, customer: int) -> None:
    """The customer is deleted in the shop."""
    shop.evaluate(f"(new Customer({customer}))->delete();")


async def test_an_erased_customer_s_page_is_signed_out_and_the_operator_s_window_closed(
    chats: Chats, quick: Chat, browser: Callable[[], Browser]
) -> None:
    operator = await marc(quick, chats.shop)
    number, her = await ada(chats, browser())
    page = await quick.page("/visitor", her)
    session = (await page.heard("session:ready"))["session"]
    said = await page.say("Hello")
    await operator.heard("message:created", lambda event: event["message"]["body"] == "Hello")
    await asyncio.to_thread(delete, chats.shop, number)
    assert (await page.heard("session:ended"))["reason"] == "logout"
    await page.ended()
    conversation = said["conversationId"]
    refused = await operator.refused(
        "message:send", conversationId=conversation, clientId=ulid(), body="Good day"
    )
    assert refused["code"] == "not_found"
    operator.forget()
    await operator.heard("pulse", lambda event: str(conversation) not in event["lastSeq"])
    again = Page(quick.url, "/visitor")
    with pytest.raises(Exception, match=r"(?i)connect"):
        await again.open(auth(session=session))
    assert again.refusal is not None
    assert again.refusal["data"]["code"] == "token_expired"
    await again.close()
    assert chats.numbers("conversation") == []
    assert chats.numbers("message", "id_conversation") == []


async def test_until_the_sidecar_notices_the_erased_write_nothing(
    chats: Chats, calm: Chat, browser: Callable[[], Browser]
) -> None:
    number, her = await ada(chats, browser())
    page = await calm.page("/visitor", her)
    await page.say("Hello")
    await asyncio.to_thread(delete, chats.shop, number)
    refused = await page.refused("message:send", clientId=ulid(), body="Are you there?")
    assert refused["code"] == "token_expired"
    for command, fields in (
        ("message:list", {"limit": 50}),
        ("message:seen", {"seq": 1}),
        ("typing:preview", {"text": "Hm"}),
        ("page:view", {"url": "http://shop.example/", "title": "Home"}),
        ("conversation:end", {}),
    ):
        answer = await page.raw(command, fields)
        assert answer["ok"] or answer["error"]["code"] == "not_found", (command, answer)
    opened_again = await page.ask("conversation:open", page={"url": "http://shop.example/"})
    assert opened_again["conversation"] is None
    assert chats.numbers("conversation") == []
    assert chats.numbers("message", "id_conversation") == []


async def test_a_guest_who_was_erased_may_begin_anew(
    chats: Chats, quick: Chat, browser: Callable[[], Browser]
) -> None:
    visitor = browser()
    await visitor.get("/en/")
    page = await quick.page("/visitor", await opened(visitor))
    said = await page.say("Hello")
    first = said["conversationId"]
    chats.shop.execute("UPDATE {}onlinechat_conversation SET email = 'guest@example.org'")
    await asyncio.to_thread(
        chats.shop.evaluate,
        "Module::getInstanceByName('psgdpr')->deletePerson('email', 'guest@example.org', 2);",
    )
    await page.ended()
    assert chats.numbers("conversation") == []
    page = await until(lambda: lets_in(quick, visitor), what="a new token is good")
    said = await page.say("Hello again")
    assert said["seq"] == 1
    assert chats.numbers("conversation") == [said["conversationId"]] != [first]


async def test_messages_that_pour_in_meanwhile_leave_nothing_behind(
    chats: Chats, quick: Chat, browser: Callable[[], Browser]
) -> None:
    operator = await marc(quick, chats.shop)
    number, her = await ada(chats, browser())
    page = await quick.page("/visitor", her)
    conversation = (await page.say("Hello"))["conversationId"]
    erased = asyncio.create_task(asyncio.to_thread(delete, chats.shop, number))
    codes = []
    while not erased.done() or "ok" in codes[-2:]:
        codes.append(await sent(page, {}))
        codes.append(await sent(operator, {"conversationId": conversation}))
    await erased
    assert codes[0] == "ok"
    assert set(codes) <= {"ok", "token_expired", "not_found", "closed"}
    await page.ended()
    assert chats.numbers("conversation") == []
    assert chats.numbers("message", "id_conversation") == []
    assert chats.personal() == []


async def sent(page: Page, where: dict[str, Any]) -> str:
    """What becomes of one more message."""
    try:
        answer = await page.raw("message:send", {**where, "clientId": ulid(), "body": "And"})
    except SocketIOError:
        return "closed"
    return "ok" if answer["ok"] else str(answer["error"]["code"])
