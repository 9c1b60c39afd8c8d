"""Messages that are left: what is stored, what goes to customer service, what is refused."""

import asyncio
from datetime import UTC, datetime

import pytest

from sidecar.errors import InvalidFields, NotFound
from sidecar.offline.letters import KIND
from sidecar.platform import clock
from sidecar.platform.ids import ulid
from sidecar.protocol.base import CustomerId
from tests.offline.rooms import OTHER_SHOP, SERVICE, WEBMASTER, Room, consents, second_contact
from tests.people import MARC, SHOP, customer, guest

ORDER, PRODUCT, OTHER_PRODUCT = 1, 1, 5


async def refused(room: Room, *args: object, **fields: object) -> dict[str, str]:
    """What has to be mended; nothing was stored."""
    with pytest.raises(InvalidFields) as error:
        await room.leave(*args, **fields)  # type: ignore[arg-type]
    assert await room.rows("SELECT 1 FROM PREFIX_onlinechat_offline_message") == []
    assert await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox") == []
    return error.value.fields


async def test_a_message_is_stored_with_its_mail(room: Room) -> None:
    who = guest()
    number = await room.leave(
        who,
        values={"phone": "+33 1 23", "message": "  Is it <b>in stock</b>?\r\n"},
        page={"url": "https://shop.example/p?x=1", "title": "Apron"},
    )
    row = await room.row(number)
    assert (row["id_shop"], row["vid"], row["id_customer"], row["id_guest"]) == (
        1,
        who.vid,
        None,
        7,
    )
    assert (row["firstname"], row["lastname"], row["email"]) == ("Ada", "Byron", "ada@example.org")
    assert (row["phone"], row["message"]) == ("+33 1 23", "Is it <b>in stock</b>?")
    assert (row["page_url"], row["page_title"]) == ("https://shop.example/p", "Apron")
    assert (row["suspect"], row["id_customer_thread"], row["consent"]) == (0, None, None)
    [mail] = await room.rows("SELECT * FROM PREFIX_onlinechat_outbox")
    assert (mail["kind"], mail["id_subject"], mail["state"]) == (KIND, number, "waiting")


async def test_a_signed_in_customer_s_address_is_known_without_asking(room: Room) -> None:
    await room.set(email_required=False, email_asked=False)
    number = await room.leave(customer(), values={"email": "", "firstname": "", "lastname": ""})
    row = await room.row(number)
    assert (row["id_customer"], row["customer_name"]) == (2, "John DOE")
    assert row["email"] == "pub@prestashop.com"


async def test_an_account_with_an_address_that_mail_cannot_use_has_none(room: Room) -> None:
    room.tables.run(
        "UPDATE ps_customer SET email = %s WHERE id_customer = 2", '"<script>"@prestashop.com'
    )
    await room.set(email_required=False)
    number = await room.leave(customer(), values={"email": ""})
    assert (await room.row(number))["email"] == ""


async def test_wrong_fields_are_named_and_nothing_is_stored(room: Room) -> None:
    found = await refused(
        room,
        values={"email": "a@b", "message": "x" * 10_000, "firstname": "A\nB", "phone": "1"},
    )
    assert found == {"email": "email", "message": "too_long", "firstname": "line", "phone": "phone"}
    assert await refused(room, values={"email": "", "message": " "}) == {
        "email": "required",
        "message": "required",
    }


async def test_a_field_that_is_no_longer_asked_is_kept(room: Room) -> None:
    await room.set(firstname_asked=False, message_asked=False, message_required=False)
    row = await room.row(await room.leave())
    assert (row["firstname"], row["message"]) == ("Ada", "Hello")


async def test_ten_thousand_characters_of_a_script_s_are_no_field(room: Room) -> None:
    assert await refused(room, values={"message": "<script>" * 1250}) == {"message": "too_long"}


async def test_consent_is_asked_and_its_words_are_kept(room: Room) -> None:
    consents(room.tables, en="<p>I agree</p>")
    await room.look()
    assert await refused(room) == {"consent": "consent"}
    number = await room.leave(consent=True)
    assert (await room.row(number))["consent"] == "I agree"


# Contacts and customer service


async def test_a_contact_without_customer_service_gets_no_thread(room: Room) -> None:
    await room.set(contact_choice=True)
    row = await room.row(await room.leave(contact=WEBMASTER))
    assert (row["id_contact"], row["contact_name"]) == (1, "Webmaster")
    assert row["contact_email"] == "shop@example.com"
    assert row["id_customer_thread"] is None


async def test_a_contact_with_customer_service_gets_a_thread(room: Room) -> None:
    await room.set(contact_choice=True)
    number = await room.leave(
        contact=SERVICE,
        values={
            "message": "Is 3 < 4?\nyes &lt;script&gt;alert(1)&lt;/script&gt;",
            "phone": "12345",
        },
        page={"url": "https://shop.example/apron"},
        user_agent="Mozilla/5.0 <script>",
    )
    thread, row = await room.thread(number), await room.row(number)
    assert thread["message"] == (
        "Is 3 ‹ 4?\nyes ‹script›alert(1)‹/script›\n\n"
        "Name: Ada Byron\nPhone: 12345\nPage: https://shop.example/apron"
    )
    assert (thread["id_shop"], thread["id_lang"], thread["id_contact"]) == (1, 1, 2)
    assert (thread["id_customer"], thread["id_order"], thread["id_product"]) == (0, 0, 0)
    assert (thread["email"], thread["status"]) == ("ada@example.org", "open")
    assert (thread["file_name"], thread["id_employee"]) == ("", 0)
    assert (thread["private"], thread["read"]) == (0, 0)
    assert thread["ip_address"] == str(0xC0000207)
    assert thread["user_agent"] == "Mozilla/5.0 script"
    assert len(thread["token"]) == 12
    assert thread["token"].isalnum()
    assert row["thread_token"] == thread["token"]


async def test_a_thread_s_dates_are_the_shop_s_local_time(room: Room) -> None:
    await room.set(contact_choice=True)
    room.now = lambda: datetime(2026, 7, 1, 22, 30, 15, 999_000, tzinfo=UTC)
    thread = await room.thread(await room.leave(contact=SERVICE))
    paris = datetime(2026, 7, 2, 0, 30, 15)  # noqa: DTZ001 (as PrestaShop's tables have it)
    assert {thread[name] for name in ("date_add", "date_upd", "said_at")} == {paris}


async def test_every_message_begins_a_thread_of_its_own(room: Room) -> None:
    """Whoever knows an address could write into somebody's thread otherwise."""
    await room.set(contact_choice=True)
    threads = [
        await room.thread(await room.leave(contact=SERVICE, values={"email": "pub@prestashop.com"}))
        for _ in range(2)
    ]
    assert len({thread["id_customer_thread"] for thread in threads}) == 2
    assert len({thread["token"] for thread in threads}) == 2
    assert [thread["id_customer"] for thread in threads] == [0, 0]


async def test_without_an_address_there_is_no_thread(room: Room) -> None:
    await room.set(contact_choice=True, email_required=False)
    row = await room.row(await room.leave(contact=SERVICE, values={"email": ""}))
    assert row["id_customer_thread"] is None
    assert row["id_contact"] == SERVICE


async def test_a_customer_s_order_and_product_are_in_the_thread(room: Room) -> None:
    await room.set(contact_choice=True)
    who = customer()
    number = await room.leave(who, contact=SERVICE, order=ORDER, product=PRODUCT)
    thread, row = await room.thread(number), await room.row(number)
    assert (thread["id_customer"], thread["id_order"], thread["id_product"]) == (2, 1, 1)
    assert row["order_reference"]
    assert row["product_name"]


async def test_prestashop_9_keeps_the_product_with_the_message(room: Room) -> None:
    await room.set(contact_choice=True)
    room.tables.run(
        "ALTER TABLE ps_customer_message ADD id_product INT UNSIGNED NOT NULL DEFAULT 0"
    )
    try:
        number = await room.leave(customer(), contact=SERVICE, order=ORDER, product=PRODUCT)
        [found] = await room.rows(
            "SELECT m.id_product FROM PREFIX_customer_message m"
            " JOIN PREFIX_onlinechat_offline_message o USING (id_customer_thread)"
            " WHERE o.id_offline_message = %s",
            number,
        )
    finally:
        room.tables.run("ALTER TABLE ps_customer_message DROP id_product")
    assert found["id_product"] == PRODUCT


async def test_old_tables_that_hold_no_emoji_take_the_message_without(room: Room) -> None:
    await room.set(contact_choice=True)
    room.tables.run(
        "ALTER TABLE ps_customer_message MODIFY message MEDIUMTEXT CHARACTER SET utf8mb3"
    )
    try:
        number = await room.leave(
            contact=SERVICE, values={"message": "Ça va? 👋", "lastname": "👋"}
        )
        thread = await room.thread(number)
    finally:
        room.tables.run(
            "ALTER TABLE ps_customer_message MODIFY message MEDIUMTEXT"
            " CHARACTER SET utf8mb4 NOT NULL"
        )
    assert thread["message"] == "Ça va? \ufffd\n\nName: Ada \ufffd"
    assert (await room.row(number))["message"] == "Ça va? 👋"


async def test_a_shop_whose_tables_take_no_thread_keeps_message_and_mail(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await room.set(contact_choice=True)
    room.tables.run("ALTER TABLE ps_customer_message ADD other_module INT NOT NULL")
    try:
        row = await room.row(await room.leave(contact=SERVICE, values={"message": "private words"}))
    finally:
        room.tables.run("ALTER TABLE ps_customer_message DROP other_module")
    assert row["id_customer_thread"] is None
    assert len(await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1
    assert (
        await room.rows("SELECT 1 FROM PREFIX_customer_thread WHERE email = 'ada@example.org'")
        == []
    )
    assert "not in customer service" in caplog.text
    assert "private words" not in caplog.text


@pytest.mark.parametrize("contact", [3, 99, 2**62])
async def test_a_contact_of_another_shop_is_refused(room: Room, contact: int) -> None:
    room.tables.second()
    second_contact(room.tables)
    await room.set(contact_choice=True)
    assert await refused(room, contact=contact) == {"contact": "contact"}


async def test_a_contact_chosen_before_the_choice_was_switched_off_is_let_go(room: Room) -> None:
    row = await room.row(await room.leave(contact=SERVICE))
    assert row["id_contact"] is None


@pytest.mark.parametrize(
    ("who", "order", "product", "wrong"),
    [
        (customer(number=CustomerId(3)), ORDER, None, {"order": "order"}),
        (guest(), ORDER, None, {"order": "order"}),
        (customer(), 2**62, None, {"order": "order"}),
        (customer(), ORDER, 999, {"product": "product"}),
        (customer(), None, PRODUCT, {"product": "product"}),
        (guest(), None, PRODUCT, {"product": "product"}),
    ],
)
async def test_another_s_order_and_a_product_not_in_it_are_refused(
    room: Room, who: object, order: int | None, product: int | None, wrong: dict[str, str]
) -> None:
    assert await refused(room, who, order=order, product=product) == wrong


async def test_a_form_filled_by_a_program_is_kept_and_not_mailed(room: Room) -> None:
    await room.set(contact_choice=True)
    number = await room.leave(contact=SERVICE, values={"website": "http://spam.example"})
    row = await room.row(number)
    assert (row["suspect"], row["id_customer_thread"]) == (1, None)
    assert await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox") == []


# Once


async def test_the_same_message_twice_at_once_is_stored_once(room: Room) -> None:
    await room.set(contact_choice=True)
    who, client_id = guest(), ulid()
    numbers = await asyncio.gather(
        *(room.leave(who, clientId=client_id, contact=SERVICE) for _ in range(5))
    )
    assert len(set(numbers)) == 1
    assert len(await room.rows("SELECT 1 FROM PREFIX_onlinechat_offline_message")) == 1
    assert len(await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1
    found = await room.rows("SELECT 1 FROM PREFIX_customer_thread WHERE email = 'ada@example.org'")
    assert len(found) == 1
    assert await room.messages.known(who, client_id) == numbers[0]
    assert await room.messages.known(guest(), client_id) is None


# What a customer need not type


async def test_a_customer_s_form_is_filled_and_knows_the_orders(room: Room) -> None:
    start = await room.messages.start(customer(), room.facts.shops[SHOP])
    assert (start.values.firstname, start.values.lastname) == ("John", "DOE")
    assert start.values.email == "pub@prestashop.com"
    assert ORDER in [order.id for order in start.orders]
    assert all(order.products for order in start.orders)


@pytest.mark.parametrize("who", [guest(), customer(number=CustomerId(999))])
async def test_of_others_nothing_is_known(room: Room, who: object) -> None:
    start = await room.messages.start(who, room.facts.shops[SHOP])
    assert (start.values.wire(), start.orders) == (type(start.values)().wire(), [])


# The merchant


async def test_deleting_takes_the_mail_along_and_leaves_the_thread(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await room.set(contact_choice=True)
    caplog.set_level("INFO")
    number = await room.leave(contact=SERVICE)
    with pytest.raises(NotFound):
        await room.messages.delete(number, [OTHER_SHOP], by=MARC)
    await room.messages.delete(number, [SHOP], by=MARC)
    assert await room.rows("SELECT 1 FROM PREFIX_onlinechat_offline_message") == []
    assert await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox") == []
    assert await room.rows("SELECT 1 FROM PREFIX_customer_thread WHERE email = 'ada@example.org'")
    assert f"offline message {number} deleted by employee 1" in caplog.text
    [gone] = await room.rows("SELECT * FROM PREFIX_onlinechat_deletion")
    assert (gone["cause"], gone["id_employee"], gone["kind"], gone["amount"], gone["ids"]) == (
        "employee",
        MARC,
        "offline_message",
        1,
        str(number),
    )
    assert "ada@" not in caplog.text
    with pytest.raises(NotFound):
        await room.messages.delete(number, [SHOP], by=MARC)


async def test_what_looked_like_a_program_s_can_be_sent_after_all(room: Room) -> None:
    number = await room.leave(values={"website": "x"})
    with pytest.raises(NotFound):
        await room.messages.send(number, [OTHER_SHOP])
    await room.messages.send(number, [SHOP])
    left, mail = await room.messages.one(number, [SHOP])
    assert not left.suspect
    assert mail is not None
    assert mail.state == "waiting"
    await room.messages.send(number, [SHOP])
    assert len(await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1


async def test_two_who_send_it_at_once_send_it_once(room: Room) -> None:
    number = await room.leave(values={"website": "x"})
    await asyncio.gather(*(room.messages.send(number, [SHOP]) for _ in range(5)))
    assert len(await room.rows("SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1


async def test_a_mail_that_was_given_up_begins_anew(room: Room) -> None:
    number = await room.leave()
    room.tables.run(
        "UPDATE ps_onlinechat_outbox SET state = 'given_up', attempts = 30, last_error = 'refused'"
    )
    await room.messages.send(number, [SHOP])
    _, mail = await room.messages.one(number, [SHOP])
    assert mail is not None
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert mail.next_attempt_at <= clock.now()
