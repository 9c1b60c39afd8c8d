"""The tab Offline messages of the Conversation history page: fragments for the back office."""

from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from sidecar.configuration.service import Configuration
from sidecar.errors import InvalidFormat, NotFound
from sidecar.mail import problems
from sidecar.mail.rules import MailState
from sidecar.offline.letters import facts
from sidecar.offline.service import GONE, OfflineMessages
from sidecar.offline.store import Left
from sidecar.operators.backoffice import BackOffice
from sidecar.platform.identity import Employee
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop

PAGE = 50


class OfflineMessagesPage:
    """`backoffice/offline`: the list, a message, and what can be done with it."""

    def __init__(
        self,
        pages: Pages,
        back_office: BackOffice,
        messages: OfflineMessages,
        configuration: Configuration,
        shop: Callable[[ShopId], Shop | None],
    ) -> None:
        self._pages = pages
        self._back_office = back_office
        self._messages = messages
        self._configuration = configuration
        self._shop = shop

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where they are served."""
        message = f"{base}backoffice/offline/{{number}}"
        return [
            web.get(f"{base}backoffice/offline", self.messages),
            web.get(message, self.message),
            web.delete(message, self.delete),
            web.post(f"{message}/send", self.send),
        ]

    async def messages(self, request: web.Request) -> web.Response:
        """Messages, newest first; `?before=` continues below a row."""
        employee = await self._back_office.require(request, "read_history")
        before = _cursor(request.query.get("before"))
        found = await self._messages.page(employee.shops, before=before, limit=PAGE + 1)
        older = _mark(found[PAGE - 1][0]) if len(found) > PAGE else None
        return await self._rows(
            request, employee, found[:PAGE], older=older, continued=before is not None
        )

    async def message(self, request: web.Request) -> web.Response:
        """Everything about one message."""
        employee = await self._back_office.require(request, "read_history")
        left, mail = await self._messages.one(_number(request), employee.shops)
        shop = self._shop(left.shop)
        if shop is None:
            raise NotFound(GONE)
        asked = self._configuration.of(shop, shop.default_language).asked()
        return self._fragment(
            "backoffice/offline_message.html",
            employee.lang,
            left=left,
            facts=[fact for fact in facts(left, shop, asked) if fact[0] != "received"],
            mail=mail,
            reason=self._reason(mail, employee.lang),
        )

    async def send(self, request: web.Request) -> web.Response:
        """Send it again, or after all; the row with its new state."""
        employee = await self._back_office.require(request, "edit_history")
        number = _number(request)
        await self._messages.send(number, employee.shops)
        row = await self._messages.one(number, employee.shops)
        return await self._rows(request, employee, [row], older=None, continued=True)

    async def delete(self, request: web.Request) -> web.Response:
        """Delete it; its row is gone."""
        employee = await self._back_office.require(request, "delete_history")
        await self._messages.delete(_number(request), employee.shops, by=employee.id)
        return web.Response(content_type="text/html", headers={"Cache-Control": "no-store"})

    async def _rows(
        self,
        request: web.Request,
        employee: Employee,
        found: list[tuple[Left, MailState | None]],
        *,
        older: str | None,
        continued: bool,
    ) -> web.Response:
        return self._fragment(
            "backoffice/offline.html",
            employee.lang,
            rows=[
                {"left": left, "mail": mail, "reason": self._reason(mail, employee.lang)}
                for left, mail in found
            ],
            older=older,
            continued=continued,
            may_send=await self._back_office.may(request, "edit_history"),
            may_delete=await self._back_office.may(request, "delete_history"),
        )

    def _reason(self, mail: MailState | None, lang: str) -> str:
        if mail is None or not mail.code:
            return ""
        if mail.state == "waiting" and mail.code not in problems.SETTINGS:
            # Sent again: what went wrong before says nothing about the next try.
            return ""
        sentence = problems.sentence(mail.code, self._pages.catalogue(lang).gettext)
        return f"{sentence} ({mail.detail})" if mail.detail else sentence

    def _fragment(self, template: str, lang: str, **context: object) -> web.Response:
        return web.Response(
            text=self._pages.render(template, lang, **context),
            content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )


def _number(request: web.Request) -> int:
    number = request.match_info["number"]
    if not number.isdecimal() or not number.isascii() or len(number) > 18:
        raise NotFound(GONE)
    return int(number)


def _mark(left: Left) -> str:
    return f"{round(left.created_at.timestamp() * 1000)}-{left.id}"


def _cursor(text: str | None) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _, number = text.partition("-")
    parts = ((moment, 13), (number, 18))
    if not all(one.isascii() and one.isdecimal() and len(one) <= size for one, size in parts):
        raise InvalidFormat("This page of the messages does not exist.")
    return datetime.fromtimestamp(int(moment) / 1000, UTC), int(number)
