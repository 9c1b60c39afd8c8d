"""The one address that every shop page asks: is the chat there."""

import json
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from sidecar.configuration.rules import ChatSettings
from sidecar.configuration.service import Configuration
from sidecar.errors import InvalidFormat, NotFound
from sidecar.offline.availability import Availability
from sidecar.platform import clock
from sidecar.platform.pages import direction
from sidecar.platform.static import Asset, asset, compressed
from sidecar.protocol.base import ShopId
from sidecar.protocol.shapes import Availability as State
from sidecar.shop.shops import Shop


class StatePage:
    """`GET state`: answered from memory, 304 while nothing changed."""

    def __init__(
        self,
        availability: Availability,
        configuration: Configuration,
        shop: Callable[[int], Shop | None],
        version: Callable[[Shop], str],
    ) -> None:
        self._availability = availability
        self._configuration = configuration
        self._shop = shop
        self._version = version
        self._made: dict[tuple[int, str], tuple[object, Asset]] = {}
        self.seen: dict[ShopId, datetime] = {}
        """When a page of each shop last asked this process."""

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}state", self.state)]

    async def state(self, request: web.Request) -> web.Response:
        """The state and what the launcher looks like, for a shop and a language."""
        shop, lang = asked(request, self._shop)
        self.seen[shop.id] = clock.now()
        shown = (
            self._availability.of(shop.id),
            self._version(shop),
            self._configuration.of(shop, lang),
        )
        known = self._made.get((shop.id, lang))
        if known is None or known[0] != shown:
            known = (shown, _answer(*shown, lang))
            self._made[(shop.id, lang)] = known
        return compressed(request, known[1], "no-cache")


def _answer(state: State, version: str, settings: ChatSettings, lang: str) -> Asset:
    offline = state == "offline"
    launcher = {
        "label": settings.launcher_label,
        "background": settings.offline_header_background if offline else settings.header_background,
        "color": settings.offline_header_color if offline else settings.header_color,
        "side": settings.side,
        "dir": direction(lang),
    }
    answer = {"oc": 1, "state": state, "version": version, "launcher": launcher}
    return asset(json.dumps(answer, ensure_ascii=False).encode(), "application/json")


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
