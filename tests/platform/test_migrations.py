"""The tables are brought to this version once, by whoever starts first."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sidecar.errors import SetupError
from sidecar.platform.database import Database, parse_url
from sidecar.platform.migrations import available, migrate, statements, version
from tests.conftest import rows
from tests.stack.mariadb import MariaDb

NEWEST = max(available())


@pytest.fixture
async def empty(server: MariaDb) -> AsyncIterator[Database]:
    """A database without any table."""
    server.create("empty")
    one = Database(parse_url(server.url("empty", prefix="x9_")))
    await one.open()
    yield one
    await one.close()


async def tables(database: Database) -> list[str]:
    found = await rows(
        database,
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
    )
    return sorted(one["name"] for one in found)


async def test_an_empty_database_gets_every_table_with_the_shop_s_prefix(empty: Database) -> None:
    assert await version(empty) == 0
    assert await migrate(empty) == NEWEST
    assert await version(empty) == NEWEST
    names = await tables(empty)
    assert "x9_onlinechat_message" in names
    assert all(name.startswith("x9_onlinechat_") for name in names)


async def test_tables_are_innodb_and_hold_every_character(empty: Database) -> None:
    await migrate(empty)
    found = await rows(
        empty,
        "SELECT engine AS engine, table_collation AS collation FROM information_schema.tables"
        " WHERE table_schema = DATABASE()",
    )
    assert {one["engine"] for one in found} == {"InnoDB"}
    assert all(one["collation"].startswith("utf8mb4_") for one in found)


async def test_migrating_again_changes_nothing(empty: Database) -> None:
    await migrate(empty)
    before = await rows(empty, "SELECT * FROM PREFIX_onlinechat_migration")
    assert await migrate(empty) == NEWEST
    assert await rows(empty, "SELECT * FROM PREFIX_onlinechat_migration") == before
    assert [one["version"] for one in before] == sorted(available())


async def test_processes_that_start_at_once_migrate_once(empty: Database) -> None:
    others = [Database(empty.address) for _ in range(3)]
    for one in others:
        await one.open()
    assert await asyncio.gather(*(migrate(one) for one in (empty, *others))) == [NEWEST] * 4
    assert len(await rows(empty, "SELECT * FROM PREFIX_onlinechat_migration")) == len(available())
    for one in others:
        await one.close()


async def test_tables_of_a_newer_version_are_refused(empty: Database) -> None:
    await migrate(empty)
    async with empty.unit() as unit:
        await unit.run(
            "INSERT INTO PREFIX_onlinechat_migration VALUES (%s, 'later', UTC_TIMESTAMP(3))",
            NEWEST + 1,
        )
    with pytest.raises(
        SetupError, match=f"version {NEWEST + 1}, this program knows version {NEWEST}"
    ):
        await migrate(empty)


async def test_shops_in_one_database_have_tables_of_their_own(empty: Database) -> None:
    second = Database(parse_url(f"mysql://root@127.0.0.1:{empty.address.port}/empty?prefix=y_"))
    await second.open()
    await migrate(empty)
    assert await version(second) == 0
    await migrate(second)
    assert len([name for name in await tables(empty) if name.startswith("y_")]) > 5
    await second.close()


def test_a_script_is_cut_at_the_ends_of_its_statements() -> None:
    script = "-- why; and how\nCREATE a (\n  x INT -- not; here\n);\n\nINSERT 'a;b';\n  -- end;\n"
    assert statements(script) == ["CREATE a (\n  x INT -- not; here\n)", "INSERT 'a;b'"]


async def test_a_migration_that_was_left_out_is_made_up_for(empty: Database) -> None:
    async with empty.unit() as unit:
        await unit.run(
            "CREATE TABLE PREFIX_onlinechat_migration (version INT UNSIGNED NOT NULL PRIMARY KEY,"
            " name VARCHAR(100) NOT NULL, applied_at DATETIME(3) NOT NULL)"
        )
        await unit.run(
            "INSERT INTO PREFIX_onlinechat_migration VALUES (%s, 'came first', UTC_TIMESTAMP(3))",
            NEWEST,
        )
    assert await migrate(empty) == NEWEST
    assert "x9_onlinechat_message" in await tables(empty)
    made = await rows(empty, "SELECT version FROM PREFIX_onlinechat_migration")
    assert {one["version"] for one in made} == set(available())
