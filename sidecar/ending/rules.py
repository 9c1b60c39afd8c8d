"""What a visitor may do when a chat is over, on plain values."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sidecar.conversations.rules import Conversation, Rating, Step
from sidecar.errors import Conflict, ConversationClosed, InvalidFormat, NotAllowed

UNANSWERED = "Nobody has answered in this chat yet."
ON_CARD = ("title", "price", "text", "code", "link")
LINKLIKE = re.compile(r"(?<=\w)([.@:])(?=[\w/])")
NO_LINK = "\N{ZERO WIDTH SPACE}\\1\N{ZERO WIDTH SPACE}"


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


def ask_transcript(conversation: Conversation, email: str | None, *, now: datetime) -> Step:
    """Want the conversation by e-mail: a customer to their account, a guest once, to `email`.

    Asked for again by a guest, because the answer got lost, nothing happens.

    Raises:
        NotAllowed: nobody answered in it.
        InvalidFormat: a guest of whom no address is known says none.
        Conflict: a guest had it sent elsewhere before.
    """
    if not conversation.answered:
        raise NotAllowed(UNANSWERED)
    if conversation.visitor.customer:
        return Step(replace(conversation, transcript_at=now))
    address = email or conversation.email
    if not address:
        raise InvalidFormat("email: Say where it is to be sent.")
    if conversation.transcript_at is None:
        return Step(replace(conversation, email=address, transcript_at=now))
    if address != conversation.email:
        raise Conflict("The conversation has been sent already.")
    return Step(conversation, changed=False)


def in_words(body: str, card: Mapping[str, Any]) -> str:
    """A message as plain text: what is on its card, if it has one, line by line."""
    said = [body, *(str(card.get(name) or "") for name in ON_CARD)]
    return "\n".join(dict.fromkeys(line for line in said if line))


def unlinked(text: str) -> str:
    """Text of which mail programs make no links.

    Whoever types a stranger's address could have the shop write to them: nothing they add is to be
    clicked on.
    """
    return LINKLIKE.sub(NO_LINK, text)
