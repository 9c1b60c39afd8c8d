"""A database server of their own that faults may kill, and a sidecar as a process."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import make_shop
from tests.stack.mariadb import VAR, MariaDb
from tests.stack.sidecar import Sidecar


@pytest.fixture(scope="package")
def mortal() -> Iterator[MariaDb]:
    """A server that may be killed; every test that kills it starts it again."""
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="faults-") as folder:
        one = MariaDb(Path(folder))
        one.start()
        try:
            yield one
        finally:
            one.stop()


@pytest.fixture
def url(mortal: MariaDb) -> str:
    """A fresh shop on it."""
    if not mortal.alive:
        mortal.start()
    return make_shop(mortal, "shop")


@pytest.fixture
def sidecar(url: str, tmp_path: Path) -> Iterator[Sidecar]:
    """A running sidecar."""
    one = Sidecar(
        tmp_path, database_url=url, environment={"ONLINECHAT_MESSAGES_PER_MINUTE": "100000"}
    )
    one.start()
    yield one
    one.stop()
