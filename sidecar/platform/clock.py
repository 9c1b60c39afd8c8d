"""Time as the whole sidecar counts it: UTC, in milliseconds, as the database stores it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, cut to whole milliseconds so that what is sent equals what is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def from_database(value: datetime) -> datetime:
    """A DATETIME(3) of our own tables, which are in UTC without saying so."""
    return value.replace(tzinfo=UTC)
