"""The shop's MySQL or MariaDB: connections, and the unit of work in which all is written."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit
from weakref import WeakSet

import aiomysql
from pymysql.err import (
    DataError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from sidecar.errors import SetupError, StorageUnavailable

log = logging.getLogger(__name__)

Row = dict[str, Any]
LOCK_WAIT, DEADLOCK, DUPLICATE = 1205, 1213, 1062
TOO_LONG = (1969, 3024)
"""A statement ran into its time limit: MariaDB's code, MySQL's code."""
NO_TABLE, FORBIDDEN = 1146, (1044, 1142, 1143, 1227)
PATIENCE = 8.0
"""Seconds until a unit of work counts as failed: a hanging database must not hang the chat."""


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT that is sent together with others."""

    sql: str
    values: tuple[object, ...] = ()


class Busy(Exception):
    """Another transaction held a lock too long, or this one was a deadlock's victim: try again."""


@dataclass(frozen=True)
class DatabaseAddress:
    """Where the shop's database is and as whom to go there."""

    host: str
    port: int
    user: str
    password: str
    name: str
    prefix: str
    unix_socket: str | None = None

    def __str__(self) -> str:
        """For people and logs: without the password."""
        return f"{self.user}@{self.unix_socket or f'{self.host}:{self.port}'}/{self.name}"


def parse_url(url: str) -> DatabaseAddress:
    """`mysql://user:password@host:port/name?prefix=ps_`, or with `unix_socket=` in the query.

    Raises:
        SetupError: it is not such an address.
    """
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    name = parts.path.lstrip("/")
    try:
        port = parts.port or 3306
    except ValueError:
        raise SetupError("ONLINECHAT_DATABASE_URL has a port that is no number.") from None
    prefix = query.get("prefix", "ps_")
    if parts.scheme != "mysql" or not name or not re.fullmatch(r"\w*", prefix):
        raise SetupError(
            "ONLINECHAT_DATABASE_URL must look like mysql://user:password@host:port/name?prefix=ps_"
        )
    return DatabaseAddress(
        host=parts.hostname or "127.0.0.1",
        port=port,
        user=unquote(parts.username or "root"),
        password=unquote(parts.password or ""),
        name=unquote(name),
        prefix=prefix,
        unix_socket=query.get("unix_socket"),
    )


class Unit:
    """One connection in use; `PREFIX_` in a statement stands for the shop's table prefix."""

    def __init__(self, connection: aiomysql.Connection, prefix: str) -> None:
        self._connection = connection
        self._prefix = prefix

    async def rows(self, sql: str, *values: object) -> list[Row]:
        """Every row of a SELECT."""
        async with self._connection.cursor(aiomysql.DictCursor) as cursor:
            await cursor.execute(_prefixed(sql, self._prefix), values or None)
            return list(await cursor.fetchall())

    async def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a SELECT, if there is one."""
        found = await self.rows(sql, *values)
        return found[0] if found else None

    async def value(self, sql: str, *values: object) -> Any:
        """The first column of the first row, None without a row."""
        found = await self.row(sql, *values)
        return next(iter(found.values())) if found else None

    async def batch(self, queries: Sequence[Query]) -> list[list[Row]]:
        """Every row of each of these SELECTs; they travel together, and so do their answers."""
        async with self._connection.cursor(aiomysql.DictCursor) as cursor:
            text = "; ".join(
                cursor.mogrify(_prefixed(query.sql, self._prefix), query.values or None)
                for query in queries
            )
            await cursor.execute(text)
            found = [list(await cursor.fetchall())]
            while await cursor.nextset():
                found.append(list(await cursor.fetchall()))
            return found

    async def run(self, sql: str, *values: object) -> int:
        """Carry out a statement; how many rows it changed."""
        async with self._connection.cursor() as cursor:
            return int(await cursor.execute(_prefixed(sql, self._prefix), values or None))

    async def insert(self, sql: str, *values: object) -> int:
        """Insert one row; its AUTO_INCREMENT number."""
        async with self._connection.cursor() as cursor:
            await cursor.execute(_prefixed(sql, self._prefix), values or None)
            return int(cursor.lastrowid)

    async def insert_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert rows in one statement; `sql` ends where the rows begin, with `VALUES`."""
        quote = self._connection.literal
        values = ",".join(f"({','.join(map(quote, row))})" for row in rows)
        async with self._connection.cursor() as cursor:
            await cursor.execute(f"{_prefixed(sql, self._prefix)} {values}")

    def literal(self, value: object) -> str:
        """A value as it is written in SQL, quoted for this connection."""
        return str(self._connection.literal(value))


@lru_cache(maxsize=1024)
def _prefixed(sql: str, prefix: str) -> str:
    return sql.replace("PREFIX_", prefix)


def marks(values: Sequence[object]) -> str:
    """`%s,%s,…` for an IN list; the list must not be empty."""
    return ",".join(["%s"] * len(values))


def any_of(keys: Sequence[Sequence[object]], columns: Sequence[str]) -> str:
    """Finds rows by keys of several columns, each by the index; the list must not be empty."""
    one = " AND ".join(f"{column} = %s" for column in columns)
    return " OR ".join([f"({one})"] * len(keys))


class Pool(aiomysql.Pool):  # type: ignore[misc]
    """aiomysql's, which tells nobody of a connection that comes back broken: they would wait on."""

    def release(self, connection: aiomysql.Connection) -> "asyncio.Future[None]":
        """Give a connection back, whatever became of it; runs before it is first waited for."""
        done: asyncio.Future[None] = super().release(connection)
        return asyncio.ensure_future(self._wakeup()) if connection.closed else done


class Database:
    """A pool of connections to one shop's database.

    `patience`: seconds until a unit of work counts as failed. `limit`: seconds after which the
    server itself gives up on a SELECT.
    """

    def __init__(
        self,
        address: DatabaseAddress,
        *,
        size: int = 8,
        patience: float = PATIENCE,
        limit: float | None = None,
    ) -> None:
        self.address = address
        self._size = size
        self._patience = patience
        self._limit = limit
        self._pool: Pool | None = None
        self._prepared: WeakSet[aiomysql.Connection] = WeakSet()

    async def open(self) -> None:
        """Connect.

        Raises:
            SetupError: it cannot be reached or refuses; says which host and what to do.
        """
        address = self.address
        pool = Pool(
            minsize=1,
            maxsize=self._size,
            echo=False,
            pool_recycle=300,
            loop=asyncio.get_running_loop(),
            host=address.host,
            port=address.port,
            user=address.user,
            password=address.password,
            db=address.name,
            unix_socket=address.unix_socket,
            charset="utf8mb4",
            autocommit=True,
            connect_timeout=5,
            init_command="SET time_zone='+00:00', innodb_lock_wait_timeout=2,"
            f" sql_mode='STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'{self._give_up()}",
        )
        try:
            await pool.release(await pool.acquire())
        except OperationalError as error:
            raise SetupError(_unreachable(address, error)) from error
        self._pool = pool

    def _give_up(self) -> str:
        """Each server reads the comment that is meant for it; older ones read none of the two."""
        if self._limit is None:
            return ""
        return (
            f" /*M!100101 , max_statement_time={self._limit} */"
            f" /*!50708 , max_execution_time={round(self._limit * 1000)} */"
        )

    async def close(self) -> None:
        """Disconnect; whoever is in the middle of something may finish it."""
        if self._pool is not None:
            self._pool.close()
            await self._pool.wait_closed()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """A connection for reading: each statement sees what is committed.

        Raises:
            StorageUnavailable: the database does not answer.
        """
        async with self._connection() as connection:
            yield Unit(connection, self.address.prefix)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """A transaction: committed when the block ends, rolled back when it raises.

        Raises:
            StorageUnavailable: the database does not answer; something may have been stored.
            Busy: a lock was held too long; nothing was stored.
        """
        async with self._connection() as connection:
            await connection.begin()
            try:
                yield Unit(connection, self.address.prefix)
                await connection.commit()
            except BaseException:
                await _rolled_back(connection)
                raise

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiomysql.Connection]:
        if self._pool is None:
            raise StorageUnavailable
        try:
            async with asyncio.timeout(self._patience):
                connection = await self._pool.acquire()
                try:
                    await self._prepare(connection)
                    yield connection
                except BaseException as error:
                    if not isinstance(error, Exception) or isinstance(error, TimeoutError):
                        connection.close()
                    raise
                finally:
                    # Shielded by nature: release() runs its work before it first waits.
                    await self._pool.release(connection)
        except (OperationalError, InternalError) as error:
            _translate(error)
        except (InterfaceError, OSError, TimeoutError, RuntimeError) as error:
            log.warning("database: %s", error or type(error).__name__)
            raise StorageUnavailable from error

    async def _prepare(self, connection: aiomysql.Connection) -> None:
        """Isolation has three names in MySQL 5.7, 8 and MariaDB; this statement works in all."""
        if connection not in self._prepared:
            async with connection.cursor() as cursor:
                await cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
            self._prepared.add(connection)


async def _rolled_back(connection: aiomysql.Connection) -> None:
    """Undo; a connection that cannot is closed, which undoes as well."""
    try:
        async with asyncio.timeout(2):
            await connection.rollback()
    except (OperationalError, InternalError, InterfaceError, OSError, RuntimeError, TimeoutError):
        connection.close()


def _translate(error: OperationalError | InternalError) -> NoReturn:
    code = error.args[0] if error.args else 0
    if code in (LOCK_WAIT, DEADLOCK):
        raise Busy(str(error)) from error
    if code in TOO_LONG:
        log.warning("database: a query took too long and was given up")
        raise StorageUnavailable from error
    if (
        isinstance(code, int)
        and 1000 <= code < 2000
        and code not in (1040, 1053, 1129, 1203, 1290, 1317, 1927)
    ):
        raise error
    log.warning("database: %s", error)
    raise StorageUnavailable from error


@contextmanager
def starting(address: DatabaseAddress) -> Iterator[None]:
    """What the database refuses while a program starts, for the person who starts it.

    Raises:
        SetupError: it holds no shop, the user may not do what is needed, or it stopped answering.
    """
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        if error.args[0] == NO_TABLE:
            raise SetupError(
                f"The database {address} holds no shop with the table prefix"
                f" {address.prefix!r}: check its name and the prefix. ({error.args[-1]})"
            ) from None
        if error.args[0] in FORBIDDEN:
            raise SetupError(
                f"The database {address} forbids what the chat needs:"
                f" give the user the rights in sql/grants.sql. ({error.args[-1]})"
            ) from None
        raise
    except (StorageUnavailable, Busy) as error:
        raise SetupError(
            f"The database {address} stopped answering: check that it runs well. ({error})"
        ) from None


def _unreachable(address: DatabaseAddress, error: OperationalError) -> str:
    code = error.args[0] if error.args else 0
    advice = {
        1045: "check the user and the password",
        1044: "give the user rights on this database",
        1049: "check the database's name",
    }.get(code, "check that it runs and that this machine may connect")
    return f"The database {address} does not accept the connection: {advice}. ({error.args[-1]})"


__all__ = [
    "DUPLICATE",
    "Busy",
    "DataError",
    "Database",
    "DatabaseAddress",
    "ProgrammingError",
    "Query",
    "Row",
    "Unit",
    "marks",
    "parse_url",
    "starting",
]
