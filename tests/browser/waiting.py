"""Waiting for what no page shows; for what a page shows there is `expect`."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any


def until(condition: Callable[[], Any], *, what: str, seconds: float = 15) -> None:
    """Wait until this is true."""
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        sleep(0.05)
