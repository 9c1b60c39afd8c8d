"""Networks that are cut, laptops that sleep, clocks that jump: nothing lost, doubled or misplaced.

The rhythm is a tenth of the real one or faster: what takes a minute in a shop takes seconds here.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

import pytest

from sidecar.platform import clock
from sidecar.platform.clock import Rhythm
from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from tests.conftest import Starts, rows
from tests.faults.network import Network
from tests.faults.outbox import RETRIED, Browser
from tests.people import INES, PAUL, SARA, employee_token, guest, visitor_token
from tests.running import Chat
from tests.waiting import until

STEADY = Rhythm(
    look=0.2,
    lease=0.5,
    pulse=0.5,
    rights=3600,
    facts=3600,
    hello=5,
    visitor_grace=0.5,
    present=10,
    operator_grace=8,
    settle=0,
)
BRISK = replace(STEADY, ping=1, pong=1.5)
"""Sockets that do not answer are noticed within seconds, too."""
MINUTE = 5
"""What a minute is here: more than a socket survives, less than an operator's lease."""
LONG = 30


@pytest.fixture
async def chat(start: Starts) -> Chat:
    """The application in a hurry."""
    return await start(rhythm=BRISK)


@pytest.fixture
async def network(chat: Chat) -> AsyncIterator[Network]:
    """The network that will fail."""
    async with Network(chat.port) as one:
        yield one


class Couple:
    """A visitor and Sara, each behind a network, who both write all the time."""

    def __init__(self, visitor_port: int, operator_port: int, **more: Any) -> None:
        self.sara = Browser(operator_port, "/operator", employee_token(SARA), **more)
        self.who = guest()
        self.visitor = Browser(visitor_port, "/visitor", visitor_token(self.who))
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> int:
        """Sara goes online, the visitor says hello; the number of their conversation."""
        await self.sara.call("desk:enter", {})
        await self.sara.call("operator:switch", {"online": True})
        said = self.visitor.write("hello")
        await until(lambda: said.acknowledged)
        number: int = said.acknowledged[0]["conversationId"]
        self.sara.fields["conversationId"] = number
        self._tasks = [asyncio.create_task(self._write(one)) for one in (self.visitor, self.sara)]
        return number

    async def _write(self, browser: Browser) -> None:
        while True:
            browser.write(f"{browser.namespace} {len(browser.messages)}")
            await asyncio.sleep(0.03)

    async def quiet(self) -> None:
        """Nobody writes more, and everything that was written has arrived."""
        for task in self._tasks:
            task.cancel()
        await until(
            lambda: self.visitor.idle and self.sara.idle, seconds=LONG, what="empty outboxes"
        )

    async def check(self, database: Database, number: int) -> None:
        """Each message once, in its writer's order, without a hole, in the right conversation."""
        stored = await rows(
            database,
            "SELECT id_conversation, seq, client_id, author, body FROM PREFIX_onlinechat_message"
            " ORDER BY seq",
        )
        assert {row["id_conversation"] for row in stored} == {number}
        assert [row["seq"] for row in stored] == list(range(1, len(stored) + 1))
        for browser, author in ((self.visitor, "visitor"), (self.sara, "operator")):
            said = [row["body"] for row in stored if row["author"] == author]
            assert said == [one.body for one in browser.messages]
            assert all(len(one.acknowledged) == 1 for one in browser.messages)
        for browser, fields in ((self.visitor, {}), (self.sara, {"conversationId": number})):
            heard = await everything(browser, len(stored), **fields)
            assert [one["clientId"] for one in heard] == [row["client_id"] for row in stored]

    async def __aenter__(self) -> "Couple":
        """Both are there."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Both leave."""
        for task in self._tasks:
            task.cancel()
        for one in (self.sara, self.visitor):
            await one.close()


async def everything(browser: Browser, last: int, **fields: int) -> list[dict[str, Any]]:
    """All messages, as a page that came back asks for them."""
    found: list[dict[str, Any]] = []
    while len(found) < last:
        answer = await browser.call(
            "message:list", {"afterSeq": len(found), "limit": 100, **fields}
        )
        found += answer["data"]["messages"]
    return found


# Networks


@pytest.mark.parametrize("kind", ["cut", "sleep"])
@pytest.mark.parametrize("side", ["visitor", "operator"])
async def test_a_minute_without_network_while_both_write_loses_and_doubles_nothing(
    chat: Chat, network: Network, database: Database, side: str, kind: str
) -> None:
    """Reset, so that both sides know; or nothing comes through any more, and nobody says so."""
    ports = {"visitor": chat.port, "operator": chat.port, side: network.port}
    async with Couple(ports["visitor"], ports["operator"]) as couple:
        number = await couple.begin()
        await until(lambda: len(couple.sara.heard) > 20)
        getattr(network, kind)()
        await asyncio.sleep(MINUTE)
        network.mend()
        await couple.quiet()
        await couple.check(database, number)
        desk = (await couple.sara.call("desk:enter", {}))["data"]
        assert desk["me"]["online"]
        assert [one["id"] for one in desk["ongoing"]] == [number]


async def test_an_operator_cut_off_for_long_finds_the_conversation_waiting_and_goes_on(
    chat: Chat, network: Network, database: Database
) -> None:
    """What was typed meanwhile is kept in the browser until its operator is online again."""
    async with Couple(chat.port, network.port, retried=RETRIED | {"not_allowed"}) as couple:
        number = await couple.begin()
        await until(lambda: len(couple.sara.heard) > 20)
        network.cut()
        await until(
            lambda: [one for one in couple.visitor.heard if is_line(one, "nobody_online")],
            seconds=LONG,
        )
        network.mend()
        await until(lambda: "not_allowed" in couple.sara.refused)
        await couple.sara.call("operator:switch", {"online": True})
        await couple.quiet()
        stored = await rows(
            database,
            "SELECT author, body, data FROM PREFIX_onlinechat_message WHERE id_conversation = %s"
            " ORDER BY seq",
            number,
        )
        for browser, author in ((couple.visitor, "visitor"), (couple.sara, "operator")):
            said = [row["body"] for row in stored if row["author"] == author]
            assert said == [one.body for one in browser.messages]
        codes = [row["data"] for row in stored if row["author"] == "system"]
        assert len(codes) == 2, "nobody online; taken over"


def is_line(message: dict[str, Any], code: str) -> bool:
    """Whether a message is the system line with this code."""
    return (message.get("data") or {}).get("code") == code


# Laptops


async def test_an_operator_whose_laptop_sleeps_is_set_offline_and_a_colleague_goes_on(
    chat: Chat, network: Network, database: Database
) -> None:
    """No connection is closed: only the missing answers to the pings say that nobody is there."""
    async with Couple(chat.port, network.port) as couple:
        number = await couple.begin()
        ines = await chat.operator(INES)
        await until(lambda: len(couple.sara.heard) > 5)
        network.sleep()
        await ines.heard(
            "operator:changed", lambda e: e["operator"].get("reason") == "away", seconds=LONG
        )
        await ines.heard("conversation:changed", lambda e: e["conversation"]["state"] == "waiting")
        await ines.ask("conversation:accept", conversationId=number)
        await ines.say("Sara is away for a moment", conversationId=number)
        couple.sara.retried = RETRIED | {"not_allowed"}
        network.mend()
        await until(lambda: "not_allowed" in couple.sara.refused)
        unsent = [one.body for one in couple.sara.messages if not one.acknowledged]
        stored = await rows(
            database, "SELECT body FROM PREFIX_onlinechat_message WHERE author = 'operator'"
        )
        assert unsent
        assert not {row["body"] for row in stored} & set(unsent), "Ines has the conversation now"


async def test_a_visitor_whose_laptop_sleeps_is_no_longer_there_until_it_wakes(
    chat: Chat, network: Network
) -> None:
    sara = await chat.operator(SARA)
    visitor = Browser(network.port, "/visitor", visitor_token(guest()))
    said = visitor.write("hello")
    await until(lambda: said.acknowledged)
    network.sleep()
    await sara.heard("visitor:presence", lambda e: not e["present"], seconds=LONG)
    network.mend()
    sara.forget()
    again = visitor.write("I am back")
    await sara.heard("visitor:presence", lambda e: e["present"])
    await until(lambda: again.acknowledged)
    assert again.acknowledged[0]["seq"] == 2
    await visitor.close()


# Clocks


@pytest.fixture
def clocks() -> Iterator[None]:
    """The sidecar's clock is right again afterwards."""
    yield
    clock.SHARED.set_by(datetime.now(UTC))


async def talking(chat: Chat) -> tuple[Any, Any, Any, int]:
    """Sara has a visitor who waits for an answer, Ines has room."""
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    ines = await chat.operator(INES)
    await ines.ask("desk:enter")
    return sara, ines, visitor, number


@pytest.mark.usefixtures("clocks")
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_sidecar_whose_clock_is_set_changes_nothing(
    start: Starts, database: Database, hours: int
) -> None:
    chat = await start(rhythm=STEADY)
    sara, ines, visitor, number = await talking(chat)
    clock.SHARED.set_by(datetime.now(UTC) + timedelta(hours=hours))
    await several_looks(chat, database)
    await sara.say("Good day", conversationId=number)
    await visitor.say("One question")
    for page in (sara, ines):
        me = (await page.ask("desk:enter"))["me"]
        assert (me["online"], me.get("reason")) == (True, None)
    listed = await sara.ask("message:list", conversationId=number)
    assert [one["body"] for one in listed["messages"]] == ["Hello", "Good day", "One question"]
    sent = [datetime.fromisoformat(one["sentAt"]) for one in listed["messages"]]
    assert sent == sorted(sent)
    assert abs(sent[-1] - datetime.now(UTC)) < timedelta(seconds=30)


@pytest.mark.usefixtures("clocks")
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_database_whose_clock_is_set_takes_nobody_s_conversation_away(
    start: Starts, database: Database, hours: int
) -> None:
    """All that was written lies an hour back, or ahead: leases, presence, since when who waits."""
    chat = await start(rhythm=replace(STEADY, settle=LONG))
    sara, ines, _, number = await talking(chat)
    async with database.unit() as unit:
        for table, columns in (
            ("operator", ("lease_until", "acted_at")),
            ("presence", ("present_until",)),
            (
                "conversation",
                ("started_at", "waiting_since", "last_message_at", "offer_until", "taken_at"),
            ),
        ):
            moved = ", ".join(f"{one} = {one} - INTERVAL {hours} HOUR" for one in columns)
            await unit.run(f"UPDATE PREFIX_onlinechat_{table} SET {moved}")
        clock.SHARED.set_by(datetime.now(UTC) - timedelta(hours=hours))
    await several_looks(chat, database)
    for page in (sara, ines):
        me = (await page.ask("desk:enter"))["me"]
        assert (me["online"], me.get("reason")) == (True, None)
    [row] = await rows(
        database,
        "SELECT c.state, c.id_employee, p.present_until > UTC_TIMESTAMP(3) AS present,"
        " c.waiting_since <= UTC_TIMESTAMP(3) AS waits"
        " FROM PREFIX_onlinechat_conversation c"
        " JOIN PREFIX_onlinechat_presence p ON p.open_key = c.open_key"
        " WHERE c.id_conversation = %s",
        number,
    )
    assert row == {"state": "ongoing", "id_employee": SARA, "present": 1, "waits": 1}
    await sara.say("Still here", conversationId=number)


async def several_looks(chat: Chat, database: Database) -> None:
    """Wait until the clock is right, leases were renewed and the sweep has been round again."""
    paul = await chat.employee(PAUL)
    await paul.ask("desk:enter")
    await until(lambda: right(database))
    for look in range(3):
        # Each look tells what it finds changed before it goes on to what is late.
        async with database.unit() as unit:
            await unit.run(
                "UPDATE PREFIX_onlinechat_operator SET name = %s WHERE id_employee = %s",
                name := f"Paul {look}",
                PAUL,
            )
        await paul.heard("operator:changed", lambda e, name=name: e["operator"]["name"] == name)
    before = await leases(database)

    async def renewed() -> bool:
        return await leases(database) > before

    await until(renewed)


async def right(database: Database) -> bool:
    """Whether the sidecar's clock shows what the database's shows."""
    asked = clock.now()
    async with database.reading() as unit:
        shown = clock.from_database(await unit.value("SELECT UTC_TIMESTAMP(3)"))
    apart = timedelta(seconds=clock.APART)
    return asked - apart <= shown <= clock.now() + apart


async def leases(database: Database) -> datetime:
    """Until when the first of those who are online is."""
    [row] = await rows(
        database,
        "SELECT MIN(lease_until) AS first FROM PREFIX_onlinechat_operator WHERE online = 1",
    )
    return clock.from_database(row["first"])


# The database


async def test_a_database_that_was_away_for_longer_than_the_leases_sets_nobody_offline(
    start: Starts, database: Database
) -> None:
    chat = await start(rhythm=replace(STEADY, lease=4))
    sara, ines, visitor, number = await talking(chat)
    await chat.database.close()
    await asyncio.sleep(STEADY.present + 2)
    await chat.database.open()
    await until(lambda: reached(database))
    await sara.say("Sorry for the pause", conversationId=number)
    await visitor.say("Never mind")
    for page in (sara, ines):
        me = (await page.ask("desk:enter"))["me"]
        assert (me["online"], me.get("reason")) == (True, None)
    listed = await sara.ask("message:list", conversationId=number)
    assert {one["author"] for one in listed["messages"]} == {"visitor", "operator"}


async def reached(database: Database) -> bool:
    """Whether the leases are renewed again."""
    [row] = await rows(
        database,
        "SELECT MIN(lease_until) > UTC_TIMESTAMP(3) AS renewed FROM PREFIX_onlinechat_operator",
    )
    return bool(row["renewed"])


# Two tabs


@pytest.mark.parametrize("side", ["visitor", "operator"])
async def test_two_tabs_that_send_the_same_draft_store_it_once(
    start: Starts, database: Database, side: str
) -> None:
    """One browser's outbox is read by all its tabs; here they are even at two processes."""
    one, two = await start(rhythm=STEADY), await start(rhythm=STEADY)
    sara, who = await one.operator(SARA), guest()
    visitor = await one.visitor(who)
    number = (await visitor.say("Hello"))["conversationId"]
    if side == "visitor":
        tabs, fields = [visitor, await two.visitor(who)], {}
    else:
        tabs, fields = [sara, await two.employee(SARA)], {"conversationId": number}
    for round_ in range(20):
        draft = {"clientId": ulid(), "body": f"draft {round_}", **fields}
        answers = await asyncio.gather(*(tab.ask("message:send", **draft) for tab in tabs))
        assert answers[0]["message"] == answers[1]["message"]
        assert answers[0]["message"]["seq"] == round_ + 2
    stored = await rows(
        database, "SELECT body FROM PREFIX_onlinechat_message WHERE seq > 1 ORDER BY seq"
    )
    assert [row["body"] for row in stored] == [f"draft {round_}" for round_ in range(20)]
