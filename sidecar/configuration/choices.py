"""What the merchant chose for a shop, as the other rooms ask for it."""

from sidecar.configuration import hours
from sidecar.configuration.rules import ChatSettings
from sidecar.configuration.service import Configuration
from sidecar.conversations.rules import Times
from sidecar.operators.rules import Precedence
from sidecar.platform import clock
from sidecar.protocol.base import ShopId
from sidecar.protocol.shapes import DeskSettings
from sidecar.shop.facts import Facts
from sidecar.shop.shops import Shop


class Choices:
    """The settings of each shop, in its default language."""

    def __init__(self, configuration: Configuration, facts: Facts) -> None:
        self._configuration = configuration
        self._facts = facts
        self._known: dict[ShopId, Shop] = {}

    def of(self, shop: ShopId) -> ChatSettings:
        """All of them."""
        one = self._shop(shop)
        return self._configuration.of(one, one.default_language)

    def _shop(self, shop: ShopId) -> Shop:
        """A shop as it is, or as it was: one that was closed down may still have conversations."""
        one = (
            self._facts.shops.get(shop) or self._known.get(shop) or Shop(shop, 0, "", (), "en", ())
        )
        self._known[shop] = one
        return one

    def most_at_once(self, shop: ShopId) -> int:
        """How many visitors of this shop one operator has at once."""
        return self.of(shop).most_at_once

    def precedence(self, shop: ShopId) -> Precedence:
        """Whose groups are served first."""
        chosen = self.of(shop)
        return Precedence(frozenset(chosen.first_groups), chosen.reserved_places)

    def offline_mode(self, shop: ShopId) -> bool:
        """Whether visitors may leave a message while nobody answers."""
        return self.of(shop).offline_mode

    def shown_name(self, shop: ShopId, firstname: str) -> str:
        """The name under an operator's messages."""
        return self.of(shop).shown_name(firstname)

    def times(self, shop: ShopId) -> Times:
        """How long things may take."""
        chosen = self.of(shop)
        return Times(
            offer=chosen.form_after,
            unanswered=chosen.unanswered_after,
            gone=chosen.visitor_gone_after,
            silent=chosen.silent_after,
        )

    def is_open(self, shop: ShopId) -> bool:
        """Whether visitors may begin a conversation now."""
        return hours.is_open(self.of(shop).hours, self._shop(shop).zone, clock.now())

    def desk(self, shop: ShopId) -> DeskSettings:
        """What operators' pages go by."""
        chosen = self.of(shop)
        zone, now = self._shop(shop).zone, clock.now()
        return DeskSettings(
            sounds=chosen.sounds,
            typing_preview=chosen.typing_preview,
            operator_name=chosen.operator_name,
            open=hours.is_open(chosen.hours, zone, now),
            opens_at=hours.next_opening(chosen.hours, zone, now),
        )
