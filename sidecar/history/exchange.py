"""What was said in all conversations of a line, one under another, a page at a time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sidecar.errors import InvalidFormat
from sidecar.history import store
from sidecar.history.store import Head, Said
from sidecar.platform.database import Unit
from sidecar.protocol.base import ConversationId

PAGE = 100
Spot = tuple[ConversationId, int]
"""A message: its conversation and its number in it."""


@dataclass(slots=True)
class Part:
    """What a page shows of one conversation; `begins` and `ends`: its first and last message."""

    head: Head
    fits: bool
    begins: bool
    ends: bool = False
    messages: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A page of messages; `earlier` and `later` name the message where another one goes on."""

    parts: list[Part]
    earlier: str | None
    later: str | None


async def read(
    unit: Unit,
    sizes: Mapping[ConversationId, int],
    fitting: Collection[ConversationId],
    *,
    before: Spot | None = None,
    after: Spot | None = None,
) -> Exchange:
    """The page before a message, or the one after it; by default the last one.

    `sizes`: the line's conversations in order, with how many messages each has.
    """
    filled = {number: size for number, size in sizes.items() if size}
    if after:
        wanted = _enough((n for n in filled if n >= after[0]), filled)
    else:
        wanted = _enough((n for n in reversed(filled) if before is None or n <= before[0]), filled)
    found = await store.said(unit, wanted, before=before, after=after, limit=PAGE)
    heads = await store.heads(unit, sorted({said.conversation for said in found}))
    parts: list[Part] = []
    for said in found:
        if not parts or parts[-1].head.id != said.conversation:
            head = heads[said.conversation]
            parts.append(Part(head, head.id in fitting, begins=said.seq == 1))
        parts[-1].messages.append(said)
        parts[-1].ends = said.seq == parts[-1].head.last_seq
    if not found:
        return Exchange([], None, None)
    first, last = (found[0].conversation, found[0].seq), (found[-1].conversation, found[-1].seq)
    newest = next(reversed(filled))
    return Exchange(
        parts,
        earlier=None if first == (next(iter(filled)), 1) else _text(first),
        later=None if last == (newest, filled[newest]) else _text(last),
    )


def spot(text: str) -> Spot | None:
    """The message that a page's `earlier` or `later` named; None where none is.

    Raises:
        InvalidFormat: no page of ours asks like that.
    """
    if not text:
        return None
    number, _, seq = text.partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 18 for part in (number, seq)):
        raise InvalidFormat("This part of the conversation does not exist.")
    return ConversationId(int(number)), int(seq)


def _text(spot: Spot) -> str:
    return f"{spot[0]}-{spot[1]}"


def _enough(
    numbers: Iterable[ConversationId], sizes: Mapping[ConversationId, int]
) -> list[ConversationId]:
    """The first of these conversations that together fill a page, besides one that is cut."""
    wanted: list[ConversationId] = []
    messages = 0
    for number in numbers:
        wanted.append(number)
        messages += sizes[number] if len(wanted) > 1 else 0
        if messages >= PAGE:
            break
    return wanted
