"""What can be done with a conversation, and who the visitor in it is."""

import asyncio
from datetime import timedelta

import pytest

from sidecar.errors import ChatError, Conflict, NotAllowed, NotFound
from sidecar.platform.identity import Browser
from sidecar.protocol.base import ConversationId, ShopId
from sidecar.protocol.visitor import ViewPage
from tests.conversations.rooms import SHOPS, Room, begun, me
from tests.people import INES, SARA, customer, guest, vid
from tests.waiting import until

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


async def test_a_page_is_shown_without_its_query_and_only_when_it_is_the_shop_s(
    room: Room,
) -> None:
    conversation = await begun(room, SARA)
    for url in (
        "https://shop.example/blue?token=secret#top",
        "javascript:alert(1)",
        "http://[oops",
        "https://bait.example/blue",
        "https://shop.example@bait.example/blue",
    ):
        page = ViewPage(url=url, title="Blue")
        await room.conversations.at_page(conversation.visitor, page, browser=Browser())
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
