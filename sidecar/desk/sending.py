"""What an operator's message says besides what was typed."""

from collections.abc import Callable
from gettext import NullTranslations

from sidecar.conversations.rules import Conversation, Draft, Line, Operator
from sidecar.desk.canned import variables
from sidecar.desk.canned.values import LiveValues
from sidecar.errors import Unsendable
from sidecar.protocol.base import BODY_LIMIT
from sidecar.protocol.operator import SendMessage


class Contents:
    """Fills in the variables of a text from live data."""

    def __init__(self, values: LiveValues, catalogue: Callable[[str], NullTranslations]) -> None:
        self._values = values
        self._catalogue = catalogue

    def needed(self, command: SendMessage) -> bool:
        """Whether the text names a variable."""
        return "{" in command.body and bool(variables.named_in(command.body))

    def made(self, command: SendMessage, line: Line) -> bool:
        """Whether this is what came of the text."""
        return line.kind == "text" and variables.may_have_become(command.body, line.body)

    async def draft(
        self, command: SendMessage, conversation: Conversation, operator: Operator, *, lang: str
    ) -> Draft:
        """The text with its values.

        Raises:
            Unsendable: a variable does not exist or has no value, or the text gets too long.
        """
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
        return Draft(command.client_id, body)
