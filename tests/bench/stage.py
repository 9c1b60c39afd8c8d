"""What benches run on: a durable MariaDB with the shop's tables, the sidecar on its own core."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench import machine, tokens
from tests.bench.report import Unsure
from tests.stack import shop_database
from tests.stack.mariadb import VAR, MariaDb
from tests.stack.ports import wait_for
from tests.stack.process import Process
from tests.stack.sidecar import Sidecar

FOLDER = VAR / "bench"
REPOSITORY = VAR.parent
FIRST_EMPLOYEE = 101
MUST_BE = {"innodb_flush_log_at_trx_commit": "1", "innodb_doublewrite": "ON"}


@contextmanager
def database(*options: str, folder: str = "mariadb") -> Iterator[MariaDb]:
    """A fresh start of the bench's own server, asked whether it keeps what it commits.

    `folder`: where its data lie; what is big is made once, in a folder of its own.

    Raises:
        Unsure: it does not.
    """
    server = MariaDb(FOLDER / folder, options=options)
    server.start()
    try:
        assert_durable(server)
        yield server
    finally:
        server.stop()


def assert_durable(server: MariaDb) -> None:
    """Raise Unsure unless a commit is on disk when it returns."""
    with server.connect() as connection, connection.cursor() as cursor:
        for name, value in MUST_BE.items():
            cursor.execute("SELECT @@GLOBAL." + name)
            found = str((cursor.fetchone() or ("",))[0])
            if found not in (value, {"ON": "1"}.get(value)):
                raise Unsure(f"{name} is {found}, not {value}")


def pid_of(server: MariaDb) -> int:
    """Process id of the server."""
    return int((server.directory / "server.pid").read_text())


def counter(server: MariaDb, name: str) -> int:
    """One of the server's status counters."""
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SHOW GLOBAL STATUS LIKE %s", (name,))
        found = cursor.fetchone()
        return int(found[1]) if found else 0


def fill(server: MariaDb, name: str, *, operators: int) -> None:
    """A shop with the module installed, and so many more employees who may do everything."""
    shop_database.fill(server, name)
    with server.connect(name) as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ps_configuration (name, value, date_add, date_upd)"
            " VALUES ('ONLINECHAT_SECRET', %s, NOW(), NOW())",
            (tokens.SECRET.current,),
        )
        for number in range(FIRST_EMPLOYEE, FIRST_EMPLOYEE + operators):
            cursor.execute(
                "INSERT INTO ps_employee (id_employee, id_profile, id_lang, lastname, firstname,"
                " email, passwd, default_tab, active) VALUES (%s, 1, 1, 'Bench', %s, %s, '', 1, 1)",
                (number, f"Operator {number}", f"operator{number}@example.com"),
            )


def is_made(server: MariaDb, name: str, version: int) -> bool:
    """Whether a big database was made before, by the same version of its maker."""
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.tables"
            " WHERE table_schema = %s AND table_name = 'bench_made'",
            (name,),
        )
        if (cursor.fetchone() or (0,))[0] == 0:
            return False
        cursor.execute(f"SELECT version FROM {name}.bench_made")
        return cursor.fetchone() == (version,)


def mark_made(server: MariaDb, name: str, version: int) -> None:
    """All of it is there."""
    with server.connect(name) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_made (version INT)")
        cursor.execute("INSERT INTO bench_made VALUES (%s)", (version,))


@contextmanager
def program(
    name: str, command: list[str], *, on: set[int], environment: Mapping[str, str], port: int
) -> Iterator[int]:
    """A server on these cores that answers on its port; gives its process id."""
    process = Process(name, FOLDER)
    process.log.unlink(missing_ok=True)
    with machine.placed(on):
        process.start(command, environment=environment, folder=REPOSITORY)
    try:
        if not wait_for(port, seconds=20):
            raise process.failure("does not answer")
        yield process.pid
    finally:
        process.stop()


@contextmanager
def sidecar(
    *, on: set[int], url: str = "", shop: Path | None = None, **environment: str
) -> Iterator[Sidecar]:
    """The sidecar on these cores; `environment` without its ONLINECHAT_."""
    one = Sidecar(
        FOLDER,
        database_url=url,
        shop=shop,
        environment={f"ONLINECHAT_{name.upper()}": value for name, value in environment.items()},
        log_level="warning",
    )
    one.log.unlink(missing_ok=True)
    with machine.placed(on):
        one.start()
    try:
        yield one
    finally:
        one.stop()
        if one.log.is_file() and (said := one.log.read_text(errors="replace").strip()):
            print(f"  the sidecar's log ends with: {said.splitlines()[-1]}")


def relay(name: str) -> Path:
    """The code of something to compare with."""
    return Path(__file__).parent / "relays" / name
