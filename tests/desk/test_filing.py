"""Filed in the shop's customer service: what the module is told, and what is known of it then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from sidecar.desk.filing.rules import Said, fitting
from sidecar.platform.identity import Secrets
from tests.conftest import Shop
from tests.history.doors import Office, persons
from tests.pages import Page
from tests.people import INES, JOHN, LOUIS, MARC, SARA, SECRET, customer, guest
from tests.running import Chat

SERVICE = 2
"""The contact that keeps what is written to it."""
RIGHT = (
    "INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2, id_authorization_role"
    " FROM ps_authorization_role WHERE slug = %s"
)
TAKE = (
    "DELETE FROM ps_access WHERE id_profile = 2 AND id_authorization_role IN"
    " (SELECT id_authorization_role FROM ps_authorization_role WHERE slug = %s)"
)


@pytest.fixture(autouse=True)
def service(shop: Shop) -> None:
    """The support profile may read and answer in customer service, and see orders."""
    for slug in ("ADMINCUSTOMERTHREADS_READ", "ADMINCUSTOMERTHREADS_UPDATE", "ADMINORDERS_READ"):
        shop.run(RIGHT, f"ROLE_MOD_TAB_{slug}")


async def talked(chat: Chat, who: Any = None) -> tuple[Page, Page, int]:
    """An operator, a visitor and the number of what they talked about."""
    desk, visitor = await chat.operator(SARA), await chat.visitor(who or customer())
    number: int = (await visitor.say("Where is it?\nI <b>wait</b> &amp; wait"))["conversationId"]
    await desk.say("On its way.", conversationId=number)
    return desk, visitor, number


def claims(order: str, employee: int = SARA) -> dict[str, Any]:
    """What is signed, as the module reads it."""
    read: dict[str, Any] = jwt.decode(
        order, Secrets(SECRET).key("file"), ["HS256"], audience="file", issuer="onlinechat"
    )
    assert read["sub"] == f"employee:{employee}"
    assert 0 < read["exp"] - read["iat"] <= 300
    return dict(read["order"])


async def filed(desk: Page, number: int, **more: Any) -> dict[str, Any]:
    fields = {"conversationId": number, "contact": SERVICE, "status": "open", **more}
    return await desk.ask("conversation:file", **fields)


def done(shop: Shop, token: str, *, customer_id: int = JOHN) -> int:
    """What the module does."""
    shop.run(
        "INSERT INTO ps_customer_thread (id_shop, id_lang, id_contact, id_customer, id_order,"
        " id_product, status, email, token, date_add, date_upd)"
        " VALUES (1, 1, 2, %s, 0, 0, 'open', 'pub@prestashop.com', %s, NOW(), NOW())",
        customer_id,
        token,
    )
    return int(shop.run("SELECT MAX(id_customer_thread) FROM ps_customer_thread")[0][0])


# What can be chosen


async def test_what_can_be_chosen_is_what_the_shop_has(chat: Chat) -> None:
    desk, _, number = await talked(chat)
    options = await desk.ask("filing:options", conversationId=number)
    assert options["contacts"] == [{"id": SERVICE, "name": "Customer service"}]
    newest, *_ = options["orders"]
    assert newest == {"id": 3, "reference": "UOYEVOLI", "placedAt": "2026-10-02"}
    assert [one["name"] for one in options["colleagues"]] == [
        "Ines Costa", "Marc Beier", "Paul Meyer", "Sara Lindqvist",
    ]  # fmt: skip
    assert "thread" not in options


async def test_orders_are_for_those_who_may_see_them(chat: Chat, shop: Shop) -> None:
    _, _, number = await talked(chat)
    shop.run(TAKE, "ROLE_MOD_TAB_ADMINORDERS_READ")
    desk = await chat.employee(INES)
    options = await desk.ask("filing:options", conversationId=number)
    assert options["orders"] == []


async def test_without_the_right_nothing_is_filed(chat: Chat, shop: Shop) -> None:
    _, _, number = await talked(chat)
    shop.run(TAKE, "ROLE_MOD_TAB_ADMINCUSTOMERTHREADS_UPDATE")
    desk = await chat.employee(INES)
    for command, fields in (
        ("filing:options", {}),
        ("conversation:file", {"contact": SERVICE, "status": "open"}),
        ("conversation:filed", {}),
    ):
        error = await desk.refused(command, conversationId=number, **fields)
        assert error["code"] == "not_allowed"
        assert "“Edit” on Customer Service › Customer Service" in error["message"]
    assert (await desk.refused("filing:options", conversationId=99))["code"] == "not_allowed"


# What the module is told


async def test_the_module_is_told_all_of_it(chat: Chat) -> None:
    desk, _, number = await talked(chat)
    reply = await filed(desk, number, status="pending1", order=3, note="Call <him>", employee=MARC)
    order = claims(reply["order"])
    text, note, token = order.pop("text"), order.pop("note"), order.pop("token")
    assert order == {
        "shop": 1, "lang": "en", "contact": SERVICE, "customer": JOHN, "order": 3,
        "email": "pub@prestashop.com", "status": "pending1", "employee": MARC,
    }  # fmt: skip
    assert len(token) == 12
    assert text.startswith(f"Conversation #{number} in Online Chat\n\n")
    first, second = text.index("John DOE · "), text.index("Atelier du Coin · ")
    assert first < text.index("\nWhere is it?\nI ‹b›wait‹/b› & wait\n") < second
    assert text.endswith("\nOn its way.")
    assert note == "Sara Lindqvist filed this conversation from Online Chat.\n\nCall ‹him›"


async def test_a_guest_is_filed_without_an_account(chat: Chat) -> None:
    desk, _, number = await talked(chat, guest())
    order = claims((await filed(desk, number))["order"])
    assert (order["customer"], order["email"], order["order"]) == (0, "", 0)
    assert order["employee"] == SARA
    assert "Guest #7 · " in order["text"]


async def test_a_deleted_customer_is_filed_without_an_account(chat: Chat, shop: Shop) -> None:
    desk, _, number = await talked(chat)
    shop.run("UPDATE ps_customer SET deleted = 1 WHERE id_customer = %s", JOHN)
    try:
        order = claims((await filed(desk, number))["order"])
        assert order["customer"] == 0
    finally:
        shop.run("UPDATE ps_customer SET deleted = 0 WHERE id_customer = %s", JOHN)


@pytest.mark.parametrize(
    ("more", "word"),
    [({"contact": 1}, "contact"), ({"contact": 99}, "contact"), ({"order": 99}, "order"),
     ({"order": 4}, "order"), ({"employee": LOUIS}, "employee"), ({"employee": 99}, "employee")],
)  # fmt: skip
async def test_what_is_not_there_to_choose_is_refused(
    chat: Chat, more: dict[str, int], word: str
) -> None:
    desk, _, number = await talked(chat)
    error = await desk.refused(
        "conversation:file",
        **{"conversationId": number, "contact": SERVICE, "status": "open", **more},
    )
    assert error["code"] == "invalid_format"
    assert error["message"].startswith(f"{word}: ")


def test_long_conversations_are_filed_from_their_end() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    said = [Said("", at + timedelta(minutes=place), f"{place}" * 2000) for place in range(500)]
    kept = fitting(said)
    assert kept[-1] == said[-1]
    assert 0 < len(kept) < len(said)
    assert sum(len(one.body) for one in kept) < 500_000
    assert fitting(said[:10]) == said[:10]


async def test_a_long_conversation_says_so(chat: Chat) -> None:
    desk, visitor, number = await talked(chat)
    for place in range(130):
        await visitor.say(f"{place}:" + "é" * 3990)
    text = claims((await filed(desk, number))["order"])["text"]
    assert "It was long: these are its last messages." in text
    assert "129:" in text
    assert "Where is it?" not in text


async def test_signs_the_shop_s_table_can_not_hold_do_not_cut_the_text(
    chat: Chat, shop: Shop
) -> None:
    desk, visitor, number = await talked(chat)
    await visitor.say("Fine \N{THUMBS UP SIGN} and more")
    wide = "ALTER TABLE ps_customer_message MODIFY message MEDIUMTEXT CHARACTER SET {} NOT NULL"
    shop.run(wide.format("utf8mb3"))
    try:
        text = claims((await filed(desk, number))["order"])["text"]
    finally:
        shop.run(wide.format("utf8mb4"))
    assert "Fine \N{REPLACEMENT CHARACTER} and more" in text


# What is known of it then


async def test_pages_are_told_where_it_is(chat: Chat, shop: Shop) -> None:
    desk, visitor, number = await talked(chat)
    token = claims((await filed(desk, number))["order"])["token"]
    assert await desk.ask("conversation:filed", conversationId=number) == {}
    thread = done(shop, token)
    assert await desk.ask("conversation:filed", conversationId=number) == {"thread": thread}
    await desk.heard(
        "conversation:changed", lambda event: event["conversation"].get("thread") == thread
    )
    entered = await desk.ask("desk:enter")
    assert [one["thread"] for one in entered["ongoing"]] == [thread]
    assert await filed(desk, number) == {"thread": thread}
    assert (await desk.ask("filing:options", conversationId=number))["thread"] == thread
    assert not [one for one in visitor.all("conversation:changed") if "thread" in str(one)]


async def test_a_lost_answer_of_the_module_makes_no_second_thread(chat: Chat, shop: Shop) -> None:
    desk, _, number = await talked(chat)
    first, again = await filed(desk, number), await filed(desk, number, status="closed")
    token = claims(first["order"])["token"]
    assert claims(again["order"])["token"] == token
    thread = done(shop, token)
    assert await filed(desk, number) == {"thread": thread}


async def test_nobody_has_to_say_that_it_was_filed(chat: Chat, shop: Shop) -> None:
    desk, _, number = await talked(chat)
    thread = done(shop, claims((await filed(desk, number))["order"])["token"])
    await desk.heard(
        "conversation:changed", lambda event: event["conversation"].get("thread") == thread
    )


async def test_what_the_shop_deleted_can_be_filed_again(chat: Chat, shop: Shop) -> None:
    desk, _, number = await talked(chat)
    token = claims((await filed(desk, number))["order"])["token"]
    thread = done(shop, token)
    await desk.ask("conversation:filed", conversationId=number)
    shop.run("DELETE FROM ps_customer_thread WHERE id_customer_thread = %s", thread)
    assert claims((await filed(desk, number))["order"])["token"] != token


async def test_with_the_conversation_goes_what_is_known_of_its_thread(
    chat: Chat, shop: Shop
) -> None:
    desk, _, number = await talked(chat)
    await filed(desk, number)
    await desk.ask("conversation:end", conversationId=number)
    await desk.ask("operator:switch", online=False)
    office = Office(chat)
    [person] = persons(await office.sees())
    await office.sees("/delete", scope="shown", person=person, conversation=str(number))
    assert not shop.run("SELECT * FROM ps_onlinechat_filing")
