"""The house as it is put together forgets all that its rooms keep of people."""

from datetime import timedelta

import pytest

from sidecar.app import ground, rooms
from sidecar.platform.database import Database
from sidecar.privacy.retention import Retention
from sidecar.settings import Settings
from tests.privacy.archive import YEAR, Archive
from tests.running import CALM

PERSONAL = {
    "conversation", "message", "filing", "history_person", "history_conversation",
    "offline_message", "outbox", "visitor",
}  # fmt: skip


async def counted(archive: Archive, table: str) -> int:
    """How many rows there are in one of our tables."""
    [row] = await archive.rows(f"SELECT COUNT(*) AS n FROM PREFIX_onlinechat_{table}")
    return int(row["n"])


@pytest.fixture
async def retention(clean: str, database: Database, archive: Archive) -> Retention:
    """The one that runs in every sidecar."""
    settings = Settings(database_url=clean, metrics_bind="")
    return rooms.build(await ground.lay(settings, database, CALM)).records.retention


async def test_after_the_term_nothing_is_left_of_anybody(
    archive: Archive, retention: Retention
) -> None:
    who = await archive.walk(4 * YEAR)
    number = await archive.conversation(4 * YEAR, who=who)
    await archive.file(number, 4 * YEAR)
    await archive.block(4 * YEAR, conversation=number)
    await archive.message(4 * YEAR)
    assert {table for table in PERSONAL if await counted(archive, table)} == PERSONAL
    await retention.once()
    assert {table for table in PERSONAL if await counted(archive, table)} == set()
    [block] = await archive.rows("SELECT visitor_name, ip_address FROM PREFIX_onlinechat_block")
    assert set(block.values()) == {""}


async def test_after_a_month_nobody_knows_where_a_visitor_was(
    archive: Archive, retention: Retention
) -> None:
    who = await archive.walk(timedelta(days=31))
    await archive.conversation(timedelta(days=31), who=who)
    await retention.once()
    [row] = await archive.rows(
        "SELECT page_url, trail, referrer, user_agent, cart, ip_address"
        " FROM PREFIX_onlinechat_visitor"
    )
    assert list(row.values()) == ["", None, "", "", None, "203.0.113.0"]
    assert await counted(archive, "conversation") == 1
