"""What runs by itself beside the doors, and in which order it begins and ends."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from sidecar.app.ground import Ground
from sidecar.app.rooms import Rooms
from sidecar.conversations.commands import VisitorDoors
from sidecar.conversations.pulse import Pulse
from sidecar.conversations.revocations import Revocations
from sidecar.conversations.sweep import Sweep
from sidecar.errors import ChatError
from sidecar.platform.database import Busy, Database
from sidecar.platform.tasks import ended
from sidecar.shop.facts import Facts

log = logging.getLogger(__name__)


def run(ground: Ground, rooms: Rooms, visitors: VisitorDoors) -> None:
    """Have it start and stop with the application."""
    talks, tools, records = rooms.talks, rooms.tools, rooms.records
    outbox, sweep = rooms.post.outbox, _sweep(ground, rooms)

    async def running(_app: web.Application) -> AsyncIterator[None]:
        await ground.aside.open()
        await ground.apart.open()
        tools.gathering.start()
        talks.conversations.writer.start()
        talks.desk.start()
        outbox.start()
        looking = asyncio.create_task(
            _look(ground.facts, ground.database, ground.rhythm.facts), name="facts"
        )
        await sweep.start()
        records.retention.start()
        records.repair.start()
        yield
        await records.repair.stop()
        await records.retention.stop()
        await ended(looking)
        await sweep.stop()
        await visitors.departures.stop()
        await talks.desk.stop()
        await outbox.stop()
        await tools.gathering.stop()
        await ground.apart.close()
        await ground.aside.close()

    async def leave(_app: web.Application) -> None:
        await ground.realtime.shutdown()
        await talks.conversations.writer.stop()

    ground.app.on_shutdown.append(leave)
    ground.app.cleanup_ctx.append(running)


def _sweep(ground: Ground, rooms: Rooms) -> Sweep:
    """Looks again and again after what is late, and lets the rooms look in their turn."""
    database, realtime, facts = ground.database, ground.realtime, ground.facts
    talks, tools = rooms.talks, rooms.tools
    return Sweep(
        database,
        realtime,
        talks.conversations,
        talks.handover,
        talks.operators,
        times=lambda: {shop: ground.choices.times(shop) for shop in facts.shops},
        looked=_one_after_the_other(
            ground.configuration.look,
            talks.availability.look,
            Revocations(database, realtime).look,
            tools.blocking.look,
            talks.endings.look,
            tools.carts.look,
            tools.answers.look,
        ),
        pulse=Pulse(database, realtime, version=ground.version, shown=talks.shown),
        rhythm=ground.rhythm,
    )


def _one_after_the_other(*looks: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def all_of_them() -> None:
        for look in looks:
            await look()

    return all_of_them


async def _look(facts: Facts, database: Database, period: float) -> None:
    while True:
        await asyncio.sleep(period)
        try:
            await facts.look(database)
        except (ChatError, Busy) as error:
            log.warning("the shop's tables could not be read: %s", error)
        except Exception:
            log.exception("the shop's tables could not be read")
