"""Cards of products: what the shop says to this very visitor at this moment."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from gettext import NullTranslations
from typing import Any

from sidecar.conversations.rules import Conversation
from sidecar.desk.addresses import web_address
from sidecar.errors import InvalidFormat, TokenExpired, TokenInvalid, Unsendable
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.identity import Identity, SignedProduct
from sidecar.protocol.shapes import Card
from sidecar.shop import customers, products

FRESH = timedelta(minutes=2)
"""So long after the shop signed a product it is sent as it was then."""


class Products:
    """Checks what the module signed, and makes the card of it."""

    def __init__(
        self,
        database: Database,
        identity: Identity,
        catalogue: Callable[[str], NullTranslations],
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._identity = identity
        self._catalogue = catalogue
        self._now = now

    def number(self, ref: object) -> int | None:
        """Which product a reference names; None for one that has expired since, or is none."""
        try:
            return self._signed(ref).number
        except (TokenExpired, InvalidFormat):
            return None

    async def card(self, ref: object, conversation: Conversation, *, lang: str) -> Card:
        """The card of a product for the visitor of a conversation.

        Raises:
            InvalidFormat: it is not signed by the shop, or for somebody else.
            Unsendable: it is not sold any more, or was signed too long ago; says so in `lang`.
        """
        gettext = self._catalogue(lang).gettext
        try:
            signed = self._signed(ref)
        except TokenExpired:
            signed = None
        if signed is None or self._now() - signed.issued_at > FRESH:
            raise Unsendable(gettext("That took too long. Please choose the product again."))
        visitor = conversation.visitor
        async with self._database.reading() as unit:
            gone = visitor.customer and await customers.account(unit, visitor.customer) is None
            whose = None if gone else visitor.customer
            if (signed.shop, signed.customer) != (visitor.shop, whose):
                raise InvalidFormat("ref: is for another visitor")
            if not await products.sold(unit, visitor.shop, signed.number):
                raise Unsendable(gettext("This product is no longer sold."))
        return _card(signed.number, signed.card, self._catalogue(visitor.lang).gettext)

    def _signed(self, ref: object) -> SignedProduct:
        try:
            return self._identity.product(ref if isinstance(ref, str) else "")
        except TokenInvalid:
            raise InvalidFormat("ref: is not signed by the shop") from None


def _card(number: int, said: Mapping[str, Any], gettext: Callable[[str], str]) -> Card:
    """What the module says, in the words of the visitor's language."""

    def text(name: str) -> str | None:
        value = said.get(name)
        return value if isinstance(value, str) and value else None

    return Card(
        product=number,
        title=text("name") or f"#{number}",
        image=web_address(text("image") or ""),
        link=web_address(text("link") or ""),
        price=text("price"),
        was=text("was"),
        stock=gettext("In stock") if said.get("orderable") is True else gettext("Out of stock"),
    )
