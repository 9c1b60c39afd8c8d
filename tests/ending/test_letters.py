"""What the mails of a chat that is over say, and to whom."""

import re
from datetime import timedelta

from sidecar.mail.rules import Letter, Mailbox
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId
from tests.conversations.rooms import SHOPS
from tests.ending.rooms import Room
from tests.people import SARA, customer, guest

ADA = "ada@example.org"


async def reached(room: Room, number: ConversationId, lang: str = "en") -> None:
    """The guest left an address and reads another language."""
    await room.sql(
        "UPDATE PREFIX_onlinechat_conversation SET email = %s, lang = %s"
        " WHERE id_conversation = %s",
        ADA,
        lang,
        number,
    )


async def transcript(room: Room, number: ConversationId) -> Letter:
    letter = await room.transcript(number)
    assert letter is not None
    return letter


async def unread(room: Room, number: ConversationId) -> Letter:
    letter = await room.unread_answer(number)
    assert letter is not None
    return letter


def bare(html: str) -> str:
    """What a person reads of a mail."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<body")[1]).split())


async def test_a_transcript_says_who_said_what_and_when_by_the_shop_s_clock(room: Room) -> None:
    room.tables.configure("PS_TIMEZONE", "Asia/Tokyo")
    room.tables.run(
        "DELETE FROM ps_configuration WHERE name = 'PS_TIMEZONE' AND value <> 'Asia/Tokyo'"
    )
    await room.look()
    number = await room.answered(guest(), "Yes,\nthree <b>of them</b>.")
    await reached(room, number)
    await room.sql(
        "UPDATE PREFIX_onlinechat_message SET sent_at = '2026-11-23 22:05:00' + INTERVAL seq MINUTE"
    )
    letter = await transcript(room, number)
    assert letter.subject == "Your conversation with Atelier du Coin"
    assert letter.to == (Mailbox("", ADA),)
    assert letter.sender == letter.shop == Mailbox("Atelier du Coin", "shop@example.com")
    assert letter.reply_to == Mailbox("Atelier du Coin", "shop@example.com")
    assert "Tuesday, November 24, 2026" in letter.text
    assert re.search(r"You · 7:06\sAM\nIs it in stock\?\n", letter.text)
    assert re.search(r"Sara of the shop · 7:07\sAM\nYes,\nthree <b>of them</b>\.\n", letter.text)
    assert "Times are those of Asia/Tokyo." in letter.text
    assert "Yes,<br>three &lt;b&gt;of them&lt;/b&gt;." in letter.html
    assert "of the shop" in bare(letter.html)


async def test_it_is_in_the_language_of_the_chat(room: Room) -> None:
    number = await room.answered(guest(), "Oui.")
    await reached(room, number, "fr")
    letter = await transcript(room, number)
    assert letter.subject == "Votre conversation avec Atelier du Coin"
    assert 'lang="fr"' in letter.html
    assert "Vous · " in letter.text


async def test_system_lines_are_left_out(room: Room) -> None:
    number = await room.answered(guest())
    await room.conversations.end(number, "ended_by_operator")
    await reached(room, number)
    assert "ended" not in (await transcript(room, number)).text


async def test_a_reply_reaches_whom_the_merchant_wants_notified(room: Room) -> None:
    await room.set(offline_email="not an address, desk@example.com, more@example.com")
    number = await room.answered(guest())
    await reached(room, number)
    letter = await transcript(room, number)
    assert letter.reply_to == Mailbox("Atelier du Coin", "desk@example.com")


async def test_a_customer_s_goes_to_their_account_as_it_is_now(room: Room) -> None:
    number = await room.answered(customer())
    letter = await transcript(room, number)
    assert letter.to == (Mailbox("", "pub@prestashop.com"),)
    assert "entered in the chat" not in letter.text
    await reached(room, number)
    assert (await transcript(room, number)).to == (Mailbox("", "pub@prestashop.com"),)


async def test_what_a_guest_typed_is_no_link_and_what_the_shop_says_stays(room: Room) -> None:
    link = "https://evil.example/win"
    number = await room.answered(guest(), "See https://shop.example/blue", question=f"Go to {link}")
    await reached(room, number)
    for letter in (await transcript(room, number), await unread(room, number)):
        for part in (letter.text, letter.html):
            assert "evil.example" not in part
            assert "https://shop.example/blue" in part
        assert "href=" not in letter.html
        assert "entered in the chat of Atelier du Coin" in letter.text


async def test_a_conversation_that_is_gone_makes_no_mail(room: Room) -> None:
    assert await room.transcript(12345) is None
    assert await room.unread_answer(12345) is None


async def test_without_an_address_there_is_no_mail(room: Room) -> None:
    number = await room.answered(guest())
    assert await room.transcript(number) is None
    assert await room.unread_answer(number) is None


async def test_a_very_long_chat_is_cut_at_its_beginning(room: Room) -> None:
    number = await room.answered(guest(), question="The very first")
    async with room.database.unit() as unit:
        await unit.insert_many(
            "INSERT INTO PREFIX_onlinechat_message (id_conversation, seq, client_id, author, name,"
            " body, sent_at) VALUES",
            [
                (number, seq, ulid(), "operator", "Sara", f"No. {seq} " + "x" * 3000,
                 "2026-11-23 12:00:00")
                for seq in range(100, 200)
            ],
        )  # fmt: skip
    await reached(room, number)
    letter = await transcript(room, number)
    assert "It was long: these are its last messages." in letter.text
    assert "The very first" not in letter.text
    assert "No. 199" in letter.text
    assert len(letter.text) < 250_000


async def test_the_mail_of_a_missed_answer_quotes_the_question(room: Room) -> None:
    who = guest()
    number = await room.answered(who, "Yes.")
    await room.says(who, "And in blue?")
    await room.answers(SARA, number, "Blue, too.")
    await room.answers(SARA, number, "Shall I keep one?")
    await reached(room, number)
    letter = await unread(room, number)
    assert letter.subject == "Atelier du Coin has answered you"
    assert "Blue, too." in letter.text
    assert "Shall I keep one?" in letter.text
    assert "And in blue?" in letter.text
    assert "Is it in stock?" not in letter.text
    assert letter.text.index("Shall I keep one?") < letter.text.index("And in blue?")
    assert "Yes." not in bare(letter.html)
    assert letter.reply_to == Mailbox("Atelier du Coin", "shop@example.com")


async def test_what_was_seen_meanwhile_is_not_mailed(room: Room) -> None:
    number = await room.answered(guest())
    await reached(room, number)
    conversation = await room.conversations.of_operator(number, SHOPS)
    await room.conversations.seen(conversation, "visitor", conversation.last_seq, skip=None)
    assert await room.unread_answer(number) is None


async def test_a_merchant_who_switches_it_off_stops_what_is_on_its_way(room: Room) -> None:
    number = await room.answered(guest())
    await reached(room, number)
    await room.passes(number, timedelta(minutes=6))
    await room.set(mail_unread=False)
    assert await room.unread_answer(number) is None
