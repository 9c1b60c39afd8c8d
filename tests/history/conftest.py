"""The past on the shop's database."""

from collections.abc import AsyncIterator

import pytest

from sidecar.platform.database import Database
from tests.history.rooms import Past


@pytest.fixture
async def past(database: Database) -> AsyncIterator[Past]:
    """One process."""
    async with Past(database) as one:
        yield one
