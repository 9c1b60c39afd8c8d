"""What of the history is asked for: filters, order and place, as they come from the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeVar, get_args

from sidecar.errors import InvalidFormat
from sidecar.history.words import Word, asked
from sidecar.protocol.base import EmployeeId, ShopId

Sort = Literal["newest", "oldest", "name", "name_down", "email", "email_down"]
Who = Literal["", "customers", "guests"]
Known = TypeVar("Known")
SORTS: dict[str, Sort] = {one: one for one in get_args(Sort)}
WHO: dict[str, Who] = {one: one for one in get_args(Who)}

LONGEST_SEARCH = 200
"""Characters; the page's own box takes no more. What is beyond that is left out."""

NOBODY = EmployeeId(0)
"""The operator of a conversation that nobody took."""

MOST_ID = 2**32 - 1
LONGEST_KEY = 191
FIELDS = ("q", "from", "to", "operator", "who", "rating", "lang", "shop", "sort")
NOT_UNDERSTOOD = "This filter is not understood. Reset the filters and try again."


@dataclass(frozen=True, slots=True)
class Filters:
    """What a conversation has to be like; empty and None mean that anything goes.

    `since` and `until` are days in the shop's own time zone, both included; `stars` 0 is a
    conversation that was not rated.
    """

    search: str = ""
    since: date | None = None
    until: date | None = None
    operator: EmployeeId | None = None
    who: Who = ""
    stars: int | None = None
    lang: str = ""
    shop: ShopId | None = None
    sort: Sort = "newest"

    @property
    def words(self) -> list[Word]:
        """What is searched for."""
        return asked(self.search)

    @property
    def narrow(self) -> bool:
        """Whether some conversations may be left out; a shop leaves out whole lines only."""
        return replace(self, shop=None, sort="newest") != Filters()

    @property
    def vain(self) -> bool:
        """Whether nothing can be found: what is searched for has no word in it."""
        return bool(self.search) and not self.words

    @property
    def by_time(self) -> bool:
        """Whether the table is in the order of time; guests have no names to be sorted by."""
        return self.sort in ("newest", "oldest") or self.who == "guests"

    @property
    def downwards(self) -> bool:
        """Whether the table begins with what is largest."""
        if self.by_time:
            return self.sort != "oldest"
        return self.sort.endswith("_down")

    def moments(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """From when until before when, in UTC, by a shop's clock."""
        return (
            _midnight(self.since, zone) if self.since else None,
            _midnight(self.until + timedelta(days=1), zone) if self.until else None,
        )

    def fields(self) -> dict[str, str]:
        """As `filters` reads them; those that say nothing are left out."""
        values = {
            "q": self.search,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            "operator": "" if self.operator is None else str(self.operator),
            "who": self.who,
            "rating": "" if self.stars is None else str(self.stars),
            "lang": self.lang,
            "shop": "" if self.shop is None else str(self.shop),
            "sort": "" if self.sort == "newest" else self.sort,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Place:
    """A line in the order of the table: what it is sorted by, and its number.

    By names and addresses, customers come before guests, whichever way they are sorted.
    """

    key: datetime | str
    person: int
    customer: bool = True

    def __str__(self) -> str:
        """As `place` reads it."""
        if isinstance(self.key, datetime):
            return f"{self.person} {self.key.isoformat()}"
        return f"{self.person} {'customer' if self.customer else 'guest'} {self.key}"


def filters(form: Mapping[str, str]) -> Filters:
    """What was asked for, by the names in `FIELDS`.

    Raises:
        InvalidFormat: no page of ours asks like that.
    """
    values = {name: form.get(name, "").strip() for name in FIELDS}
    since, until = _day(values["from"]), _day(values["to"])
    if since and until and since > until:
        since, until = until, since
    return Filters(
        search=" ".join(values["q"].split())[:LONGEST_SEARCH],
        since=since,
        until=until,
        operator=EmployeeId(_number(values["operator"])) if values["operator"] else None,
        who=_one_of(values["who"], WHO),
        stars=_number(values["rating"], most=5) if values["rating"] else None,
        lang=_lang(values["lang"]),
        shop=ShopId(_number(values["shop"])) if values["shop"] else None,
        sort=_one_of(values["sort"] or "newest", SORTS),
    )


def place(text: str, asked: Filters) -> Place | None:
    """Where the table goes on, as `str(Place)` wrote it; None at its beginning.

    Raises:
        InvalidFormat: no page of ours asks like that.
    """
    if not text:
        return None
    number, _, key = text.partition(" ")
    person = _number(number, most=2**63 - 1)
    if not asked.by_time:
        kind, _, key = key.partition(" ")
        if kind not in ("customer", "guest") or len(key) > LONGEST_KEY:
            raise InvalidFormat(NOT_UNDERSTOOD)
        return Place(key, person, kind == "customer")
    try:
        moment = datetime.fromisoformat(key)
    except ValueError:
        raise InvalidFormat(NOT_UNDERSTOOD) from None
    return Place(moment.replace(tzinfo=UTC), person)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidFormat(NOT_UNDERSTOOD) from None
    # The calendar's own ends leave no room for a time zone.
    return min(max(day, date(1000, 1, 1)), date(9000, 1, 1))


def _number(text: str, *, most: int = MOST_ID) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= most):
        raise InvalidFormat(NOT_UNDERSTOOD)
    return int(text)


def _lang(text: str) -> str:
    if text and not (text.isascii() and text.replace("-", "").isalnum() and len(text) <= 5):
        raise InvalidFormat(NOT_UNDERSTOOD)
    return text


def _one_of(text: str, known: Mapping[str, Known]) -> Known:
    if text not in known:
        raise InvalidFormat(NOT_UNDERSTOOD)
    return known[text]
