"""What employees write in the shop's customer service appears in the visitor's chat."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sidecar.desk.filing.rules import Answer, for_customers, parts
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import BODY_LIMIT, EmployeeId
from sidecar.shop.threads import readable
from tests.conftest import Shop, Starts
from tests.pages import Page
from tests.people import JOHN, MARC, SARA, customer, guest
from tests.running import QUICK, Chat
from tests.waiting import until

PAGE = {"url": "https://shop.example/"}


@pytest.fixture(autouse=True)
def service(shop: Shop) -> Iterator[Shop]:
    """The shop's customer service; what is written there is gone afterwards."""
    tables = ("customer_thread", "customer_message")
    last = {one: shop.run(f"SELECT MAX(id_{one}) FROM ps_{one}")[0][0] for one in tables}
    yield shop
    for one in tables:
        shop.run(f"DELETE FROM ps_{one} WHERE id_{one} > %s", last[one])


def thread(shop: Shop) -> int:
    """A thread; its number."""
    shop.run(
        "INSERT INTO ps_customer_thread (id_shop, id_lang, id_contact, id_customer, id_order,"
        " id_product, status, email, token, date_add, date_upd)"
        " VALUES (1, 1, 2, %s, 0, 0, 'open', 'pub@prestashop.com', %s, NOW(), NOW())",
        JOHN,
        "abcdefghijkl",
    )
    return int(shop.run("SELECT MAX(id_customer_thread) FROM ps_customer_thread")[0][0])


def write(
    shop: Shop,
    number: int,
    text: str,
    *,
    employee: int = MARC,
    private: int = 0,
    at: str = "2026-11-20 11:30:00",
) -> int:
    """A message in a thread, as the shop's page writes it; `at` is Paris time."""
    shop.run(
        "INSERT INTO ps_customer_message (id_customer_thread, id_employee, message, file_name,"
        " ip_address, user_agent, date_add, date_upd, private, `read`)"
        " VALUES (%s, %s, %s, '', '', '', %s, %s, %s, 0)",
        number,
        employee,
        text,
        at,
        at,
        private,
    )
    return int(shop.run("SELECT MAX(id_customer_message) FROM ps_customer_message")[0][0])


async def read_on(shop: Shop) -> None:
    """The sidecar has looked since now."""
    newest = shop.run("SELECT MAX(id_customer_message) FROM ps_customer_message")[0][0]

    def reached() -> bool:
        rows = shop.run("SELECT number FROM ps_onlinechat_read_up_to")
        return bool(rows) and rows[0][0] == newest

    await until(reached)


async def filed(chat: Chat, shop: Shop, who: Visitor) -> tuple[Page, Page, int, int]:
    """Operator, visitor, conversation and thread."""
    desk, visitor = await chat.operator(SARA), await chat.visitor(who)
    conversation: int = (await visitor.say("Where is it?"))["conversationId"]
    await desk.say("I ask.", conversationId=conversation)
    number = thread(shop)
    shop.run(
        "INSERT INTO ps_onlinechat_filing (id_conversation, id_shop, token, id_customer_thread,"
        " id_employee, created_at) VALUES (%s, 1, 'abcdefghijkl', %s, 2, UTC_TIMESTAMP(3))",
        conversation,
        number,
    )
    await read_on(shop)
    return desk, visitor, conversation, number


def asked(shop: Shop, who: Visitor, text: str = "Is it blue?") -> int:
    """An offline message with its thread, which is the answer."""
    number = thread(shop)
    shop.run(
        "INSERT INTO ps_onlinechat_offline_message (id_shop, vid, client_id, lang, id_customer,"
        " id_guest, customer_name, message, created_at, id_customer_thread, thread_token)"
        " VALUES (1, %s, %s, 'en', %s, 7, %s, %s, '2026-11-19 09:00:00', %s, 'abcdefghijkl')",
        who.vid,
        "0" * 26,
        who.customer,
        who.name,
        text,
        number,
    )
    return number


# What is brought


async def test_an_answer_appears_in_the_chat(chat: Chat, shop: Shop) -> None:
    desk, visitor, conversation, number = await filed(chat, shop, customer())
    write(shop, number, "It left &amp; comes\r\non Monday.<br />\nMarc")
    heard = await visitor.heard(
        "message:created", lambda event: "Monday" in event["message"]["body"]
    )
    message = heard["message"]
    assert message["body"] == "It left & comes\non Monday.\nMarc"
    assert (message["author"], message["name"]) == ("operator", "Atelier du Coin")
    assert message["data"] == {"thread": number}
    assert message["conversationId"] == conversation
    await desk.heard("message:created", lambda event: event["message"] == message)
    entered = await desk.ask("desk:enter")
    assert entered["ongoing"][0]["seenByOperator"] == message["seq"]


async def test_it_is_there_when_they_come_back(chat: Chat, shop: Shop) -> None:
    who = customer()
    desk, visitor, conversation, number = await filed(chat, shop, who)
    await desk.ask("conversation:end", conversationId=conversation)
    await desk.ask("operator:switch", online=False)
    await visitor.close()
    write(shop, number, "It is in Lyon.")
    await read_on(shop)
    back = await chat.visitor(customer())
    opened = await back.ask("conversation:open", page=PAGE)
    assert opened["conversation"]["state"] == "archived"
    assert opened["conversation"]["seenByVisitor"] < opened["conversation"]["lastSeq"]
    last = opened["messages"][-1]
    assert (last["body"], last["sentAt"]) == ("It is in Lyon.", last["sentAt"])
    found = shop.run(
        "SELECT words FROM ps_onlinechat_history_conversation WHERE id_conversation = %s",
        conversation,
    )
    assert "lyon" in str(found[0][0]).lower()


async def test_an_answer_leaves_who_waits_for_whom_as_it_is(chat: Chat, shop: Shop) -> None:
    desk, visitor, _, number = await filed(chat, shop, customer())
    await visitor.say("And now?")
    write(shop, number, "In a moment.")
    await visitor.heard("message:created", lambda event: event["message"]["body"] == "In a moment.")
    [one] = (await desk.ask("desk:enter"))["ongoing"]
    assert "waitingSince" in one
    assert one["seenByOperator"] < one["lastSeq"]
    [[answer, last]] = shop.run("SELECT answer_seq, last_seq FROM ps_onlinechat_conversation")
    assert answer < last


async def test_it_goes_where_the_visitor_looks(chat: Chat, shop: Shop) -> None:
    desk, visitor, conversation, number = await filed(chat, shop, customer())
    await desk.ask("conversation:end", conversationId=conversation)
    await desk.ask("operator:switch", online=False)
    await desk.ask("operator:switch", online=True)
    newer = (await visitor.say("Another thing"))["conversationId"]
    assert newer != conversation
    write(shop, number, "It is in Lyon.")
    heard = await visitor.heard(
        "message:created", lambda event: event["message"]["body"] == "It is in Lyon."
    )
    assert heard["message"]["conversationId"] == newer


async def test_private_messages_and_those_of_others_stay_where_they_are(
    chat: Chat, shop: Shop
) -> None:
    _, visitor, _, number = await filed(chat, shop, customer())
    write(shop, number, "Watch out for this one", private=1)
    write(shop, number, "I wrote this in the contact form", employee=0)
    write(shop, number, "Message forwarded to ann@example.com\nComment: look at him")
    write(shop, 1, "In a thread that no chat knows")
    write(shop, number, "  ")
    await read_on(shop)
    write(shop, number, "The answer")
    await visitor.heard("message:created", lambda event: event["message"]["body"] == "The answer")
    said = [event["message"]["body"] for event in visitor.all("message:created")]
    assert said == ["Where is it?", "I ask.", "The answer"]


async def test_several_processes_bring_it_once(start: Starts, shop: Shop) -> None:
    one, two = await start(), await start()
    _, visitor, _, number = await filed(one, shop, customer())
    await two.visitor(customer())
    for place in range(5):
        write(shop, number, f"Answer {place}")
    await read_on(shop)
    await asyncio.sleep(2 * QUICK.answers)
    listed = await visitor.ask("conversation:open", page=PAGE)
    bodies = [message["body"] for message in listed["messages"]]
    assert bodies == ["Where is it?", "I ask.", *(f"Answer {place}" for place in range(5))]


async def test_after_the_shop_s_tables_were_brought_back_it_reads_on(
    chat: Chat, shop: Shop
) -> None:
    _, visitor, _, number = await filed(chat, shop, customer())
    shop.run("UPDATE ps_onlinechat_read_up_to SET number = 900000")
    await read_on(shop)
    write(shop, number, "Still there?")
    await visitor.heard("message:created", lambda event: event["message"]["body"] == "Still there?")


# To an offline message


@pytest.mark.parametrize("who", [customer(), guest()], ids=["customer", "guest"])
async def test_an_answer_to_an_offline_message_begins_a_chat_that_is_over(
    chat: Chat, shop: Shop, who: Visitor
) -> None:
    await chat.visitor()
    await read_on(shop)
    write(shop, asked(shop, who), "It is green.")
    await read_on(shop)
    await until(lambda: shop.run("SELECT * FROM ps_onlinechat_message"))
    back = await chat.visitor(customer() if who.customer else who)
    opened = await back.ask("conversation:open", page=PAGE)
    assert opened["conversation"]["state"] == "archived"
    assert [(one["author"], one["body"]) for one in opened["messages"]] == [
        ("visitor", "Is it blue?"),
        ("operator", "It is green."),
    ]
    first, second = opened["messages"]
    assert first["sentAt"] == "2026-11-19T09:00:00.000Z"
    assert second["sentAt"] == "2026-11-20T10:30:00.000Z"
    assert opened["conversation"]["seenByVisitor"] == 1


async def test_who_has_a_chat_finds_it_there(chat: Chat, shop: Shop) -> None:
    visitor = await chat.visitor(who := guest())
    conversation = (await visitor.say("Hello"))["conversationId"]
    await read_on(shop)
    write(shop, asked(shop, who), "It is green.")
    heard = await visitor.heard(
        "message:created", lambda event: event["message"]["body"] == "It is green."
    )
    assert heard["message"]["conversationId"] == conversation


async def test_others_do_not_see_it(chat: Chat, shop: Shop) -> None:
    await chat.visitor()
    await read_on(shop)
    write(shop, asked(shop, customer()), "It is green.")
    await until(lambda: shop.run("SELECT * FROM ps_onlinechat_message"))
    for who in (guest(), customer(number=type(JOHN)(3))):
        other = await chat.visitor(who)
        opened = await other.ask("conversation:open", page=PAGE)
        assert opened["messages"] == []


# The rules


def answer(text: str) -> Answer:
    return Answer(8, 3, EmployeeId(MARC), "Marc", text, datetime(2026, 11, 20, tzinfo=UTC))


def test_a_long_answer_is_said_in_parts() -> None:
    text = "word " * 2500
    said = parts(answer(text))
    assert len(said) == 4
    assert all(0 < len(piece) <= BODY_LIMIT for _, piece in said)
    assert " ".join(piece for _, piece in said) == text.strip()
    ids = [number for number, _ in said]
    assert ids == [number for number, _ in parts(answer(text))]
    assert len(set(ids)) == 4
    assert len(parts(answer("x" * BODY_LIMIT * 20))) == 8


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("Hello", True),
        ("Write to ann@example.com", True),
        ("Write to ann@example.com\nor to me.", True),
        ("Message forwarded to ann@example.com\nComment: look", False),
        ("Message transféré à ann@example.com\nCommentaire : regarde\nbien", False),
        ("", False),
    ],
)
def test_what_was_forwarded_is_no_answer(text: str, theirs: bool) -> None:
    assert for_customers(text) is theirs


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("<p>a</p><br>\n<b>b</b>", "a\nb"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        (" \0 ", ""),
    ],
)
def test_answers_are_read_as_they_were_typed(stored: str, text: str) -> None:
    assert readable(stored) == text
