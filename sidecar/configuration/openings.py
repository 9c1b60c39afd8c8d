"""Reads the business hours from the lines of the form; says what is wrong beside which field."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from sidecar.configuration.fields import Fields
from sidecar.configuration.hours import DAYS, Hours, Span
from sidecar.configuration.timetable import DayLine, Timetable

MOST_SPANS = 5
"""Of one day."""
MOST_LINES, MOST_DAYS = 60, 366
"""That differ from the week; a form with so many lines is not yet too big to be read."""
FURTHEST = 5 * 366
"""Days ahead that can be planned."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MIDNIGHT = 24 * 60


def read(table: Timetable, fields: Fields, saved: Hours, *, on: bool, today: date) -> Hours | None:
    """The hours that the lines say; None, with what is wrong beside the fields, where they don't.

    What is over stays stored until the hours change: nobody has to tidy up to save something else.
    """
    before = len(fields.errors)
    week = {
        day: spans
        for day, line in zip(DAYS, table.week, strict=True)
        if (spans := _spans(line, fields))
    }
    ahead = _special(table.special, fields, saved, today)
    if len(fields.errors) > before:
        return None
    over = {day: spans for day, spans in saved.exceptions.items() if day < today}
    same = week == saved.week and over | ahead == saved.exceptions
    return Hours(on=on, week=week, exceptions=saved.exceptions if same else ahead)


def _special(
    lines: Sequence[DayLine], fields: Fields, saved: Hours, today: date
) -> dict[date, tuple[Span, ...]]:
    found: dict[date, tuple[Span, ...]] = {}
    if len(lines) > MOST_LINES:
        why = fields.gettext("{count} lines of special days: at most {limit} can be stored.")
        why = why.replace("{count}", str(len(lines))).replace("{limit}", str(MOST_LINES))
        fields.refuse("special", why)
        return found
    for line in lines:
        spans = _spans(line, fields)
        for day in _days(line, fields, saved, today):
            if day in found:
                fields.refuse(
                    f"{line.name}[first]", fields.gettext("This day is in the list twice.")
                )
                break
            found[day] = spans
    if len(found) > MOST_DAYS:
        why = fields.gettext("{count} special days: at most {limit} can be stored.")
        why = why.replace("{count}", str(len(found))).replace("{limit}", str(MOST_DAYS))
        fields.refuse("special", why)
    return {day: spans for day, spans in found.items() if day >= today}


def _days(line: DayLine, fields: Fields, saved: Hours, today: date) -> Iterator[date]:
    """The days of a line, in order; none where something is wrong with them."""
    start, end = f"{line.name}[first]", f"{line.name}[last]"
    first = _date(start, line.first, fields)
    last = _date(end, line.last, fields) if first and line.last.strip() else first
    if first is None or last is None:
        return
    if first < today and first not in saved.exceptions:
        fields.refuse(start, fields.gettext("This day is over. Choose one that is still to come."))
    elif last < first:
        fields.refuse(end, fields.gettext("The last day comes before the first one."))
    elif last > today + timedelta(days=FURTHEST):
        fields.refuse(
            end if line.last else start, fields.gettext("Choose a day within the next five years.")
        )
    else:
        yield from (first + timedelta(days=one) for one in range((last - first).days + 1))


def _date(name: str, text: str, fields: Fields) -> date | None:
    try:
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    fields.refuse(name, fields.gettext("Choose a day, or remove this line."))
    return None


def _spans(line: DayLine, fields: Fields) -> tuple[Span, ...]:
    """The hours of a line, the earliest first."""
    if len(line.spans) > MOST_SPANS:
        why = fields.gettext("A day can have at most {limit} lines of hours.")
        fields.refuse(line.name, why.replace("{limit}", str(MOST_SPANS)))
        return ()
    good: list[Span] = []
    for span in line.spans:
        start = _time(f"{span.name}[from]", span.start, fields)
        end = None if start is None else _time(f"{span.name}[to]", span.end, fields)
        if start is None or end is None:
            continue
        if _minutes(start) >= _until(end):
            why = fields.gettext(
                "The end must come after the beginning. For a night, end at midnight and begin"
                " again at midnight of the next day."
            )
            fields.refuse(f"{span.name}[to]", why)
        elif any(
            _minutes(start) < _until(other[1]) and _minutes(other[0]) < _until(end)
            for other in good
        ):
            why = fields.gettext("These hours overlap with others of the same day.")
            fields.refuse(f"{span.name}[from]", why)
        else:
            good.append((start, end))
    return tuple(sorted(good))


def _time(name: str, text: str, fields: Fields) -> time | None:
    if _TIME.fullmatch(text.strip()):
        return time.fromisoformat(text.strip())
    fields.refuse(name, fields.gettext("Enter a time such as 09:00, or remove this line."))
    return None


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _until(end: time) -> int:
    return _minutes(end) or _MIDNIGHT
