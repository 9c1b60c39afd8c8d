"""The settings of each shop."""

from gettext import NullTranslations
from typing import Protocol

from sidecar.configuration.rules import ChatSettings
from sidecar.shop.shops import Shop


class Catalogues(Protocol):
    """Where texts come from."""

    def catalogue(self, lang: str) -> NullTranslations:
        """The catalogue of a language, English for one that has none."""


class Configuration:
    """Settings by shop and language; what the merchant did not set has the product's default."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues
        self._known: dict[tuple[Shop, str], ChatSettings] = {}

    def of(self, shop: Shop, lang: str) -> ChatSettings:
        """The settings that count for a shop in a language."""
        if (shop, lang) not in self._known:
            self._known[(shop, lang)] = self._defaults(shop, lang)
        return self._known[(shop, lang)]

    def _defaults(self, shop: Shop, lang: str) -> ChatSettings:
        _ = self._catalogues.catalogue(lang).gettext
        return ChatSettings(
            operator_name=shop.name,
            header_text=_("Hello, we are online"),
            welcome_text=_("How can we help you?"),
            launcher_label=_("Open chat"),
            offline_email=shop.email,
            offline_header_text=_("We are offline"),
            offline_welcome_text=_("Leave us a message and we will answer by e-mail."),
        )
