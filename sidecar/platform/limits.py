"""Token buckets: how often somebody may do something."""

import time
from collections.abc import Callable

FORGET_ABOVE = 20_000


class Limiter:
    """`per_minute` on average and `burst` at once, for each key; counted in this process."""

    def __init__(
        self, per_minute: float, burst: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def wait(self, key: str) -> float:
        """Take one; 0 when that was allowed, else the seconds until the next one will be."""
        now = self._clock()
        level, at = self._levels.get(key, (float(self._burst), now))
        level = min(float(self._burst), level + (now - at) * self._rate)
        if level < 1:
            return (1 - level) / self._rate
        if len(self._levels) > FORGET_ABOVE:
            self._levels = {
                known: value
                for known, value in self._levels.items()
                if (now - value[1]) * self._rate < self._burst
            }
        self._levels[key] = (level - 1, now)
        return 0.0
