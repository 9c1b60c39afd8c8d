"""The sidecar's clock: it goes on steadily, by the database's, whatever the machine's own does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sidecar.platform.clock import APART, Clock

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Machine:
    """A computer's two clocks: one that only runs, and one that somebody may set."""

    def __init__(self) -> None:
        self.running = 5000.0
        self.shown = NOON.timestamp()

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.running += seconds
        self.shown += seconds

    def clock(self) -> Clock:
        """The sidecar's clock on this computer."""
        return Clock(steady=lambda: self.running, machine=lambda: self.shown)


@given(st.floats(-1e7, 1e7), st.floats(0, 1e6))
def test_a_machine_whose_clock_is_set_changes_nothing(jump: float, seconds: float) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.shown += jump
    machine.passes(seconds)
    apart = clock.now() - NOON - timedelta(seconds=seconds)
    assert abs(apart) <= timedelta(milliseconds=2)


@given(st.floats(-1e7, 1e7))
def test_it_goes_by_the_database_s_clock_and_tells_by_how_much_that_jumped(apart: float) -> None:
    machine = Machine()
    clock = machine.clock()
    shown = NOON + timedelta(seconds=apart)
    jumped = clock.set_by(shown)
    if abs(apart) <= APART:
        assert abs(jumped) <= APART
    else:
        assert abs(jumped - apart) < 0.01
        assert abs(clock.now() - shown) <= timedelta(milliseconds=2)
        assert clock.set_by(shown) == 0.0


def test_small_differences_are_left_alone_so_that_time_never_runs_back_a_little() -> None:
    clock = Machine().clock()
    assert clock.set_by(NOON + timedelta(seconds=0.9)) == 0.0
    assert clock.now() == NOON


def test_it_counts_in_whole_milliseconds_as_the_database_stores_them() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.passes(0.0129)
    assert clock.now().microsecond == 12_000
