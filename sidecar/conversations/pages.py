"""The widget's markup and texts, fetched when a visitor opens the chat for the first time."""

from collections.abc import Callable

from aiohttp import web

from sidecar.configuration.service import Configuration
from sidecar.offline.pages import asked
from sidecar.platform.pages import Pages
from sidecar.platform.static import Asset, asset, compressed
from sidecar.shop.shops import Shop

FOREVER = "public, max-age=31536000, immutable"


class WidgetPage:
    """`GET widget`: the same for a whole shop and language, kept as long as the version lasts."""

    def __init__(
        self,
        pages: Pages,
        configuration: Configuration,
        shop: Callable[[int], Shop | None],
        version: str,
    ) -> None:
        self._pages = pages
        self._configuration = configuration
        self._shop = shop
        self._version = version
        self._made: dict[tuple[int, str], Asset] = {}

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}widget", self.widget)]

    async def widget(self, request: web.Request) -> web.Response:
        """The shell for a shop and a language."""
        shop, lang = asked(request, self._shop)
        if (shop.id, lang) not in self._made:
            settings = self._configuration.of(shop, lang)
            text = self._pages.render(
                "widget/shell.html", lang, version=self._version, settings=settings
            )
            self._made[(shop.id, lang)] = asset(text.encode(), "text/html")
        current = request.query.get("v") == self._version
        return compressed(request, self._made[(shop.id, lang)], FOREVER if current else "no-cache")
