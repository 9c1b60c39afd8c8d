"""The business hours as the form has them: lines that come and go."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sidecar.configuration.hours import DAYS, Hours, Span

_NAME = re.compile(
    rf"(?P<day>hours\[(?:{'|'.join(DAYS)})\]|special\[[0-9]{{1,4}}\])"
    r"(?P<span>\[[0-9]{1,3}\])?\[(?P<field>from|to|first|last)\]"
)


@dataclass(frozen=True, slots=True)
class SpanLine:
    """From when to when, as typed; the fields are `name[from]` and `name[to]`."""

    name: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the week, or with `name[first]` and `name[last]` days that differ from it."""

    name: str
    spans: tuple[SpanLine, ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The lines of the form, right or wrong; each day of the week has one."""

    week: tuple[DayLine, ...]
    special: tuple[DayLine, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The names of its fields."""
        return frozenset(name for day in self.week + self.special for name in _fields(day))

    @property
    def places(self) -> frozenset[str]:
        """Where something can be wrong: the fields, the lines of a day, the special days."""
        return self.fields | {"special", *(day.name for day in self.week + self.special)}

    @property
    def never_opens(self) -> bool:
        """Whether no line has hours."""
        return not any(day.spans for day in self.week + self.special)


def typed(form: Mapping[str, str]) -> Timetable:
    """The lines of a form as they were filled in."""
    found: dict[str, dict[str, str]] = {}
    spans: dict[str, dict[str, dict[str, str]]] = {}
    for name, text in form.items():
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        day, span, field = match["day"], match["span"], match["field"]
        if span and field in ("from", "to"):
            spans.setdefault(day, {}).setdefault(span, {})[field] = text
        elif not span and field in ("first", "last") and day.startswith("special"):
            found.setdefault(day, {})[field] = text

    def line(name: str) -> DayLine:
        of = spans.get(name, {})
        return DayLine(
            name,
            tuple(
                SpanLine(f"{name}{one}", of[one].get("from", ""), of[one].get("to", ""))
                for one in sorted(of, key=_number)
            ),
            **found.get(name, {}),
        )

    special = (name for name in found | spans if name.startswith("special"))
    return Timetable(
        tuple(line(f"hours[{day}]") for day in DAYS),
        tuple(line(name) for name in sorted(special, key=_number)),
    )


def shown(hours: Hours, today: date) -> Timetable:
    """The lines of stored hours; days that are over need none, days alike in a row have one."""

    def lines(name: str, spans: Sequence[Span]) -> tuple[SpanLine, ...]:
        return tuple(
            SpanLine(f"{name}[{at}]", f"{start:%H:%M}", f"{end:%H:%M}")
            for at, (start, end) in enumerate(spans)
        )

    ahead = sorted((day, spans) for day, spans in hours.exceptions.items() if day >= today)
    runs = groupby(
        enumerate(ahead), key=lambda one: (one[1][0] - timedelta(days=one[0]), one[1][1])
    )
    special = []
    for at, ((_, spans), run) in enumerate(runs):
        days = [day for _, (day, _) in run]
        last = str(days[-1]) if len(days) > 1 else ""
        name = f"special[{at}]"
        special.append(DayLine(name, lines(name, spans), str(days[0]), last))
    return Timetable(
        tuple(
            DayLine(f"hours[{day}]", lines(f"hours[{day}]", hours.week.get(day, ())))
            for day in DAYS
        ),
        tuple(special),
    )


def _fields(day: DayLine) -> Iterator[str]:
    if day.name.startswith("special"):
        yield from (f"{day.name}[first]", f"{day.name}[last]")
    for span in day.spans:
        yield from (f"{span.name}[from]", f"{span.name}[to]")


def _number(name: str) -> int:
    """The last number in a line's name."""
    return int(re.findall("[0-9]+", name)[-1])
