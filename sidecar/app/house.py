"""Composes the application: one look tells what there is."""

from aiohttp import web

from sidecar.app import background, doors, ground, rooms, served
from sidecar.platform.clock import RHYTHM, Rhythm
from sidecar.platform.database import Database
from sidecar.settings import Settings


async def create(
    settings: Settings, database: Database, *, rhythm: Rhythm = RHYTHM
) -> web.Application:
    """The whole application on an open database; its background work starts and stops with it.

    Raises:
        SetupError: the tables cannot be brought to this version, or a setting is wrong.
    """
    below = await ground.lay(settings, database, rhythm)
    inside = rooms.build(below)
    visitors = doors.open_all(below, inside)
    served.serve(below, inside)
    background.run(below, inside, visitors)
    return below.app
