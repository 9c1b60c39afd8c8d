"""Canned replies on plain values: in which language, and which of them somebody looks for."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sidecar.protocol.base import EmployeeId, ShopId

TITLE, GROUP, SHORTCUT, TEXT = 100, 64, 32, 3000
"""Characters at most; a text keeps some of a message's 4,000 for what its variables stand for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text kept ready, by language; `owner` is who alone has it, None for everybody."""

    id: int
    shop: ShopId
    owner: EmployeeId | None
    shortcut: str
    title: str
    group: str
    texts: Mapping[str, str]

    def text(self, languages: Sequence[str]) -> str:
        """In the first of these languages that it has, else in any."""
        return next(filter(None, map(self.texts.get, [*languages, *self.texts])), "")


def fold(text: str) -> str:
    """For comparing what people type: without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).strip()


def looked_up(replies: Iterable[Reply], q: str, languages: Sequence[str]) -> list[Reply]:
    """Replies that fit what was typed, the best fits first: shortcut, then title, then the rest."""
    wanted = fold(q.lstrip("/"))
    ranked = [(rank, one) for one in replies if (rank := _rank(one, wanted, languages)) is not None]
    ranked.sort(key=lambda found: (found[0], fold(found[1].group), fold(found[1].title)))
    return [one for _, one in ranked]


def _rank(reply: Reply, wanted: str, languages: Sequence[str]) -> int | None:
    shortcut, title = fold(reply.shortcut), fold(reply.title)
    if not wanted or shortcut == wanted:
        return 0
    if shortcut.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in title.split()) or title.startswith(wanted):
        return 2
    everything = f"{shortcut} {title} {fold(reply.group)} {fold(reply.text(languages))}"
    return 3 if all(word in everything for word in wanted.split()) else None
