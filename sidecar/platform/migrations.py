"""Brings our tables to the version this code needs, once, however many processes start."""

import logging
import re
from pathlib import Path

from sidecar.errors import SetupError
from sidecar.platform.database import Database, Unit
from sidecar.platform.resources import folder

log = logging.getLogger(__name__)

LOCK_SECONDS = 60


def available() -> dict[int, Path]:
    """The migrations this code brings, by number."""
    found = sorted((folder("sql") / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return {int(path.name[:4]): path for path in found}


async def version(database: Database) -> int:
    """The schema's version; 0 before the first migration."""
    async with database.reading() as unit:
        return max(await _applied(unit) or (0,))


async def _applied(unit: Unit) -> set[int] | None:
    """The numbers of the migrations that these tables went through; None without any table."""
    exists = await unit.value(
        "SELECT COUNT(*) FROM information_schema.tables"
        " WHERE table_schema = DATABASE() AND table_name = 'PREFIX_onlinechat_migration'"
    )
    if not exists:
        return None
    return {
        row["version"] for row in await unit.rows("SELECT version FROM PREFIX_onlinechat_migration")
    }


async def migrate(database: Database) -> int:
    """Apply what is missing; the version reached.

    Raises:
        SetupError: the tables are from a newer version, or another process holds the lock.
    """
    steps = available()
    newest = max(steps)
    async with database.reading() as unit:
        done = await _applied(unit) or set()
    current = max(done, default=0)
    if current > newest:
        raise SetupError(
            f"The chat's tables are at version {current}, this program knows version {newest}:"
            " install the newer onlinechat package again."
        )
    if done >= set(steps):
        return current
    async with database.reading() as unit:
        # GET_LOCK is one for the whole server: the database's name keeps two shops apart.
        lock = f"onlinechat_{database.address.name}_{database.address.prefix}"[:64]
        if await unit.value("SELECT GET_LOCK(%s, %s)", lock, LOCK_SECONDS // 10) != 1:
            raise SetupError(
                "Another process is migrating the chat's tables:"
                " wait until it has finished, then start again."
            )
        try:
            await _apply(unit, steps)
        finally:
            await unit.value("SELECT RELEASE_LOCK(%s)", lock)
    return newest


async def _apply(unit: Unit, steps: dict[int, Path]) -> None:
    done = await _applied(unit)
    if done is None:
        done = set()
        await unit.run(
            "CREATE TABLE PREFIX_onlinechat_migration"
            " (version INT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL,"
            " applied_at DATETIME(3) NOT NULL)"
            " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
        )
    for number, path in steps.items():
        if number in done:
            continue
        for statement in statements(path.read_text()):
            await unit.run(statement)
        await unit.run(
            "INSERT INTO PREFIX_onlinechat_migration (version, name, applied_at)"
            " VALUES (%s, %s, UTC_TIMESTAMP(3))",
            number,
            path.stem,
        )
        log.info("migrated to %s", path.stem)


def statements(script: str) -> list[str]:
    """A migration's statements; comments are whole lines, `;` at a line's end ends a statement."""
    bare = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("--"))
    return [part.strip() for part in re.split(r";\s*(?:\n|$)", bare) if part.strip()]
