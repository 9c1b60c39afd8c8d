"""Who gets the next conversation, on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sidecar.protocol.base import EmployeeId


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operator who is online, and how many conversations they have."""

    id: EmployeeId
    name: str
    load: int
    limit: int
    silent: bool = False
    """Let a visitor wait until another operator was asked, and did nothing since."""

    @property
    def room(self) -> int:
        """How many more conversations they can take."""
        return self.limit - self.load


def most_room(candidates: Iterable[Candidate]) -> Candidate | None:
    """The operator with the most room, the first by id among equals; None when nobody has any.

    Silent ones come last: nobody may be sitting there.
    """
    free = [one for one in candidates if one.room > 0]
    return min(free, key=lambda one: (one.silent, -one.room, one.id), default=None)


@dataclass(frozen=True, slots=True)
class Precedence:
    """Whose customer groups are served first: so many places are kept for them, all told."""

    groups: frozenset[int] = frozenset()
    places: int = 0

    def keeps(self, groups: Iterable[int]) -> int:
        """How many places are kept from a visitor of these groups."""
        return self.places if self.groups and self.groups.isdisjoint(groups) else 0


def next_for(candidates: Iterable[Candidate], *, kept: int) -> Candidate | None:
    """The operator with the most room, as long as more places are free than are kept."""
    online = list(candidates)
    free = sum(max(0, one.room) for one in online)
    return most_room(online) if free > kept else None


def awake(candidates: Iterable[Candidate], *, but: EmployeeId | None = None) -> list[Candidate]:
    """Those of whom an answer can be expected, without one of them."""
    return [one for one in candidates if not one.silent and one.id != but]


def with_one_more(candidates: list[Candidate], taken: EmployeeId) -> list[Candidate]:
    """The candidates after one of them took a conversation."""
    return [replace(one, load=one.load + 1) if one.id == taken else one for one in candidates]
