"""The tab Conversations of the Conversation history page: fragments for the back office."""

from collections.abc import Callable, Mapping
from typing import get_args

from aiohttp import web
from multidict import MultiDict

from sidecar.errors import InvalidFormat, NotFound
from sidecar.history import exchange, rules
from sidecar.history.cards import card
from sidecar.history.exchange import Exchange
from sidecar.history.rules import Filters
from sidecar.history.service import GONE, History, Opened, Page, Scope
from sidecar.history.words import marked
from sidecar.operators.backoffice import BackOffice
from sidecar.platform.identity import Employee
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ConversationId, ShopId
from sidecar.shop.shops import Shop

MOST_CHOSEN = 1000
Form = MultiDict[str]
SCOPES: dict[str, Scope] = {one: one for one in get_args(Scope)}


class HistoryPage:
    """`backoffice/history`: the table, a line's pop-up, and deleting.

    What is asked for comes by POST: names and addresses that somebody looks for are no business of
    a web server's log.
    """

    def __init__(
        self,
        pages: Pages,
        back_office: BackOffice,
        history: History,
        shops: Callable[[], Mapping[ShopId, Shop]],
    ) -> None:
        self._pages = pages
        self._back_office = back_office
        self._history = history
        self._shops = shops

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where they are served."""
        here = f"{base}backoffice/history"
        person = f"{here}/person/{{person}}"
        return [
            web.get(here, self.whole),
            web.post(here, self.whole),
            web.post(f"{here}/table", self.table),
            web.post(f"{here}/more", self.more),
            web.post(person, self.open),
            web.post(f"{person}/messages", self.messages),
            web.post(f"{here}/choose", self.choose),
            web.post(f"{here}/delete", self.delete),
            web.get(f"{here}/{{number}}", self.conversation),
        ]

    async def whole(self, request: web.Request) -> web.Response:
        """The page with its tabs; by POST with filters."""
        employee = await self._back_office.require(request, "read_history")
        asked = rules.filters(await _form(request))
        operators = await self._history.operators(employee)
        return await self._table(
            "backoffice/history.html",
            request,
            employee,
            asked,
            operators=operators,
            shops=self._choice(employee),
            languages=self._languages(employee),
        )

    async def table(self, request: web.Request) -> web.Response:
        """The table from its beginning."""
        employee = await self._back_office.require(request, "read_history")
        asked = rules.filters(await _form(request))
        return await self._table("backoffice/history/table.html", request, employee, asked)

    async def more(self, request: web.Request) -> web.Response:
        """Further lines, below the one named by `after`."""
        employee = await self._back_office.require(request, "read_history")
        form = await _form(request)
        asked = rules.filters(form)
        after = rules.place(form.get("after", ""), asked)
        page = await self._history.page(employee, asked, after=after)
        return await self._lines("backoffice/history/lines.html", request, employee, asked, page)

    async def open(self, request: web.Request) -> web.Response:
        """A line's pop-up."""
        employee = await self._back_office.require(request, "read_history")
        asked = rules.filters(await _form(request))
        person = _number(request.match_info["person"])
        opened = await self._history.open(employee, asked, person)
        return await self._opened(request, employee, asked, opened)

    async def conversation(self, request: web.Request) -> web.Response:
        """The pop-up of the line that has a conversation, at this conversation."""
        employee = await self._back_office.require(request, "read_history")
        number = ConversationId(_number(request.match_info["number"]))
        opened = await self._history.open_at(employee, number)
        return await self._opened(request, employee, Filters(), opened)

    async def messages(self, request: web.Request) -> web.Response:
        """Messages of the pop-up before or after one."""
        employee = await self._back_office.require(request, "read_history")
        form = await _form(request)
        asked = rules.filters(form)
        person = _number(request.match_info["person"])
        found, marks = await self._history.more(
            employee,
            asked,
            person,
            before=exchange.spot(form.get("before", "")),
            after=exchange.spot(form.get("after", "")),
        )
        return await self._exchange(
            "backoffice/history/messages.html",
            request,
            employee,
            asked,
            person=person,
            exchange=found,
            marks=marks,
        )

    async def choose(self, request: web.Request) -> web.Response:
        """The question before conversations are deleted: of lines, or one of the pop-up."""
        employee = await self._back_office.require(request, "delete_history")
        form = await _form(request)
        asked = rules.filters(form)
        chosen = await self._history.choose(employee, asked, _persons(form))
        return self._fragment(
            "backoffice/history/delete.html", employee.lang, chosen=chosen, filters=asked
        )

    async def delete(self, request: web.Request) -> web.Response:
        """Delete what was asked about; the table as it is then."""
        employee = await self._back_office.require(request, "delete_history")
        form = await _form(request)
        asked = rules.filters(form)
        scope = SCOPES.get(form.get("scope", ""))
        if scope is None:
            raise InvalidFormat(rules.NOT_UNDERSTOOD)
        if scope == "shown":
            numbers = [ConversationId(_number(one)) for one in form.getall("conversation", [])]
            deleted = await self._history.delete_these(employee, numbers[:MOST_CHOSEN])
        else:
            deleted = await self._history.delete(employee, asked, _persons(form), scope)
        return await self._table(
            "backoffice/history/table.html", request, employee, asked, deleted=deleted
        )

    async def _table(
        self,
        template: str,
        request: web.Request,
        employee: Employee,
        asked: Filters,
        *,
        deleted: int | None = None,
        **more: object,
    ) -> web.Response:
        page = await self._history.page(employee, asked, after=None)
        return await self._lines(template, request, employee, asked, page, deleted=deleted, **more)

    async def _lines(
        self,
        template: str,
        request: web.Request,
        employee: Employee,
        asked: Filters,
        page: Page,
        **more: object,
    ) -> web.Response:
        return self._fragment(
            template,
            employee.lang,
            page=page,
            filters=asked,
            may_delete=await self._back_office.may(request, "delete_history"),
            several_shops=len(employee.shops) > 1,
            shop_names=self._shop_names(),
            **more,
        )

    async def _opened(
        self, request: web.Request, employee: Employee, asked: Filters, opened: Opened
    ) -> web.Response:
        return await self._exchange(
            "backoffice/history/exchange.html",
            request,
            employee,
            asked,
            person=opened.person,
            exchange=opened.exchange,
            marks=opened.marked,
            opened=opened,
        )

    async def _exchange(
        self,
        template: str,
        request: web.Request,
        employee: Employee,
        asked: Filters,
        *,
        exchange: Exchange,
        **more: object,
    ) -> web.Response:
        words = asked.words
        return self._fragment(
            template,
            employee.lang,
            exchange=exchange,
            card=card,
            marked=lambda text: marked(text, words),
            may_delete=await self._back_office.may(request, "delete_history"),
            several_shops=len(employee.shops) > 1,
            shop_names=self._shop_names(),
            **more,
        )

    def _shop_names(self) -> dict[ShopId, str]:
        return {number: shop.name for number, shop in self._shops().items()}

    def _choice(self, employee: Employee) -> list[tuple[ShopId, str]]:
        """The shops to choose from, where there is a choice."""
        names = self._shop_names()
        return [(shop, names.get(shop, f"#{shop}")) for shop in employee.shops]

    def _languages(self, employee: Employee) -> list[tuple[str, str]]:
        """The languages of the employee's shops."""
        shops = self._shops()
        return sorted(
            {
                (language.iso, language.name.split(" (")[0] or language.iso)
                for shop in employee.shops
                if shop in shops
                for language in shops[shop].languages
            }
        )

    def _fragment(self, template: str, lang: str, **context: object) -> web.Response:
        return web.Response(
            text=self._pages.render(template, lang, **context),
            content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )


async def _form(request: web.Request) -> Form:
    """The fields of a form, none by GET."""
    if request.method != "POST":
        return MultiDict()
    fields = await request.post()
    return MultiDict((name, value) for name, value in fields.items() if isinstance(value, str))


def _persons(form: Form) -> list[int]:
    return [_number(one) for one in dict.fromkeys(form.getall("person", []))][:MOST_CHOSEN]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise NotFound(GONE)
    return int(text)
