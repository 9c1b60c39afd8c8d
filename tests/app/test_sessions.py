"""Coming back, signing in, signing out: who a page speaks for, and what is left on the computer."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sidecar.platform.identity import Identity, Secrets
from sidecar.protocol.base import CustomerId
from tests.conftest import Shop, Starts
from tests.pages import Page, auth
from tests.people import (
    MARC,
    SARA,
    SECRET,
    customer,
    employee_token,
    guest,
    vid,
    visitor_token,
)
from tests.running import QUICK, Chat
from tests.waiting import until


async def refused(chat: Chat, namespace: str, said: object) -> str:
    """The code with which a connection is refused."""
    page = Page(chat.url, namespace)
    with pytest.raises(Exception, match=r"(?i)connect"):
        await page.open(said)
    assert page.refusal is not None
    await page.close()
    return str(page.refusal["data"]["code"])


async def session_of(page: Page) -> str:
    return str((await page.heard("session:ready"))["session"])


async def test_a_page_learns_who_the_shop_says_its_visitor_is(chat: Chat) -> None:
    john = customer()
    ready = await (await chat.visitor(john)).heard("session:ready")
    assert ready["visitor"] == {
        "vid": john.vid, "name": "John DOE", "customerId": 2, "guestId": 7,
    }  # fmt: skip
    assert ready["protocol"] == 1
    assert ready["state"] == "offline"


async def test_a_page_comes_back_with_its_resume_token_and_finds_its_chat(chat: Chat) -> None:
    page = await chat.visitor()
    await page.say("before")
    session = await session_of(page)
    await page.close()
    again = await chat.page("/visitor", auth(session=session))
    opened = await again.ask("conversation:open", page={"url": "https://shop.example/"})
    assert [one["body"] for one in opened["messages"]] == ["before"]


async def test_resume_tokens_outlive_the_process(start: Starts) -> None:
    first, second = await start(), await start()
    session = await session_of(await first.visitor())
    await (await second.page("/visitor", auth(session=session))).say("hello again")
    work = await session_of(await first.employee(SARA))
    await (await second.page("/operator", auth(session=work))).ask("desk:enter")


async def test_a_resume_token_is_over_after_twelve_hours(chat: Chat) -> None:
    shop = Identity(lambda: Secrets(SECRET))
    old = datetime.now(UTC) - timedelta(hours=12, seconds=10)
    session, _ = shop.session(guest(), now=old)
    assert await refused(chat, "/visitor", auth(session=session)) == "token_expired"


async def test_a_token_while_the_secret_is_being_changed(chat: Chat, shop: Shop) -> None:
    page = await chat.visitor()
    session = await session_of(page)
    shop.configure("ONLINECHAT_SECRET_PREVIOUS", SECRET)
    shop.run("UPDATE ps_configuration SET value = %s WHERE name = 'ONLINECHAT_SECRET'", "11" * 32)
    fresh = auth(visitor_token(guest(), secret="11" * 32))

    async def accepted() -> bool:
        try:
            return bool(await chat.page("/visitor", fresh))
        except Exception:
            return False

    await until(accepted)
    await chat.page("/visitor", auth(visitor_token(guest())))
    await chat.page("/visitor", auth(session=session))
    shop.run("DELETE FROM ps_configuration WHERE name = 'ONLINECHAT_SECRET_PREVIOUS'")

    async def old_one_refused() -> bool:
        try:
            await chat.page("/visitor", auth(session=session))
        except Exception:
            return True
        return False

    await until(old_one_refused)


async def test_a_renewed_token_of_the_same_visitor_changes_nothing(chat: Chat) -> None:
    who = guest()
    page, other = await chat.visitor(who), await chat.visitor(who)
    await page.say("one")
    page.forget()
    await page.ask("session:renew", token=visitor_token(who))
    assert (await page.heard("session:ready"))["visitor"]["vid"] == who.vid
    await page.say("two")
    await other.heard("message:created", lambda e: e["message"]["body"] == "two")
    assert other.all("session:ended") == []


async def test_a_guest_who_signs_in_during_the_chat_becomes_the_customer_in_it(chat: Chat) -> None:
    sara = await chat.operator(SARA)
    browser = vid()
    page, other = await chat.visitor(guest(browser)), await chat.visitor(guest(browser))
    said = await page.say("as a guest")
    await page.ask("session:renew", token=visitor_token(customer(browser)))
    changed = await sara.heard(
        "conversation:changed", lambda e: e["conversation"]["visitor"].get("customerId") == 2
    )
    assert changed["conversation"]["id"] == said["conversationId"]
    assert changed["conversation"]["visitor"]["name"] == "John DOE"
    await other.ask("session:renew", token=visitor_token(customer(browser)))
    more = await other.say("as John")
    assert more["conversationId"] == said["conversationId"]
    await page.heard("message:created", lambda e: e["message"]["body"] == "as John")
    assert page.all("session:ended") == other.all("session:ended") == []
    phone = await chat.visitor(customer())
    opened = await phone.ask("conversation:open", page={"url": "https://shop.example/"})
    assert [one["body"] for one in opened["messages"]] == [
        "as a guest", "The visitor signed in.", "as John",
    ]  # fmt: skip


async def test_a_guest_whose_page_changes_at_the_login_becomes_the_customer(chat: Chat) -> None:
    """The usual way: the socket ends with the page, the next page has the customer's token."""
    browser = vid()
    page = await chat.visitor(guest(browser))
    said = await page.say("as a guest")
    await page.close()
    after = await chat.visitor(customer(browser))
    opened = await after.ask("conversation:open", page={"url": "https://shop.example/"})
    assert opened["conversation"]["id"] == said["conversationId"]
    assert opened["conversation"]["visitor"]["customerId"] == 2


async def test_all_tabs_of_the_browser_sign_in_together(chat: Chat) -> None:
    browser = vid()
    page, other = await chat.visitor(guest(browser)), await chat.visitor(guest(browser))
    await page.say("as a guest")
    other.forget()
    await page.ask("session:renew", token=visitor_token(customer(browser)))
    assert (await other.heard("session:ready"))["visitor"]["customerId"] == 2
    await page.say("as John")
    await other.heard("message:created", lambda e: e["message"]["body"] == "as John")
    assert (await other.say("me too"))["name"] == "John DOE"


async def test_a_guest_s_chat_elsewhere_is_none_of_the_customer_s(chat: Chat) -> None:
    stranger = await chat.visitor()
    page = await chat.visitor()
    await page.say("as a guest")
    await page.ask("session:renew", token=visitor_token(customer()))
    await page.say("private")
    await stranger.raw("message:list", {})
    assert stranger.all("message:created") == []


async def test_signing_out_ends_the_other_tabs_and_the_next_person_finds_nothing(
    chat: Chat,
) -> None:
    browser, next_browser = vid(), vid()
    page, other = await chat.visitor(customer(browser)), await chat.visitor(customer(browser))
    phone = await chat.visitor(customer())
    await page.say("my order number")
    sessions = [await session_of(one) for one in (page, other)]
    page.forget()
    await page.ask("session:renew", token=visitor_token(guest(next_browser)))
    assert await other.heard("session:ended") == {"reason": "logout"}
    await other.ended()
    assert (await page.heard("session:ready"))["visitor"]["vid"] == next_browser
    opened = await page.ask("conversation:open", page={"url": "https://shop.example/"})
    assert opened["conversation"] is None
    assert opened["messages"] == []
    assert (await page.refused("message:list"))["code"] == "not_found"
    for session in sessions:
        assert await refused(chat, "/visitor", auth(session=session)) == "token_expired"
    assert phone.connected
    assert phone.all("session:ended") == []
    await phone.say("still me, elsewhere")
    page.forget()
    await page.raw("message:list", {})
    assert page.all("message:created") == []


async def test_a_token_from_before_the_logout_is_worth_nothing(chat: Chat) -> None:
    john = customer()
    old = visitor_token(john)
    page = await chat.visitor(john)
    await page.ask("session:renew", token=visitor_token(guest()))
    assert await refused(chat, "/visitor", auth(old)) == "token_expired"
    other = await chat.visitor()
    assert (await other.refused("session:renew", token=old))["code"] == "token_expired"
    await other.say("still a guest")


async def test_a_resume_token_made_after_the_logout_is_good(chat: Chat) -> None:
    browser = vid()
    page = await chat.visitor(customer(browser))
    await page.ask("session:renew", token=visitor_token(guest()))
    session = str(page.all("session:ready")[-1]["session"])
    await chat.page("/visitor", auth(session=session))


@pytest.mark.parametrize("bad", ["forged", "expired", "shop", "operator"])
async def test_a_bad_token_renews_nothing_and_the_page_stays_who_it_was(
    chat: Chat, bad: str
) -> None:
    who = guest()
    page = await chat.visitor(who)
    await page.say("mine")
    tokens = {
        "forged": visitor_token(customer(), secret="00" * 32),
        "expired": visitor_token(customer(), iat=1, exp=2),
        "shop": visitor_token(replace(customer(), shop=9)),  # type: ignore[arg-type]
        "operator": employee_token(),
    }
    error = await page.refused("session:renew", token=tokens[bad])
    assert error["code"] == ("token_expired" if bad == "expired" else "token_invalid")
    await page.say("still mine")
    listed = await page.ask("message:list")
    assert [one["body"] for one in listed["messages"]] == ["mine", "still mine"]


async def test_more_than_twenty_tabs_of_one_browser_are_too_many(chat: Chat) -> None:
    who = guest()
    tabs = await asyncio.gather(*(chat.visitor(who) for _ in range(20)))
    one_more = Page(chat.url, "/visitor")
    chat.pages.append(one_more)
    await one_more.open(auth(visitor_token(who)))
    await one_more.heard("session:ended")
    await one_more.ended()
    assert all(tab.connected for tab in tabs)
    await chat.visitor()


async def test_an_employee_s_page_comes_back_as_long_as_the_rights_last(
    chat: Chat, shop: Shop
) -> None:
    page = await chat.employee(SARA)
    session = await session_of(page)
    await chat.page("/operator", auth(session=session))
    shop.run("DELETE FROM ps_access WHERE id_profile = 2")
    assert await refused(chat, "/operator", auth(session=session)) == "not_allowed"


async def test_withdrawn_rights_close_the_socket_and_hand_on_the_conversations(
    chat: Chat, shop: Shop
) -> None:
    sara, marc = await chat.operator(SARA), await chat.operator(MARC)
    visitor = await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    if not (await marc.ask("desk:enter"))["ongoing"]:
        shop.run("DELETE FROM ps_access WHERE id_profile = 2")
        assert await sara.heard("session:ended") == {"reason": "rights"}
        await sara.ended()
        await marc.heard("conversation:changed", lambda e: e["conversation"]["state"] == "waiting")
        assert [one["id"] for one in (await marc.ask("desk:enter"))["waiting"]] == [number]
    else:
        shop.run("UPDATE ps_employee SET active = 0 WHERE id_employee = 1")
        assert await marc.heard("session:ended") == {"reason": "rights"}
        await marc.ended()
        assert sara.connected
        await sara.heard("conversation:changed", lambda e: e["conversation"]["state"] == "waiting")


async def test_a_deactivated_employee_s_socket_is_closed_and_a_colleague_s_stays(
    chat: Chat, shop: Shop
) -> None:
    sara, marc = await chat.operator(SARA), await chat.operator(MARC)
    shop.run("UPDATE ps_employee SET active = 0 WHERE id_employee = %s", SARA)
    assert await sara.heard("session:ended") == {"reason": "rights"}
    await sara.ended()
    assert marc.connected


async def test_an_employee_who_may_no_longer_serve_a_shop_comes_back_with_what_is_left(
    chat: Chat, shop: Shop
) -> None:
    shop.second()
    await until(lambda: _known(chat))
    sara = await chat.operator(SARA, shops=[1, 2])
    session = await session_of(sara)
    shop.run("DELETE FROM ps_employee_shop WHERE id_employee = %s AND id_shop = 1", SARA)
    await sara.ended()
    assert sara.all("session:ended") == []
    again = await chat.page("/operator", auth(session=session))
    visitor = await chat.visitor()
    await visitor.say("Hello, shop 1")
    await again.ask("desk:enter")
    assert again.all("conversation:created") == []


async def _known(chat: Chat) -> bool:
    return (await chat.get("state?shop=2&lang=en"))[0] == 200


async def test_customers_of_the_same_computer_are_strangers(chat: Chat) -> None:
    """One signs out, another signs in: the module gives the browser a new key."""
    one = await chat.visitor(customer(vid()))
    await one.say("secret")
    other = await chat.visitor(customer(vid(), number=CustomerId(3)))
    opened = await other.ask("conversation:open", page={"url": "https://shop.example/"})
    assert (opened["conversation"], opened["messages"]) == (None, [])


async def test_of_many_who_leave_together_operators_hear_only_of_those_who_stay_away(
    start: Starts,
) -> None:
    """As when a network goes: each leave is known, and one who is back at once was never away."""
    chat = await start(rhythm=replace(QUICK, visitor_grace=1.5))
    sara = await chat.operator(SARA)
    people = [guest() for _ in range(6)]
    pages = [await chat.visitor(one) for one in people]
    numbers = [(await page.say("Hello"))["conversationId"] for page in pages]
    await asyncio.gather(*(page.close() for page in pages))
    back = await chat.visitor(people[0])
    away = set(numbers[1:])
    for number in away:
        await sara.heard(
            "visitor:presence",
            lambda e, number=number: e == {"conversationId": number, "present": False},
        )
    await back.say("Still here")
    await sara.heard("message:created", lambda e: e["message"]["body"] == "Still here")
    told = {event["conversationId"] for event in sara.all("visitor:presence")}
    assert told == away
