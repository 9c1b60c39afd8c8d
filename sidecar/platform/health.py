"""Whether the process lives, and whether it can do its work."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from sidecar.errors import ChatError
from sidecar.platform.database import Busy, Database

PATIENCE = 2.0


class Health:
    """`GET health`: alive. `GET ready`: database and module are there, else 503 with the reason."""

    def __init__(self, database: Database, trouble: Callable[[], str | None], version: str) -> None:
        self._database = database
        self._trouble = trouble
        self._version = version

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}health", self.health), web.get(f"{base}ready", self.ready)]

    async def health(self, _request: web.Request) -> web.Response:
        """The process is alive."""
        return _answer(200, "ok", version=self._version)

    async def ready(self, _request: web.Request) -> web.Response:
        """It can do its work."""
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading() as unit:
                await unit.value("SELECT 1")
        except (ChatError, Busy, TimeoutError):
            return _answer(503, f"The database {self._database.address} does not answer.")
        trouble = self._trouble()
        return _answer(503, trouble) if trouble else _answer(200, "ok")


def _answer(status: int, text: str, **more: str) -> web.Response:
    return web.json_response(
        {"oc": 1, "status": text, **more}, status=status, headers={"Cache-Control": "no-store"}
    )
