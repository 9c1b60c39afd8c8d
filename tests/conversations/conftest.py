"""Rooms on the shop's database."""

from collections.abc import AsyncIterator

import pytest

from sidecar.platform.database import Database, parse_url
from tests.conversations.rooms import Room


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    """One process."""
    async with Room(database) as one:
        yield one


@pytest.fixture
async def other(clean: str) -> AsyncIterator[Room]:
    """Another process on the same database."""
    database = Database(parse_url(clean))
    await database.open()
    async with Room(database) as one:
        yield one
    await database.close()
