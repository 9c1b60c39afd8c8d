"""Which conversation a visitor has now, kept for seconds to save queries."""

import time

from sidecar.conversations.rules import Conversation
from sidecar.platform.identity import Visitor

REMEMBERED_SECONDS = 10


class Lately:
    """The conversations that were seen last."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Conversation]] = {}

    def get(self, visitor: Visitor) -> Conversation | None:
        """The visitor's conversation, if it was seen lately."""
        at, conversation = self._known.get(visitor.open_key, (0.0, None))
        return conversation if time.monotonic() - at < REMEMBERED_SECONDS else None

    def put(self, conversation: Conversation) -> None:
        """Remember a conversation as it is now."""
        if len(self._known) > 20_000:
            self._known.clear()
        if conversation.open_key:
            self._known[conversation.open_key] = (time.monotonic(), conversation)
        else:
            self._known.pop(conversation.visitor.open_key, None)
