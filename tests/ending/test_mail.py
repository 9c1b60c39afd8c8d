"""From the chat to the visitor's inbox, by the shop's mail server."""

import pytest

from tests.conftest import Shop, Starts
from tests.ending.test_doors import over
from tests.offline.rooms import choose
from tests.people import customer, guest, visitor_token
from tests.running import Chat
from tests.stack.inbox import Inbox, Mail
from tests.waiting import until

ADA = "ada@example.org"


async def arrived(inbox: Inbox, count: int = 1) -> Mail:
    """The newest mail, once there are so many and nothing more is on its way."""
    await until(lambda: len(inbox.mails) >= count, what="a mail")
    assert len(inbox.mails) == count
    return inbox.mails[-1]


async def test_a_guest_gets_the_transcript_once(chat: Chat, inbox: Inbox, shop: Shop) -> None:
    made = await over(chat)
    await made.visitor.ask("transcript:request", email=ADA)
    mail = await arrived(inbox)
    assert mail.recipients == (ADA,)
    assert mail.content["From"] == "Atelier du Coin <shop@example.com>"
    assert mail.content["Reply-To"] == "Atelier du Coin <shop@example.com>"
    assert mail.content["Subject"] == "Your conversation with Atelier du Coin"
    assert "Is it in stock?" in mail.text
    assert "Is it in stock?" in mail.html
    assert (await made.shown(made.visitor, transcript=True))["reachable"] is True
    await made.visitor.ask("transcript:request", email=ADA)
    error = await made.visitor.refused("transcript:request", email="bob@example.org")
    assert error["code"] == "conflict"
    assert shop.run("SELECT COUNT(*) FROM ps_onlinechat_outbox") == [(1,)]


async def test_a_customer_s_goes_to_the_account_whatever_a_page_says(
    chat: Chat, inbox: Inbox
) -> None:
    made = await over(chat, customer())
    await made.visitor.ask("transcript:request", email="stranger@example.org")
    assert (await arrived(inbox)).recipients == ("pub@prestashop.com",)


async def test_an_answer_that_was_missed_is_mailed_and_a_reply_reaches_the_merchant(
    start: Starts, inbox: Inbox, shop: Shop
) -> None:
    choose(shop, offline_email="desk@example.com")
    made = await over(await start(), customer())
    await made.visitor.close()
    await made.sara.heard("visitor:presence", lambda e: not e["present"])
    shop.run(
        "UPDATE ps_onlinechat_conversation SET last_message_at = last_message_at - INTERVAL 1 HOUR"
    )
    shop.run("UPDATE ps_onlinechat_presence SET present_until = present_until - INTERVAL 1 HOUR")
    await start()  # a process that starts looks at once
    mail = await arrived(inbox)
    assert mail.recipients == ("pub@prestashop.com",)
    assert mail.content["Subject"] == "Atelier du Coin has answered you"
    assert mail.content["Reply-To"] == "Atelier du Coin <desk@example.com>"
    assert "Yes." in mail.text


async def test_nothing_is_mailed_before_somebody_answered(chat: Chat) -> None:
    made = await over(chat, answered=False)
    error = await made.visitor.refused("transcript:request", email=ADA)
    assert error["code"] == "not_allowed"


async def test_a_guest_has_to_say_where(chat: Chat) -> None:
    made = await over(chat)
    assert (await made.visitor.refused("transcript:request"))["code"] == "invalid_format"
    stranger = await chat.visitor()
    assert (await stranger.refused("transcript:request", email=ADA))["code"] == "not_found"


async def test_transcripts_can_be_switched_off(start: Starts, shop: Shop) -> None:
    choose(shop, transcript=False)
    made = await over(await start())
    error = await made.visitor.refused("transcript:request", email=ADA)
    assert error["code"] == "not_allowed"


async def test_the_next_person_at_the_browser_gets_nobody_else_s_transcript(
    chat: Chat, shop: Shop
) -> None:
    made = await over(chat, customer())
    await made.visitor.ask("session:renew", token=visitor_token(guest()))
    error = await made.visitor.refused("transcript:request", email=ADA)
    assert error["code"] == "not_found"
    assert shop.run("SELECT * FROM ps_onlinechat_outbox") == []


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@example.org\r\nBcc: all@example.org", "a@b.c,d@e.f", 7]
)
async def test_what_is_no_address_gets_nothing(chat: Chat, shop: Shop, email: object) -> None:
    made = await over(chat)
    error = await made.visitor.refused("transcript:request", email=email)
    assert error["code"] == "invalid_format"
    assert shop.run("SELECT * FROM ps_onlinechat_outbox") == []


async def test_one_mailbox_is_not_flooded_whoever_asks(chat: Chat, shop: Shop) -> None:
    codes = []
    for _ in range(7):
        made = await over(chat)
        answer = await made.visitor.raw("transcript:request", {"email": ADA})
        codes.append("" if answer["ok"] else answer["error"]["code"])
        await made.sara.close()
    assert codes == [""] * 5 + ["too_many"] * 2
    assert shop.run("SELECT COUNT(*) FROM ps_onlinechat_outbox") == [(5,)]


async def test_one_visitor_asks_three_times_an_hour(chat: Chat) -> None:
    made = await over(chat, customer())
    for _ in range(3):
        await made.visitor.ask("transcript:request")
    assert (await made.visitor.refused("transcript:request"))["code"] == "too_many"
