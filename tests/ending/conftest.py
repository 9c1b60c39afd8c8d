"""Rooms in which chats end."""

from collections.abc import AsyncIterator

import pytest

from sidecar.platform.database import Database, parse_url
from tests.conftest import Shop
from tests.ending.rooms import Room
from tests.people import SARA


@pytest.fixture
async def room(database: Database, shop: Shop) -> AsyncIterator[Room]:
    """One process; Sara is online."""
    async with Room(database, shop) as one:
        await one.look()
        await one.online(SARA)
        yield one


@pytest.fixture
async def other(clean: str, shop: Shop) -> AsyncIterator[Room]:
    """Another process on the same database."""
    database = Database(parse_url(clean))
    await database.open()
    async with Room(database, shop) as one:
        await one.look()
        yield one
    await database.close()
