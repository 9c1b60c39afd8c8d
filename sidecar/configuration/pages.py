"""The Configuration page: its tabs, the form, the preview's markup, the test mail."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from aiohttp import web

from sidecar.configuration import view
from sidecar.configuration.fields import Gettext
from sidecar.configuration.form import read_form, read_mail_server, text_field
from sidecar.configuration.guide import Guide
from sidecar.configuration.preview import Preview
from sidecar.configuration.rules import TEXTS
from sidecar.configuration.scopes import ALL, Installation, Place, scope
from sidecar.configuration.service import Configuration, SavedMeanwhile, Sheet
from sidecar.configuration.trial import Trial
from sidecar.errors import InvalidFormat, NotAllowed, TooMany
from sidecar.mail import problems
from sidecar.mail.problems import MailProblem
from sidecar.operators.backoffice import BackOffice
from sidecar.platform import clock
from sidecar.platform.identity import Employee
from sidecar.platform.limits import Limiter
from sidecar.platform.pages import Pages
from sidecar.platform.web import typed_fields
from sidecar.protocol.email import valid_email
from sidecar.shop.facts import Facts
from sidecar.shop.groups import Group

WRONG = 422
TESTS_PER_MINUTE, TESTS_AT_ONCE = 6, 6
"""Test mails of one employee."""


class ConfigurationPage:
    """`GET backoffice/configuration` and what stands below it."""

    def __init__(
        self,
        pages: Pages,
        back_office: BackOffice,
        *,
        configuration: Configuration,
        facts: Facts,
        guide: Guide,
        trial: Trial,
        preview: Preview,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._pages = pages
        self._back_office = back_office
        self._configuration = configuration
        self._facts = facts
        self._guide = guide
        self._trial = trial
        self._preview = preview
        self._now = now
        self._tests = Limiter(TESTS_PER_MINUTE, TESTS_AT_ONCE)

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        here = f"{base}backoffice/configuration"
        return [
            web.get(here, self.configuration),
            web.post(here, self.save),
            web.get(f"{here}/help", self.help),
            web.get(f"{here}/shell", self.shell),
            web.post(f"{here}/test-mail", self.test_mail),
        ]

    async def configuration(self, request: web.Request) -> web.Response:
        """The whole page, for the scope chosen in the back office or the nearest one may have."""
        employee = await self._back_office.require(request, "see_settings")
        installation, place = await self._nearest(request, employee)
        sheet = await self._configuration.sheet(place)
        gettext, today = self._gettext(employee), self._today(place)
        form = view.context(
            sheet,
            view.stored(sheet, today),
            gettext=gettext,
            now=self._now(),
            may_edit=await self._back_office.may(request, "edit_settings"),
            multistore=installation.multistore,
            customer_groups=self._groups(place, employee),
        )
        steps = await self._guide.steps(employee)
        return self._fragment(
            "backoffice/configuration.html",
            employee,
            **form,
            **steps,
            tab="configuration" if steps["ever_saved"] else "help",
            may_keep=await self._back_office.may(request, "edit_history"),
            diagnostic=await self._guide.diagnostic(installation),
        )

    async def save(self, request: web.Request) -> web.Response:
        """The form again: saved, or with what is wrong beside the fields and all that was typed."""
        employee = await self._back_office.require(request, "edit_settings")
        installation, place = await self._exactly(request, employee)
        typed = await typed_fields(request)
        sheet = await self._configuration.sheet(place)
        gettext = self._gettext(employee)
        known = {one.iso for one in place.languages}
        given = typed.get("languages", "").split(",")
        languages = [lang for lang in given if lang in known]
        # A language that the shop no longer has: its texts have no place on the page.
        gone = {text_field(name, lang) for name in TEXTS for lang in given if lang not in known}
        fields = {name: text for name, text in typed.items() if name not in gone}
        today = self._today(place)
        changes, errors = read_form(
            fields, languages, gettext=gettext, saved=sheet.settings, today=today
        )
        if typed.get("offline_mode") != "on" and _untouched(sheet, typed, "offline_email"):
            errors.pop("offline_email", None)
        general_error = ""
        if not errors:
            try:
                changed = await self._configuration.save(
                    place, changes, revision=_revision(typed), by=employee.id, now=self._now()
                )
            except SavedMeanwhile as meanwhile:
                name = meanwhile.last.name if meanwhile.last else ""
                general_error = _overtaken(name, gettext)
            except NotAllowed:
                general_error = gettext(
                    "The chat server's database user may not change this:"
                    " give it the rights in sql/grants.sql."
                )
            else:
                sheet = await self._configuration.sheet(place)
                form = view.context(
                    sheet,
                    view.stored(sheet, today),
                    gettext=gettext,
                    now=self._now(),
                    may_edit=True,
                    multistore=installation.multistore,
                    customer_groups=self._groups(place, employee),
                    changed=changed,
                )
                return self._fragment("backoffice/configuration/form.html", employee, **form)
        form = view.context(
            sheet,
            view.typed_again(sheet, typed, languages, today),
            gettext=gettext,
            now=self._now(),
            may_edit=True,
            multistore=installation.multistore,
            customer_groups=self._groups(place, employee),
            errors=errors,
            general_error=general_error,
        )
        return self._fragment("backoffice/configuration/form.html", employee, status=WRONG, **form)

    async def help(self, request: web.Request) -> web.Response:
        """Help getting started: each step with its state of this moment."""
        employee = await self._back_office.require(request, "see_settings")
        steps = await self._guide.steps(employee)
        return self._fragment("backoffice/configuration/help.html", employee, **steps)

    async def shell(self, request: web.Request) -> web.Response:
        """The widget's markup in one of the scope's languages; the preview fills the values in."""
        employee = await self._back_office.require(request, "see_settings")
        _, place = await self._nearest(request, employee)
        lang = request.query.get("lang", "")[:5]
        speaking = [one for one in place.shops if any(known.iso == lang for known in one.languages)]
        shop = speaking[0] if speaking else place.base
        return _answer(self._preview.shell(shop, shop.language(lang).iso))

    async def test_mail(self, request: web.Request) -> web.Response:
        """Send a mail by the server that the form names, saved or not; what the server said."""
        employee = await self._back_office.require(request, "edit_settings")
        _, place = await self._exactly(request, employee)
        wait = self._tests.wait(str(employee.id))
        if wait:
            raise TooMany(retry=wait)
        typed = await typed_fields(request)
        sheet = await self._configuration.sheet(place)
        gettext = self._gettext(employee)
        server, errors = read_mail_server(typed, gettext=gettext, saved=sheet.settings.mail_server)
        recipient = valid_email(typed.get("test_recipient", ""))
        if recipient is None:
            errors["test_recipient"] = gettext("Enter a complete e-mail address for the test.")
        found = {"good": False, "reason": "", "detail": "", "recipient": recipient or ""}
        if recipient is not None and not errors:
            try:
                found["detail"] = await self._trial.send(
                    place.base, server, to=recipient, lang=employee.lang
                )
                found["good"] = True
            except MailProblem as problem:
                found["reason"] = problems.sentence(problem.code, gettext)
                found["detail"] = problem.detail
        return self._fragment(
            "backoffice/configuration/tested.html",
            employee,
            status=WRONG if errors else 200,
            errors=[*errors.values()],
            **found,
        )

    async def _nearest(
        self, request: web.Request, employee: Employee
    ) -> tuple[Installation, Place]:
        """The scope asked for, or the nearest one in whose every shop the employee works."""
        installation = await self._configuration.installation()
        asked = scope(request.query.get("scope", "")) or ALL
        place = installation.nearest(asked, self._facts.shops, employee.shops)
        if place is None:
            gettext = self._gettext(employee)
            raise NotAllowed(gettext("You have no rights for this shop."))
        return installation, place

    async def _exactly(
        self, request: web.Request, employee: Employee
    ) -> tuple[Installation, Place]:
        """The scope that the form was made for; nothing is ever saved for another one."""
        gettext = self._gettext(employee)
        installation = await self._configuration.installation()
        asked = scope(request.query.get("scope", "all"))
        place = installation.place(asked, self._facts.shops) if asked else None
        if place is None:
            raise InvalidFormat(gettext("The shops have changed. Reload the page."))
        if not installation.may(place, employee.shops):
            raise NotAllowed(gettext("You have no rights for all shops that this would change."))
        return installation, place

    def _groups(self, place: Place, employee: Employee) -> Sequence[Group]:
        return self._facts.groups_of(place.base, employee.lang)

    def _today(self, place: Place) -> date:
        return place.base.local(self._now()).date()

    def _gettext(self, employee: Employee) -> Gettext:
        return self._pages.catalogue(employee.lang).gettext

    def _fragment(
        self, template: str, employee: Employee, *, status: int = 200, **context: Any
    ) -> web.Response:
        return _answer(self._pages.render(template, employee.lang, **context), status)


def _answer(text: str, status: int = 200) -> web.Response:
    return web.Response(
        text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


def _revision(typed: Mapping[str, str]) -> int:
    text = typed.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 19 else -1


def _untouched(sheet: Sheet, typed: Mapping[str, str], name: str) -> bool:
    return typed.get(name, "").strip() == str(getattr(sheet.settings, name))


def _overtaken(name: str, gettext: Gettext) -> str:
    advice = gettext(
        "Reload the page to see the changes, or save again to replace them with what is here."
    )
    if not name:
        return gettext("Somebody else saved these settings meanwhile.") + " " + advice
    said = gettext("{name} saved these settings meanwhile.").replace("{name}", name)
    return f"{said} {advice}"
