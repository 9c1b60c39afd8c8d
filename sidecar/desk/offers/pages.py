"""The tab Offers of the Configuration page: the list and the form of one offer."""

from typing import Any

from aiohttp import web

from sidecar.configuration.fields import Gettext
from sidecar.desk.offers import form
from sidecar.desk.offers.rules import Offer
from sidecar.desk.offers.service import GONE, Offers
from sidecar.desk.pictures.rules import LIMIT, NoPicture, Picture, picture
from sidecar.errors import InvalidFields, NotFound
from sidecar.operators.backoffice import BackOffice
from sidecar.platform.identity import Employee
from sidecar.platform.pages import Pages
from sidecar.platform.web import typed_with_file

WRONG = 422
UPLOAD = "offer_picture"


class OffersPage:
    """`backoffice/offers` and what stands below it."""

    def __init__(self, pages: Pages, back_office: BackOffice, offers: Offers) -> None:
        self._pages = pages
        self._back_office = back_office
        self._offers = offers

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        here = f"{base}backoffice/offers"
        return [
            web.get(here, self.list),
            web.post(here, self.save),
            web.get(f"{here}/new", self.new),
            web.get(f"{here}/{{number}}", self.edit),
            web.post(f"{here}/{{number}}", self.save),
            web.delete(f"{here}/{{number}}", self.delete),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """The offers, the newest first."""
        return await self._list(await self._back_office.require(request, "edit_history"))

    async def new(self, request: web.Request) -> web.Response:
        """The empty form."""
        employee = await self._back_office.require(request, "edit_history")
        return self._form(employee, None, {}, {})

    async def edit(self, request: web.Request) -> web.Response:
        """The form with an offer in it."""
        employee = await self._back_office.require(request, "edit_history")
        offer = await self._offers.one(_number(request), employee)
        return self._form(employee, offer, form.shown(offer, self._offers.reach(employee)), {})

    async def save(self, request: web.Request) -> web.Response:
        """The list with the offer as it is saved, or the form with what is wrong."""
        employee = await self._back_office.require(request, "edit_history")
        typed, upload = await typed_with_file(request, UPLOAD, limit=LIMIT)
        before = None
        if "number" in request.match_info:
            before = await self._offers.one(_number(request), employee)
        gettext = self._gettext(employee)
        offer, errors = form.read(typed, before, self._offers.reach(employee), gettext=gettext)
        taken, wrong = _taken(upload, gettext)
        if wrong:
            errors |= {UPLOAD: wrong}
        if offer is not None and not errors:
            try:
                await self._offers.save(offer, taken, employee)
            except InvalidFields:
                errors = {"offer_code": gettext("Your shop has no voucher with this code.")}
            else:
                return await self._list(employee, saved=offer)
        return self._form(employee, before, typed, errors)

    async def delete(self, request: web.Request) -> web.Response:
        """Delete it; the list without it."""
        employee = await self._back_office.require(request, "edit_history")
        await self._offers.delete(_number(request), employee)
        return await self._list(employee)

    async def _list(self, employee: Employee, *, saved: Offer | None = None) -> web.Response:
        reach = self._offers.reach(employee)
        languages = (employee.lang, reach.default.iso)
        return self._pages.fragment(
            "backoffice/desk/offers.html",
            employee.lang,
            rows=[
                {
                    "offer": one.offer,
                    "words": one.offer.said(languages),
                    "standing": one.standing,
                    "voucher": one.voucher,
                    "picture": _address(one.offer),
                    "shop": reach.name(one.offer.shop),
                    "may_change": self._offers.may_change(one.offer, employee),
                }
                for one in await self._offers.listed(employee)
            ],
            several_shops=len(reach.shops) > 1,
            saved=saved.said(languages) if saved else None,
        )

    def _form(
        self,
        employee: Employee,
        offer: Offer | None,
        values: dict[str, str],
        errors: dict[str, str],
    ) -> web.Response:
        reach = self._offers.reach(employee)
        context: dict[str, Any] = {
            "number": offer.id if offer else 0,
            "picture": _address(offer) if offer else "",
            "values": values,
            "errors": errors,
            "shops": reach.shops,
            "everywhere": reach.everywhere,
            "languages": reach.languages,
            "default": reach.default.iso,
            "zone": reach.shops[0].timezone,
        }
        status = WRONG if errors else 200
        return self._pages.fragment(
            "backoffice/desk/offer_form.html", employee.lang, status=status, **context
        )

    def _gettext(self, employee: Employee) -> Gettext:
        return self._pages.catalogue(employee.lang).gettext


def _taken(upload: bytes | None, gettext: Gettext) -> tuple[Picture | None, str]:
    """The uploaded picture, or why it is none."""
    if upload is None:
        return None, ""
    try:
        return picture(upload), ""
    except NoPicture as refused:
        return None, {
            "large": gettext("This picture is too large: 1 MB at most."),
            "pixels": gettext("This picture is too large: 4096 pixels at most on each side."),
            "kind": gettext("Choose a picture in JPEG, PNG or WebP."),
            "broken": gettext("This picture is damaged. Please choose another one."),
        }[refused.why]


def _address(offer: Offer) -> str:
    """Where the picture is: below the sidecar's address, or the shop's own."""
    return f"pictures/{offer.picture}" if offer.picture else offer.picture_url


def _number(request: web.Request) -> int:
    number = request.match_info["number"]
    if not number.isdecimal() or not number.isascii() or len(number) > 9:
        raise NotFound(GONE)
    return int(number)
