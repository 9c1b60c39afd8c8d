"""Who takes part in the routing bench: each started on the measured core, its sockets connected."""

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from tests.bench import machine, stage, tokens, wire
from tests.bench.load import Load, Meters, Talk
from tests.bench.report import Unsure
from tests.bench.stage import FIRST_EMPLOYEE
from tests.stack.mariadb import MariaDb
from tests.stack.ports import LOOPBACK, free_port

VISITORS, OPERATORS = 48, 6
NODE_POOL = "32"
"""Connections of the Node relay: 16 to 48 were as good as each other here, fewer were slower."""

TABLE = """CREATE TABLE message (
  id_conversation BIGINT UNSIGNED NOT NULL,
  seq INT UNSIGNED NOT NULL,
  client_id CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  author ENUM('visitor', 'operator', 'system') NOT NULL,
  id_author INT UNSIGNED NULL,
  name VARCHAR(255) NOT NULL DEFAULT '',
  kind ENUM('text', 'offer', 'product', 'link', 'system') NOT NULL DEFAULT 'text',
  body TEXT NOT NULL,
  data TEXT NULL,
  sent_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_conversation, seq),
  UNIQUE KEY client (id_conversation, client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci"""


async def sidecar(stack: ExitStack, server: MariaDb, cores: set[int]) -> Load:
    """The sidecar, its operators online, each visitor with a conversation of their own."""
    stage.fill(server, "sidecar", operators=OPERATORS)
    process = stack.enter_context(
        stage.sidecar(on=cores, url=server.url("sidecar"), messages_per_minute="1000000000")
    )
    address, path = (LOOPBACK, process.port), "/oc/socket.io"
    desks: dict[int, wire.Socket] = {}
    for employee in range(FIRST_EMPLOYEE, FIRST_EMPLOYEE + OPERATORS):
        auth = {"token": tokens.employee(employee), "protocol": 1}
        desk = desks[employee] = await wire.connect(address, path, "/operator", auth)
        await desk.call("desk:enter", {})
        await desk.call("operator:switch", {"online": True})
    talks = []
    for index in range(1, VISITORS + 1):
        auth = {"token": tokens.visitor(), "protocol": 1}
        visitor = await wire.connect(address, path, "/visitor", auth)
        hello = {"clientId": f"01BENCH{index:019d}", "body": "Hello"}
        conversation = (await visitor.call("message:send", hello))["conversation"]
        if not conversation["operator"]:
            raise Unsure("a conversation got no operator")
        operator = desks[conversation["operator"]["id"]]
        talks.append(Talk(index, conversation["id"], visitor, operator))
    if len({id(talk.operator) for talk in talks}) != OPERATORS:
        raise Unsure("some operators have nothing to do")
    # The greetings' last events may still be on their way; they are not to be counted.
    await asyncio.sleep(0.5)
    return _load(talks, process.pid, server)


async def bare(stack: ExitStack, server: MariaDb, cores: set[int]) -> Load:
    """The python-socketio relay."""
    port = free_port()
    command = [sys.executable, str(stage.relay("socketio_relay.py")), str(port)]
    return await _relay(stack, server, cores, "bare", command, port, {})


async def node(stack: ExitStack, server: MariaDb, cores: set[int]) -> Load:
    """The Node relay on a database of its own."""
    port = free_port()
    server.create("node")
    with server.connect("node") as connection, connection.cursor() as cursor:
        cursor.execute(TABLE)
    environment = {
        "DATABASE_PORT": str(server.port),
        "DATABASE_NAME": "node",
        "POOL": NODE_POOL,
        "NODE_ENV": "production",
    }
    install_packages()
    command = [_program("node"), str(stage.relay("node_relay.js")), str(port)]
    return await _relay(stack, server, cores, "node", command, port, environment)


async def _relay(
    stack: ExitStack,
    server: MariaDb,
    cores: set[int],
    name: str,
    command: list[str],
    port: int,
    environment: Mapping[str, str],
) -> Load:
    pid = stack.enter_context(
        stage.program(name, command, on=cores, environment=environment, port=port)
    )
    address, path = (LOOPBACK, port), "/socket.io"
    desks = [
        await wire.connect(address, path, "/operator", {"operator": FIRST_EMPLOYEE + number})
        for number in range(OPERATORS)
    ]
    talks = []
    for index in range(1, VISITORS + 1):
        number = index % OPERATORS
        auth: dict[str, Any] = {"conversation": index, "operator": FIRST_EMPLOYEE + number}
        visitor = await wire.connect(address, path, "/visitor", auth)
        talks.append(Talk(index, index, visitor, desks[number]))
    return _load(talks, pid, server)


def install_packages() -> None:
    """Fetch what the Node relay needs, once."""
    folder = stage.relay(".")
    if not (folder / "node_modules" / "socket.io").is_dir():
        subprocess.run([_program("npm"), "ci", "--no-audit", "--no-fund"], cwd=folder, check=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Unsure(f"{name} is missing: the Node relay needs Node 18 or newer")
    return found


def _load(talks: list[Talk], pid: int, server: MariaDb) -> Load:
    database = stage.pid_of(server)

    def read(acked: int) -> Meters:
        return Meters(
            time.perf_counter(),
            acked,
            machine.cpu_seconds(pid),
            machine.cpu_seconds(database),
            time.process_time(),
            machine.busy_seconds(),
            stage.counter(server, "Innodb_log_writes"),
        )

    return Load(talks, read)
