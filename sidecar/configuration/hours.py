"""Business hours: a week in the shop's time zone, and the days that differ from it."""

from datetime import date, time
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = get_args(Day)

Span = tuple[time, time]
"""From a local time to a later one of the same day; an end at 00:00 is midnight."""


class Hours(BaseModel):
    """When the chat is open; while `on` is False it always is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool = False
    week: dict[Day, tuple[Span, ...]] = {}
    """Days that are not named are closed."""
    exceptions: dict[date, tuple[Span, ...]] = {}
    """What counts instead on these days; without spans the day is closed."""
