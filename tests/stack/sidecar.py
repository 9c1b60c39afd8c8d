"""The sidecar as a process of its own, to be killed and started again at will on the same port."""

import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from tests.stack.ports import LOOPBACK, free_port, http_status
from tests.stack.process import Process

REPOSITORY = Path(__file__).resolve().parents[2]


class Sidecar:
    """`python -m sidecar serve`, told where its database is by an address or by a shop's folder."""

    def __init__(
        self,
        directory: Path,
        *,
        database_url: str = "",
        shop: Path | None = None,
        port: int = 0,
        base_path: str = "/oc/",
        environment: Mapping[str, str] | None = None,
        log_level: str = "info",
    ) -> None:
        """`directory` gets the log; `environment` adds settings such as `ONLINECHAT_REDIS_URL`."""
        self.port = port or free_port()
        self.metrics_port = free_port()
        self.base_path = base_path
        self._arguments = ["--shop", str(shop)] if shop else []
        self._environment = {
            "ONLINECHAT_BIND": f"{LOOPBACK}:{self.port}",
            "ONLINECHAT_BASE_PATH": base_path,
            "ONLINECHAT_METRICS_BIND": f"{LOOPBACK}:{self.metrics_port}",
            "ONLINECHAT_LOG_LEVEL": log_level,
            **({"ONLINECHAT_DATABASE_URL": database_url} if database_url else {}),
            **(environment or {}),
        }
        self._process = Process("sidecar", directory.resolve())

    @property
    def url(self) -> str:
        """Its own address with the base path, past any proxy."""
        return f"http://{LOOPBACK}:{self.port}{self.base_path}"

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.alive

    @property
    def pid(self) -> int:
        """Process id; 0 when it does not run."""
        return self._process.pid

    @property
    def log(self) -> Path:
        """What it has logged over all its starts."""
        return self._process.log

    def end_leftover(self) -> None:
        """End the process of a former run that was killed."""
        self._process.end_leftover()

    def start(self, *, seconds: float = 20) -> None:
        """Start it and wait until it is ready for work."""
        self.launch()
        deadline = time.monotonic() + seconds
        while not self.ready():
            if not self._process.alive:
                failure = self._process.failure("it ended at start")
                self._process.kill()
                raise failure
            if time.monotonic() > deadline:
                failure = self._process.failure(f"not ready within {seconds:.0f} s")
                self._process.stop()
                raise failure
            time.sleep(0.02)

    def launch(self) -> None:
        """Start it without waiting, for tests of the start itself."""
        self._process.start(
            [sys.executable, "-m", "sidecar", "serve", *self._arguments],
            environment=self._environment,
            folder=REPOSITORY,
        )

    def ready(self) -> bool:
        """Whether it says that database and everything else can be used."""
        return http_status(self.port, f"{self.base_path}ready") == HTTPStatus.OK

    def stop(self) -> None:
        """End it gracefully, as a service manager does."""
        self._process.stop(grace=15)

    def kill(self) -> None:
        """Kill -9: everything acknowledged must be in the database."""
        self._process.kill()
