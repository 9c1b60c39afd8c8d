"""What a shop has of its visitors, and the retention that looks at it."""

import pytest

from sidecar.platform.database import Database
from tests.conftest import Shop
from tests.privacy.archive import Archive


@pytest.fixture
async def archive(database: Database, shop: Shop) -> Archive:
    """Nothing is in it yet."""
    one = Archive(database, shop)
    await one.look()
    return one
