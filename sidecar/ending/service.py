"""What comes of a chat that is over."""

from collections.abc import Callable

from sidecar.configuration.rules import ChatSettings
from sidecar.conversations.service import Conversations
from sidecar.ending import rules
from sidecar.errors import NotAllowed
from sidecar.platform import clock
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ShopId


class Endings:
    """The visitor's last conversation, and what they say of it or want of it."""

    def __init__(
        self, conversations: Conversations, *, settings: Callable[[ShopId], ChatSettings]
    ) -> None:
        self._conversations = conversations
        self._settings = settings

    async def rate(self, who: Visitor, stars: int, comment: str) -> None:
        """Say what the last conversation was like.

        Raises:
            NotFound: there was none.
            NotAllowed: nobody answered, it goes on, or the merchant does not ask.
        """
        if not self._settings(who.shop).rating:
            raise NotAllowed("Ratings are switched off.")
        conversation = await self._conversations.of_visitor(who)
        await self._conversations.change(
            conversation.id,
            lambda locked: rules.rate(locked, stars, comment.strip(), now=clock.now()),
        )

    async def leave_email(self, who: Visitor, email: str) -> None:
        """A guest says where an answer reaches them later.

        Raises:
            NotFound: they have no conversation.
            NotAllowed: a customer is reached by their account, or the merchant does not ask.
            ConversationClosed: it is in the history already.
        """
        if not self._settings(who.shop).ask_email:
            raise NotAllowed("No e-mail address is asked for.")
        conversation = await self._conversations.of_visitor(who)
        await self._conversations.change(conversation.id, lambda locked: rules.reach(locked, email))
