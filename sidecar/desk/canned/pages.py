"""The tab Canned replies of the Configuration page: the list and the form of one reply."""

from typing import Any

from aiohttp import web

from sidecar.configuration.fields import Gettext
from sidecar.desk.canned import form
from sidecar.desk.canned.rules import Reply
from sidecar.desk.canned.service import GONE, CannedReplies
from sidecar.desk.canned.variables import NAMES
from sidecar.errors import InvalidFields, NotFound
from sidecar.operators.backoffice import BackOffice
from sidecar.platform.identity import Employee
from sidecar.platform.pages import Pages
from sidecar.platform.web import typed_fields

PAGE = 100
WRONG = 422


class CannedPage:
    """`backoffice/canned` and what stands below it."""

    def __init__(self, pages: Pages, back_office: BackOffice, replies: CannedReplies) -> None:
        self._pages = pages
        self._back_office = back_office
        self._replies = replies

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        here = f"{base}backoffice/canned"
        return [
            web.get(here, self.list),
            web.post(here, self.save),
            web.get(f"{here}/new", self.new),
            web.get(f"{here}/{{number}}", self.edit),
            web.post(f"{here}/{{number}}", self.save),
            web.delete(f"{here}/{{number}}", self.delete),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """The replies, all or those that are looked for (`?q=`)."""
        employee = await self._back_office.require(request, "edit_history")
        q = request.query.get("q")
        return await self._list(employee, q=q or "", rows_only=q is not None)

    async def new(self, request: web.Request) -> web.Response:
        """The empty form."""
        employee = await self._back_office.require(request, "edit_history")
        values = {"for": form.EVERYBODY, "shop": ""}
        return self._form(employee, 0, values, {})

    async def edit(self, request: web.Request) -> web.Response:
        """The form with a reply in it."""
        employee = await self._back_office.require(request, "edit_history")
        reply = await self._replies.one(_number(request), employee)
        return self._form(employee, reply.id, form.shown(reply, self._replies.reach(employee)), {})

    async def save(self, request: web.Request) -> web.Response:
        """The list with the reply as it is saved, or the form with what is wrong."""
        employee = await self._back_office.require(request, "edit_history")
        number = _number(request) if "number" in request.match_info else 0
        typed = await typed_fields(request)
        gettext = self._gettext(employee)
        reply, errors = form.read(
            typed, number, self._replies.reach(employee), employee.id, gettext=gettext
        )
        if reply is not None:
            try:
                await self._replies.save(reply, employee)
            except InvalidFields:
                errors = {"shortcut": gettext("Another reply has this shortcut.")}
            else:
                return await self._list(employee, saved=reply)
        return self._form(employee, number, typed, errors)

    async def delete(self, request: web.Request) -> web.Response:
        """Delete it; the list without it."""
        employee = await self._back_office.require(request, "edit_history")
        await self._replies.delete(_number(request), employee)
        return await self._list(employee)

    async def _list(
        self,
        employee: Employee,
        *,
        q: str = "",
        rows_only: bool = False,
        saved: Reply | None = None,
    ) -> web.Response:
        found = await self._replies.search(
            employee,
            q[:PAGE],
            shops=employee.shops,
            languages=(employee.lang, self._replies.reach(employee).default.iso),
            limit=PAGE,
        )
        reach = self._replies.reach(employee)
        return self._pages.fragment(
            "backoffice/desk/canned.html",
            employee.lang,
            rows=[
                {
                    "reply": one,
                    "text": one.text((employee.lang, reach.default.iso)),
                    "shop": reach.name(one.shop),
                    "may_change": self._replies.may_change(one, employee),
                }
                for one in found.replies
            ],
            more=found.more,
            several_shops=len(reach.shops) > 1,
            q=q,
            rows_only=rows_only,
            saved=saved,
        )

    def _form(
        self, employee: Employee, number: int, values: dict[str, str], errors: dict[str, str]
    ) -> web.Response:
        reach = self._replies.reach(employee)
        context: dict[str, Any] = {
            "number": number,
            "values": values,
            "errors": errors,
            "shops": reach.shops,
            "everywhere": reach.everywhere,
            "languages": reach.languages,
            "default": reach.default.iso,
            "variables": NAMES,
        }
        status = WRONG if errors else 200
        return self._pages.fragment(
            "backoffice/desk/canned_form.html", employee.lang, status=status, **context
        )

    def _gettext(self, employee: Employee) -> Gettext:
        return self._pages.catalogue(employee.lang).gettext


def _number(request: web.Request) -> int:
    number = request.match_info["number"]
    if not number.isdecimal() or not number.isascii() or len(number) > 9:
        raise NotFound(GONE)
    return int(number)
