"""What of a conversation goes into customer service, and what of an answer comes back."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sidecar.platform.identity import Visitor
from sidecar.platform.ids import encoded
from sidecar.protocol.base import BODY_LIMIT, ConversationId, EmployeeId

LONGEST = 500
"""Messages in a thread, the last ones."""
LARGEST = 500_000
"""Bytes of them on their way to the module: web servers take a megabyte at once."""

MOST_PARTS = 8
"""Messages that one long answer may become."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation; the visitor's have no name, `at` is in the shop's time."""

    name: str
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Filing:
    """A conversation that is being filed, or is filed: then it has a thread."""

    conversation: ConversationId
    token: str
    thread: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """What an offline message said; its thread began with it."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose a thread is; `question` where no conversation has it."""

    visitor: Visitor
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an employee wrote in customer service."""

    id: int
    thread: int
    employee: EmployeeId
    firstname: str
    text: str
    at: datetime


def fitting(said: Sequence[Said]) -> Sequence[Said]:
    """The last ones, as many as can be sent at once."""
    room = LARGEST
    for place in range(len(said) - 1, -1, -1):
        room -= len(json.dumps(said[place].body)) + 100
        if room < 0:
            return said[place + 1 :]
    return said


FORWARDED = re.compile(r"[^\n]*\S+@\S+\.\S+ *\n[^\n:]{1,40}:[^\n]*", re.DOTALL)


def for_customers(text: str) -> bool:
    """Whether an employee's message is an answer.

    PrestaShop keeps what is forwarded to an address as a message that is not private:
    “Message forwarded to ann@example.com”, and in the next line “Comment: …”.
    """
    return bool(text) and not FORWARDED.match(text)


def parts(answer: Answer) -> list[tuple[str, str]]:
    """An answer as messages of a chat: the id of each, always the same, and its text."""
    text = answer.text
    pieces: list[str] = []
    while text and len(pieces) < MOST_PARTS:
        cut = len(text)
        if cut > BODY_LIMIT:
            cut = max(text.rfind("\n", 0, BODY_LIMIT), text.rfind(" ", 0, BODY_LIMIT))
            cut = cut if cut > BODY_LIMIT // 2 else BODY_LIMIT
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [(encoded(answer.id * MOST_PARTS + place), piece) for place, piece in enumerate(pieces)]


def asked_id(thread: int) -> str:
    """The id of the message that an offline message becomes."""
    return encoded((1 << 64) + thread)
