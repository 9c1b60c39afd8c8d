"""Business hours: open at a moment or not, and when the shop opens next, whatever its clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.configuration.hours import DAYS, FORESEEN, Hours, Span, is_open, next_opening

MINUTE = timedelta(minutes=1)
ZONES = (
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "America/Sao_Paulo",
    # Half an hour forward; over midnight forward and back; a whole day left out.
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Havana",
    "Pacific/Apia",
)
PARIS = ZoneInfo("Europe/Paris")
NINE_TO_SIX = (time(9), time(18))


def quarter(number: int) -> time:
    """A time of day by its number of quarters of an hour; 96 is midnight again."""
    return time(number % 96 // 4, number % 4 * 15)


days = st.lists(st.integers(0, 96), max_size=6, unique=True).map(
    lambda quarters: tuple(
        (quarter(begins), quarter(ends))
        for begins, ends in zip(sorted(quarters)[::2], sorted(quarters)[1::2], strict=False)
    )
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(
    datetime(2005, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(second=0, microsecond=0))
weeks = st.dictionaries(st.sampled_from(DAYS), days)


@st.composite
def hours_around(draw: st.DrawFn) -> tuple[Hours, ZoneInfo, datetime]:
    """Some hours with exceptions about a moment, which is often near a change of the clocks."""
    at, zone = draw(moments), draw(zones)
    exceptions = draw(st.dictionaries(st.integers(-2, 10), days, max_size=4))
    hours = Hours(
        on=True,
        week=draw(weeks),
        exceptions={
            at.date() + timedelta(days=later): spans for later, spans in exceptions.items()
        },
    )
    return hours, zone, at


def shown(spans: tuple[Span, ...], clock: time) -> bool:
    """Whether a clock on the wall lies within these spans."""
    return any(begins <= clock and (clock < ends or ends == time.min) for begins, ends in spans)


@given(hours_around())
def test_it_is_open_whenever_the_clock_on_the_wall_says_so(
    case: tuple[Hours, ZoneInfo, datetime],
) -> None:
    hours, zone, at = case
    local = at.astimezone(zone)
    if shown(hours.spans(local.date()), local.time()):
        assert is_open(hours, zone, at)
    elif is_open(hours, zone, at):
        # Only in the hour after the clocks went back: the merchant's hour is not cut in two.
        hour_ago = at - timedelta(hours=1)
        assert local.utcoffset() != (at - timedelta(hours=3)).astimezone(zone).utcoffset()
        assert is_open(hours, zone, hour_ago)


@given(hours_around())
def test_the_next_opening_is_the_first_moment_at_which_it_is_open(
    case: tuple[Hours, ZoneInfo, datetime],
) -> None:
    hours, zone, at = case
    opens = next_opening(hours, zone, at)
    if is_open(hours, zone, at):
        assert opens is None
        return
    minute, last = at, at + timedelta(days=14)
    while minute < last and not is_open(hours, zone, minute):
        minute += 15 * MINUTE
    if minute < last:
        assert opens is not None
        assert minute - 15 * MINUTE < opens <= minute
        assert is_open(hours, zone, opens)
        assert not is_open(hours, zone, opens - MINUTE)
    else:
        assert opens is None or opens >= last


@given(zones, moments)
def test_without_business_hours_it_is_always_open(zone: ZoneInfo, at: datetime) -> None:
    assert is_open(Hours(), zone, at)
    assert next_opening(Hours(), zone, at) is None


@given(zones, moments)
def test_hours_that_never_open_say_so(zone: ZoneInfo, at: datetime) -> None:
    assert not is_open(Hours(on=True), zone, at)
    assert next_opening(Hours(on=True), zone, at) is None


@given(zones, moments)
def test_a_span_from_midnight_to_midnight_every_day_never_closes(
    zone: ZoneInfo, at: datetime
) -> None:
    assert is_open(Hours(on=True, week=dict.fromkeys(DAYS, ((time.min, time.min),))), zone, at)


def paris(text: str) -> datetime:
    """A moment by the clocks of Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


WEEKDAYS = Hours(on=True, week=dict.fromkeys(DAYS[:5], (NINE_TO_SIX,)))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-27 08:59:59.999", "2026-11-27 09:00"),
        ("2026-11-27 09:00", None),
        ("2026-11-27 17:59:59.999", None),
        ("2026-11-27 18:00", "2026-11-30 09:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
    ],
)
def test_the_week_of_a_shop(at: str, opens: str | None) -> None:
    assert next_opening(WEEKDAYS, PARIS, paris(at)) == (opens and paris(opens))
    assert is_open(WEEKDAYS, PARIS, paris(at)) is (opens is None)


def test_an_exception_counts_instead_of_its_weekday() -> None:
    christmas, sunday = date(2026, 12, 25), date(2026, 12, 27)
    hours = WEEKDAYS.model_copy(
        update={"exceptions": {christmas: (), sunday: ((time(14), time(0)),)}}
    )
    assert next_opening(hours, PARIS, paris("2026-12-24 18:00")) == paris("2026-12-27 14:00")
    assert is_open(hours, PARIS, paris("2026-12-27 23:59"))
    assert next_opening(hours, PARIS, paris("2026-12-28 00:00")) == paris("2026-12-28 09:00")


def test_a_holiday_of_weeks_is_looked_over() -> None:
    august = {date(2026, 8, 1) + timedelta(days=one): () for one in range(31)}
    hours = WEEKDAYS.model_copy(update={"exceptions": august})
    assert next_opening(hours, PARIS, paris("2026-07-31 18:00")) == paris("2026-09-01 09:00")


def test_a_date_after_more_than_a_year_is_not_promised() -> None:
    far = date(2026, 11, 27) + timedelta(days=FORESEEN)
    hours = Hours(on=True, exceptions={far: (NINE_TO_SIX,)})
    assert next_opening(hours, PARIS, paris("2026-11-27 12:00")) is None
    assert next_opening(hours, PARIS, paris("2026-11-28 12:00")) == datetime.combine(
        far, time(9), PARIS
    )


def test_what_opens_in_the_hour_that_the_clocks_jump_over_opens_as_they_jump() -> None:
    """29 March 2026, 2 o'clock in Paris is 3 o'clock."""
    hours = Hours(on=True, week={"sunday": ((time(2, 30), time(5)),)})
    opens = next_opening(hours, PARIS, paris("2026-03-28 12:00"))
    assert opens == datetime(2026, 3, 29, 1, tzinfo=UTC)
    inside = Hours(on=True, week={"sunday": ((time(2, 15), time(2, 45)),)})
    assert next_opening(inside, PARIS, paris("2026-03-28 12:00")) == paris("2026-04-05 02:15")


def test_an_hour_that_the_clocks_show_twice_is_open_both_times() -> None:
    """25 October 2026, 3 o'clock in Paris is 2 o'clock again: the shop is open for two hours."""
    hours = Hours(on=True, week={"sunday": ((time(2), time(3)),)})
    begins = datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert next_opening(hours, PARIS, begins - MINUTE) == begins
    assert all(is_open(hours, PARIS, begins + one * MINUTE) for one in range(120))
    assert not is_open(hours, PARIS, begins + 120 * MINUTE)
