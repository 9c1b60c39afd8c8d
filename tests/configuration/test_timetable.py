"""Business hours in the form: what is taken, what is wrong where, what is shown again."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.configuration import timetable
from sidecar.configuration.hours import DAYS, Hours, Span
from sidecar.configuration.timetable import DayLine, Timetable
from tests.configuration.forms import TODAY, before, filled, read

MORNING = (time(9), time(12, 30))
AFTERNOON = (time(14), time(18))
CHRISTMAS = date(2026, 12, 25)


def lines(*spans: Span, of: str) -> dict[str, str]:
    """The fields of one day."""
    return {
        f"{of}[{at}][{end}]": f"{value:%H:%M}"
        for at, span in enumerate(spans)
        for end, value in zip(("from", "to"), span, strict=True)
    }


def monday(start: str, end: str, at: int = 0) -> dict[str, str]:
    """A line of Monday, as typed."""
    return {f"hours[monday][{at}][from]": start, f"hours[monday][{at}][to]": end}


def posted(table: Timetable) -> dict[str, str]:
    """What a browser sends of these lines."""

    def fields(day: DayLine) -> dict[str, str]:
        given = {f"{day.name}[first]": day.first, f"{day.name}[last]": day.last}
        own = given if day.name.startswith("special") else {}
        spans = {
            name: text
            for span in day.spans
            for name, text in ((f"{span.name}[from]", span.start), (f"{span.name}[to]", span.end))
        }
        return own | spans

    return {name: text for day in table.week + table.special for name, text in fields(day).items()}


def taken(saved: Hours | None = None, **typed: str) -> Hours:
    """The hours of a form that has nothing wrong."""
    changes, errors = read(
        filled(**{"hours_on": "on", **typed}), before(hours=saved) if saved else None
    )
    assert errors == {}
    return Hours.model_validate(changes.values["hours"])


def wrong(**typed: str) -> dict[str, str]:
    """What is said of hours, by field; they are not taken."""
    changes, errors = read(filled(**{"hours_on": "on", **typed}))
    assert errors
    assert "hours" not in changes.values
    return errors


spans = (
    st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True)
    .map(sorted)
    .map(
        lambda ends: tuple(
            (_time(start), _time(end)) for start, end in zip(ends[::2], ends[1::2], strict=False)
        )
    )
)
weeks = st.dictionaries(st.sampled_from(DAYS), spans.filter(len))
days = st.integers(0, 400).map(lambda ahead: TODAY + timedelta(days=ahead))
any_hours = st.builds(
    lambda week, exceptions: Hours(on=True, week=week, exceptions=exceptions),
    weeks,
    st.dictionaries(days, spans, max_size=12),
)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def test_they_are_off_and_nothing_is_planned_by_default() -> None:
    changes, errors = read(filled())
    assert errors == {}
    assert changes.values["hours"] == Hours().model_dump(mode="json")


def test_a_week_with_a_break_at_noon_and_two_closed_days() -> None:
    typed: dict[str, str] = {}
    for day in DAYS[:5]:
        typed |= lines(MORNING, AFTERNOON, of=f"hours[{day}]")
    assert taken(**typed) == Hours(on=True, week=dict.fromkeys(DAYS[:5], (MORNING, AFTERNOON)))


def test_the_lines_of_a_day_are_put_in_order() -> None:
    assert taken(**lines(AFTERNOON, MORNING, of="hours[sunday]")).week == {
        "sunday": (MORNING, AFTERNOON)
    }


def test_hours_may_touch_each_other_and_end_at_midnight() -> None:
    all_day = taken(**monday("00:00", "00:00"))
    assert all_day.week == {"monday": ((time(0), time(0)),)}
    two = taken(**monday("08:00", "12:00"), **monday("12:00", "00:00", 7))
    assert two.week == {"monday": ((time(8), time(12)), (time(12), time(0)))}


@given(any_hours)
def test_what_is_stored_is_shown_and_read_again_as_it_was(hours: Hours) -> None:
    assert taken(hours, **posted(timetable.shown(hours, TODAY))) == hours


@given(any_hours)
def test_what_was_typed_is_shown_again_line_by_line(hours: Hours) -> None:
    table = timetable.shown(hours, TODAY)
    assert timetable.typed(posted(table)) == table


@pytest.mark.parametrize(
    ("start", "end", "where", "said"),
    [
        ("25:00", "18:00", "from", "Enter a time such as 09:00, or remove this line."),
        ("9:00", "18:00", "from", "Enter a time such as 09:00, or remove this line."),
        ("09:60", "18:00", "from", "Enter a time such as 09:00, or remove this line."),
        ("٠٩:٠٠", "18:00", "from", "Enter a time such as 09:00, or remove this line."),
        ("", "", "from", "Enter a time such as 09:00, or remove this line."),
        ("09:00", "24:00", "to", "Enter a time such as 09:00, or remove this line."),
        ("09:00", "<b>", "to", "Enter a time such as 09:00, or remove this line."),
        ("18:00", "09:00", "to", "The end must come after the beginning."),
        ("09:00", "09:00", "to", "The end must come after the beginning."),
    ],
)
def test_hours_that_are_none(start: str, end: str, where: str, said: str) -> None:
    errors = wrong(**monday(start, end))
    assert list(errors) == [f"hours[monday][0][{where}]"]
    assert errors[f"hours[monday][0][{where}]"].startswith(said)


@pytest.mark.parametrize(
    ("start", "end"),
    [("12:00", "13:00"), ("08:00", "09:01"), ("10:00", "11:00"), ("00:00", "00:00")],
)
def test_hours_of_a_day_do_not_overlap(start: str, end: str) -> None:
    errors = wrong(**monday("09:00", "12:30"), **monday(start, end, 1))
    assert errors == {"hours[monday][1][from]": "These hours overlap with others of the same day."}


def test_a_day_has_at_most_five_lines() -> None:
    many: dict[str, str] = {}
    for hour in range(6):
        many |= monday(f"{hour:02}:00", f"{hour:02}:30", hour)
    assert wrong(**many) == {"hours[monday]": "A day can have at most 5 lines of hours."}


def test_everything_wrong_is_said_at_once() -> None:
    special = {"special[0][first]": "2026-02-30", "special[1][first]": "2020-01-01"}
    errors = wrong(**monday("25:00", "18:00"), **special)
    assert set(errors) == {"hours[monday][0][from]", "special[0][first]", "special[1][first]"}


def test_a_holiday_a_long_saturday_and_a_vacation() -> None:
    hours = taken(
        **{"special[0][first]": "2026-12-25", "special[0][last]": ""},
        **{"special[1][first]": "2026-12-19"},
        **lines((time(9), time(22)), of="special[1]"),
        **{"special[4][first]": "2026-08-01", "special[4][last]": "2026-08-03"},
    )
    assert hours.exceptions == {
        CHRISTMAS: (),
        date(2026, 12, 19): ((time(9), time(22)),),
        **{date(2026, 8, day): () for day in (1, 2, 3)},
    }


def test_days_alike_in_a_row_are_shown_as_one_line() -> None:
    exceptions = {date(2026, 8, day): () for day in (1, 2, 3, 5)} | {date(2026, 8, 4): (MORNING,)}
    shown = timetable.shown(Hours(exceptions=exceptions), TODAY).special
    assert [(line.first, line.last, len(line.spans)) for line in shown] == [
        ("2026-08-01", "2026-08-03", 0),
        ("2026-08-04", "", 1),
        ("2026-08-05", "", 0),
    ]


@pytest.mark.parametrize(
    ("first", "last", "where", "said"),
    [
        ("", "", "first", "Choose a day, or remove this line."),
        ("2026-02-29", "", "first", "Choose a day, or remove this line."),
        ("25.12.2026", "", "first", "Choose a day, or remove this line."),
        ("2026-12-25T00:00", "", "first", "Choose a day, or remove this line."),
        ("2026-12-25", "x", "last", "Choose a day, or remove this line."),
        ("2026-03-03", "", "first", "This day is over. Choose one that is still to come."),
        (
            "2026-03-03",
            "2026-03-09",
            "first",
            "This day is over. Choose one that is still to come.",
        ),
        ("2026-12-25", "2026-12-24", "last", "The last day comes before the first one."),
        ("2099-01-01", "", "first", "Choose a day within the next five years."),
        ("2026-12-25", "9999-12-31", "last", "Choose a day within the next five years."),
    ],
)
def test_special_days_that_are_none(first: str, last: str, where: str, said: str) -> None:
    errors = wrong(**{"special[0][first]": first, "special[0][last]": last})
    assert errors == {f"special[0][{where}]": said}


def test_today_can_still_be_special() -> None:
    assert taken(**{"special[0][first]": str(TODAY)}).exceptions == {TODAY: ()}


def test_a_day_is_special_once() -> None:
    twice = {"special[0][first]": "2026-12-24", "special[0][last]": "2026-12-26"}
    errors = wrong(**twice, **{"special[1][first]": "2026-12-25"})
    assert errors == {"special[1][first]": "This day is in the list twice."}


def test_a_thousand_special_days_are_too_many() -> None:
    typed = {f"special[{at}][first]": str(TODAY + timedelta(days=at)) for at in range(1000)}
    assert wrong(**typed) == {"special": "1000 lines of special days: at most 60 can be stored."}
    errors = wrong(**{"special[0][first]": "2026-04-01", "special[0][last]": "2028-12-25"})
    assert errors == {"special": "1000 special days: at most 366 can be stored."}


def test_days_that_are_over_are_not_shown_and_go_when_the_hours_are_changed() -> None:
    saved = Hours(
        on=True, week={"monday": (MORNING,)}, exceptions={date(2026, 1, 1): (), CHRISTMAS: ()}
    )
    shown = timetable.shown(saved, TODAY)
    assert [line.first for line in shown.special] == ["2026-12-25"]
    assert taken(saved, **posted(shown)) == saved, "saving something else changes nothing of them"
    changed = taken(saved, **posted(shown), **lines(MORNING, of="hours[tuesday]"))
    assert changed.exceptions == {CHRISTMAS: ()}


def test_a_form_that_is_saved_after_midnight_is_not_refused() -> None:
    yesterday = TODAY - timedelta(days=1)
    saved = Hours(on=True, exceptions={yesterday: (), TODAY: ()})
    form = posted(timetable.shown(saved, yesterday))
    assert taken(saved, **form) == saved


def test_switched_off_the_hours_stay_for_the_next_time() -> None:
    typed = lines(MORNING, of="hours[monday]")
    changes, errors = read(filled(**typed))
    assert errors == {}
    assert Hours.model_validate(changes.values["hours"]) == Hours(week={"monday": (MORNING,)})


def test_what_is_typed_for_hours_that_do_not_count_is_not_judged() -> None:
    saved = Hours(on=True, week={"friday": (AFTERNOON,)})
    changes, errors = read(filled(**monday("25:00", "")), before(hours=saved))
    assert errors == {}
    assert Hours.model_validate(changes.values["hours"]) == Hours(week={"friday": (AFTERNOON,)})


@pytest.mark.parametrize(
    "name",
    ["hours[funday][0][from]", "hours[monday][from]", "hours[monday][0][first]", "hours[monday]",
     "hours[monday][0][from][x]", "special[x][first]", "special[0][from]", "special", "hours",
     "special[00000][first]", "hours[monday][0][0][from]"],
)  # fmt: skip
def test_fields_that_no_line_has_are_refused(name: str) -> None:
    _, errors = read(filled(**{name: "09:00"}))
    assert errors == {name: f"This version of the chat has no setting “{name}”."}


def test_who_plans_nothing_is_told_that_the_chat_never_opens() -> None:
    def never(**given: Any) -> bool:
        return timetable.shown(Hours(on=True, **given), TODAY).never_opens

    assert never()
    assert never(exceptions={CHRISTMAS: ()})
    assert never(exceptions={date(2026, 1, 1): (MORNING,)}), "that day is over"
    assert not never(week={"monday": (MORNING,)})
    assert not never(exceptions={CHRISTMAS: (MORNING,)})
