"""The times that the merchant sets: in which unit each is typed or chosen, and what is possible."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from pydantic import TypeAdapter

from sidecar.configuration.fields import Fields
from sidecar.configuration.rules import ChatSettings

_as_stored = TypeAdapter(timedelta)


@dataclass(frozen=True, slots=True)
class Typed:
    """A time that is typed as a whole number of units."""

    unit: timedelta
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Period:
    """A time that can be chosen: so many days, and how people call it."""

    days: int
    count: int
    unit: Literal["day", "month", "year"]


SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TYPED: Mapping[str, Typed] = {
    "form_after": Typed(SECOND, 10, 900),
    "unanswered_after": Typed(MINUTE, 1, 60),
    "silent_after": Typed(MINUTE, 0, 240),
    "visitor_gone_after": Typed(MINUTE, 1, 240),
}
"""By setting; 0 is never."""

NEVER = Period(0, 0, "day")
CHOSEN: Mapping[str, tuple[Period, ...]] = {
    "retention": (
        Period(30, 1, "month"),
        Period(91, 3, "month"),
        Period(183, 6, "month"),
        Period(365, 1, "year"),
        Period(548, 18, "month"),
        *(Period(365 * years, years, "year") for years in (2, 3, 5, 6, 10)),
        NEVER,
    ),
    "shorten_addresses_after": (
        *(Period(days, days, "day") for days in (1, 7, 30, 90, 180)),
        Period(365, 1, "year"),
        NEVER,
    ),
}
"""By setting."""


def choices(name: str, settings: ChatSettings) -> tuple[Period, ...]:
    """What can be chosen for a setting: the usual times, and the one that counts now."""
    now: int = getattr(settings, name).days
    usual = CHOSEN[name]
    return usual if any(one.days == now for one in usual) else (Period(now, now, "day"), *usual)


def shown(settings: ChatSettings) -> dict[str, str]:
    """The times as the form's fields have them."""
    typed = {
        name: str(math.ceil(getattr(settings, name) / typed.unit)) for name, typed in TYPED.items()
    }
    return typed | {name: str(getattr(settings, name).days) for name in CHOSEN}


def read(fields: Fields, settings: ChatSettings) -> None:
    """Take the times from a form, as they are stored."""

    def typed(name: str) -> Any:
        one = TYPED[name]
        return _stored(fields.number(name, one.lowest, one.highest) * one.unit)

    def chosen(name: str) -> Any:
        possible = tuple(str(one.days) for one in choices(name, settings))
        return _stored(timedelta(days=int(fields.choice(name, possible))))

    for name in TYPED:
        fields.take(name, typed)
    for name in CHOSEN:
        fields.take(name, chosen)


def _stored(value: timedelta) -> Any:
    return _as_stored.dump_python(value, mode="json")
