"""Operators who let visitors wait and answer nobody: an empty chair, or only a busy day."""

from collections.abc import AsyncIterator

import pytest

from sidecar.operators import store
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.protocol.base import EmployeeId
from tests.conversations.rooms import Room
from tests.people import INES, PAUL, SARA, SHOP, guest

MINUTES = 60
AFTER = 10 * MINUTES


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    """One process."""
    async with Room(database) as one:
        yield one


async def passes(room: Room, seconds: int) -> None:
    """Time goes by: whatever was, was longer ago; leases and presence are renewed."""
    await room.operators.write_down_acts()
    for table, columns in (
        ("conversation", ("waiting_since", "last_message_at", "offer_until", "taken_at")),
        ("operator", ("acted_at", "silent_since")),
    ):
        moved = ", ".join(f"{one} = {one} - INTERVAL {seconds} SECOND" for one in columns)
        await room.sql(f"UPDATE PREFIX_onlinechat_{table} SET {moved}")


async def looks(room: Room, after: int = AFTER) -> None:
    """What the sweep does about the silent."""
    await room.operators.write_down_acts()
    await room.operators.silence({SHOP: after} if after else {})
    await room.operators.refresh()


def is_online(room: Room, who: EmployeeId) -> tuple[bool, str | None]:
    """The switch as everybody sees it."""
    wire = room.operators.wire(who)
    return wire["online"], wire.get("reason")


async def test_who_lets_a_visitor_wait_and_answers_nobody_is_set_offline(room: Room) -> None:
    await room.online(SARA)
    who = guest()
    await room.here(who)
    conversation = (await room.says(who)).conversation
    await passes(room, AFTER - 5)
    await looks(room)
    assert is_online(room, SARA) == (True, None)
    await passes(room, 10)
    await looks(room)
    assert is_online(room, SARA) == (False, "silent")
    after = await room.now(conversation.id)
    assert (after.state, after.operator) == ("waiting", None)
    assert room.told.codes() == ["nobody_online"]


async def test_who_answers_another_visitor_meanwhile_is_not_silent(room: Room) -> None:
    await room.online(SARA)
    waiting, answered = guest(), guest()
    for who in (waiting, answered):
        await room.here(who)
    await room.says(waiting)
    number = (await room.says(answered)).conversation.id
    await passes(room, AFTER - MINUTES)
    await room.answers(SARA, number)
    room.operators.acts(SARA)
    await looks(room)
    await passes(room, 2 * MINUTES)
    await looks(room)
    assert is_online(room, SARA) == (True, None)
    await passes(room, AFTER)
    await looks(room)
    assert is_online(room, SARA) == (False, "silent")


async def test_nobody_is_silent_while_no_visitor_who_is_there_waits(room: Room) -> None:
    await room.online(SARA)
    gone, answered = guest(), guest()
    await room.here(gone, seconds=-1)
    await room.here(answered)
    await room.says(gone)
    number = (await room.says(answered)).conversation.id
    await room.answers(SARA, number)
    await passes(room, 10 * AFTER)
    await looks(room)
    assert is_online(room, SARA) == (True, None)


async def test_never_means_never(room: Room) -> None:
    await room.online(SARA)
    who = guest()
    await room.here(who)
    await room.says(who)
    await passes(room, 100 * AFTER)
    await looks(room, after=0)
    assert is_online(room, SARA) == (True, None)


async def test_who_just_came_online_is_given_the_whole_time(room: Room) -> None:
    await room.online(SARA)
    who = guest()
    await room.here(who)
    await room.says(who)
    await passes(room, 2 * AFTER)
    await room.operators.grace()
    await looks(room)
    assert is_online(room, SARA) == (True, None)


async def test_several_processes_set_a_silent_operator_offline_once(
    room: Room, database: Database
) -> None:
    await room.online(SARA)
    who = guest()
    await room.here(who)
    await room.says(who)
    await passes(room, AFTER + 1)
    async with database.unit() as unit:
        assert await store.silent(unit, SHOP, AFTER) == [SARA]
        assert await store.fall_silent(unit, SARA, SHOP, AFTER)
        assert not await store.fall_silent(unit, SARA, SHOP, AFTER)


async def test_who_did_something_between_the_look_and_the_switch_stays_online(
    room: Room, database: Database
) -> None:
    await room.online(SARA)
    who = guest()
    await room.here(who)
    await room.says(who)
    await passes(room, AFTER + 1)
    async with database.unit() as unit:
        assert await store.silent(unit, SHOP, AFTER) == [SARA]
        await store.acted(unit, {SARA: clock.now()})
        assert not await store.fall_silent(unit, SARA, SHOP, AFTER)


# An empty chair


async def taken_away(room: Room) -> None:
    """Sara let a visitor wait for so long that Ines was asked, and took over."""
    await room.online(SARA)
    who = guest()
    await room.here(who)
    number = (await room.says(who)).conversation.id
    await passes(room, 4 * MINUTES)
    await room.online(INES)
    await room.handover.unanswered(number)
    await room.answers(INES, number)
    await room.operators.refresh()


async def given_to(room: Room) -> EmployeeId:
    """Who gets the next visitor."""
    who = guest()
    await room.here(who)
    operator = (await room.says(who)).conversation.operator
    assert operator is not None
    return operator.id


async def test_the_next_visitor_is_not_given_to_an_empty_chair(room: Room) -> None:
    await taken_away(room)
    assert [await given_to(room) for _ in range(3)] == [INES, INES, INES]


async def test_whose_conversation_was_taken_away_is_set_offline_in_the_end(room: Room) -> None:
    await taken_away(room)
    await passes(room, 5 * MINUTES)
    room.operators.acts(INES)
    await looks(room)
    assert is_online(room, SARA) == (True, None)
    await passes(room, 2 * MINUTES)
    room.operators.acts(INES)
    await looks(room)
    assert is_online(room, SARA) == (False, "silent")
    assert is_online(room, INES) == (True, None)


async def test_whoever_does_something_gets_visitors_again(room: Room) -> None:
    await taken_away(room)
    room.operators.acts(SARA)
    await room.operators.write_down_acts()
    assert await given_to(room) == SARA


async def test_switching_off_and_on_ends_the_silence(room: Room) -> None:
    await taken_away(room)
    await room.offline(SARA)
    await room.online(SARA)
    assert await given_to(room) == SARA


async def test_a_busy_operator_from_whom_one_conversation_is_taken_is_not_silent(
    room: Room,
) -> None:
    await room.online(SARA)
    waiting, other = guest(), guest()
    for who in (waiting, other):
        await room.here(who)
    number = (await room.says(waiting)).conversation.id
    answered = (await room.says(other)).conversation.id
    await passes(room, 4 * MINUTES)
    await room.online(INES)
    await room.answers(SARA, answered)
    room.operators.acts(SARA)
    await room.handover.unanswered(number)
    assert (await room.now(number)).state == "waiting"
    await room.operators.refresh()
    assert [one.silent for one in room.operators.online(SHOP)] == [False, False]


async def test_visitors_are_not_offered_from_one_empty_chair_to_another(room: Room) -> None:
    await taken_away(room)
    await room.offline(INES)
    await room.online(PAUL)
    who = guest()
    await room.here(who)
    number = (await room.says(who)).conversation.id
    assert (await room.now(number)).operator is not None
    await passes(room, 4 * MINUTES)
    room.operators.acts(PAUL)
    await room.operators.write_down_acts()
    await room.handover.unanswered(number)
    after = await room.now(number)
    assert after.operator is not None
    assert after.operator.id == PAUL, "Sara is online, and silent"
