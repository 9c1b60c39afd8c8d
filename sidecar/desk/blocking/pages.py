"""The tab Blocked visitors of the Conversation history page."""

from aiohttp import web

from sidecar.desk.blocking.service import Blocking
from sidecar.errors import NotFound
from sidecar.operators.backoffice import BackOffice
from sidecar.platform.identity import Employee
from sidecar.platform.pages import Pages

SHOWN = 500


class BlockedPage:
    """`backoffice/blocked`: the list, and letting somebody in again."""

    def __init__(self, pages: Pages, back_office: BackOffice, blocking: Blocking) -> None:
        self._pages = pages
        self._back_office = back_office
        self._blocking = blocking

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [
            web.get(f"{base}backoffice/blocked", self.list),
            web.delete(f"{base}backoffice/blocked/{{number}}", self.unblock),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Who is kept out, the newest block first."""
        return await self._list(request, await self._back_office.require(request, "read_history"))

    async def unblock(self, request: web.Request) -> web.Response:
        """Let somebody in again; the list without them."""
        employee = await self._back_office.require(request, "block")
        number = request.match_info["number"]
        if not number.isdecimal() or not number.isascii() or len(number) > 9:
            raise NotFound("This block does not exist.")
        await self._blocking.unblock(int(number), employee.shops, by=employee.id)
        return await self._list(request, employee)

    async def _list(self, request: web.Request, employee: Employee) -> web.Response:
        return self._pages.fragment(
            "backoffice/desk/blocked.html",
            employee.lang,
            blocks=await self._blocking.listed(employee.shops, limit=SHOWN),
            may_unblock=await self._back_office.may(request, "block"),
        )
