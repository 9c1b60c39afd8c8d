"""The one address that every shop page asks: is the chat there."""

import json
from collections.abc import Callable

from aiohttp import web

from sidecar.configuration.service import Configuration
from sidecar.errors import InvalidFormat, NotFound
from sidecar.offline.availability import Availability
from sidecar.platform.pages import direction
from sidecar.platform.static import Asset, asset, compressed
from sidecar.shop.shops import Shop


class StatePage:
    """`GET state`: answered from memory, 304 while nothing changed."""

    def __init__(
        self,
        availability: Availability,
        configuration: Configuration,
        shop: Callable[[int], Shop | None],
        version: str,
    ) -> None:
        self._availability = availability
        self._configuration = configuration
        self._shop = shop
        self._version = version
        self._made: dict[tuple[int, str, str], Asset] = {}

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}state", self.state)]

    async def state(self, request: web.Request) -> web.Response:
        """The state and what the launcher looks like, for a shop and a language."""
        shop, lang = asked(request, self._shop)
        state = self._availability.of(shop.id)
        key = (shop.id, lang, state)
        if key not in self._made:
            self._made[key] = self._answer(shop, lang, state)
        return compressed(request, self._made[key], "no-cache")

    def _answer(self, shop: Shop, lang: str, state: str) -> Asset:
        settings = self._configuration.of(shop, lang)
        return asset(
            json.dumps(
                {
                    "oc": 1,
                    "state": state,
                    "version": self._version,
                    "launcher": {
                        "label": settings.launcher_label,
                        "background": settings.header_background,
                        "color": settings.header_color,
                        "side": settings.side,
                        "dir": direction(lang),
                    },
                },
                ensure_ascii=False,
            ).encode(),
            "application/json",
        )


def asked(request: web.Request, find: Callable[[int], Shop | None]) -> tuple[Shop, str]:
    """The shop and language of a page's query; a language the shop lacks becomes its default.

    Raises:
        InvalidFormat: the shop is no number.
        NotFound: there is no such shop.
    """
    number = request.query.get("shop", "")
    if not number.isdecimal() or len(number) > 9:
        raise InvalidFormat("Name the shop by its number: ?shop=1&lang=en")
    shop = find(int(number))
    if shop is None:
        raise NotFound("This shop does not exist.")
    return shop, shop.language(request.query.get("lang", "")[:5]).iso
