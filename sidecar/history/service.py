"""What employees do with the history: look through it, read, delete."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Literal

from sidecar.errors import NotFound
from sidecar.history import exchange, listing, store
from sidecar.history.conditions import Shops
from sidecar.history.exchange import Exchange, Spot
from sidecar.history.exports import Chapter, chapters
from sidecar.history.rules import Filters, Place
from sidecar.history.store import Head, Line
from sidecar.platform.database import Database
from sidecar.platform.identity import Employee
from sidecar.privacy import deletions
from sidecar.privacy.deletions import Cause
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId
from sidecar.shop import employees
from sidecar.shop.shops import Shop

PAGE = 50
GONE = "This conversation does not exist any more."

Erases = Callable[[Sequence[ConversationId], Sequence[ShopId], Cause], Awaitable[int]]
"""Deletes those of these conversations that are archived in these shops; how many that were."""

Scope = Literal["shown", "fitting", "all"]
"""Of chosen lines: the conversation each shows, those that fit the filters, or all."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the table; `below` is where it goes on, None at its end."""

    lines: list[Line]
    below: Place | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A line's pop-up: who it is, and the page it opens with."""

    person: int
    head: Head
    conversations: int
    fitting: int
    marked: bool
    """Whether only some of the conversations fit, so that these are marked."""
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Chosen:
    """Lines that somebody wants to delete, and how many conversations each scope means."""

    lines: list[Line]
    fitting: int
    conversations: int


class History:
    """The archived conversations of the shops an employee may serve."""

    def __init__(
        self,
        database: Database,
        erase: Erases,
        shops: Callable[[], Mapping[ShopId, Shop]],
    ) -> None:
        self._database = database
        self._erase = erase
        self._shops = shops

    def scope(self, employee: Employee, filters: Filters) -> Shops:
        """The shops that are asked for, of those the employee may serve."""
        known = self._shops()
        return {
            shop: known[shop].zone if shop in known else UTC
            for shop in employee.shops
            if filters.shop in (None, shop)
        }

    async def page(self, employee: Employee, filters: Filters, *, after: Place | None) -> Page:
        """Lines of the table below a place."""
        shops = self.scope(employee, filters)
        async with self._database.reading() as unit:
            found = await listing.lines(unit, filters, shops, after=after, limit=PAGE + 1)
            lines = await store.table(unit, [one.person for one in found[:PAGE]], filters, shops)
        return Page(lines, found[PAGE - 1] if len(found) > PAGE else None)

    async def operators(self, employee: Employee) -> list[tuple[EmployeeId, str]]:
        """Who had conversations that are in the history, by name; 0 stands for nobody."""
        async with self._database.reading() as unit:
            numbers = await store.operators(unit, employee.shops)
            names = await employees.names(unit, sorted(numbers))
        return sorted(
            ((number, names.get(number, "")) for number in numbers),
            key=lambda one: (one[0] == 0, one[1].casefold(), one[0]),
        )

    async def open(self, employee: Employee, filters: Filters, person: int) -> Opened:
        """A line's pop-up, at the newest conversation that fits.

        Raises:
            NotFound: it is gone, or of another shop.
        """
        return await self._open(employee, filters, person, None)

    async def open_at(self, employee: Employee, number: ConversationId) -> Opened:
        """The pop-up of the line a conversation belongs to, at this conversation.

        Raises:
            NotFound: it is gone, not archived, or of another shop.
        """
        async with self._database.reading() as unit:
            person = await store.person_of(unit, number, employee.shops)
        if person is None:
            raise NotFound
        return await self._open(employee, Filters(), person, number)

    async def _open(
        self, employee: Employee, filters: Filters, person: int, number: ConversationId | None
    ) -> Opened:
        async with self._database.reading() as unit:
            sizes = await store.sizes(unit, person, employee.shops)
            if not sizes:
                raise NotFound(GONE)
            fitting = await store.fitting(unit, [person], filters, self.scope(employee, filters))
            at = number or next(iter(fitting), None) or next(reversed(sizes))
            heads = await store.heads(unit, [at])
            if at not in heads or at not in sizes:
                raise NotFound(GONE)
            found = await exchange.read(
                unit, sizes, set(fitting), before=(at, heads[at].last_seq + 1)
            )
        return Opened(
            person,
            heads[at],
            conversations=len(sizes),
            fitting=len(fitting),
            marked=0 < len(fitting) < len(sizes),
            exchange=found,
        )

    async def more(
        self,
        employee: Employee,
        filters: Filters,
        person: int,
        *,
        before: Spot | None,
        after: Spot | None,
    ) -> tuple[Exchange, bool]:
        """Messages before or after one in the pop-up, and whether fitting ones are marked.

        Raises:
            NotFound: the line is gone, or of another shop.
        """
        async with self._database.reading() as unit:
            sizes = await store.sizes(unit, person, employee.shops)
            if not sizes:
                raise NotFound(GONE)
            fitting = await store.fitting(unit, [person], filters, self.scope(employee, filters))
            found = await exchange.read(unit, sizes, set(fitting), before=before, after=after)
        # On the side it was asked from, the page has the rest already.
        found = replace(found, earlier=None) if after else replace(found, later=None)
        return found, 0 < len(fitting) < len(sizes)

    async def choose(self, employee: Employee, filters: Filters, persons: Sequence[int]) -> Chosen:
        """What deleting these lines would mean.

        Raises:
            NotFound: they are all gone, or of another shop.
        """
        async with self._database.reading() as unit:
            lines = await store.table(unit, persons, filters, self.scope(employee, filters))
        if not lines:
            raise NotFound(GONE)
        return Chosen(
            lines,
            fitting=sum(line.fitting for line in lines),
            conversations=sum(line.conversations for line in lines),
        )

    async def delete(
        self, employee: Employee, filters: Filters, persons: Sequence[int], scope: Scope
    ) -> int:
        """Delete conversations of these lines; how many that were."""
        numbers: list[ConversationId] = []
        async with self._database.reading() as unit:
            if scope == "fitting":
                shops = self.scope(employee, filters)
                numbers = await store.fitting(unit, persons, filters, shops)
            else:
                for person in persons:
                    numbers += await store.sizes(unit, person, employee.shops)
        return await self.delete_these(employee, numbers)

    async def delete_these(self, employee: Employee, numbers: Collection[ConversationId]) -> int:
        """Delete these conversations; how many of them there were."""
        return await self._erase(sorted(numbers), employee.shops, deletions.by(employee.id))

    async def told(self, employee: Employee, filters: Filters) -> AsyncIterator[Chapter]:
        """Everything that fits, with what was said, for a file."""
        async for chapter in chapters(self._database, filters, self.scope(employee, filters)):
            yield chapter
