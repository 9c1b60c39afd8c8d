"""The Conversation history page: fragments for the back office."""

from datetime import UTC, datetime

from aiohttp import web

from sidecar.errors import InvalidFormat, NotFound
from sidecar.history import store
from sidecar.operators.backoffice import BackOffice
from sidecar.platform.database import Database
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ConversationId
from sidecar.shop import customers

PAGE = 50


class HistoryPage:
    """`GET backoffice/history` and the exchange of one conversation."""

    def __init__(self, database: Database, pages: Pages, back_office: BackOffice) -> None:
        self._database = database
        self._pages = pages
        self._back_office = back_office

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [
            web.get(f"{base}backoffice/history", self.history),
            web.get(f"{base}backoffice/history/{{number}}", self.exchange),
        ]

    async def history(self, request: web.Request) -> web.Response:
        """Archived conversations, newest first; `?before=` continues below a row."""
        employee = await self._back_office.require(request, "read_history")
        before = _cursor(request.query.get("before"))
        async with self._database.reading() as unit:
            found = await store.page(unit, employee.shops, before=before, limit=PAGE + 1)
            contacts = await customers.contacts(
                unit, [row.customer for row in found if row.customer]
            )
        shown = found[:PAGE]
        older = _mark(shown[-1]) if len(found) > PAGE else None
        return self._fragment(
            "backoffice/history.html",
            employee.lang,
            rows=[
                {"row": row, "contact": contacts.get(row.customer) if row.customer else None}
                for row in shown
            ],
            older=older,
            continued=before is not None,
        )

    async def exchange(self, request: web.Request) -> web.Response:
        """Everything that was said in one conversation."""
        employee = await self._back_office.require(request, "read_history")
        number = request.match_info["number"]
        if not number.isdecimal() or len(number) > 18:
            raise NotFound
        async with self._database.reading() as unit:
            found = await store.exchange(unit, employee.shops, ConversationId(int(number)))
        if found is None:
            raise NotFound
        return self._fragment(
            "backoffice/exchange.html", employee.lang, conversation=found[0], lines=found[1]
        )

    def _fragment(self, template: str, lang: str, **context: object) -> web.Response:
        return web.Response(
            text=self._pages.render(template, lang, **context),
            content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )


def _mark(row: store.Archived) -> str:
    return f"{int(row.last_message_at.timestamp() * 1000)}-{row.id}"


def _cursor(text: str | None) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _, number = text.partition("-")
    good = moment.isdecimal() and len(moment) <= 13 and number.isdecimal() and len(number) <= 18
    if not good:
        raise InvalidFormat("This page of the history does not exist.")
    return datetime.fromtimestamp(int(moment) / 1000, UTC), int(number)
