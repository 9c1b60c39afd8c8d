"""A conversation in the shop's own customer service."""

from typing import Literal

from sidecar.protocol.base import Wire

ThreadStatus = Literal["open", "closed", "pending1", "pending2"]
"""As PrestaShop's own page has them."""


class FilingContact(Wire):
    """A contact of the shop whose messages are kept in customer service."""

    id: int
    name: str


class FilingOrder(Wire):
    """An order of the customer's; `placedAt` is a day."""

    id: int
    reference: str
    placed_at: str


class FilingColleague(Wire):
    """An employee who may read customer service."""

    id: int
    name: str


class FilingOptions(Wire):
    """What there is to choose, the newest order first; `thread` when it is filed already."""

    contacts: list[FilingContact]
    orders: list[FilingOrder]
    colleagues: list[FilingColleague]
    thread: int | None = None


class Filed(Wire):
    """Where it is filed; while it is not, an `order` that the module carries out within minutes."""

    thread: int | None = None
    order: str | None = None
