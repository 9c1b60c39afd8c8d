"""A running small shop for its own tests, and people who use it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.shop.people import Browser
from tests.stack.mariadb import MariaDb
from tests.stack.shop import Shop


@pytest.fixture(scope="module")
def shop(server: MariaDb, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop with the module installed; PHP must not have complained by the end."""
    yield from _served(server, tmp_path_factory.mktemp("shop"), install=True)


@pytest.fixture
def bare_shop(server: MariaDb, tmp_path: Path) -> Iterator[Shop]:
    """A shop of one's own, the module not installed yet."""
    yield from _served(server, tmp_path / "shop", install=False)


@pytest.fixture
async def browser(shop: Shop) -> AsyncIterator[Callable[[], Browser]]:
    """Opens a browser per call."""
    async with AsyncExitStack() as stack:
        opened: list[Browser] = []

        def open_one() -> Browser:
            opened.append(Browser(shop))
            stack.push_async_exit(opened[-1])
            return opened[-1]

        yield open_one


def _served(server: MariaDb, folder: Path, *, install: bool) -> Iterator[Shop]:
    shop = Shop(server, folder, database="small_shop")
    shop.create(install=install)
    shop.start()
    try:
        yield shop
        assert shop.errors() == ""
    finally:
        shop.stop()
