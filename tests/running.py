"""The whole application in this process on a free port, and people who open its pages."""

from types import TracebackType
from typing import Any

from aiohttp import ClientSession, web
from multidict import CIMultiDict

from sidecar.app import house
from sidecar.platform.clock import Rhythm
from sidecar.platform.database import Database, parse_url
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import EmployeeId
from sidecar.settings import Settings
from tests.pages import Page, auth
from tests.people import MARC, employee_token, guest, visitor_token

QUICK = Rhythm(
    look=0.2,
    lease=0.5,
    pulse=0.3,
    rights=0.3,
    facts=0.3,
    answers=0.3,
    hello=5,
    visitor_grace=0.3,
    settle=0,
)
"""What takes seconds or minutes in a shop takes tenths of seconds here."""
CALM = Rhythm(
    look=3600,
    lease=3600,
    pulse=3600,
    rights=3600,
    facts=3600,
    answers=3600,
    hello=5,
    visitor_grace=0.3,
    settle=0,
)
"""Nothing happens by itself."""


class Chat:
    """The running sidecar; closes every page that was opened through it."""

    def __init__(self, database_url: str, *, rhythm: Rhythm = QUICK, **settings: Any) -> None:
        self.settings = Settings(
            database_url=database_url,
            metrics_bind="",
            **{"messages_per_minute": 100_000, **settings},
        )
        self.rhythm = rhythm
        self.database = Database(parse_url(database_url))
        self.port = 0
        self.pages: list[Page] = []
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> "Chat":
        """Start."""
        await self.database.open()
        application = await house.create(self.settings, self.database, rhythm=self.rhythm)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the pages, stop, and look whether the pages heard only what the contract says."""
        for page in self.pages:
            await page.close()
        if self._runner:
            await self._runner.cleanup()
        await self.database.close()
        if error is None:
            assert [wrong for page in self.pages for wrong in page.wrong] == []

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}{self.settings.base_path}"

    async def visitor(self, who: Visitor | None = None, **more: Any) -> Page:
        """A visitor opens the chat in a tab."""
        who = who or guest()
        return await self.page("/visitor", auth(visitor_token(who)), **more)

    async def employee(self, who: EmployeeId = MARC, **claims: Any) -> Page:
        """An employee opens a back-office page."""
        return await self.page("/operator", auth(employee_token(who, **claims)))

    async def operator(self, who: EmployeeId = MARC, **claims: Any) -> Page:
        """An employee opens a back-office page and goes online."""
        page = await self.employee(who, **claims)
        await page.ask("desk:enter")
        await page.ask("operator:switch", online=True)
        return page

    async def page(self, namespace: str, auth: Any, **more: Any) -> Page:
        """A tab with a socket that was accepted."""
        page = Page(self.url, namespace)
        self.pages.append(page)
        await page.open(auth, **more)
        await page.heard("session:ready")
        return page

    async def get(self, path: str, **more: Any) -> tuple[int, CIMultiDict[str], str]:
        """Status, headers and text of an address below the base path."""
        async with (
            ClientSession() as client,
            client.get(f"{self.url}{path}", **more) as answer,
        ):
            return answer.status, CIMultiDict(answer.headers), await answer.text()
