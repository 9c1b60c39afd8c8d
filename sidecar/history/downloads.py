"""The history as a file: a ticket by POST, with the employee's token, then the file by GET."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping

from aiohttp import web

from sidecar.errors import ChatError, InvalidFormat, NotFound
from sidecar.history import rules
from sidecar.history.exports import as_csv, as_json
from sidecar.history.service import History
from sidecar.history.tickets import Order, Tickets
from sidecar.operators.backoffice import BackOffice
from sidecar.platform import clock
from sidecar.platform.database import Busy
from sidecar.platform.pages import Pages, decimal_sign
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop

log = logging.getLogger(__name__)

TYPES = {"csv": "text/csv", "json": "application/json"}
USED = "This download was made already, or took too long to begin. Please start it again."


class HistoryDownloads:
    """`backoffice/history/export`."""

    def __init__(
        self,
        pages: Pages,
        back_office: BackOffice,
        history: History,
        tickets: Tickets,
        shops: Callable[[], Mapping[ShopId, Shop]],
    ) -> None:
        self._pages = pages
        self._back_office = back_office
        self._history = history
        self._tickets = tickets
        self._shops = shops

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where they are served."""
        here = f"{base}backoffice/history/export"
        return [
            web.post(here, self.order),
            web.get(f"{here}/{{ticket}}", self.fetch, allow_head=False),
        ]

    async def order(self, request: web.Request) -> web.Response:
        """A ticket for what the filters leave, as `format`."""
        employee = await self._back_office.require(request, "read_history")
        fields = await request.post()
        form = {name: value for name, value in fields.items() if isinstance(value, str)}
        if form.get("format") not in TYPES:
            raise InvalidFormat(rules.NOT_UNDERSTOOD)
        asked = {**rules.filters(form).fields(), "format": form["format"]}
        ticket = await self._tickets.give(Order(employee, asked))
        return web.json_response(
            {"ok": True, "data": {"path": f"history/export/{ticket}"}},
            headers={"Cache-Control": "no-store"},
        )

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """The file a ticket is for."""
        order = await self._tickets.take(request.match_info["ticket"])
        if order is None:
            raise NotFound(USED)
        kind = order.asked["format"]
        name = f"conversations-{clock.now():%Y-%m-%d}.{kind}"
        response = web.StreamResponse(
            headers={
                "Content-Type": f"{TYPES[kind]}; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            }
        )
        await response.prepare(request)
        try:
            async for piece in self._pieces(order, kind):
                await response.write(piece.encode())
        except (ChatError, Busy) as error:
            # What has begun can't become a refusal any more; cut off, it is no whole file.
            log.warning("a download of the history broke off: %s", error)
            if request.transport is not None:
                request.transport.abort()
            return response
        await response.write_eof()
        return response

    def _pieces(self, order: Order, kind: str) -> AsyncIterator[str]:
        filters = rules.filters(order.asked)
        told = self._history.told(order.employee, filters)
        if kind == "json":
            return as_json(told)
        lang = order.employee.lang
        return as_csv(
            told,
            self._pages.catalogue(lang).gettext,
            # As spreadsheets in this language expect it: a comma is in numbers there.
            separator=";" if decimal_sign(lang) == "," else ",",
            shops=self._history.scope(order.employee, filters),
            names={number: shop.name for number, shop in self._shops().items()},
        )
