"""The archived conversations: the table, page by page, and the whole exchange."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from sidecar.conversations.rules import Draft
from sidecar.history import store
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId, ShopId
from tests.conftest import Starts
from tests.conversations.rooms import SHOPS, Room
from tests.people import INES, MARC, SARA, customer, employee_token, guest
from tests.running import Chat


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    """One process."""
    async with Room(database) as one:
        yield one


async def archived(room: Room, number: int, *, same_moment: bool = False) -> list[int]:
    """So many archived conversations, the newest first."""
    made = []
    await room.online(SARA)
    for one in range(number):
        posted = await room.says(guest(number=one + 1), f"question {one}")
        await room.conversations.end(posted.conversation.id, "ended_by_operator")
        made.append(posted.conversation.id)
    await room.offline(SARA)
    for age, one in enumerate(reversed(made)):
        moment = clock.now() - timedelta(seconds=0 if same_moment else age)
        await room.sql(
            "UPDATE PREFIX_onlinechat_conversation SET last_message_at = %s"
            " WHERE id_conversation = %s",
            moment.replace(tzinfo=None, microsecond=7000),
            one,
        )
    return made[::-1]


@pytest.mark.parametrize("same_moment", [False, True])
async def test_going_through_the_pages_shows_each_conversation_once(
    room: Room, database: Database, same_moment: bool
) -> None:
    made = await archived(room, 7, same_moment=same_moment)
    seen: list[int] = []
    before = None
    async with database.reading() as unit:
        while True:
            page = await store.page(unit, SHOPS, before=before, limit=3)
            if not page:
                break
            seen += [one.id for one in page]
            before = (page[-1].last_message_at, page[-1].id)
    assert seen == sorted(made, reverse=True)


async def test_only_archived_conversations_of_one_s_shops_are_history(
    room: Room, database: Database
) -> None:
    made = await archived(room, 1)
    await room.says(guest(), "still open")
    elsewhere = (await room.says(guest(shop=ShopId(2)))).conversation
    await room.conversations.end(elsewhere.id, "ended_by_visitor")
    await room.conversations.put_away(elsewhere.id)
    async with database.reading() as unit:
        assert [one.id for one in await store.page(unit, SHOPS, before=None, limit=9)] == made
        assert await store.exchange(unit, SHOPS, elsewhere.id) is None
        assert await store.exchange(unit, SHOPS, ConversationId(2**60)) is None
        both = await store.page(unit, (*SHOPS, ShopId(2)), before=None, limit=9)
        assert len(both) == 2


async def test_the_row_shows_the_visitor_s_last_message(room: Room, database: Database) -> None:
    await room.online(SARA)
    posted = await room.says(customer(), "first")
    await room.says(customer(posted.conversation.visitor.vid), "last")
    await room.answers(SARA, posted.conversation.id, "answer")
    await room.conversations.end(posted.conversation.id, "ended_by_operator")
    await room.offline(SARA)
    async with database.reading() as unit:
        [row] = await store.page(unit, SHOPS, before=None, limit=9)
        found = await store.exchange(unit, SHOPS, posted.conversation.id)
    assert (row.name, row.customer, row.last_visitor_message) == ("John DOE", 2, "last")
    assert found is not None
    assert [(one.author, one.body) for one in found[1]][:3] == [
        ("visitor", "first"),
        ("visitor", "last"),
        ("operator", "answer"),
    ]
    assert found[1][3].code == "ended_by_operator"


# As pages


async def page(chat: Chat, path: str, **claims: Any) -> str:
    token = employee_token(MARC, **claims)
    status, _, text = await chat.get(
        f"backoffice/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    assert status == 200, text
    return text


async def test_a_finished_chat_is_in_the_history_once_the_operator_is_offline(
    start: Starts,
) -> None:
    chat = await start()
    sara, visitor = await chat.operator(SARA), await chat.visitor(customer())
    number = (await visitor.say("Is <b>it</b> & 'that' in stock?"))["conversationId"]
    await sara.say("Yes </td><script>alert(1)</script>", conversationId=number)
    await sara.ask("conversation:end", conversationId=number)
    assert f'data-conversation="{number}"' not in await page(chat, "history")
    await sara.ask("operator:switch", online=False)
    text = await page(chat, "history")
    assert f'data-conversation="{number}"' in text
    assert "John DOE" in text
    assert "pub@prestashop.com" in text
    assert "Is &lt;b&gt;it&lt;/b&gt; &amp; &#39;that&#39; in stock?" in text
    exchange = await page(chat, f"history/{number}")
    assert "Yes &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in exchange
    assert "<script" not in exchange
    assert "<b>it" not in exchange


async def test_who_took_a_chat_over_is_said_in_the_reader_s_language(start: Starts) -> None:
    chat = await start()
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    ines = await chat.operator(INES)
    await sara.ask("conversation:offer", conversationId=number)
    await ines.ask("conversation:accept", conversationId=number)
    exchange = await page(chat, f"history/{number}", lang="fr")
    assert "Ines a repris la conversation." in exchange


async def test_the_table_goes_on_below_its_last_row(start: Starts, room: Room) -> None:
    who = guest()
    await room.online(SARA)
    for number in range(53):
        posted = await room.conversations.post_by_visitor(who, Draft(ulid(), f"number {number}"))
        await room.conversations.end(posted.conversation.id, "ended_by_visitor")
        await room.conversations.put_away(posted.conversation.id)
    chat = await start()
    text = await page(chat, "history")
    shown = re.findall(r'data-conversation="(\d+)"', text)
    older = re.search(r"history\?before=([\d-]+)", text)
    assert len(shown) == 50
    assert older is not None
    rest = await page(chat, f"history?before={older[1]}")
    shown += re.findall(r'data-conversation="(\d+)"', rest)
    assert len(shown) == len(set(shown)) == 53
    assert "history?before=" not in rest


@pytest.mark.parametrize(
    ("path", "status"),
    [("history?before=x", 400), ("history?before=1", 400), ("history?before=1-x", 400),
     ("history?before=" + "9" * 30 + "-1", 400), ("history?before=1-" + "9" * 30, 400),
     ("history?before=%C2%B2-%C2%B2", 400),
     ("history/0", 404), ("history/x", 404), ("history/99999999999999999999", 404),
     ("history/%C2%B2", 404)],
)  # fmt: skip
async def test_addresses_that_lead_nowhere_are_refused(chat: Chat, path: str, status: int) -> None:
    found, _, _ = await chat.get(
        f"backoffice/{path}", headers={"Authorization": f"Bearer {employee_token(MARC)}"}
    )
    assert found == status
