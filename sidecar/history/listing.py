"""Finds the lines of the table: quickly whatever is asked, with a million conversations too.

There are two ways. *Walking*: an index is read in the order of the table until the page is full,
which is quick where much of what is read fits. *Gathering*: all that fits is found by the index of
a filter or by the full-text index, and sorted, which is quick where little fits. A walk that may
find little goes a stretch only; what is rarer than that is few enough to be gathered. In a
full-text index a common word costs as much as it has conversations, seconds for half a million.

Each index is named: no server is left to guess how far it would have to read. And a line's other
conversations are asked for one by one (`(SELECT … LIMIT 1) IS NULL`, not `NOT EXISTS`), which none
of them turns into a join in another order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sidecar.history.conditions import Clause, Shops, in_shop, in_shops, in_words, index, joined
from sidecar.history.rules import Filters, Place
from sidecar.history.words import Word
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit
from sidecar.protocol.base import ConversationId, ShopId

CONVERSATIONS = "PREFIX_onlinechat_history_conversation"
PERSONS = "PREFIX_onlinechat_history_person"

STRETCH = 2500
"""Lines walked until it is clear that little fits; about 8 ms of looking into texts."""

SAMPLE = 500
"""So many of the newest conversations of each shop say which words are common."""

COMMON = 0.05
"""Share of the conversations from which on a word is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An archived conversation on the way through the history, one after another."""

    number: ConversationId
    person: int
    last_message_at: datetime
    fits: bool


async def lines(
    unit: Unit,
    filters: Filters,
    shops: Shops,
    *,
    after: Place | None,
    limit: int,
    stretch: int = STRETCH,
) -> list[Place]:
    """The lines below a place, in order; each stands where its newest fitting conversation does."""
    if not shops or filters.vain:
        return []
    walk = _Walk(filters, shops)
    if walk.certain:
        return await walk.read(unit, after, None, limit=limit)
    end = await walk.stretch(unit, after, stretch)
    found = await walk.read(unit, after, end, limit=limit)
    if end is None or len(found) >= limit:
        return found
    return await _gather(unit, filters, shops, after=after, limit=limit)


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


class _Walk:
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
            self._index = "newest" if filters.by_time else _column(filters)
        self._key = f"{self._one}.{_column(filters)}"
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
        own = _order(self._filters, self._key, f"{self._one}.id_person") + f" LIMIT {each:d}"
        query = joined(
            " UNION ALL ",
            (
                Clause("SELECT customer, place, id_person FROM (") + read + own + ") part"
                for read in reads
            ),
        )
        query += _order(self._filters, "place", "id_person", customer="customer") + f" {limit}"
        return _places(await unit.rows(query.sql, *query.values))

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
            + _beyond(self._filters, self._key, person, part.own(after))
            + _until(self._filters, self._key, person, part.own(end))
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


async def _gather(
    unit: Unit, filters: Filters, shops: Shops, *, after: Place | None, limit: int
) -> list[Place]:
    """Find all that fits, and sort it."""
    rare, common = await _apart(unit, filters.words, shops)
    found = Clause(
        "SELECT h.id_person, MAX(h.last_message_at) AS last_message_at"
        f" FROM {CONVERSATIONS} h{'' if rare else f' FORCE INDEX ({index(filters)})'} WHERE "
    ) + in_shops(filters, shops, "h")
    if rare:
        found += Clause(
            " AND MATCH (h.words) AGAINST (%s IN BOOLEAN MODE)",
            (" ".join(word.boolean for word in rare),),
        ) + in_words(common, "h")
    if filters.by_time:
        customer, key = "1", "f.last_message_at"
        below = _beyond(filters, key, "f.id_person", after)
    else:
        customer, key = "p.customer", f"p.{_column(filters)}"
        below = Clause()
        if after:
            among = _beyond(filters, key, "f.id_person", after)
            below = Clause(
                f" AND (p.customer < %s OR (p.customer = %s{among.sql}))",
                (after.customer, after.customer, *among.values),
            )
    query = (
        Clause(f"SELECT {customer} AS customer, {key} AS place, f.id_person FROM (")
        + found
        + f" GROUP BY h.id_person) f JOIN {PERSONS} p ON p.id_person = f.id_person WHERE 1 = 1"
        + below
        + _order(filters, key, "f.id_person", customer="customer")
        + f" LIMIT {limit:d}"
    )
    return _places(await unit.rows(query.sql, *query.values))


async def conversations(
    unit: Unit,
    filters: Filters,
    shop: tuple[ShopId, tzinfo],
    *,
    after: Entry | None,
    limit: int,
) -> list[Entry]:
    """A shop's conversations below one, the newest first; those without the words do not fit."""
    if filters.vain:
        return []
    query = (
        Clause("SELECT h.id_conversation, h.id_person, h.last_message_at, (1 = 1")
        + in_words(filters.words, "h")
        + f") AS fits FROM {CONVERSATIONS} h FORCE INDEX ({index(filters)}) WHERE "
        + in_shop(filters, *shop, "h")
    )
    if after:
        at = after.last_message_at.replace(tzinfo=None)
        query += Clause(
            " AND (h.last_message_at < %s OR (h.last_message_at = %s AND (h.id_person < %s"
            " OR (h.id_person = %s AND h.id_conversation < %s))))",
            (at, at, after.person, after.person, after.number),
        )
    query += (
        " ORDER BY h.last_message_at DESC, h.id_person DESC, h.id_conversation DESC"
        f" LIMIT {limit:d}"
    )
    return [
        Entry(
            ConversationId(row["id_conversation"]),
            row["id_person"],
            from_database(row["last_message_at"]),
            bool(row["fits"]),
        )
        for row in await unit.rows(query.sql, *query.values)
    ]


async def _apart(unit: Unit, words: Sequence[Word], shops: Shops) -> tuple[list[Word], list[Word]]:
    """The words that are looked up, the rarest first, and those looked for in what that finds.

    A word costs the index as much as it is common, even where a rare one is beside it.
    """
    if len(words) < 2:
        return list(words), []
    parts = (
        Clause(
            "SELECT id_conversation FROM (SELECT id_conversation"
            f" FROM {CONVERSATIONS} FORCE INDEX (newest) WHERE id_shop = %s"
            f" ORDER BY last_message_at DESC, id_person DESC LIMIT {SAMPLE}) part",
            (shop,),
        )
        for shop in shops
    )
    counted = joined(
        ", ",
        (
            Clause(f"COALESCE(SUM(LOCATE(%s, h.words) > 0), 0) AS n{place}", (word.piece,))
            for place, word in enumerate(words)
        ),
    )
    query = (
        Clause("SELECT COUNT(*) AS sampled, ")
        + counted
        + " FROM ("
        + joined(" UNION ALL ", parts)
        + f") s JOIN {CONVERSATIONS} h ON h.id_conversation = s.id_conversation"
    )
    [row] = await unit.rows(query.sql, *query.values)
    ranked = sorted(
        (row[f"n{place}"], -len(word.spelled), place) for place, word in enumerate(words)
    )
    rare = [words[place] for count, _, place in ranked if count <= row["sampled"] * COMMON]
    rare = rare or [words[place] for *_, place in ranked]
    return rare, [word for word in words if word not in rare]


def _another(table: str) -> Clause:
    return Clause(
        f"SELECT n.id_conversation FROM {CONVERSATIONS} n FORCE INDEX (person)"
        f" WHERE n.id_person = {table}.id_person AND "
    )


def _column(filters: Filters) -> str:
    return "last_message_at" if filters.by_time else filters.sort.removesuffix("_down")


def _order(filters: Filters, key: str, person: str, *, customer: str = "") -> str:
    way = "DESC" if filters.downwards else "ASC"
    first = f"{customer} DESC, " if customer else ""
    return f" ORDER BY {first}{key} {way}, {person} {way}"


def _beyond(filters: Filters, key: str, person: str, after: Place | None) -> Clause:
    """Below a place; written out, as MySQL 5.7 uses no index for a comparison of rows."""
    if after is None:
        return Clause()
    way, value = "<" if filters.downwards else ">", _value(after)
    return Clause(
        f" AND ({key} {way} %s OR ({key} = %s AND {person} {way} %s))",
        (value, value, after.person),
    )


def _until(filters: Filters, key: str, person: str, end: Place | None) -> Clause:
    """Down to a place, and itself."""
    if end is None:
        return Clause()
    way, value = ">" if filters.downwards else "<", _value(end)
    return Clause(
        f" AND {key} {way}= %s AND ({key} {way} %s OR {person} {way}= %s)",
        (value, value, end.person),
    )


def _value(place: Place) -> object:
    return place.key.replace(tzinfo=None) if isinstance(place.key, datetime) else place.key


def _places(rows: Iterable[Row]) -> list[Place]:
    return [
        Place(
            from_database(row["place"]) if isinstance(row["place"], datetime) else row["place"],
            row["id_person"],
            bool(row["customer"]),
        )
        for row in rows
    ]
