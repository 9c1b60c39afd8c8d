"""The mail about an offline message: from whom, to whom, and every field in it."""

import dataclasses
import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar.mail.problems import MailProblem
from sidecar.mail.rules import Letter, Mailbox, build
from sidecar.offline import store
from sidecar.offline.store import Left
from sidecar.shop.shops import Language, Shop
from tests.offline.rooms import SERVICE, Room, choose
from tests.people import SHOP, customer, guest

SHOP_MAILBOX = Mailbox("Atelier du Coin", "shop@example.com")
ADA = Mailbox("Ada Byron", "ada@example.org")


async def letter(room: Room, number: int) -> Letter:
    async with room.database.reading() as unit:
        found = await room.letters.compose(unit, number)
    assert found is not None
    return found


async def left(room: Room, **fields: object) -> Letter:
    return await letter(room, await room.leave(**fields))  # type: ignore[arg-type]


async def test_an_answer_goes_to_the_customer(room: Room) -> None:
    found = await left(room)
    assert (found.shop, found.sender, found.reply_to) == (SHOP_MAILBOX, SHOP_MAILBOX, ADA)
    assert found.to == (Mailbox("", "shop@example.com"),)
    assert found.subject == "New message from Ada Byron"


async def test_the_merchant_may_have_it_come_from_the_customer(room: Room) -> None:
    await room.set(sender="customer")
    found = await left(room)
    assert (found.shop, found.sender, found.reply_to) == (SHOP_MAILBOX, ADA, None)


@pytest.mark.parametrize("sender", ["shop", "customer"])
async def test_without_an_address_it_comes_from_the_shop(room: Room, sender: str) -> None:
    await room.set(sender=sender, email_required=False)
    found = await left(room, values={"email": ""})
    assert (found.sender, found.reply_to) == (SHOP_MAILBOX, None)
    assert "does not reach the customer" in found.text
    assert "does not reach the customer" in found.html


async def test_a_customer_is_answered_at_the_account_s_address(room: Room) -> None:
    await room.set(email_asked=False, email_required=False)
    found = await letter(room, await room.leave(customer(), values={"email": ""}))
    assert found.reply_to == Mailbox("Ada Byron", "pub@prestashop.com")
    assert "Customer: #2 John DOE" in found.text


async def test_several_people_may_be_notified(room: Room) -> None:
    await room.set(offline_email="a@example.com, b@example.com")
    found = await left(room)
    assert [one.address for one in found.to] == ["a@example.com", "b@example.com"]


async def test_a_chosen_contact_gets_it_at_its_address_of_today(room: Room) -> None:
    await room.set(contact_choice=True)
    number = await room.leave(contact=SERVICE)
    to = (await letter(room, number)).to
    assert to == (Mailbox("Customer service", "service@example.com"),)
    room.tables.run("UPDATE ps_contact SET email = 'new@example.com' WHERE id_contact = 2")
    await room.look()
    assert [one.address for one in (await letter(room, number)).to] == ["new@example.com"]
    room.tables.run("DELETE FROM ps_contact_shop WHERE id_contact = 2")
    await room.look()
    assert [one.address for one in (await letter(room, number)).to] == ["service@example.com"]


async def test_every_field_is_in_both_parts(room: Room) -> None:
    await room.set(contact_choice=True, phone_asked=True)
    number = await room.leave(
        dataclasses.replace(customer(), lang="fr"),
        values={"phone": "+33 1 23", "message": "Où est-elle ?\nMerci", "lastname": ""},
        contact=SERVICE,
        order=1,
        product=1,
        page={"url": "https://shop.example/tablier", "title": "Tablier"},
    )
    room.tables.run("UPDATE ps_onlinechat_offline_message SET created_at = '2026-07-01 22:30:15'")
    found = await letter(room, number)
    row = await room.row(number)
    for part in (found.text, found.html):
        for text in (
            "Où est-elle ?", "Merci", "Ada", "ada@example.org", "+33 1 23", "(left empty)",
            "Customer service", row["order_reference"], row["product_name"], "#2 John DOE",
            "Tablier", "https://shop.example/tablier", "Français (French)", "July 2, 2026",
            "12:30:15",
        ):  # fmt: skip
            assert text in part, text
    assert "Où est-elle ?\nMerci\n" in found.text
    assert "Où est-elle ?<br>Merci<" in found.html


async def test_it_is_in_the_merchant_s_language(room: Room) -> None:
    room.tables.run("UPDATE ps_configuration SET value = '2' WHERE name = 'PS_LANG_DEFAULT'")
    await room.look()
    found = await left(room)
    assert '<html lang="fr"' in found.html


HTML = '<script>alert("1")</script><img src=x onerror=alert(1)>'


async def test_html_in_the_fields_stays_text(room: Room) -> None:
    found = await left(
        room,
        values={"firstname": HTML, "lastname": "</title><b>", "message": f"{HTML}</div>"},
        page={"url": "https://shop.example/<b>'\"", "title": HTML},
    )
    assert HTML in found.text
    for markup in ("<script", "<img", "<b>", "</title><b>"):
        assert markup not in found.html
    assert "&lt;script&gt;alert(&#34;1&#34;)" in found.html


@pytest.fixture
async def sample(room: Room) -> Left:
    """A message that is there."""
    number = await room.leave()
    async with room.database.reading() as unit:
        found = await store.one(unit, number)
    assert found is not None
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {
            name: st.text(
                st.characters(exclude_categories=["Cs"]) | st.sampled_from('\r\n:<>,@"'),
                max_size=40,
            )
            for name in ("firstname", "lastname", "customer_name", "contact_name", "message")
        }
    ),
    st.booleans(),
)
def test_no_field_brings_a_header_in(
    room: Room, sample: Left, texts: dict[str, str], filed: bool
) -> None:
    """Whatever stands in the table, by whatever way it came there."""
    one = dataclasses.replace(sample, **texts, contact=2, contact_email="service@example.com")
    if filed:
        one = dataclasses.replace(one, thread=5, thread_token="Abc123")
    found = room.letters.letter(one, room.facts.shops[SHOP])
    mail = build(found, message_id="<1.test@shop.example>", date=datetime(2026, 1, 1, tzinfo=UTC))
    head = bytes(mail).split(b"\r\n\r\n", 1)[0].decode("ascii")
    names = [line.partition(":")[0] for line in re.sub(r"\r\n[ \t]", " ", head).split("\r\n")]
    assert sorted(names) == sorted(
        ["From", "To", "Reply-To", "Subject", "Message-ID", "Date", "MIME-Version", "Content-Type"]
    )
    assert [one.addr_spec for one in mail["To"].addresses] == ["service@example.com"]
    assert [one.addr_spec for one in mail["Reply-To"].addresses] == ["ada@example.org"]


# With the shop's own customer service


async def test_the_shop_s_sync_makes_no_thread_of_a_mail_to_a_contact(room: Room) -> None:
    """AdminCustomerThreadsController::syncImap looks for this word, not at the very beginning."""
    await room.set(contact_choice=True)
    assert (await left(room, contact=1)).subject == "New message from Ada Byron [no_sync]"
    assert "[no_sync]" not in (await left(room)).subject
    room.tables.configure("PS_SAV_IMAP_CREATE_THREADS", "1")
    assert (await left(room)).subject == "New message from Ada Byron [no_sync]"


async def test_a_name_without_letters_of_ascii_does_not_hide_the_thread_s_marks(
    room: Room,
) -> None:
    await room.set(contact_choice=True)
    for name, subject in (
        ("José", "New message from Jose"),
        ("Ελένη", "New message from a visitor"),
    ):
        found = await left(room, contact=SERVICE, values={"firstname": name, "lastname": ""})
        assert found.subject == f"{subject} [no_sync]"
        assert found.reply_to == Mailbox(name, "ada@example.org")


@pytest.mark.parametrize("lang", ["en", "fr", "it"])
@pytest.mark.parametrize("name", ["Ada", ""])
async def test_in_every_language_the_subject_of_a_thread_s_mail_is_ascii(
    room: Room, sample: Left, lang: str, name: str
) -> None:
    """A mail program codes the subject of an answer whole otherwise, the marks with it."""
    one = dataclasses.replace(sample, firstname=name, lastname="", thread=5, thread_token="Abc")
    shop = dataclasses.replace(room.facts.shops[SHOP], default_language=lang)
    assert room.letters.letter(one, shop).subject.isascii()


async def test_the_shop_s_sync_takes_answers_into_the_thread_and_not_our_own_mail(
    room: Room,
) -> None:
    """It looks for the marks in the subject as it stands in the mail, coded or not."""
    await room.set(contact_choice=True)
    number = await room.leave(contact=SERVICE, values={"firstname": "José"})
    row = await room.row(number)
    marks = f"#ct{row['id_customer_thread']} #tc{row['thread_token']}"
    mail = build(
        await letter(room, number),
        message_id="<1.test@shop.example>",
        date=datetime(2026, 1, 1, tzinfo=UTC),
    )
    raw = bytes(mail).split(b"\r\n\r\n", 1)[0]
    assert b"#ct" not in raw
    assert b"#tc" not in raw
    assert b"[no_sync]" in raw
    read = email.message_from_bytes(bytes(mail), policy=email.policy.default)["Subject"]
    assert read == f"New message from Jose Byron [no_sync] {marks}"
    answer = EmailMessage()
    answer["Subject"] = f"Re: {read}"
    assert marks.encode() in bytes(answer)
    assert marks not in (await left(room)).subject


# What is gone


async def test_of_a_deleted_message_there_is_no_mail(room: Room) -> None:
    async with room.database.reading() as unit:
        assert await room.letters.compose(unit, 12345) is None


async def test_the_mail_of_a_shop_that_is_switched_off_waits(room: Room) -> None:
    number = await room.leave()
    room.tables.run("UPDATE ps_shop SET active = 0")
    await room.look()
    async with room.database.reading() as unit:
        with pytest.raises(MailProblem):
            await room.letters.compose(unit, number)


async def test_a_time_zone_nobody_knows_does_no_harm(room: Room) -> None:
    room.tables.configure("PS_TIMEZONE", "Mars/Olympus")
    room.tables.run("DELETE FROM ps_configuration WHERE value = 'Europe/Paris'")
    await room.look()
    assert room.facts.shops[SHOP].timezone == "Mars/Olympus"
    assert "Received: " in (await left(room)).text


async def test_a_shop_with_one_language_does_not_name_it(room: Room) -> None:
    number = await room.leave(guest())
    async with room.database.reading() as unit:
        one = await store.one(unit, number)
    assert one is not None
    shop = room.facts.shops[SHOP]
    single: Shop = dataclasses.replace(shop, languages=(Language("en", False, "English", 1),))  # noqa: FBT003
    assert "Language:" in room.letters.letter(one, shop).text
    assert "Language:" not in room.letters.letter(one, single).text


async def test_each_shop_s_own_settings_count(room: Room) -> None:
    room.tables.second()
    choose(room.tables, shop=2, offline_email="second@example.com")
    await room.look()
    found = await letter(room, await room.leave(guest(shop=list(room.facts.shops)[1])))
    assert [one.address for one in found.to] == ["second@example.com"]
