"""Background work that is to end, and does."""

import asyncio
from typing import Any

AGAIN_SECONDS = 2.0


async def ended(*tasks: "asyncio.Task[Any] | None") -> None:
    """Cancel tasks, and again until they have ended; None stands for one that never began.

    Once is not enough: `asyncio.wait_for` of Python 3.11, through which aiomysql connects, forgets
    a cancellation that comes in the moment in which the connection is made.
    """
    running = {task for task in tasks if task is not None}
    left = running
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
    await asyncio.gather(*running, return_exceptions=True)
