"""Time as the whole sidecar counts it: UTC, in milliseconds, as the database stores it."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often things happen by themselves, in seconds."""

    look: float = 2.0
    """Offers, unanswered and abandoned conversations, lapsed leases."""
    lease: float = 20.0
    """Renewing the presence of those who are connected."""
    pulse: float = 25.0
    rights: float = 60.0
    """Checking what the connected employees may do."""
    facts: float = 15.0
    """Reading the shop's tables again."""
    hello: float = 10.0
    """A socket that has not said by then who it is is closed."""
    visitor_grace: float = 20.0
    """A visitor whose last tab closed counts as there for so long: the next page is loading."""


RHYTHM = Rhythm()


def now() -> datetime:
    """The present moment, cut to whole milliseconds so that what is sent equals what is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def from_database(value: datetime) -> datetime:
    """A DATETIME(3) of our own tables, which are in UTC without saying so."""
    return value.replace(tzinfo=UTC)
