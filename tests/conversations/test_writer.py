"""Messages share commits, are stored once and in order, and fail alone."""

import asyncio
from dataclasses import replace

import pytest

from sidecar.conversations.rules import Conversation, Draft
from sidecar.errors import ChatError, Conflict, ConversationClosed, NotAllowed, NotFound
from sidecar.operators.rules import Precedence
from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId, ShopId
from tests.conftest import rows
from tests.conversations.rooms import SHOPS, Room, me
from tests.people import INES, SARA, customer, guest, vid


async def questions(database: Database) -> int:
    """How many statements the server has carried out."""
    found = await rows(database, "SHOW GLOBAL STATUS LIKE 'Questions'")
    return int(found[0]["Value"])


async def test_the_first_message_begins_a_conversation_with_the_operator_who_is_online(
    room: Room,
) -> None:
    await room.online(SARA)
    posted = await room.says(guest(), "Is it in stock?")
    assert posted.created
    assert posted.line.seq == 1
    conversation = await room.now(posted.conversation.id)
    assert conversation == posted.conversation
    assert conversation.operator == me(SARA)
    assert await room.texts(conversation.id) == ["Is it in stock?"]


async def test_what_is_stored_is_what_is_answered(room: Room) -> None:
    """Conversation and message come back from the database exactly as the reply had them."""
    await room.online(SARA)
    body = "😀 %s \\ ' \" \u202e <script>\n\tשלום"
    posted = await room.says(customer(), body)
    answered = await room.answers(SARA, posted.conversation.id, body)
    assert answered.line.body == body
    assert answered.line.name == "Sara of the shop"
    assert await room.now(posted.conversation.id) == answered.conversation
    found, _ = await room.conversations.messages(
        posted.conversation.id, before=None, after=0, limit=5
    )
    assert [one["body"] for one in found] == [body, body]


async def test_the_number_of_statements_does_not_grow_with_the_number_of_messages(
    room: Room, database: Database
) -> None:
    people = [guest() for _ in range(20)]
    await asyncio.gather(*(room.says(one) for one in people))

    async def cost(each: int) -> int:
        before = await questions(database)
        await asyncio.gather(*(room.says(one) for _ in range(each) for one in people))
        return await questions(database) - before

    few = await cost(1)
    many = await cost(8)
    assert many <= few + 2
    assert few < 15


async def test_messages_of_one_page_keep_the_order_in_which_they_were_sent(room: Room) -> None:
    who = guest()
    sent = [room.says(who, str(number)) for number in range(60)]
    stored = await asyncio.gather(*sent)
    assert [one.line.seq for one in stored] == list(range(1, 61))
    assert await room.texts(stored[0].conversation.id) == [str(number) for number in range(60)]


async def test_a_message_that_breaks_a_rule_fails_alone(room: Room) -> None:
    await room.online(SARA)
    theirs = await room.says(guest())
    over = await room.says(guest())
    await room.conversations.end(over.conversation.id, "ended_by_operator")
    results = await asyncio.gather(
        room.says(theirs.conversation.visitor, "one"),
        room.answers(INES, theirs.conversation.id, "not mine"),
        room.answers(SARA, over.conversation.id, "finished"),
        room.answers(SARA, ConversationId(2**60), "nobody's"),
        room.answers(SARA, theirs.conversation.id, "two"),
        return_exceptions=True,
    )
    kinds = [type(one) for one in results if isinstance(one, ChatError)]
    assert kinds == [NotAllowed, ConversationClosed, NotFound]
    assert await room.texts(theirs.conversation.id) == ["Hello", "one", "two"]


async def test_an_operator_of_another_shop_finds_no_such_conversation(room: Room) -> None:
    posted = await room.says(guest())
    with pytest.raises(NotFound):
        await room.conversations.post_by_operator(
            me(SARA), (ShopId(2),), posted.conversation.id, Draft(ulid(), "x")
        )


async def test_the_same_message_again_gets_the_first_answer(room: Room) -> None:
    who, client_id = guest(), ulid()
    first = await room.says(who, "once", client_id)
    await room.says(who, "meanwhile")
    second = await room.says(who, "once", client_id)
    assert second.line == first.line
    assert second.repeated
    assert await room.texts(first.conversation.id) == ["once", "meanwhile"]


async def test_the_same_message_twice_in_one_batch_is_stored_once(room: Room) -> None:
    who, client_id = guest(), ulid()
    both = await asyncio.gather(
        room.says(who, "once", client_id), room.says(who, "once", client_id)
    )
    assert both[0].line == both[1].line
    assert await room.texts(both[0].conversation.id) == ["once"]


async def test_a_repeat_among_new_messages_disturbs_none_of_them(room: Room) -> None:
    who, client_id = guest(), ulid()
    first = await room.says(who, "a", client_id)
    fresh = guest()
    results = await asyncio.gather(
        room.says(who, "b"),
        room.says(who, "a", client_id),
        room.says(fresh, "x"),
        room.says(who, "c"),
    )
    assert results[1].line == first.line
    assert await room.texts(first.conversation.id) == ["a", "b", "c"]
    assert await room.texts(results[2].conversation.id) == ["x"]


async def test_another_text_under_the_same_id_is_refused(room: Room) -> None:
    who, client_id = guest(), ulid()
    first = await room.says(who, "one", client_id)
    with pytest.raises(Conflict):
        await room.says(who, "two", client_id)
    assert await room.texts(first.conversation.id) == ["one"]


async def test_another_author_under_the_same_id_is_refused(room: Room) -> None:
    await room.online(SARA)
    client_id = ulid()
    first = await room.says(guest(), "same", client_id)
    with pytest.raises(Conflict):
        await room.answers(SARA, first.conversation.id, "same", client_id)


async def test_a_repeat_after_the_conversation_was_archived_gets_the_first_answer(
    room: Room,
) -> None:
    who, client_id = guest(), ulid()
    await room.online(SARA)
    first = await room.says(who, "once", client_id)
    await room.conversations.end(first.conversation.id, "ended_by_operator")
    await room.offline(SARA)
    assert (await room.now(first.conversation.id)).state == "archived"
    again = await room.says(who, "once", client_id)
    assert again.line == first.line
    with pytest.raises(Conflict):
        await room.says(who, "another text", client_id)


async def test_a_repeat_into_a_finished_conversation_does_not_reopen_it(room: Room) -> None:
    who, client_id = guest(), ulid()
    first = await room.says(who, "once", client_id)
    await room.conversations.end(first.conversation.id, "ended_by_visitor")
    again = await room.says(who, "once", client_id)
    assert again.line == first.line
    assert (await room.now(first.conversation.id)).state == "finished"


async def test_two_processes_agree_on_the_numbers(room: Room, other: Room) -> None:
    await room.online(SARA)
    await other.online(SARA)
    who = guest()
    number = (await room.says(who)).conversation.id
    results = await asyncio.gather(
        *(one.says(who, f"v{n}") for n in range(25) for one in (room, other)),
        *(one.answers(SARA, number, f"o{n}") for n in range(25) for one in (room, other)),
    )
    texts = await room.texts(number)
    assert len(texts) == 101
    for posted in results:
        assert texts[posted.line.seq - 1] == posted.line.body


async def test_two_processes_begin_one_conversation_for_one_visitor(
    room: Room, other: Room
) -> None:
    for _ in range(5):
        who = guest()
        both = await asyncio.gather(room.says(who, "here"), other.says(who, "there"))
        assert both[0].conversation.id == both[1].conversation.id
        assert sorted(await room.texts(both[0].conversation.id)) == ["here", "there"]


async def test_the_same_message_through_two_processes_is_stored_once(
    room: Room, other: Room
) -> None:
    who = guest()
    await room.says(who)
    for number in range(5):
        client_id = ulid()
        both = await asyncio.gather(
            room.says(who, f"once {number}", client_id),
            other.says(who, f"once {number}", client_id),
        )
        assert both[0].line == both[1].line
    texts = await room.texts(both[0].conversation.id)
    assert texts == ["Hello", *(f"once {number}" for number in range(5))]


async def test_what_another_process_closed_is_noticed(room: Room, other: Room) -> None:
    """One process remembers the open conversation, the other one archives it."""
    await room.online(SARA)
    who = guest()
    first = await room.says(who, "before")
    await other.conversations.end(first.conversation.id, "ended_by_operator")
    await other.offline(SARA)
    second = await room.says(who, "after")
    assert second.created
    assert second.conversation.id != first.conversation.id
    assert await room.texts(second.conversation.id) == ["after"]


async def test_a_row_that_somebody_locks_delays_its_messages_and_loses_none(
    room: Room, database: Database
) -> None:
    """The lock lasts longer than one lock wait: the batch is tried again."""
    posted = await room.says(guest())
    locked = asyncio.Event()

    async def hold() -> None:
        async with database.unit() as unit:
            await unit.run(
                "UPDATE PREFIX_onlinechat_conversation SET lang = 'en' WHERE id_conversation = %s",
                posted.conversation.id,
            )
            await unit.run(
                "UPDATE PREFIX_onlinechat_conversation SET lang = 'fr' WHERE id_conversation = %s",
                posted.conversation.id,
            )
            locked.set()
            await unit.value("SELECT SLEEP(2.5)")

    holding = asyncio.create_task(hold())
    await locked.wait()
    await room.says(posted.conversation.visitor, "patient")
    await holding
    assert await room.texts(posted.conversation.id) == ["Hello", "patient"]


async def test_a_stopping_writer_writes_what_is_waiting(database: Database) -> None:
    who = guest()
    async with Room(database) as room:
        waiting = [
            room.conversations.post_by_visitor(who, Draft(ulid(), str(number)))
            for number in range(250)
        ]
    stored = [future.result() for future in waiting]
    assert [one.line.seq for one in stored] == list(range(1, 251))


async def test_the_visitor_with_the_most_room_gets_the_next_conversation(room: Room) -> None:
    await room.online(SARA, INES)
    taken: list[Conversation] = [
        (await room.says(guest(number=number))).conversation for number in range(1, 7)
    ]
    by = [one.operator.id for one in taken if one.operator]
    assert by == [SARA, INES, SARA, INES, SARA, INES]


async def test_conversations_that_begin_in_one_batch_are_shared_out(room: Room) -> None:
    await room.online(SARA, INES)
    begun = await asyncio.gather(*(room.says(guest()) for _ in range(8)))
    by = [one.conversation.operator.id for one in begun if one.conversation.operator]
    assert sorted(by) == [SARA] * 4 + [INES] * 4


async def test_the_most_at_once_holds_even_when_two_processes_assign_at_the_same_time(
    database: Database, clean: str
) -> None:
    second = Database(database.address)
    await second.open()
    async with Room(database, limit=3) as room, Room(second, limit=3) as other:
        await room.online(SARA, INES)
        await other.online(SARA, INES)
        begun = await asyncio.gather(
            *(one.says(guest()) for _ in range(8) for one in (room, other))
        )
        states = sorted(one.conversation.state for one in begun)
        assert states == ["ongoing"] * 6 + ["waiting"] * 10
        found = await rows(
            database,
            "SELECT id_employee, COUNT(*) AS number FROM PREFIX_onlinechat_conversation"
            " WHERE state = 'ongoing' GROUP BY id_employee",
        )
        assert {one["id_employee"]: one["number"] for one in found} == {SARA: 3, INES: 3}
    await second.close()


async def test_the_last_places_are_for_groups_that_are_served_first(database: Database) -> None:
    precedence = Precedence(frozenset({4}), places=2)
    async with Room(database, limit=2, precedence=precedence) as room:
        await room.online(SARA, INES)
        ordinary = [replace(guest(), groups=(1,)) for _ in range(4)]
        states = [(await room.says(who)).conversation.state for who in ordinary]
        assert states == ["ongoing", "ongoing", "waiting", "waiting"]
        chosen = [replace(guest(), groups=(3, 4)) for _ in range(3)]
        states = [(await room.says(who)).conversation.state for who in chosen]
        assert states == ["ongoing", "ongoing", "waiting"]


async def test_the_first_message_with_nobody_free_waits_and_is_offered_to_all(room: Room) -> None:
    posted = await room.says(guest())
    assert posted.conversation.state == "waiting"
    assert posted.conversation.offered_to == 0
    assert posted.conversation.waiting_since == posted.line.sent_at


async def test_a_guest_s_message_and_the_next_customer_s_go_different_ways(room: Room) -> None:
    browser = vid()
    as_guest = await room.says(guest(browser))
    as_customer = await room.says(customer(browser))
    assert as_guest.conversation.id != as_customer.conversation.id


async def test_shops_do_not_share_conversations(room: Room) -> None:
    browser = vid()
    one = await room.says(guest(browser))
    two = await room.says(guest(browser, shop=ShopId(2)))
    assert one.conversation.id != two.conversation.id
    with pytest.raises(NotFound):
        await room.conversations.of_operator(two.conversation.id, SHOPS)


async def test_an_operator_s_repeat_gets_the_first_answer_whatever_became_of_the_conversation(
    room: Room,
) -> None:
    await room.online(SARA, INES)
    for change in ("ended", "handed over", "archived"):
        posted = await room.says(guest())
        number = posted.conversation.id
        assert posted.conversation.operator is not None
        who = posted.conversation.operator.id
        client_id = ulid()
        first = await room.answers(who, number, "the answer", client_id)
        if change == "handed over":
            other = INES if who == SARA else SARA
            await room.handover.accept(await room.now(number), me(other), take_over=True)
        else:
            await room.conversations.end(number, "ended_by_visitor")
        if change == "archived":
            await room.conversations.put_away(number)
        assert (await room.answers(who, number, "the answer", client_id)).line == first.line
        with pytest.raises(ChatError):
            await room.answers(who, number, "a new one")


async def test_a_repeat_after_coming_back_is_not_said_again_in_the_customer_s_other_conversation(
    room: Room,
) -> None:
    """A guest's last message is stored, the answer gets lost at the login, it is sent once more."""
    browser, client_id = vid(), ulid()
    elsewhere = await room.says(customer(vid()), "from home")
    first = await room.says(guest(browser), "from here", client_id)
    await room.conversations.carry_over(guest(browser), customer(browser))
    draft = Draft(client_id, "from here")
    again = await room.conversations.post_by_visitor(
        customer(browser), draft, after_connecting=True
    )
    assert again.line == first.line
    assert await room.texts(elsewhere.conversation.id) == ["from home"]
    fresh = await room.conversations.post_by_visitor(
        customer(browser), Draft(ulid(), "new"), after_connecting=True
    )
    assert fresh.conversation.id == elsewhere.conversation.id
