"""The form for those who find nobody: what it asks, what it says, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sidecar.configuration.rules import ChatSettings
from sidecar.configuration.service import Configuration
from sidecar.shop.shops import Shop


@dataclass(frozen=True, slots=True)
class Choice:
    """A contact of the shop as a visitor can choose it."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Form:
    """What the form shows in one shop and language; `fields` says which are required."""

    fields: dict[str, bool] = field(default_factory=dict)
    contacts: tuple[Choice, ...] = ()
    consent: str = ""


class Forms:
    """The form of each shop and language, as of the last look at the shop's tables."""

    def __init__(
        self,
        configuration: Configuration,
        contacts: Callable[[Shop, str], tuple[Choice, ...]] = lambda _shop, _lang: (),
        consent: Callable[[Shop, str], str] = lambda _shop, _lang: "",
    ) -> None:
        self._configuration = configuration
        self._contacts = contacts
        self._consent = consent

    def of(self, shop: Shop, lang: str) -> Form:
        """The form for a shop in a language."""
        settings: ChatSettings = self._configuration.of(shop, lang)
        return Form(
            settings.asked(),
            self._contacts(shop, lang) if settings.contact_choice else (),
            self._consent(shop, lang),
        )
