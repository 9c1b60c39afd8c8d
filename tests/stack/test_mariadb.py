"""The private database server: durable, and back on its port after everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack.mariadb import MariaDb


@pytest.fixture
def own(tmp_path: Path) -> Iterator[MariaDb]:
    """A server to be ill-treated."""
    server = MariaDb(tmp_path)
    server.start()
    server.create("own")
    with server.connect("own") as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (n int PRIMARY KEY)")
    yield server
    server.stop()


def test_what_was_committed_survives_a_kill(own: MariaDb) -> None:
    port = own.port
    with own.connect("own") as connection, connection.cursor() as cursor:
        for number in range(20):
            cursor.execute("INSERT INTO kept VALUES (%s)", (number,))
    own.kill()
    own.start()
    assert own.port == port
    assert _count(own) == 20


def test_a_restart_keeps_port_and_data(own: MariaDb) -> None:
    port = own.port
    own.restart()
    assert own.port == port
    assert _count(own) == 0


def test_it_is_as_durable_as_a_real_one(own: MariaDb) -> None:
    with own.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@innodb_flush_log_at_trx_commit, @@innodb_doublewrite")
        assert cursor.fetchone() == (1, 1)


def test_what_a_killed_run_left_behind_is_ended(own: MariaDb) -> None:
    heir = MariaDb(own.directory)
    heir.start()
    try:
        assert heir.port != own.port
        assert not own.alive
        assert _count(heir) == 0
    finally:
        heir.stop()


def _count(server: MariaDb) -> int:
    with server.connect("own") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM kept")
        (number,) = cursor.fetchone() or (-1,)
        return int(number)
