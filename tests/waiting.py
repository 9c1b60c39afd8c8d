"""Waiting for something to become true, with a deadline: no test sleeps and hopes."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

SECONDS = 8.0


async def until(condition: Callable[[], Any], *, seconds: float = SECONDS, what: str = "") -> Any:
    """Wait for a condition (a function or coroutine function) and return its first true value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if inspect.isawaitable(value):
            value = await value
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} s: {what or condition}")
        await asyncio.sleep(0.01)
