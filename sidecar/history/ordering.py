"""The order of the history's table as SQL, and places in it."""

from collections.abc import Iterable
from datetime import datetime

from sidecar.history.conditions import Clause
from sidecar.history.rules import Filters, Place
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row

CONVERSATIONS = "PREFIX_onlinechat_history_conversation"
PERSONS = "PREFIX_onlinechat_history_person"


def column(filters: Filters) -> str:
    """What the table is sorted by."""
    return "last_message_at" if filters.by_time else filters.sort.removesuffix("_down")


def order(filters: Filters, key: str, person: str, *, customer: str = "") -> str:
    """By names, customers come first, whichever way these are sorted."""
    way = "DESC" if filters.downwards else "ASC"
    first = f"{customer} DESC, " if customer else ""
    return f" ORDER BY {first}{key} {way}, {person} {way}"


def beyond(filters: Filters, key: str, person: str, after: Place | None) -> Clause:
    """Below a place; written out, as MySQL 5.7 uses no index for a comparison of rows."""
    if after is None:
        return Clause()
    way, value = "<" if filters.downwards else ">", _value(after)
    return Clause(
        f" AND ({key} {way} %s OR ({key} = %s AND {person} {way} %s))",
        (value, value, after.person),
    )


def until(filters: Filters, key: str, person: str, end: Place | None) -> Clause:
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


def places(rows: Iterable[Row]) -> list[Place]:
    """Rows with `customer`, `place` and `id_person`."""
    return [
        Place(
            from_database(row["place"]) if isinstance(row["place"], datetime) else row["place"],
            row["id_person"],
            bool(row["customer"]),
        )
        for row in rows
    ]
