"""The unit of work: all or nothing, and errors that say whether trying again helps."""

import asyncio

import pytest

from sidecar.errors import SetupError, StorageUnavailable
from sidecar.platform.database import Busy, Database, ProgrammingError, parse_url
from tests.conftest import rows
from tests.stack.mariadb import MariaDb
from tests.stack.ports import free_port

ADD = "INSERT INTO PREFIX_onlinechat_presence VALUES (%s, UTC_TIMESTAMP(3))"
KEYS = "SELECT open_key FROM PREFIX_onlinechat_presence ORDER BY open_key"


async def keys(database: Database) -> list[str]:
    return [one["open_key"] for one in await rows(database, KEYS)]


async def test_a_unit_that_ends_well_is_committed(database: Database) -> None:
    async with database.unit() as unit:
        await unit.run(ADD, "a")
        assert await keys(database) == [], "not seen by others before the commit"
    assert await keys(database) == ["a"]


async def test_a_unit_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ValueError, match="oops"):
        await _fails(database)
    assert await keys(database) == []


async def test_a_cancelled_unit_leaves_nothing_and_the_pool_goes_on(database: Database) -> None:
    for number in range(12):
        inside = asyncio.Event()
        task = asyncio.create_task(_slow(database, str(number), inside))
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await keys(database) == []


async def test_closing_does_not_wait_for_a_connection_that_broke(database: Database) -> None:
    inside = asyncio.Event()
    task = asyncio.create_task(_slow(database, "a", inside))
    await inside.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(5):
        await closing
    await asyncio.gather(task, return_exceptions=True)


async def test_who_waits_for_a_connection_gets_the_place_of_one_that_broke(
    database: Database,
) -> None:
    holders = []
    for number in range(8):  # as many as the pool has
        inside = asyncio.Event()
        holders.append(asyncio.create_task(_slow(database, str(number), inside, seconds=20)))
        await inside.wait()
    waiting = asyncio.create_task(keys(database))
    await asyncio.sleep(0)
    holders[0].cancel()
    async with asyncio.timeout(5):
        assert await waiting == []
    for task in holders:
        task.cancel()
    await asyncio.gather(*holders, return_exceptions=True)


async def _slow(
    database: Database, key: str, inside: asyncio.Event, *, seconds: float = 0.3
) -> None:
    async with database.unit() as unit:
        await unit.run(ADD, key)
        inside.set()
        await unit.value("SELECT SLEEP(%s)", seconds)


async def _fails(database: Database) -> None:
    async with database.unit() as unit:
        await unit.run(ADD, "a")
        raise ValueError("oops")


async def _impatient(database: Database) -> None:
    async with database.unit() as unit:
        await unit.run("SET SESSION innodb_lock_wait_timeout = 1")
        await unit.run(ADD, "a")


async def _mistaken(database: Database) -> None:
    async with database.reading() as unit:
        await unit.rows("SELECT FROM PREFIX_onlinechat_presence")


async def test_a_lock_held_too_long_is_busy_not_broken(database: Database) -> None:
    async with database.unit() as first:
        await first.run(ADD, "a")
        with pytest.raises(Busy):
            await _impatient(database)
    assert await keys(database) == ["a"]


async def test_a_mistake_in_a_statement_is_no_lack_of_storage(database: Database) -> None:
    with pytest.raises(ProgrammingError):
        await _mistaken(database)
    assert await keys(database) == []


async def test_text_of_every_kind_comes_back_as_it_was(database: Database) -> None:
    texts = ["%s", "%(x)s", "' OR 1=1 --", "\\", "\x00\x1a", "😀", "a\nb\t\r", "שלום\u202e"]
    async with database.unit() as unit:
        for text in texts:
            assert await unit.value("SELECT %s", text) == text
            assert await unit.value(f"SELECT {unit.literal(text)}") == text


async def test_moments_are_utc_whatever_the_server_s_zone(
    database: Database, server: MariaDb
) -> None:
    assert (await rows(database, "SELECT @@session.time_zone AS zone"))[0]["zone"] == "+00:00"
    level = "SELECT @@session.tx_isolation AS level, @@innodb_lock_wait_timeout AS patience"
    assert (await rows(database, level))[0] == {"level": "READ-COMMITTED", "patience": 2}


async def test_a_server_that_is_not_there_is_named() -> None:
    port = free_port()
    one = Database(parse_url(f"mysql://chat:secret@127.0.0.1:{port}/shop"))
    with pytest.raises(
        SetupError, match=rf"chat@127\.0\.0\.1:{port}/shop .*check that it runs"
    ) as e:
        await one.open()
    assert "secret" not in str(e.value)


async def test_wrong_credentials_and_a_wrong_name_are_told_apart(server: MariaDb) -> None:
    wrong = Database(parse_url(f"mysql://nobody:x@127.0.0.1:{server.port}/mysql"))
    with pytest.raises(SetupError, match="check the user and the password"):
        await wrong.open()
    missing = Database(parse_url(server.url("no_such_shop")))
    with pytest.raises(SetupError, match="check the database's name"):
        await missing.open()


async def test_before_it_is_open_nothing_can_be_stored() -> None:
    one = Database(parse_url("mysql://127.0.0.1/shop"))
    with pytest.raises(StorageUnavailable):
        async with one.unit():
            pass
