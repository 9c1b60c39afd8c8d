"""The recap's markup and texts."""

from aiohttp import web

from sidecar.platform.pages import Pages, catalogue
from sidecar.platform.static import Asset, asset, compressed

FOREVER = "public, max-age=31536000, immutable"


class RecapPage:
    """`GET recap`: the same for every employee who reads a language."""

    def __init__(self, pages: Pages, version: str) -> None:
        self._pages = pages
        self._version = version
        self._made: dict[str, Asset] = {}

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}recap", self.recap)]

    async def recap(self, request: web.Request) -> web.Response:
        """The shell in the employee's language; English where there is no catalogue."""
        lang = request.query.get("lang", "en")[:5]
        if not lang.isalpha() or not catalogue(lang).info():
            lang = "en"
        if lang not in self._made:
            text = self._pages.render("recap/shell.html", lang, version=self._version)
            self._made[lang] = asset(text.encode(), "text/html")
        current = request.query.get("v") == self._version
        return compressed(request, self._made[lang], FOREVER if current else "no-cache")
