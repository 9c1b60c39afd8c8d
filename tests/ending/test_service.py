"""Answers that nobody was there to read: which are mailed, when, and how often."""

import asyncio
from datetime import timedelta

import pytest

from tests.conversations.rooms import SHOPS
from tests.ending.rooms import GRACE, Room
from tests.people import INES, SARA, customer, guest, vid

SOON, LATE = GRACE - timedelta(seconds=30), GRACE + timedelta(seconds=30)
ADA = "ada@example.org"


async def test_an_answer_that_a_customer_left_before_is_mailed_once(room: Room) -> None:
    number = await room.answered(customer())
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 1
    assert await room.mails() == [("unread_answer", number)]
    assert await room.endings.mail_unread() == 0
    await room.answers(SARA, number, "One more thing.")
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 0
    assert await room.mails() == [("unread_answer", number)]


async def test_a_guest_s_is_mailed_where_they_left_an_address(room: Room) -> None:
    await room.set(ask_email=True)
    one, another = guest(), guest()
    reachable, unreachable = await room.answered(one), await room.answered(another)
    await room.endings.leave_email(one, ADA)
    await room.passes(reachable, LATE)
    await room.passes(unreachable, LATE)
    assert await room.endings.mail_unread() == 1
    assert await room.mails() == [("unread_answer", reachable)]


async def test_the_operator_may_still_be_writing(room: Room) -> None:
    number = await room.answered(customer())
    await room.passes(number, SOON)
    assert await room.endings.mail_unread() == 0


async def test_who_is_still_there_reads_it_in_the_chat(room: Room) -> None:
    who = customer()
    number = await room.answered(who)
    await room.passes(number, LATE)
    await room.here(who)
    assert await room.endings.mail_unread() == 0


async def test_who_saw_it_gets_no_mail(room: Room) -> None:
    number = await room.answered(customer())
    conversation = await room.conversations.of_operator(number, SHOPS)
    await room.conversations.seen(conversation, "visitor", conversation.last_seq, skip=None)
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 0


async def test_who_comes_back_before_it_is_sent_gets_no_mail_now_and_one_later(room: Room) -> None:
    who = customer()
    number = await room.answered(who)
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 1
    conversation = await room.conversations.of_operator(number, SHOPS)
    await room.conversations.seen(conversation, "visitor", conversation.last_seq, skip=None)
    assert await room.unread_answer(number) is None
    async with room.database.unit() as unit:
        await room.outbox.forget(unit, "unread_answer", [number])  # as the sender does then
    await room.answers(SARA, number, "Are you still there?")
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 1
    letter = await room.unread_answer(number)
    assert letter is not None
    assert "Are you still there?" in letter.text


async def test_a_question_without_an_answer_is_not_mailed(room: Room) -> None:
    number = (await room.says(customer())).conversation.id
    await room.conversations.end(number, "ended_by_operator")
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 0


@pytest.mark.parametrize("ending", ["ended_by_operator", "visitor_gone", "archived"])
async def test_however_the_chat_ended_the_answer_arrives(room: Room, ending: str) -> None:
    number = await room.answered(customer())
    await room.conversations.end(number, "visitor_gone" if ending == "archived" else ending)
    if ending == "archived":
        await room.conversations.put_away(number)
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 1


async def test_who_is_back_on_the_site_after_the_chat_was_archived_is_left_alone(
    room: Room,
) -> None:
    who = customer()
    number = await room.answered(who)
    await room.conversations.end(number, "visitor_gone")
    await room.conversations.put_away(number)
    await room.passes(number, LATE)
    await room.here(who)
    assert await room.endings.mail_unread() == 0


async def test_an_answer_of_yesterday_is_no_news(room: Room) -> None:
    number = await room.answered(customer())
    await room.passes(number, timedelta(days=1, minutes=1))
    assert await room.endings.mail_unread() == 0


async def test_a_merchant_may_not_want_it(room: Room) -> None:
    await room.set(mail_unread=False)
    number = await room.answered(customer())
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 0


async def test_several_processes_mail_each_answer_once(room: Room, other: Room) -> None:
    await room.online(INES)
    numbers = []
    for name in range(20, 28):
        number = await room.answered(customer(number=name))  # type: ignore[arg-type]
        await room.passes(number, LATE)
        numbers.append(number)
    mailed = await asyncio.gather(
        *(one.endings.mail_unread() for one in (room, other, room, other))
    )
    assert sum(mailed) == len(numbers)
    assert sorted(number for _, number in await room.mails()) == numbers


async def test_a_guest_who_signed_in_is_mailed_at_their_account(room: Room) -> None:
    await room.set(ask_email=True)
    browser = vid()
    number = await room.answered(guest(browser))
    await room.endings.leave_email(guest(browser), ADA)
    await room.conversations.carry_over(guest(browser), customer(browser))
    await room.passes(number, LATE)
    assert await room.endings.mail_unread() == 1
    letter = await room.unread_answer(number)
    assert letter is not None
    assert letter.to[0].address == "pub@prestashop.com"


async def test_it_is_looked_for_from_time_to_time_only(room: Room) -> None:
    await room.endings.look()
    number = await room.answered(customer())
    await room.passes(number, LATE)
    await room.endings.look()
    assert await room.mails() == []


async def test_a_transcript_is_stored_with_the_wish_for_it_and_a_customer_s_may_be_renewed(
    room: Room,
) -> None:
    who = customer()
    number = await room.answered(who)
    await room.endings.send_transcript(who, None)
    await room.endings.send_transcript(who, None)
    assert await room.mails() == [("transcript", number)]
    await room.sql("UPDATE PREFIX_onlinechat_outbox SET state = 'sent', sent_at = created_at")
    await room.endings.send_transcript(who, None)
    [row] = await room.rows("SELECT state FROM PREFIX_onlinechat_outbox")
    assert row["state"] == "waiting"


async def test_with_a_conversation_its_mails_are_forgotten(room: Room) -> None:
    who = customer()
    number = await room.answered(who)
    await room.endings.send_transcript(who, None)
    await room.passes(number, LATE)
    await room.endings.mail_unread()
    assert len(await room.mails()) == 2
    async with room.database.unit() as unit:
        await room.endings.forget(unit, [number])
    assert await room.mails() == []
