"""`onlinechat serve | doctor | migrate`."""

import argparse
import asyncio
import contextlib
import gc
import logging
import signal
import sys
from pathlib import Path
from typing import Any

import uvloop
from aiohttp import web
from pydantic import ValidationError

from sidecar import __version__, doctor
from sidecar.app import house
from sidecar.errors import SetupError
from sidecar.platform import logs, metrics
from sidecar.platform.database import Database, DatabaseAddress, parse_url, starting
from sidecar.platform.migrations import migrate
from sidecar.settings import Settings
from sidecar.shop import parameters
from sidecar.shop.facts import Facts

log = logging.getLogger(__name__)

CLOSE_SECONDS = 2.0
"""What open HTTP requests get when the process stops; sockets are closed at once and come back."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the process's exit code."""
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    try:
        settings = read_settings(options)
        logs.configure(settings.log_level, settings.log_format)
        return uvloop.run(COMMANDS[command](settings))
    except SetupError as error:
        sys.stderr.write(f"onlinechat: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def read_settings(options: dict[str, Any]) -> Settings:
    """Settings from the command line, then from the environment.

    Raises:
        SetupError: one of them is wrong; the sentence names it.
    """
    try:
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise SetupError(f"ONLINECHAT_{name}: {first['msg']}") from None
    if not settings.base_path.startswith("/") or not settings.base_path.endswith("/"):
        raise SetupError(
            "ONLINECHAT_BASE_PATH must begin and end with a slash, such as /oc/,"
            f" not {settings.base_path!r}."
        )
    address(settings.bind, "ONLINECHAT_BIND")
    if settings.metrics_bind:
        address(settings.metrics_bind, "ONLINECHAT_METRICS_BIND")
    return settings


def address(text: str, name: str) -> tuple[str, int]:
    """Host and port of `host:port`.

    Raises:
        SetupError: it is not of that form.
    """
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SetupError(
            f"{name} must be an address and a port, such as 127.0.0.1:8081, not {text!r}."
        )
    return host.strip("[]"), int(port)


def database_address(settings: Settings) -> DatabaseAddress:
    """Where the shop's database is, by the settings.

    Raises:
        SetupError: neither a shop's folder nor a database is named, or what is named is wrong.
    """
    if settings.database_url:
        return parse_url(settings.database_url)
    if settings.shop:
        return parameters.read(settings.shop)
    raise SetupError(
        "Which shop? Start with --shop FOLDER (the one PrestaShop is installed in),"
        " or set ONLINECHAT_DATABASE_URL."
    )


async def serve(settings: Settings) -> int:
    """Serve until a signal says stop."""
    database = Database(database_address(settings))
    await database.open()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    runners: list[web.AppRunner] = []
    try:
        with starting(database.address):
            application = await house.create(settings, database)
            runners.append(await _site(application, settings.bind, "ONLINECHAT_BIND"))
        if settings.metrics_bind:
            try:
                runners.append(
                    await _site(
                        metrics.application(), settings.metrics_bind, "ONLINECHAT_METRICS_BIND"
                    )
                )
            except SetupError as error:
                log.warning("no metrics: %s", error)
        _settle()
        log.info("serving %s on http://%s%s", database.address, settings.bind, settings.base_path)
        await stopped.wait()
        log.info("stopping")
    finally:
        for runner in runners:
            await runner.cleanup()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(database.close(), CLOSE_SECONDS)
    return 0


def _settle() -> None:
    """What was made for the start stays: the garbage collector need not look at it ever again.

    With its default thresholds it walks thousands of sessions several times a second under load.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _site(application: web.Application, bind: str, name: str) -> web.AppRunner:
    host, port = address(bind, name)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=CLOSE_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=1024).start()
    except OSError as error:
        await runner.cleanup()
        raise SetupError(
            f"{name}: {bind} cannot be listened on ({error.strerror or error}):"
            " another program has it, or it is no address of this machine."
        ) from None
    return runner


async def run_migrations(settings: Settings) -> int:
    """Bring the tables to this version."""
    database = Database(database_address(settings), size=2)
    await database.open()
    try:
        with starting(database.address):
            await Facts().look(database)
            sys.stdout.write(f"The chat's tables are at version {await migrate(database)}.\n")
    finally:
        await database.close()
    return 0


async def diagnose(settings: Settings) -> int:
    """Say what is wrong and how to mend it."""
    return await doctor.run(settings, lambda: database_address(settings))


COMMANDS = {"serve": serve, "migrate": run_migrations, "doctor": diagnose}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onlinechat",
        description="Online Chat's sidecar: live chat for a PrestaShop shop.",
        epilog="Every option can be set in the environment as well, as ONLINECHAT_…",
    )
    parser.add_argument("--version", action="version", version=f"onlinechat {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("serve", "serve the chat"),
        ("doctor", "say what is wrong and how to mend it"),
        ("migrate", "bring the chat's tables to this version"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        for field, info in Settings.model_fields.items():
            kind = Path if field == "shop" else str
            command.add_argument(
                f"--{field.replace('_', '-')}", type=kind, help=info.description, metavar="VALUE"
            )
    return parser
