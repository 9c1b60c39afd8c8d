"""Business hours: a week in the shop's time zone, and the days that differ from it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = get_args(Day)

Span = tuple[time, time]
"""From a local time to a later one of the same day; an end at 00:00 is midnight."""

FORESEEN = 400
"""Days in which the next opening is looked for."""


class Hours(BaseModel):
    """When the chat is open; while `on` is False it always is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool = False
    week: dict[Day, tuple[Span, ...]] = {}
    """Days that are not named are closed."""
    exceptions: dict[date, tuple[Span, ...]] = {}
    """What counts instead on these days; without spans the day is closed."""

    def spans(self, day: date) -> tuple[Span, ...]:
        """What counts on a day."""
        if day in self.exceptions:
            return self.exceptions[day]
        return self.week.get(DAYS[day.weekday()], ())


def is_open(hours: Hours, zone: tzinfo, at: datetime) -> bool:
    """Whether visitors may begin a conversation at this moment."""
    if not hours.on:
        return True
    today = at.astimezone(zone).date()
    # Where clocks go back over midnight, yesterday's last span reaches into today.
    return any(
        since <= at < until
        for day in (today - timedelta(days=1), today)
        for since, until in _moments(hours, zone, day)
    )


def next_opening(hours: Hours, zone: tzinfo, at: datetime) -> datetime | None:
    """When it opens next; None while it is open, and when it does not within a year."""
    if is_open(hours, zone, at):
        return None
    today = at.astimezone(zone).date()
    for later in range(FORESEEN):
        coming = (
            since for since, _ in _moments(hours, zone, today + timedelta(days=later)) if since > at
        )
        first = min(coming, default=None)
        if first is not None:
            return first
    return None


def _moments(hours: Hours, zone: tzinfo, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The spans of a day in UTC; one that the clocks jump over is left out."""
    for begins, ends in hours.spans(day):
        last = day + timedelta(days=1) if ends == time.min else day
        since = _moment(datetime.combine(day, begins), zone)
        until = _moment(datetime.combine(last, ends.replace(fold=1)), zone)
        if since < until:
            yield since, until


def _moment(local: datetime, zone: tzinfo) -> datetime:
    """When the clocks of a zone show this time, or, where they jump over it, when they jump.

    `fold` chooses between the two moments of an hour that the clocks show twice.
    """
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > timedelta(milliseconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < local.replace(tzinfo=None):
            before = middle
        else:
            after = middle
    return after.replace(microsecond=after.microsecond // 1000 * 1000)
