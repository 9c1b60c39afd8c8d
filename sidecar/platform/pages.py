"""Templates and texts: one Jinja environment, one catalogue per language."""

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from sidecar.platform.resources import PACKAGE, folder

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def catalogue(lang: str) -> NullTranslations:
    """The texts of a language, English for one without a catalogue.

    Catalogues are read as written (.po): another language needs one file and no build step.
    """
    path = PACKAGE / "locale" / lang / "LC_MESSAGES" / "messages.po"
    if not lang.isalpha() or not path.is_file():
        return NullTranslations()
    with path.open("rb") as source:
        compiled = BytesIO()
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


class Pages:
    """Renders templates in a language."""

    def __init__(self, app: web.Application) -> None:
        self.environment: Environment = aiohttp_jinja2.setup(
            app,
            loader=FileSystemLoader(folder("templates")),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]
            _gettext, _ngettext, newstyle=True
        )
        self.environment.filters["moment"] = _moment
        self.environment.filters["day"] = _day
        self.environment.filters["clock"] = _clock
        self.environment.filters["decimal"] = _decimal

    def render(self, template: str, lang: str, **context: Any) -> str:
        """The template's text; `lang` and `dir` are in its context."""
        token = _language.set(lang)
        try:
            return self.environment.get_template(template).render(
                lang=lang, dir=direction(lang), **context
            )
        finally:
            _language.reset(token)

    def fragment(
        self, template: str, lang: str, *, status: int = 200, **context: Any
    ) -> web.Response:
        """A piece of a back-office page; no cache keeps it."""
        return web.Response(
            text=self.render(template, lang, **context),
            status=status,
            content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )

    @staticmethod
    def catalogue(lang: str) -> NullTranslations:
        """The texts of a language."""
        return catalogue(lang)


def direction(lang: str) -> str:
    """`rtl` or `ltr`."""
    try:
        return str(Locale.parse(lang).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def decimal_sign(lang: str) -> str:
    """What a language writes between a whole number and its fraction."""
    try:
        return str(get_decimal_symbol(Locale.parse(lang)))
    except (UnknownLocaleError, ValueError):
        return "."


def _gettext(text: str) -> str:
    return catalogue(_language.get()).gettext(text)


def _ngettext(one: str, many: str, count: int) -> str:
    return catalogue(_language.get()).ngettext(one, many, count)


def _decimal(value: float) -> str:
    """A number with one decimal, as the page's language writes it."""
    return str(format_decimal(value, format="0.0", locale=_locale()))


def _moment(value: Any) -> str:
    """A moment for people in the page's language, in UTC; scripts turn it into local time."""
    return str(format_datetime(value, "medium", locale=_locale()))


def _day(value: Any) -> str:
    """A day as the page's language writes it, by the clock the moment is in."""
    return str(format_date(value, "full", locale=_locale()))


def _clock(value: Any) -> str:
    """Hours and minutes, by the clock the moment is in."""
    return str(format_time(value, "short", tzinfo=value.tzinfo, locale=_locale()))


def _locale() -> Locale:
    """How the page's language writes numbers and dates; English for a code that is none."""
    try:
        return Locale.parse(_language.get())
    except (UnknownLocaleError, ValueError):
        return Locale("en")
