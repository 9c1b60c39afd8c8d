"""What a visitor may do when a chat is over, on plain values."""

from dataclasses import replace
from datetime import datetime

from sidecar.conversations.rules import Conversation, Rating, Step
from sidecar.errors import ConversationClosed, NotAllowed

UNANSWERED = "Nobody has answered in this chat yet."


def rate(conversation: Conversation, stars: int, comment: str, *, now: datetime) -> Step:
    """Say what the chat was like; said again, it replaces what was said before.

    Raises:
        NotAllowed: nobody answered in it, or it goes on.
    """
    if not conversation.answered:
        raise NotAllowed(UNANSWERED)
    if conversation.running:
        raise NotAllowed("The chat can be rated when it is over.")
    before = conversation.rating
    if before is not None and (before.stars, before.comment) == (stars, comment):
        return Step(conversation, changed=False)
    return Step(replace(conversation, rating=Rating(stars, comment, now)))


def reach(conversation: Conversation, email: str) -> Step:
    """A guest leaves an address.

    Raises:
        NotAllowed: a customer is reached by their account.
        ConversationClosed: the chat is long over.
    """
    if conversation.visitor.customer:
        raise NotAllowed("You are signed in: the address of your account counts.")
    if not conversation.open:
        raise ConversationClosed
    if conversation.email == email:
        return Step(conversation, changed=False)
    return Step(replace(conversation, email=email))
