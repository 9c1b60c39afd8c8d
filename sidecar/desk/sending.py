"""What an operator's message says besides what was typed: live values, the data of cards."""

from collections.abc import Callable
from gettext import NullTranslations
from urllib.parse import urlsplit

from sidecar.conversations.rules import Conversation, Draft, Line, Operator
from sidecar.desk import cards
from sidecar.desk.addresses import web_address
from sidecar.desk.canned import variables
from sidecar.desk.canned.values import LiveValues
from sidecar.desk.offers.service import Offers
from sidecar.desk.products import Products
from sidecar.errors import InvalidFormat, Unsendable
from sidecar.protocol.base import BODY_LIMIT
from sidecar.protocol.operator import SendMessage
from sidecar.protocol.shapes import Card

TITLE = 200
"""Characters of a link's title at most."""


class Contents:
    """Fills messages in at the moment they are sent."""

    def __init__(
        self,
        values: LiveValues,
        offers: Offers,
        products: Products,
        catalogue: Callable[[str], NullTranslations],
    ) -> None:
        self._values = values
        self._offers = offers
        self._products = products
        self._catalogue = catalogue

    def needed(self, command: SendMessage) -> bool:
        """Whether it is a card, or a text that names a variable."""
        return command.kind != "text" or (
            "{" in command.body and bool(variables.named_in(command.body))
        )

    def made(self, command: SendMessage, line: Line) -> bool:
        """Whether this is what came of the command."""
        if line.kind != command.kind:
            return False
        data = line.data or {}
        if command.kind == "offer":
            return data.get("offer") == command.ref
        if command.kind == "product":
            return self._products.number(command.ref) in (None, data.get("product"))
        if command.kind == "link":
            return data.get("link") == command.ref
        return variables.may_have_become(command.body, line.body)

    async def draft(
        self, command: SendMessage, conversation: Conversation, operator: Operator, *, lang: str
    ) -> Draft:
        """The message with all that it says.

        Raises:
            InvalidFormat: `ref` is not of the message's kind.
            Unsendable: a variable has no value, a card no longer holds; says so in `lang`.
        """
        if command.kind == "text":
            return Draft(command.client_id, await self._text(command, conversation, operator, lang))
        if command.kind == "offer":
            if not isinstance(command.ref, int):
                raise InvalidFormat("ref: is no offer's number")
            card = await self._offers.card(command.ref, conversation, lang=lang)
        elif command.kind == "product":
            card = await self._products.card(command.ref, conversation, lang=lang)
        else:
            card = self._link(command, lang)
        return Draft(command.client_id, cards.as_text(card), command.kind, card.wire())

    async def stored(self, line: Line) -> None:
        """Count it."""
        if line.kind == "offer" and line.data:
            await self._offers.count(line.data["offer"], clicked=False)

    async def _text(
        self, command: SendMessage, conversation: Conversation, operator: Operator, lang: str
    ) -> str:
        gettext = self._catalogue(lang).gettext
        named = variables.named_in(command.body)
        values = await self._values.of(named, conversation, operator)
        try:
            body = variables.filled(command.body, values)
        except variables.Unfilled as unfilled:
            if unfilled.known:
                sentence = gettext("{name} has no value for this visitor. Replace or remove it.")
            else:
                sentence = gettext(
                    "There is no variable {name}. Correct it, or put blanks into the braces."
                )
            raise Unsendable(sentence.replace("{name}", f"{{{unfilled.name}}}")) from None
        if len(body) > BODY_LIMIT:
            raise Unsendable(gettext("With its values the text gets too long. Shorten it."))
        return body

    def _link(self, command: SendMessage, lang: str) -> Card:
        """A page's address and its title; without one the address speaks for itself."""
        address = web_address(command.ref) if isinstance(command.ref, str) else None
        if address is None:
            gettext = self._catalogue(lang).gettext
            raise Unsendable(gettext("This is not the address of a web page."))
        title = " ".join(command.body.split())
        if title == address:
            parts = urlsplit(address)
            title = f"{parts.netloc}{parts.path}".rstrip("/")
        return Card(title=title[:TITLE], link=address)
