"""Walks an index in the order of the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidecar.history.conditions import Clause, Shops, in_shop, in_words, index, joined
from sidecar.history.ordering import CONVERSATIONS, PERSONS, beyond, column, order, places, until
from sidecar.history.rules import Filters, Place
from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId


@dataclass(frozen=True, slots=True)
class _Part:
    """What is in order by itself: a shop and, by names, its customers or its guests."""

    shop: ShopId
    customers: bool

    def reached(self, after: Place | None, end: Place | None) -> bool:
        """Whether there may be something below a place, and above another one."""
        return (after is None or self.customers <= after.customer) and (
            end is None or self.customers >= end.customer
        )

    def own(self, place: Place | None) -> Place | None:
        """The place, if it is among these."""
        return place if place and place.customer == self.customers else None


class Walk:
    """An index in the order of the table: of conversations by a filter, or of the lines."""

    def __init__(self, filters: Filters, shops: Shops) -> None:
        self._filters = filters
        self._shops = shops
        self._words = filters.words
        self._conversations = filters.by_time and filters.narrow
        if self._conversations:
            self._table, self._one, self._index = CONVERSATIONS, "h", index(filters)
        else:
            self._table, self._one = PERSONS, "p"
            self._index = "newest" if filters.by_time else column(filters)
        self._key = f"{self._one}.{column(filters)}"
        kinds = (True,) if filters.by_time or filters.who else (True, False)
        self._parts = [_Part(shop, customers) for shop in shops for customers in kinds]

    @property
    def certain(self) -> bool:
        """Whether what is read fits, as far as an index can tell: no way is too long."""
        return not self._words and (self._conversations or not self._filters.narrow)

    async def read(
        self, unit: Unit, after: Place | None, end: Place | None, *, limit: int
    ) -> list[Place]:
        """The lines from a place to another one, or until there are enough."""
        return await self._first(
            unit,
            [
                self._read(part, after, end) + self._fits(part.shop)
                for part in self._parts
                if part.reached(after, end)
            ],
            f"LIMIT {limit:d}",
            each=limit,
        )

    async def stretch(self, unit: Unit, after: Place | None, length: int) -> Place | None:
        """Where a stretch that begins there ends; None where the table ends before."""
        reads = [self._read(part, after, None) for part in self._parts if part.reached(after, None)]
        # Not an offset into the table: it counts what was read from `after` on.
        last = await self._first(unit, reads, f"LIMIT 1 OFFSET {length - 1:d}", each=length)
        return next(iter(last), None)

    async def _first(
        self, unit: Unit, reads: Sequence[Clause], limit: str, *, each: int
    ) -> list[Place]:
        """The first lines of each part, and of these the first."""
        if not reads:
            return []
        own = order(self._filters, self._key, f"{self._one}.id_person") + f" LIMIT {each:d}"
        query = joined(
            " UNION ALL ",
            (
                Clause("SELECT customer, place, id_person FROM (") + read + own + ") part"
                for read in reads
            ),
        )
        query += order(self._filters, "place", "id_person", customer="customer") + f" {limit}"
        return places(await unit.rows(query.sql, *query.values))

    def _read(self, part: "_Part", after: Place | None, end: Place | None) -> Clause:
        one, person = self._one, f"{self._one}.id_person"
        start = Clause(
            f"SELECT {int(part.customers)} AS customer, {self._key} AS place, {person}"
            f" FROM {self._table} {one} FORCE INDEX ({self._index}) WHERE "
        )
        if self._conversations:
            start += in_shop(self._filters, part.shop, self._shops[part.shop], one)
        else:
            start += Clause(f"{one}.id_shop = %s", (part.shop,))
        if not self._filters.by_time:
            start += Clause(f" AND {one}.customer = %s", (part.customers,))
        # A place among the others says nothing of these: all come before it, or all after.
        return (
            start
            + beyond(self._filters, self._key, person, part.own(after))
            + until(self._filters, self._key, person, part.own(end))
        )

    def _fits(self, shop: ShopId) -> Clause:
        """A conversation that has the words, the newest of its line; a line with such a one."""
        if not self._filters.narrow:
            return Clause()
        theirs = in_shop(self._filters, shop, self._shops[shop], "n") + in_words(self._words, "n")
        if not self._conversations:
            return Clause(" AND (") + _another("p") + theirs + " LIMIT 1) IS NOT NULL"
        return (
            in_words(self._words, "h")
            + " AND ("
            + _another("h")
            + "(n.last_message_at > h.last_message_at OR (n.last_message_at = h.last_message_at"
            + " AND n.id_conversation > h.id_conversation)) AND "
            + theirs
            + " LIMIT 1) IS NULL"
        )


def _another(table: str) -> Clause:
    return Clause(
        f"SELECT n.id_conversation FROM {CONVERSATIONS} n FORCE INDEX (person)"
        f" WHERE n.id_person = {table}.id_person AND "
    )
