"""Conversations that change hands: of several exactly one gets it, nothing is left lying."""

import asyncio

import pytest

from sidecar.conversations.rules import Conversation
from sidecar.errors import ChatError, Conflict, NotAllowed
from sidecar.platform.database import Database
from sidecar.protocol.base import EmployeeId
from tests.conftest import rows
from tests.conversations.rooms import AGO, SHOPS, Room, begun, me, waiting_for
from tests.people import INES, PAUL, SARA, guest

DIGITS = " UNION ALL ".join(f"SELECT {digit} AS d" for digit in range(10))
NUMBERS = (
    "SELECT a.d + 10 * b.d + 100 * c.d + 1000 * k.d AS number"
    f" FROM ({DIGITS}) a, ({DIGITS}) b, ({DIGITS}) c, (SELECT 0 AS d UNION ALL SELECT 1) k"
)
"""0 to 1999."""


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
    await room.online(SARA)
    room.open = False
    conversation = await begun(room)
    room.open = True
    await room.handover.offer_ended(conversation.id)
    assert await room.texts(conversation.id) == ["Hello"]
    await room.sql(AGO.format("offer_until"), 61)
    await room.handover.offer_ended(conversation.id)
    await room.handover.offer_ended(conversation.id)
    assert await room.texts(conversation.id) == ["Hello", "nobody_free"]
    assert (await room.now(conversation.id)).state == "waiting"
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


async def test_a_message_that_an_offline_operator_sends_takes_no_conversation(room: Room) -> None:
    """A laptop wakes up and sends what was typed before its operator was set offline."""
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.offline(SARA)
    with pytest.raises(NotAllowed, match="Go online"):
        await room.answers(SARA, conversation.id)
    assert (await room.now(conversation.id)).state == "waiting"
    assert (await room.answers(INES, conversation.id)).conversation.operator == me(INES)


async def test_who_is_switched_off_meanwhile_takes_none_though_this_process_has_not_heard_of_it(
    room: Room, other: Room
) -> None:
    conversation = await begun(room)
    await room.online(SARA)
    await other.offline(SARA)
    with pytest.raises(NotAllowed, match="Go online"):
        await room.handover.accept(conversation, me(SARA), take_over=False)
    with pytest.raises(NotAllowed, match="Go online"):
        await room.answers(SARA, conversation.id)
    assert (await room.now(conversation.id)).operator is None


async def test_a_finished_conversation_is_reopened_only_by_who_is_online(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.conversations.end(conversation.id, "ended_by_visitor")
    await room.sql("UPDATE PREFIX_onlinechat_operator SET online = 0")
    with pytest.raises(NotAllowed, match="Go online"):
        await room.conversations.reopen(conversation.id, me(SARA))


# Two at once


async def test_of_two_supervisors_who_take_the_same_offer_exactly_one_gets_it(
    room: Room, other: Room
) -> None:
    """The slower one meant the offer, not to take it away from the faster one."""
    await room.online(SARA, INES)
    await other.operators.refresh()
    for _ in range(10):
        room.open = False
        conversation = (await room.says(guest())).conversation
        results = await asyncio.gather(
            room.handover.accept(conversation, me(SARA), take_over=True),
            other.handover.accept(conversation, me(INES), take_over=True),
            return_exceptions=True,
        )
        won = [one for one in results if isinstance(one, Conversation)]
        assert [type(one) for one in results if one not in won] == [Conflict]
        assert (await room.now(conversation.id)).operator == won[0].operator


async def test_what_a_colleague_accepted_a_while_ago_can_be_taken_over(room: Room) -> None:
    conversation = await begun(room)
    await room.online(SARA, INES)
    await room.handover.accept(conversation, me(SARA), take_over=False)
    with pytest.raises(Conflict, match="Sara has this conversation"):
        await room.handover.accept(conversation, me(INES), take_over=True)
    await room.sql(AGO.format("taken_at"), 1)
    taken = await room.handover.accept(conversation, me(INES), take_over=True)
    assert taken.operator == me(INES)


async def test_who_may_end_only_their_own_does_not_end_what_a_colleague_just_took(
    room: Room,
) -> None:
    conversation = await begun(room)
    await room.online(SARA, INES)
    await room.handover.accept(conversation, me(INES), take_over=False)
    with pytest.raises(NotAllowed):
        await room.conversations.end(conversation.id, "ended_by_operator", by=SARA)
    assert (await room.now(conversation.id)).state == "ongoing"


# To somebody who is gone


async def test_an_offer_to_one_who_has_just_gone_offline_is_refused_and_nothing_changes(
    room: Room, other: Room
) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES, PAUL)
    await other.offline(INES)
    with pytest.raises(Conflict, match="no longer online"):
        await room.handover.offer(conversation, SARA, INES, "please")
    after = await room.now(conversation.id)
    assert (after.operator, after.offered_to) == (me(SARA), None)


async def test_an_offer_ends_when_who_was_asked_goes_offline(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.handover.offer(conversation, SARA, INES, "please")
    await room.offline(INES)
    after = await room.now(conversation.id)
    assert (after.state, after.operator, after.offered_to) == ("ongoing", me(SARA), None)
    changed = [data for _, _, name, data in room.told.said if name == "conversation:changed"]
    assert "offeredTo" not in changed[-1]["conversation"]


async def test_a_waiting_conversation_offered_to_one_who_leaves_is_offered_to_all(
    room: Room,
) -> None:
    conversation = await begun(room)
    await room.online(SARA, INES, PAUL)
    await room.handover.offer(conversation, SARA, INES, "please")
    assert await waiting_for(room, PAUL) == []
    await room.offline(INES)
    assert (await room.now(conversation.id)).state == "waiting"
    assert await waiting_for(room, PAUL) == [conversation.id]


async def test_who_offers_and_leaves_before_the_answer_leaves_it_to_all(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES, PAUL)
    await room.handover.offer(conversation, SARA, INES, "please")
    await room.offline(SARA)
    assert await waiting_for(room, INES) == await waiting_for(room, PAUL) == [conversation.id]


async def test_when_only_silent_operators_are_left_the_visitor_is_told_that_nobody_is_there(
    room: Room,
) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.sql(
        "UPDATE PREFIX_onlinechat_operator SET silent_since = UTC_TIMESTAMP(3)"
        " WHERE id_employee = %s",
        INES,
    )
    await room.offline(SARA)
    assert await room.texts(conversation.id) == ["Hello", "nobody_online"]
    assert await waiting_for(room, INES) == [conversation.id], "who comes back may take it"


# A process dies between switching somebody off and handing on what they had


@pytest.mark.parametrize("asked", [None, INES])
async def test_what_an_operator_who_is_offline_still_has_is_handed_on(
    room: Room, asked: EmployeeId | None
) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES, PAUL)
    if asked:
        await room.handover.offer(conversation, SARA, asked, "")
    await room.sql(
        "UPDATE PREFIX_onlinechat_operator SET online = 0 WHERE id_employee IN (%s, %s)",
        SARA,
        asked or SARA,
    )
    await room.operators.refresh()
    await room.handover.stranded(conversation.id)
    after = await room.now(conversation.id)
    assert (after.state, after.operator, after.offered_to) == ("waiting", None, 0)
    assert await waiting_for(room, PAUL) == [conversation.id]


async def test_who_is_back_before_it_is_handed_on_keeps_it(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.handover.stranded(conversation.id)
    await room.handover.left(SARA)
    assert (await room.now(conversation.id)).operator == me(SARA)


# Somebody comes


async def test_what_waits_is_offered_to_who_comes_online_whatever_they_declined_before(
    room: Room,
) -> None:
    waiting = await begun(room)
    await room.online(SARA, INES)
    await room.handover.decline(waiting.id, SARA)
    assert await waiting_for(room, SARA) == []
    await room.offline(SARA)
    room.told.said.clear()
    await room.online(SARA)
    assert await waiting_for(room, SARA) == [waiting.id]
    offered = [
        (rooms, data["conversation"]["id"], data["conversation"]["offeredTo"])
        for _, rooms, name, data in room.told.said
        if name == "conversation:changed"
    ]
    assert offered == [([f"employee:{SARA}"], waiting.id, 0)]
    assert (await room.now(waiting.id)).operator is None, "offered, not given"


async def test_the_decline_of_what_is_not_on_offer_is_not_remembered(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.handover.decline(conversation.id, INES)
    await room.handover.offer(conversation, SARA, None, "")
    assert await waiting_for(room, INES) == [conversation.id]


# Outside the business hours


async def test_a_first_message_that_comes_after_closing_is_kept_and_waits(room: Room) -> None:
    await room.online(SARA)
    room.open = False
    conversation = await begun(room)
    assert (conversation.state, conversation.operator) == ("waiting", None)
    assert await waiting_for(room, SARA) == [conversation.id], "who is still there may take it"
    await room.sql(AGO.format("offer_until"), 61)
    await room.handover.offer_ended(conversation.id)
    assert await room.texts(conversation.id) == ["Hello", "nobody_online"]
    assert (await room.now(conversation.id)).state == "waiting"


async def test_a_conversation_that_runs_goes_on_after_closing(room: Room) -> None:
    conversation = await begun(room, SARA)
    room.open = False
    await room.says(conversation.visitor, "One more question")
    assert (await room.answers(SARA, conversation.id)).conversation.operator == me(SARA)
    await room.conversations.end(conversation.id, "ended_by_operator")
    again = (await room.says(conversation.visitor, "And thank you")).conversation
    assert (again.state, again.operator) == ("ongoing", me(SARA))


async def test_a_finished_conversation_is_given_to_nobody_else_after_closing(room: Room) -> None:
    conversation = await begun(room, SARA)
    await room.online(INES)
    await room.conversations.end(conversation.id, "ended_by_operator")
    room.open = False
    await room.sql("UPDATE PREFIX_onlinechat_operator SET online = 0 WHERE id_employee = %s", SARA)
    again = (await room.says(conversation.visitor, "Still there?")).conversation
    assert (again.state, again.operator) == ("waiting", None)


# Very many


async def test_a_desk_shows_every_running_conversation_and_those_who_wait_longest(
    room: Room,
) -> None:
    await room.online(SARA)
    await room.sql(
        "INSERT INTO PREFIX_onlinechat_conversation (id_shop, open_key, state, vid, id_employee,"
        " operator_name, started_at, waiting_since, last_message_at, offered_to)"
        " SELECT 1, CONCAT('1:g', LPAD(n.number, 32, '0')),"
        " ELT(1 + n.number MOD 3, 'ongoing', 'waiting', 'finished'), LPAD(n.number, 32, '0'),"
        " IF(n.number MOD 3 = 1, NULL, %s), 'Sara', UTC_TIMESTAMP(3),"
        " IF(n.number MOD 3 = 1, UTC_TIMESTAMP(3) - INTERVAL n.number SECOND, NULL),"
        " UTC_TIMESTAMP(3) - INTERVAL n.number SECOND, IF(n.number MOD 3 = 1, 0, NULL)"
        f" FROM ({NUMBERS}) n",
        SARA,
    )
    desk = await room.desks.of(SARA, SHOPS)
    assert {name: len(found) for name, found in desk.items()} == {
        "ongoing": 667, "waiting": 500, "finished": 500,
    }  # fmt: skip
    since = [one["waitingSince"] for one in desk["waiting"]]
    assert since == sorted(since)
    assert all(one["offeredTo"] == 0 for one in desk["waiting"])
    seen = await room.desks.overview(SHOPS)
    assert [one["state"] for one in seen].index("ongoing") == 667
    assert len(seen) == 1000
    await room.offline(SARA)
    left = await rows(
        room.database,
        "SELECT state, COUNT(*) AS number FROM PREFIX_onlinechat_conversation GROUP BY state",
    )
    assert {row["state"]: row["number"] for row in left} == {
        "ongoing": 467, "waiting": 867, "finished": 466, "archived": 200,
    }, "in handy portions: the sweep does the rest"  # fmt: skip
