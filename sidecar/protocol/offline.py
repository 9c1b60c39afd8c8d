"""What the offline form sends by HTTP, and what it may be filled with."""

from typing import Annotated

from pydantic import Field

from sidecar.protocol.base import Address, ClientId, Id, Text, Wire

LINE_LIMIT = 255
"""Characters in a line of the form; the message itself has the limit of a chat's (BODY_LIMIT)."""

ANY = 100_000
"""Longer than any field may be, so that what is too long is said beside its field."""

Value = Annotated[Text, Field(max_length=ANY)]


class OfflineValues(Wire):
    """What was typed; which fields there are and which are required is the merchant's choice.

    `website` is no question to people: a field they cannot see, for programs that fill in all.
    """

    firstname: Value = ""
    lastname: Value = ""
    email: Value = ""
    phone: Value = ""
    message: Value = ""
    website: Value = ""


class OfflinePage(Wire):
    """The shop page the form stood on."""

    url: Address = ""
    title: Annotated[Text, Field(max_length=500)] = ""


class LeaveMessage(Wire):
    """`POST offline`: a message for the time when somebody is there again."""

    client_id: ClientId
    values: OfflineValues
    contact: Id | None = None
    order: Id | None = None
    product: Id | None = None
    page: OfflinePage = OfflinePage()
    consent: bool = False


class MessageLeft(Wire):
    """The number under which it was stored; the same again for the same `clientId`."""

    id: int


class OrderedProduct(Wire):
    """A product of an order."""

    id: int
    name: str


class PlacedOrder(Wire):
    """An order that the message may be about; `placedAt` is the shop's own date, `2026-01-07`."""

    id: int
    reference: str
    placed_at: str
    products: list[OrderedProduct]


class OfflineStart(Wire):
    """`GET offline`: what is known of a signed-in customer, so that it need not be typed."""

    values: OfflineValues
    orders: list[PlacedOrder]
