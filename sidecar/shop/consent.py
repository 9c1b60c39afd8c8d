"""What the shop's GDPR module (psgdpr) has visitors agree to before they send a form of ours."""

from collections.abc import Iterable
from html.parser import HTMLParser

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop

Consents = dict[tuple[ShopId, str], str]
"""Plain text by shop and language (ISO); nothing where nothing is asked."""

BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
UNSEEN = {"script", "style"}


async def read(unit: Unit, shops: Iterable[Shop]) -> Consents:
    """The texts to agree to, in each shop and language; a language without one has the default's.

    They count while psgdpr is installed and switched on in the shop, and the merchant has switched
    the consent for our module on there. Its tables are not in every shop.
    """
    if not await unit.value(
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
        " AND table_name = 'PREFIX_psgdpr_consent_lang'"
    ):
        return {}
    active = {
        row["id_shop"]
        for row in await unit.rows(
            "SELECT ms.id_shop FROM PREFIX_module m"
            " JOIN PREFIX_module_shop ms ON ms.id_module = m.id_module"
            " WHERE m.name = 'psgdpr' AND m.active = 1"
        )
    }
    rows = await unit.rows(
        "SELECT cl.id_shop, cl.id_lang, cl.message FROM PREFIX_psgdpr_consent c"
        " JOIN PREFIX_module m ON m.id_module = c.id_module AND m.name = 'onlinechat'"
        " JOIN PREFIX_psgdpr_consent_lang cl ON cl.id_gdpr_consent = c.id_gdpr_consent"
        " WHERE c.active = 1 ORDER BY cl.id_shop"
    )
    found: Consents = {}
    for shop in shops:
        # psgdpr itself shows the text of any shop; here the shop's own goes first.
        own = sorted(rows, key=lambda row, shop=shop: row["id_shop"] != shop.id)  # type: ignore[misc]
        texts: dict[int, str] = {}
        for row in own:
            if text := plain(row["message"] or ""):
                texts.setdefault(row["id_lang"], text)
        default = texts.get(shop.language(shop.default_language).id, "")
        for language in shop.languages:
            text = texts.get(language.id, default)
            if shop.id in active and text:
                found[shop.id, language.iso] = text
    return found


def plain(markup: str) -> str:
    """The text of the merchant's HTML, on one line."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return " ".join("".join(reader.parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self._unseen <= 0:
            self.parts.append(data)
