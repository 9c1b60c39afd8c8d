"""What the timers of a process find and do."""

import logging
from unittest.mock import AsyncMock

import pytest

from sidecar.conversations.pulse import Pulse
from sidecar.conversations.sweep import Sweep
from sidecar.platform.database import Unit
from sidecar.protocol.base import ConversationId
from tests.conversations.rooms import Room
from tests.people import SARA, guest
from tests.running import CALM


@pytest.fixture
def sweep(room: Room) -> Sweep:
    """The timers of one process, which do nothing by themselves."""
    return Sweep(
        room.database,
        room.told,
        room.conversations,
        room.handover,
        room.operators,
        times=dict,
        looked=AsyncMock(),
        pulse=AsyncMock(spec=Pulse),
        rhythm=CALM,
    )


async def test_a_conversation_that_cannot_be_put_away_holds_up_neither_others_nor_the_start(
    room: Room, sweep: Sweep, caplog: pytest.LogCaptureFixture
) -> None:
    await room.online(SARA)
    over = [(await room.says(guest())).conversation.id for _ in range(3)]
    for number in over:
        await room.conversations.end(number, "ended_by_operator")
    await room.sql("UPDATE PREFIX_onlinechat_operator SET online = 0")
    kept: list[ConversationId] = []

    async def keep(_unit: Unit, number: ConversationId) -> None:
        if number == over[0]:
            raise ValueError("no room for it in the history")
        kept.append(number)

    room.conversations.archived = keep
    with caplog.at_level(logging.ERROR):
        await sweep.start()
    await sweep.stop()
    assert kept == over[1:]
    states = [(await room.now(number)).state for number in over]
    assert states == ["finished", "archived", "archived"]
    assert "no room for it in the history" in caplog.text
