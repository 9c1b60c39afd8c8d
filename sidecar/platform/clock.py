"""Time as the whole sidecar counts it: UTC, in milliseconds, by the database's clock."""

import time
from collections.abc import Callable
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
    answers: float = 15.0
    """Looking for answers that were written in the shop's customer service."""
    words: float = 10.0
    """Looking for customers whose words are not known yet, and at the next of the others."""
    hello: float = 10.0
    """A socket that has not said by then who it is is closed."""
    visitor_grace: float = 20.0
    """A visitor whose last tab closed counts as there for so long: the next page is loading."""
    ping: float = 25.0
    """A socket is asked whether its page is still alive …"""
    pong: float = 20.0
    """… and closed without an answer within so long: a laptop asleep says nothing."""
    present: float = 60.0
    """An operator whose tabs nobody renewed for so long is set offline …"""
    operator_grace: float = 45.0
    """… and so long after the last tab closed."""
    settle: float = 60.0
    """So long after a start, or after time got lost, nothing counts as late."""


RHYTHM = Rhythm()

APART = 1.0
"""Seconds that two clocks may differ before one is set by the other."""


class Clock:
    """Goes on steadily whatever happens to the machine's clock, and is set by the database's.

    What is stored is compared with the database's clock, and by several processes.
    """

    def __init__(
        self,
        *,
        steady: Callable[[], float] = time.monotonic,
        machine: Callable[[], float] = time.time,
    ) -> None:
        self._steady = steady
        self._ahead = machine() - steady()

    def now(self) -> datetime:
        """The present moment, in whole milliseconds so that what is sent equals what is stored."""
        milliseconds = int((self._steady() + self._ahead) * 1000)
        return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(
            microsecond=milliseconds % 1000 * 1000
        )

    def set_by(self, other: datetime) -> float:
        """Go by another clock, which shows this now; by how many seconds that is a jump, or 0."""
        apart = (other - self.now()).total_seconds()
        if abs(apart) <= APART:
            return 0.0
        self._ahead += apart
        return apart


SHARED = Clock()
"""The one clock of this process."""
now = SHARED.now


def of_machine() -> datetime:
    """What this machine's own clock shows: tokens are signed and checked beside the shop's PHP."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def from_database(value: datetime) -> datetime:
    """A DATETIME(3) of our own tables, which are in UTC without saying so."""
    return value.replace(tzinfo=UTC)
