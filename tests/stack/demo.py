"""`make demo`: shop, back office, sidecar and a mailbox on this computer, until Ctrl-C.

DEMO_VISITOR=1 adds a customer who comes in and chats by herself.
"""

import fcntl
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from types import FrameType
from typing import Protocol

from tests.stack.mariadb import VAR, MariaDb
from tests.stack.nginx import Nginx
from tests.stack.ports import LOOPBACK, free_port, http_status, is_free, wait_for
from tests.stack.process import NotStarted, Process
from tests.stack.shop import Shop
from tests.stack.sidecar import Sidecar

HOME = VAR / "demo"
SHOP_PORT = 8080
SIDECAR_PORT = 8081
MAIL_PORT = 8082
SHOP_URL = f"http://{LOOPBACK}:{SHOP_PORT}"
PLACES = {
    f"{SHOP_URL}/": "the shop: sign in as John DOE, pub@prestashop.com / 123456789",
    f"{SHOP_URL}/admin/": "its back office: demo@prestashop.com (Marc)"
    " or sara@prestashop.com (Sara) / prestashop_demo",
    f"{SHOP_URL}/oc/": "the sidecar, behind the shop's web server",
    f"http://{LOOPBACK}:{MAIL_PORT}/": "the mail that was sent",
}
HINT = (
    "Sign in to the back office and switch “Online” on at the lower right;"
    " then open the shop in another window and click “Open chat”."
)
RESTART_SECONDS = 2.0


class Stopped(BaseException):
    """Ctrl-C or a polite kill: time to stop everything."""


class NotPossible(Exception):
    """Something outside has to be changed first; the text says what."""


class Part(Protocol):
    """Whatever the demo starts, watches and stops."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        ...

    def start(self) -> None:
        """Start it and wait until it answers."""
        ...

    def stop(self) -> None:
        """Stop it for sure."""
        ...

    def end_leftover(self) -> None:
        """End what a killed demo left behind."""
        ...


@dataclass
class Program:
    """A Python program of tests/stack as a part of the demo."""

    name: str
    arguments: list[str]
    port: int = 0
    _process: Process = field(init=False)

    def __post_init__(self) -> None:
        """Keep its log beside the others."""
        self._process = Process(self.name, HOME / "logs")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.alive

    def start(self) -> None:
        """Start it; wait for its port when it has one."""
        self._process.start([sys.executable, "-m", *self.arguments])
        if self.port and not wait_for(self.port):
            raise self._process.failure("it does not answer")

    def stop(self) -> None:
        """Stop it for sure."""
        self._process.stop(grace=3)

    def end_leftover(self) -> None:
        """End what a killed demo left behind."""
        self._process.end_leftover()


def parts(environment: dict[str, str]) -> dict[str, Part]:
    """Everything the demo consists of, in the order of starting."""
    smtp_port = free_port()
    server = MariaDb(HOME / "mariadb")
    shop = Shop(server, HOME / "shop", domain=f"{LOOPBACK}:{SHOP_PORT}", mail_port=smtp_port)
    inbox = ["tests.stack.inbox", "--smtp-port", str(smtp_port), "--http-port", str(MAIL_PORT)]
    everything: dict[str, Part] = {
        "database": server,
        "mailbox": Program("inbox", inbox, port=MAIL_PORT),
        "shop": shop,
        "sidecar": Sidecar(HOME / "logs", shop=shop.directory, port=SIDECAR_PORT),
        "web server": Nginx(
            HOME / "nginx", port=SHOP_PORT, shop_port=shop.port, sidecar_port=SIDECAR_PORT
        ),
    }
    if environment.get("DEMO_VISITOR", "") not in {"", "0"}:
        everything["customer"] = Program("visitor", ["tests.stack.visitor", SHOP_URL])
    return everything


_stopping = threading.Event()


def run(environment: dict[str, str]) -> None:
    """Start everything, say where it is, keep it running until stopped.

    Raises:
        NotPossible: a port is taken, or the demo runs already.
        NotStarted: a part did not come up.
    """
    with _only_one():
        everything = parts(environment)
        for part in everything.values():
            part.end_leftover()
        _check_ports()
        for folder in HOME.iterdir():
            if folder.is_dir():
                shutil.rmtree(folder)
        try:
            for part in everything.values():
                part.start()
            for path in ("/en/", "/admin/", "/oc/ready"):
                _check_answer(SHOP_PORT, path)
            _check_answer(MAIL_PORT, "/")
            for address, what in PLACES.items():
                print(f"{address:<30} {what}")
            print(HINT, flush=True)
            _keep_running(everything)
        finally:
            _stop(everything)


def main() -> int:
    """The program; its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stopped)
    try:
        run(dict(os.environ))
    except Stopped:
        print("Stopped.", flush=True)
        return 0
    except (NotPossible, NotStarted) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _raise_stopped(_number: int, _frame: FrameType | None) -> None:
    """Stop once: make and a terminal send a signal each, the second must not stop the stopping."""
    if not _stopping.is_set():
        _stopping.set()
        raise Stopped


@contextmanager
def _only_one() -> Iterator[None]:
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotPossible("The demo runs already in another terminal.") from None
        yield


def _check_ports() -> None:
    taken = [str(port) for port in (SHOP_PORT, SIDECAR_PORT, MAIL_PORT) if not is_free(port)]
    if taken:
        raise NotPossible(
            f"The demo needs port {' and '.join(taken)} on {LOOPBACK}, which another program uses."
            f" `ss -ltnp` names it; stop it and run `make demo` again."
        )


def _check_answer(port: int, path: str) -> None:
    status = http_status(port, path, seconds=20)
    if not 0 < status < HTTPStatus.BAD_REQUEST:
        raise NotStarted(
            f"http://{LOOPBACK}:{port}{path} does not answer as it should ({status}). Logs: {HOME}"
        )


def _keep_running(everything: dict[str, Part]) -> None:
    """Do what a service manager does: start again what ended by itself, and say so."""
    failing: set[str] = set()
    while True:
        time.sleep(RESTART_SECONDS)
        for name, part in everything.items():
            if part.alive:
                failing.discard(name)
            elif name not in failing:
                _say(f"The {name} ended by itself; starting it again.")
                if not _restarted(part.start):
                    failing.add(name)
                    _say(f"It does not start. Logs: {HOME}")


def _restarted(start: Callable[[], None]) -> bool:
    try:
        start()
    except (NotStarted, OSError, RuntimeError):
        return False
    return True


def _stop(everything: dict[str, Part]) -> None:
    """Stop all parts, last started first; a second Ctrl-C must not leave anything behind."""
    for part in reversed(everything.values()):
        part.stop()


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
