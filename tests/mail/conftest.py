"""An inbox that the shop's mail settings point to, and offices that send to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.mail.office import Office
from tests.stack.inbox import Inbox

Opens = Callable[..., Awaitable[Office]]


@pytest.fixture
async def open_office(clean: str) -> AsyncIterator[Opens]:
    """Open offices, each like a process of its own."""
    async with AsyncExitStack() as stack:

        async def one(**more: Any) -> Office:
            return await stack.enter_async_context(Office(clean, **more))

        yield one


@pytest.fixture
async def office(inbox: Inbox, open_office: Opens) -> Office:
    """An office that does not send before it is told to."""
    return await open_office()
