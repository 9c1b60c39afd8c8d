"""What can be done with a conversation, and what happens to it when people come and go."""

import asyncio
from datetime import timedelta

import pytest

from sidecar.conversations.rules import Conversation
from sidecar.errors import ChatError, Conflict, NotAllowed, NotFound
from sidecar.platform.database import Database
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId
from tests.conftest import rows
from tests.conversations.rooms import SHOPS, Room, me
from tests.people import INES, PAUL, SARA, customer, guest, vid
from tests.waiting import until

AGO = (
    "UPDATE PREFIX_onlinechat_conversation SET {0} = {0} - INTERVAL %s SECOND WHERE {0} IS NOT NULL"
)


async def begun(room: Room, *online: EmployeeId) -> Conversation:
    """A guest who is on the site has written to the operators online."""
    await room.online(*online)
    who = guest()
    await room.here(who)
    return (await room.says(who)).conversation


async def waiting_for(room: Room, operator: EmployeeId) -> list[int]:
    """What the desk offers an operator."""
    desk = await room.desks.of(operator, SHOPS)
    return [one["id"] for one in desk["waiting"]]


# Accept, decline, offer


async def test_of_many_who_accept_exactly_one_gets_it(room: Room, other: Room) -> None:
    for _ in range(4):
        conversation = (await room.says(guest())).conversation
        await room.online(SARA, INES, PAUL)
        await other.online(SARA, INES, PAUL)
        results = await asyncio.gather(
            *(
                one.handover.accept(conversation, me(who), take_over=False)
                for one, who in ((room, SARA), (other, INES), (room, PAUL))
            ),
            return_exceptions=True,
        )
        won = [one for one in results if isinstance(one, Conversation)]
        assert len(won) == 1
        assert [type(one) for one in results if one is not won[0]] == [Conflict, Conflict]
        assert (await room.now(conversation.id)).operator == won[0].operator
        for who in (SARA, INES, PAUL):
            await room.offline(who)


async def test_a_message_and_an_acceptance_at_the_same_time_leave_one_operator(
    room: Room, other: Room
) -> None:
    """Writing into a conversation on offer accepts it, too."""
    conversation = (await room.says(guest())).conversation
    await room.online(SARA, INES)
    await other.online(SARA, INES)
    results = await asyncio.gather(
        room.answers(SARA, conversation.id),
        other.handover.accept(conversation, me(INES), take_over=False),
        return_exceptions=True,
    )
    lost = [one for one in results if isinstance(one, ChatError)]
    assert len(lost) == 1
    assert isinstance(lost[0], Conflict | NotAllowed)


async def test_who_is_offline_takes_no_conversation(room: Room) -> None:
    conversation = await begun(room)
    with pytest.raises(NotAllowed, match="Go online"):
        await room.handover.accept(conversation, me(SARA), take_over=False)


async def test_a_decline_is_remembered_until_the_next_offer(room: Room) -> None:
    conversation = await begun(room)
    await room.online(SARA, INES)
    await room.handover.decline(conversation.id, SARA)
    assert await waiting_for(room, SARA) == []
    assert await waiting_for(room, INES) == [conversation.id]
    await room.sql(AGO.format("offer_until"), 100)
    await room.handover.offer_ended(conversation.id)
    assert await waiting_for(room, SARA) == []
    await room.handover.accept(conversation, me(INES), take_over=False)
    await room.offline(INES)
    assert await waiting_for(room, SARA) == [conversation.id]


async def test_an_offer_to_one_is_theirs_alone_until_it_ends(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES, PAUL)
    offered = await room.handover.offer(conversation, SARA, INES, "She knows him")
    assert offered.operator == me(SARA)
    assert await waiting_for(room, INES) == [conversation.id]
    assert await waiting_for(room, PAUL) == []
    with pytest.raises(Conflict):
        await room.handover.accept(conversation, me(PAUL), take_over=False)
    await room.sql(AGO.format("offer_until"), 61)
    await room.handover.offer_ended(conversation.id)
    after = await room.now(conversation.id)
    assert (after.operator, after.offered_to, after.note) == (me(SARA), None, "")
    assert await waiting_for(room, INES) == []


async def test_an_accepted_offer_hands_the_conversation_over(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.handover.offer(conversation, SARA, None, "")
    await room.handover.accept(conversation, me(INES), take_over=False)
    assert (await room.now(conversation.id)).operator == me(INES)
    assert await room.texts(conversation.id) == ["Hello", "assigned"]
    with pytest.raises(NotAllowed, match="Ines has this conversation"):
        await room.answers(SARA, conversation.id)


async def test_only_who_has_a_conversation_offers_it_and_only_to_who_is_online(
    room: Room,
) -> None:
    conversation = await begun(room, SARA)
    with pytest.raises(Conflict, match="No other operator is online"):
        await room.handover.offer(conversation, SARA, None, "")
    await room.online(INES)
    with pytest.raises(Conflict, match="no longer online"):
        await room.handover.offer(conversation, SARA, PAUL, "")
    with pytest.raises(NotAllowed, match="Sara has this conversation"):
        await room.handover.offer(conversation, INES, None, "")


async def test_a_super_admin_may_take_over_what_a_colleague_has(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    with pytest.raises(Conflict):
        await room.handover.accept(conversation, me(INES), take_over=False)
    taken = await room.handover.accept(conversation, me(INES), take_over=True)
    assert taken.operator == me(INES)


# Waiting


async def test_whom_nobody_answers_for_a_minute_is_told_once_and_keeps_waiting(room: Room) -> None:
    conversation = await begun(room)
    await room.handover.offer_ended(conversation.id)
    assert await room.texts(conversation.id) == ["Hello"]
    await room.sql(AGO.format("offer_until"), 61)
    await room.handover.offer_ended(conversation.id)
    await room.handover.offer_ended(conversation.id)
    assert await room.texts(conversation.id) == ["Hello", "nobody_free"]
    assert (await room.now(conversation.id)).state == "waiting"
    await room.online(SARA)
    assert await waiting_for(room, SARA) == [conversation.id]


async def test_a_conversation_unanswered_for_three_minutes_goes_to_the_others(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.sql(AGO.format("waiting_since"), 200)
    await room.handover.unanswered(conversation.id)
    assert (await room.now(conversation.id)).operator == me(SARA), "there are no others"
    await room.online(INES)
    await room.handover.unanswered(conversation.id)
    after = await room.now(conversation.id)
    assert (after.state, after.operator, after.offered_to) == ("waiting", None, 0)
    assert await room.texts(conversation.id) == ["Hello", "operator_left"]


async def test_an_answered_conversation_stays_with_its_operator(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.answers(SARA, conversation.id)
    await room.sql(AGO.format("last_message_at"), 200)
    await room.handover.unanswered(conversation.id)
    assert (await room.now(conversation.id)).operator == me(SARA)


async def test_others_who_are_full_are_not_offered_what_nobody_answers(
    database: Database,
) -> None:
    async with Room(database, limit=1) as room:
        conversation = await begun(room, SARA)
        await room.online(INES)
        await room.says(guest())
        await room.operators.refresh()
        await room.sql(AGO.format("waiting_since"), 200)
        await room.handover.unanswered(conversation.id)
        assert (await room.now(conversation.id)).operator == me(SARA)


# Operators come and go


async def test_who_goes_offline_leaves_what_runs_to_the_others(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.offline(SARA)
    after = await room.now(conversation.id)
    assert (after.state, after.operator, after.offered_to) == ("waiting", None, 0)
    assert await waiting_for(room, INES) == [conversation.id]
    assert room.told.codes() == ["operator_left"]


async def test_with_nobody_left_online_the_visitor_is_told(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.offline(SARA)
    assert await room.texts(conversation.id) == ["Hello", "nobody_online"]
    assert room.told.codes() == ["nobody_online"]
    after = await room.now(conversation.id)
    assert (after.state, after.offer_until) == ("waiting", None)


async def test_who_goes_offline_archives_what_is_finished(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.conversations.end(conversation.id, "ended_by_operator")
    await room.offline(SARA)
    after = await room.now(conversation.id)
    assert (after.state, after.open_key) == ("archived", None)
    fresh = await room.says(conversation.visitor, "again")
    assert fresh.conversation.id != conversation.id


async def test_an_operator_whose_lease_is_over_is_switched_off_and_their_work_handed_on(
    room: Room, other: Room
) -> None:
    running = await begun(room, SARA)
    over = (await room.says(guest())).conversation
    await room.conversations.end(over.id, "ended_by_operator")
    await room.online(INES)
    await room.operators.lapse()
    assert (await room.now(running.id)).operator == me(SARA)
    await room.sql(
        "UPDATE PREFIX_onlinechat_operator SET lease_until = lease_until - INTERVAL 61 SECOND"
        " WHERE id_employee = %s",
        SARA,
    )
    await asyncio.gather(room.operators.lapse(), other.operators.lapse())
    assert (await room.now(running.id)).state == "waiting"
    assert (await room.now(over.id)).state == "archived"
    assert await room.texts(running.id) == ["Hello", "operator_left"], "told once, by one process"
    await room.operators.refresh()
    assert room.operators.wire(SARA)["reason"] == "away"
    assert not room.operators.wire(SARA)["online"]


async def test_a_tab_that_is_open_keeps_its_operator_online(room: Room) -> None:
    await room.online(SARA)
    await room.sql(
        "UPDATE PREFIX_onlinechat_operator SET lease_until = UTC_TIMESTAMP(3) + INTERVAL 1 SECOND"
    )
    await room.operators.keep([SARA])
    found = await rows(
        room.database,
        "SELECT lease_until > UTC_TIMESTAMP(3) + INTERVAL 55 SECOND AS renewed"
        " FROM PREFIX_onlinechat_operator",
    )
    assert [one["renewed"] for one in found] == [1]


async def test_when_the_last_tab_closes_only_the_grace_is_left_and_a_new_tab_renews(
    room: Room,
) -> None:
    await room.online(SARA)

    async def left() -> int:
        found = await rows(
            room.database,
            "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), lease_until) AS seconds"
            " FROM PREFIX_onlinechat_operator",
        )
        return int(found[0]["seconds"])

    await room.operators.last_tab_closed(SARA)
    assert 40 <= await left() <= 45
    await room.operators.keep([SARA])
    assert 55 <= await left() <= 60


async def test_after_a_start_everybody_s_lease_gets_the_time_to_come_back(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.sql("UPDATE PREFIX_onlinechat_operator SET lease_until = '2026-01-01'")
    await room.operators.grace()
    await room.operators.lapse()
    assert (await room.now(conversation.id)).operator == me(SARA)


async def test_a_visitor_who_is_not_there_and_needs_no_answer_takes_no_room(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.operators.refresh()
    assert room.operators.wire(SARA)["load"] == 1
    await room.answers(SARA, conversation.id)
    await room.operators.refresh()
    assert room.operators.wire(SARA)["load"] == 1, "answered, but still there"
    await room.sql("UPDATE PREFIX_onlinechat_presence SET present_until = UTC_TIMESTAMP(3)")
    await room.operators.refresh()
    assert room.operators.wire(SARA)["load"] == 0
    await room.says(conversation.visitor, "I have a question")
    await room.operators.refresh()
    assert room.operators.wire(SARA)["load"] == 1, "waits for an answer"


# Finished


async def test_a_visitor_who_writes_again_reopens_the_conversation_with_the_same_operator(
    room: Room,
) -> None:
    conversation = await begun(room, SARA, INES)
    await room.answers(SARA, conversation.id)
    await room.conversations.end(conversation.id, "ended_by_operator")
    again = await room.says(conversation.visitor, "One more thing")
    assert again.conversation.id == conversation.id
    assert again.conversation.operator == me(SARA)
    assert await room.texts(conversation.id) == [
        "Hello",
        "Good day",
        "ended_by_operator",
        "reopened_by_visitor",
        "One more thing",
    ]


async def test_an_operator_reopens_only_while_the_visitor_is_there(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.conversations.end(conversation.id, "ended_by_visitor")
    await room.sql("UPDATE PREFIX_onlinechat_presence SET present_until = UTC_TIMESTAMP(3)")
    with pytest.raises(Conflict, match="left the shop"):
        await room.conversations.reopen(conversation.id, me(SARA))
    await room.here(conversation.visitor)
    with pytest.raises(NotAllowed, match="Sara had this conversation"):
        await room.conversations.reopen(conversation.id, me(INES))
    reopened = await room.conversations.reopen(conversation.id, me(SARA))
    assert (reopened.state, reopened.operator) == ("ongoing", me(SARA))
    assert await room.texts(conversation.id) == ["Hello", "ended_by_visitor", "reopened"]


async def test_ending_twice_says_so_once(room: Room) -> None:
    conversation = await begun(room, SARA)
    await asyncio.gather(
        room.conversations.end(conversation.id, "ended_by_operator"),
        room.conversations.end(conversation.id, "ended_by_visitor"),
    )
    texts = await room.texts(conversation.id)
    assert len(texts) == 2


async def test_an_operator_s_message_into_a_finished_conversation_is_refused(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.conversations.end(conversation.id, "ended_by_operator")
    with pytest.raises(ChatError, match="Reopen it to write"):
        await room.answers(SARA, conversation.id)


async def test_a_visitor_gone_for_a_quarter_of_an_hour_finishes_the_conversation(
    room: Room,
) -> None:
    conversation = await begun(room, SARA)
    await room.conversations.visitor_gone(conversation.id)
    assert await room.texts(conversation.id) == ["Hello", "visitor_gone"]


# Who the visitor is


async def test_a_guest_who_signs_in_takes_the_conversation_along(room: Room) -> None:
    browser = vid()
    conversation = await begun(room, SARA)
    conversation = (await room.says(guest(browser), "as a guest")).conversation
    await room.conversations.carry_over(guest(browser), customer(browser))
    posted = await room.says(customer(browser), "as a customer")
    assert posted.conversation.id == conversation.id
    assert posted.conversation.visitor.customer == 2
    assert await room.texts(conversation.id) == ["as a guest", "signed_in", "as a customer"]
    opened = await room.conversations.open(customer(vid()))
    assert opened["conversation"]["id"] == conversation.id, "on the customer's other devices, too"


async def test_a_guest_who_signs_in_with_a_conversation_open_elsewhere_goes_on_there(
    room: Room,
) -> None:
    browser = vid()
    at_home = (await room.says(customer(vid()), "from home")).conversation
    here = (await room.says(guest(browser), "from here")).conversation
    await room.conversations.carry_over(guest(browser), customer(browser))
    posted = await room.says(customer(browser), "now")
    assert posted.conversation.id == at_home.id
    assert await room.texts(here.id) == ["from here", "continued"]
    assert (await room.now(here.id)).state == "finished"


async def test_signing_in_without_a_conversation_changes_nothing(room: Room) -> None:
    browser = vid()
    await room.conversations.carry_over(guest(browser), customer(browser))
    assert await room.conversations.open(customer(browser)) == {
        "conversation": None,
        "messages": [],
    }


async def test_two_tabs_that_sign_in_at_once_carry_over_once(room: Room, other: Room) -> None:
    browser = vid()
    conversation = (await room.says(guest(browser))).conversation
    await asyncio.gather(
        *(
            one.conversations.carry_over(guest(browser), customer(browser))
            for one in (room, other, room)
        )
    )
    assert await room.texts(conversation.id) == ["Hello", "signed_in"]


async def test_the_next_guest_at_a_browser_finds_nothing_of_the_customer_s_chat(
    room: Room,
) -> None:
    browser = vid()
    await room.says(customer(browser), "secret")
    for next_person in (guest(browser), guest(vid()), customer(vid(), number=3)):  # type: ignore[arg-type]
        opened = await room.conversations.open(next_person)
        assert opened == {"conversation": None, "messages": []}


async def test_the_archived_conversation_is_shown_above_the_new_one(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.conversations.end(conversation.id, "ended_by_operator")
    await room.offline(SARA)
    archived = await room.conversations.open(conversation.visitor)
    assert archived["conversation"]["state"] == "archived"
    fresh = (await room.says(conversation.visitor, "new")).conversation
    opened = await room.conversations.open(conversation.visitor)
    assert opened["conversation"]["id"] == fresh.id
    assert [one["conversationId"] for one in opened["messages"]] == [
        conversation.id,
        conversation.id,
        fresh.id,
    ]


async def test_opening_shows_the_last_fifty_messages(room: Room) -> None:
    who = guest()
    await asyncio.gather(*(room.says(who, str(number)) for number in range(1, 121)))
    opened = await room.conversations.open(who)
    assert [one["body"] for one in opened["messages"]] == [str(n) for n in range(71, 121)]


async def test_older_and_missing_messages_are_listed_in_order(room: Room) -> None:
    who = guest()
    number = (await room.says(who, "1")).conversation.id
    await asyncio.gather(*(room.says(who, str(one)) for one in range(2, 21)))

    async def listed(**bounds: int | None) -> tuple[list[int], bool]:
        asked = {"before": None, "after": None, "limit": 5} | bounds
        found, more = await room.conversations.messages(number, **asked)  # type: ignore[arg-type]
        return [one["seq"] for one in found], more

    assert await listed() == ([16, 17, 18, 19, 20], True)
    assert await listed(before=6) == ([1, 2, 3, 4, 5], False)
    assert await listed(before=7) == ([2, 3, 4, 5, 6], True)
    assert await listed(after=0) == ([1, 2, 3, 4, 5], True)
    assert await listed(after=15) == ([16, 17, 18, 19, 20], False)
    assert await listed(after=20) == ([], False)
    assert await listed(before=1) == ([], False)


async def test_seen_is_kept_and_told_to_the_other_side(room: Room) -> None:
    conversation = await begun(room, SARA)
    answered = (await room.answers(SARA, conversation.id)).conversation
    await until(lambda: room.told.names("/visitor").count("message:created") == 2)
    room.told.said.clear()
    await room.conversations.seen(answered, "visitor", 99, skip=None)
    assert (await room.now(conversation.id)).seen_by_visitor == 2
    assert room.told.names("/operator") == ["message:seen"]
    room.told.said.clear()
    await room.conversations.seen(await room.now(conversation.id), "visitor", 1, skip=None)
    assert room.told.said == []


async def test_the_desk_shows_one_s_own_conversations_and_those_to_take(room: Room) -> None:
    mine = await begun(room, SARA)
    over = (await room.says(guest())).conversation
    await room.conversations.end(over.id, "ended_by_visitor")
    await room.online(INES)
    theirs = (await room.says(guest())).conversation
    assert theirs.operator == me(INES)
    await room.offline(INES)
    desk = await room.desks.of(SARA, SHOPS)
    shown = {shelf: [one["id"] for one in found] for shelf, found in desk.items()}
    assert shown == {"ongoing": [mine.id], "waiting": [theirs.id], "finished": [over.id]}


async def test_a_conversation_of_another_shop_does_not_exist_for_an_operator(room: Room) -> None:
    elsewhere = (await room.says(guest(shop=ShopId(2)))).conversation
    for number in (elsewhere.id, ConversationId(2**62)):
        with pytest.raises(NotFound):
            await room.conversations.of_operator(number, SHOPS)
    desk = await room.desks.of(SARA, SHOPS)
    assert desk["waiting"] == []


async def test_a_page_is_shown_without_its_query_and_only_when_it_is_a_web_address(
    room: Room,
) -> None:
    conversation = await begun(room, SARA)
    for url in (
        "https://shop.example/blue?token=secret#top",
        "javascript:alert(1)",
        "http://[oops",
    ):
        await room.conversations.at_page(conversation.visitor, url, "Blue")
    shown = await room.conversations.for_operator(conversation)
    assert shown["visitor"]["page"]["url"] == "https://shop.example/blue"
    assert room.told.names("/operator").count("visitor:page") == 1


async def test_times_count_from_the_first_unanswered_message(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.says(conversation.visitor, "Hello?")
    after = await room.now(conversation.id)
    assert after.waiting_since is not None
    assert after.last_message_at is not None
    assert timedelta(0) <= after.last_message_at - after.waiting_since < timedelta(seconds=5)
    assert after.waiting_since == conversation.waiting_since
