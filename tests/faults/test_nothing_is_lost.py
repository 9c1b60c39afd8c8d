"""Killed processes: what was acknowledged is there once and in order, the rest arrives."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.faults.outbox import Browser
from tests.people import SARA, employee_token, guest, visitor_token
from tests.stack.mariadb import MariaDb
from tests.stack.sidecar import Sidecar
from tests.waiting import until

VISITORS = 6
PATIENCE = 60


class Talk:
    """Sara and several guests who write all the time."""

    def __init__(self, sidecar: Sidecar) -> None:
        self.sidecar = sidecar
        self.sara = Browser(sidecar.port, "/operator", employee_token(SARA))
        self.visitors = [
            Browser(sidecar.port, "/visitor", visitor_token(guest())) for _ in range(VISITORS)
        ]
        self.answers: list[Browser] = []
        self._writing: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Sara goes online, everybody says hello, Sara answers in each conversation from a tab."""
        await self.sara.call("desk:enter", {})
        await self.sara.call("operator:switch", {"online": True})
        for visitor in self.visitors:
            visitor.write("hello")
        await self.quiet()
        for visitor in self.visitors:
            number = visitor.messages[0].acknowledged[0]["conversationId"]
            tab = Browser(
                self.sidecar.port, "/operator", employee_token(SARA), conversationId=number
            )
            self.answers.append(tab)

    @property
    def browsers(self) -> list[Browser]:
        """Everybody who writes."""
        return [*self.visitors, *self.answers]

    def start_writing(self) -> None:
        """Everybody writes, a message each few milliseconds, until told to stop."""
        self._writing = [asyncio.create_task(self._write(one)) for one in self.browsers]

    async def _write(self, browser: Browser) -> None:
        while True:
            browser.write(f"{len(browser.messages)}")
            await asyncio.sleep(0.02)

    async def stop_writing(self) -> None:
        """Nobody writes more; what is in the outboxes stays there."""
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)

    def acknowledged(self) -> int:
        """How many messages were acknowledged so far."""
        return sum(bool(one.acknowledged) for browser in self.browsers for one in browser.messages)

    async def more(self, number: int) -> None:
        """Wait until so many more messages are acknowledged."""
        before = self.acknowledged()
        await until(lambda: self.acknowledged() >= before + number, seconds=PATIENCE)

    async def quiet(self) -> None:
        """Wait until every outbox is empty."""
        await until(
            lambda: all(one.idle for one in self.browsers), seconds=PATIENCE, what="empty outboxes"
        )

    def check(self, stored: list[dict[str, Any]]) -> None:
        """Every message is there once, as acknowledged, in its writer's order, without a hole."""
        by_conversation: dict[int, list[dict[str, Any]]] = {}
        for row in stored:
            by_conversation.setdefault(row["id_conversation"], []).append(row)
        for rows in by_conversation.values():
            assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
        assert len(by_conversation) == VISITORS
        where = {row["client_id"]: row for row in stored}
        assert len(where) == len(stored)
        for browser in self.browsers:
            numbers = []
            for one in browser.messages:
                row = where[one.client_id]
                assert row["body"] == one.body
                assert [ack["seq"] for ack in one.acknowledged] == [row["seq"]]
                numbers.append(row["seq"])
            assert numbers == sorted(numbers)
        written = sum(len(browser.messages) for browser in self.browsers)
        assert written == len([row for row in stored if row["author"] != "system"])

    async def close(self) -> None:
        """Everybody leaves."""
        await self.stop_writing()
        for one in (self.sara, *self.browsers):
            await one.close()


@pytest.fixture
async def talk(sidecar: Sidecar) -> AsyncIterator[Talk]:
    """A conversation in full swing."""
    one = Talk(sidecar)
    await one.begin()
    yield one
    await one.close()


def stored(server: MariaDb) -> list[dict[str, Any]]:
    with server.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_conversation, seq, client_id, author, body FROM ps_onlinechat_message"
            " ORDER BY id_conversation, seq"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


async def test_a_killed_sidecar_loses_nothing(
    talk: Talk, sidecar: Sidecar, mortal: MariaDb
) -> None:
    talk.start_writing()
    for _ in range(3):
        await talk.more(100)
        await asyncio.to_thread(sidecar.kill)
        await asyncio.to_thread(sidecar.start)
    await talk.more(100)
    await talk.stop_writing()
    await talk.quiet()
    talk.check(stored(mortal))


async def test_a_stopped_sidecar_loses_nothing_and_ends_in_time(
    talk: Talk, sidecar: Sidecar, mortal: MariaDb
) -> None:
    talk.start_writing()
    await talk.more(100)
    began = asyncio.get_running_loop().time()
    await asyncio.to_thread(sidecar.stop)
    assert asyncio.get_running_loop().time() - began < 8
    assert "Traceback" not in sidecar.log.read_text()
    await asyncio.to_thread(sidecar.start)
    await talk.more(100)
    await talk.stop_writing()
    await talk.quiet()
    talk.check(stored(mortal))


async def test_a_killed_database_loses_nothing_and_the_chat_recovers_by_itself(
    talk: Talk, sidecar: Sidecar, mortal: MariaDb
) -> None:
    talk.start_writing()
    await talk.more(100)
    await asyncio.to_thread(mortal.kill)
    await until(lambda: any("storage_unavailable" in one.refused for one in talk.browsers))
    await until(lambda: asyncio.to_thread(lambda: not sidecar.ready()))
    await asyncio.to_thread(mortal.start)
    await until(lambda: asyncio.to_thread(sidecar.ready), seconds=PATIENCE)
    await talk.more(100)
    await talk.stop_writing()
    await talk.quiet()
    talk.check(stored(mortal))
    assert sidecar.alive


async def test_a_restarted_database_loses_nothing(
    talk: Talk, sidecar: Sidecar, mortal: MariaDb
) -> None:
    talk.start_writing()
    for _ in range(2):
        await talk.more(50)
        await asyncio.to_thread(mortal.restart)
    await talk.more(100)
    await talk.stop_writing()
    await talk.quiet()
    talk.check(stored(mortal))
    assert sidecar.alive


async def test_both_killed_at_once_lose_nothing(
    talk: Talk, sidecar: Sidecar, mortal: MariaDb
) -> None:
    talk.start_writing()
    await talk.more(100)
    await asyncio.to_thread(mortal.kill)
    await asyncio.to_thread(sidecar.kill)
    await asyncio.to_thread(mortal.start)
    await asyncio.to_thread(sidecar.start)
    await talk.more(100)
    await talk.stop_writing()
    await talk.quiet()
    talk.check(stored(mortal))


async def test_who_was_online_and_there_is_so_after_a_restart(talk: Talk, sidecar: Sidecar) -> None:
    """Nobody's conversation is handed on because the sidecar was away for a moment."""
    await asyncio.to_thread(sidecar.kill)
    await asyncio.to_thread(sidecar.start)
    for one in talk.browsers:
        one.write("back again")
    await talk.quiet()
    desk = (await talk.sara.call("desk:enter", {}))["data"]
    assert desk["me"]["online"]
    assert len(desk["ongoing"]) == VISITORS
    assert {one["visitor"]["present"] for one in desk["ongoing"]} == {True}
