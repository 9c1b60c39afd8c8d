"""What is to end does, even if it forgets that it was told so."""

import asyncio
import contextlib

import pytest

from sidecar.platform import tasks


async def test_a_task_that_forgets_a_cancellation_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "AGAIN_SECONDS", 0.01)
    forgotten = 0

    async def forgetful() -> None:
        nonlocal forgotten
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        forgotten += 1
        await asyncio.sleep(60)

    task = asyncio.create_task(forgetful())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await tasks.ended(task, None)
    assert task.cancelled()
    assert forgotten == 1


async def test_what_ended_by_itself_with_an_error_is_no_trouble() -> None:
    async def fails() -> None:
        raise ValueError("oops")

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    await tasks.ended(task)
