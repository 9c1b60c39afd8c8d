"""A private MariaDB in one folder: durable, up in about a second, killed and restarted at will."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from tests.stack.ports import LOOPBACK, free_port
from tests.stack.process import Process

VAR = Path(__file__).resolve().parents[2] / ".var"
# What a commit has promised must be on disk, or the tests of promises would prove nothing.
DURABLE = (
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-doublewrite=ON",
    "--innodb-flush-method=O_DIRECT",
)
SMALL = (
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=32M",
    "--performance-schema=OFF",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--max-connections=300",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
)


class MariaDb:
    """One server. Its port stays the same over restarts and kills: clients find it again."""

    def __init__(self, directory: Path, *, options: Sequence[str] = ()) -> None:
        """`options` go to the server's command line, such as `--innodb-buffer-pool-size=1G`."""
        self.directory = directory.resolve()
        self.data = self.directory / "data"
        self.port = 0
        self._options = tuple(options)
        self._process = Process("mariadbd", self.directory)

    @property
    def socket(self) -> Path:
        """The Unix socket; a path over 107 characters can't be connected to."""
        return self.data / "server.sock"

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process.alive

    def end_leftover(self) -> None:
        """End the server of a former run that was killed."""
        self._process.end_leftover()

    def start(self, *, seconds: float = 30) -> None:
        """Start the server; the first time in a folder, from a copy of an empty one made once."""
        if not (self.data / "mysql").is_dir():
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.copytree(_template(), self.data)
        self.port = self.port or free_port()
        self._process.start(
            [
                _program("mariadbd"),
                "--no-defaults",
                f"--datadir={self.data}",
                f"--socket={self.socket.name}",
                f"--pid-file={self.directory / 'server.pid'}",
                f"--bind-address={LOOPBACK}",
                f"--port={self.port}",
                *_as_this_user(),
                *SMALL,
                *DURABLE,
                *self._options,
            ]
        )
        self._wait(seconds)

    def stop(self) -> None:
        """Shut down cleanly."""
        self._process.stop(grace=30)

    def kill(self) -> None:
        """Kill -9: what was committed must survive it."""
        self._process.kill()

    def restart(self) -> None:
        """Stop and start again on the same port and the same data."""
        self.stop()
        self.start()

    def url(self, database: str, prefix: str = "ps_") -> str:
        """Address of a database in the form of `ONLINECHAT_DATABASE_URL`."""
        query = urlencode({"prefix": prefix})
        return f"mysql://root@{LOOPBACK}:{self.port}/{database}?{query}"

    def connect(self, database: str | None = None) -> "Connection[Cursor]":
        """A plain autocommitting connection in PrestaShop's own mode, which is not strict."""
        return pymysql.connect(
            host=LOOPBACK,
            port=self.port,
            user="root",
            database=database,
            charset="utf8mb4",
            autocommit=True,
            # Else each reads the machine's certificates first: a hundred times what it costs.
            ssl_disabled=True,
            init_command="SET SESSION sql_mode=''",
        )

    def create(self, database: str) -> None:
        """Make an empty database, in place of one of that name."""
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute("SHOW DATABASES LIKE %s", (database,))
            if cursor.fetchone():
                cursor.execute(f"DROP DATABASE `{database}`")
            cursor.execute(
                f"CREATE DATABASE `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
            )

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.connect().close()
            except pymysql.err.OperationalError as error:
                if not self._process.alive:
                    raise self._process.failure("the server ended at start") from error
                if time.monotonic() > deadline:
                    failure = self._process.failure(f"no answer within {seconds:.0f} s")
                    self._process.kill()
                    raise failure from error
                time.sleep(0.02)
            else:
                return


def _template() -> Path:
    """An initialised, empty data folder of this MariaDB version, made once, kept under .var/."""
    version = subprocess.run(
        [_program("mariadbd"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    mark = hashlib.sha256(f"{version}{SMALL}".encode()).hexdigest()[:12]
    template = VAR / f"mariadb-{mark}"
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "mariadb.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.is_dir():
            draft = template.with_suffix(".new")
            shutil.rmtree(draft, ignore_errors=True)
            _initialise(draft)
            draft.rename(template)
    return template


def _initialise(folder: Path) -> None:
    made = subprocess.run(
        [
            _program("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={folder}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            *_as_this_user(),
            *SMALL,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"mariadb-install-db failed:\n{made.stdout}{made.stderr}")


def _as_this_user() -> list[str]:
    """MariaDB refuses to run as root unless it is told so."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _program(name: str) -> str:
    """Path of a MariaDB program; Debian keeps the server where normal users don't look."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    if not found:
        raise RuntimeError(f"{name} is missing: apt-get install mariadb-server")
    return found
