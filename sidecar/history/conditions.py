"""Filters as SQL about an archived conversation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sidecar.history.rules import Filters
from sidecar.history.words import Word
from sidecar.protocol.base import ShopId

Shops = Mapping[ShopId, tzinfo]
"""The shops whose history somebody may read, with their clocks."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of SQL with its values."""

    sql: str = ""
    values: tuple[object, ...] = ()

    def __add__(self, other: "Clause | str") -> "Clause":
        """Append another piece."""
        more = Clause(other) if isinstance(other, str) else other
        return Clause(self.sql + more.sql, self.values + more.values)


def joined(between: str, clauses: Iterable[Clause]) -> Clause:
    """Clauses with a word between them."""
    each = list(clauses)
    return Clause(
        between.join(one.sql for one in each),
        tuple(value for one in each for value in one.values),
    )


def in_shop(filters: Filters, shop: ShopId, zone: tzinfo, table: str) -> Clause:
    """What a conversation of a shop has to be like, apart from its words."""
    since, until = filters.moments(zone)
    asked: dict[str, object] = {
        "id_shop = %s": shop,
        "id_employee = %s": filters.operator,
        "stars = %s": filters.stars,
        "lang = %s": filters.lang or None,
        "customer = %s": filters.who == "customers" if filters.who else None,
        "last_message_at >= %s": since.replace(tzinfo=None) if since else None,
        "last_message_at < %s": until.replace(tzinfo=None) if until else None,
    }
    return joined(
        " AND ",
        (
            Clause(f"{table}.{condition}", (value,))
            for condition, value in asked.items()
            if value is not None
        ),
    )


def in_shops(filters: Filters, shops: Shops, table: str) -> Clause:
    """What a conversation of one of these shops has to be like, apart from its words."""
    each = (in_shop(filters, shop, zone, table) + ")" for shop, zone in shops.items())
    return Clause("((") + joined(" OR (", each) + ")"


def in_words(words: Sequence[Word], table: str) -> Clause:
    """That it has all these words; begins with AND, as it is never all that is asked."""
    return joined(
        "", (Clause(f" AND LOCATE(%s, {table}.words) > 0", (word.piece,)) for word in words)
    )


def index(filters: Filters) -> str:
    """The index of the filter that leaves the least."""
    if filters.stars is not None:
        return "rating"
    return "newest" if filters.operator is None else "operator"
