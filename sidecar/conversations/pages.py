"""The widget's markup and texts, fetched when a visitor opens the chat for the first time."""

import hashlib
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp import web

from sidecar.configuration.service import Configuration
from sidecar.offline.pages import asked
from sidecar.platform.pages import Pages
from sidecar.platform.static import Asset, asset, compressed
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop

FOREVER = "public, max-age=31536000, immutable"


class Shown(Protocol):
    """What the shell shows of the offline form in a shop and language."""

    def of(self, shop: Shop, lang: str) -> Any:
        """Fields, contacts and consent; equal as long as they look the same."""


class WidgetPage:
    """`GET widget`: the same for a whole shop and language, kept as long as the version lasts.

    `GET questions`, what is asked at the end of a chat, is fetched later and by few.
    """

    def __init__(
        self,
        pages: Pages,
        configuration: Configuration,
        form: Shown,
        shop: Callable[[int], Shop | None],
        version: str,
    ) -> None:
        self._pages = pages
        self._configuration = configuration
        self._form = form
        self._shop = shop
        self._version = version
        self._made: dict[tuple[ShopId, str], tuple[object, Asset]] = {}
        self._questions: dict[str, Asset] = {}
        self._versions: dict[ShopId, tuple[object, str]] = {}

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}widget", self.widget), web.get(f"{base}questions", self.questions)]

    async def widget(self, request: web.Request) -> web.Response:
        """The shell for a shop and a language."""
        shop, lang = asked(request, self._shop)
        return compressed(request, self._shell(shop, lang), self._caching(request, shop))

    async def questions(self, request: web.Request) -> web.Response:
        """What the widget's second script shows, in a language."""
        shop, lang = asked(request, self._shop)
        if lang not in self._questions:
            text = self._pages.render("widget/questions.html", lang)
            self._questions[lang] = asset(text.encode(), "text/html")
        return compressed(request, self._questions[lang], self._caching(request, shop))

    def _caching(self, request: web.Request, shop: Shop) -> str:
        return FOREVER if request.query.get("v") == self.version(shop) else "no-cache"

    def version(self, shop: Shop) -> str:
        """Changes with the code, and with everything that the shop's shells show."""
        shown = tuple(self._shown(shop, language.iso) for language in shop.languages)
        known = self._versions.get(shop.id)
        if known is None or known[0] != shown:
            mark = hashlib.sha256()
            for language in shop.languages:
                mark.update(self._shell(shop, language.iso).etag.encode())
            known = (shown, f"{self._version}-{mark.hexdigest()[:8]}")
            self._versions[shop.id] = known
        return known[1]

    def _shown(self, shop: Shop, lang: str) -> tuple[Any, Any]:
        return self._configuration.of(shop, lang), self._form.of(shop, lang)

    def _shell(self, shop: Shop, lang: str) -> Asset:
        shown = self._shown(shop, lang)
        known = self._made.get((shop.id, lang))
        if known is None or known[0] != shown:
            settings, form = shown
            text = self._pages.render(
                "widget/shell.html", lang, version=self._version, settings=settings, form=form
            )
            known = (shown, asset(text.encode(), "text/html"))
            self._made[(shop.id, lang)] = known
        return known[1]
