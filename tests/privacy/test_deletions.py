"""What is deleted is written down with it, and nothing of what it said."""

import pytest

from sidecar.errors import NotFound
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.privacy import deletions
from tests.conftest import rows
from tests.people import SARA

LOG = (
    "SELECT cause, id_employee, kind, amount, ids FROM PREFIX_onlinechat_deletion"
    " ORDER BY id_deletion"
)


async def test_the_log_says_who_deleted_how_many_of_what_and_when(database: Database) -> None:
    now = clock.now()
    async with database.unit() as unit:
        await deletions.record(unit, "conversation", [7, 9], deletions.by(SARA), now=now)
        await deletions.count(unit, "visitor", 3, deletions.RETENTION, now=now)
    assert await rows(database, LOG) == [
        {"cause": "employee", "id_employee": SARA, "kind": "conversation", "amount": 2,
         "ids": "7,9"},
        {"cause": "retention", "id_employee": None, "kind": "visitor", "amount": 3, "ids": ""},
    ]  # fmt: skip
    [when] = await rows(database, "SELECT DISTINCT deleted_at FROM PREFIX_onlinechat_deletion")
    assert when["deleted_at"] == now.replace(tzinfo=None)


async def test_what_was_not_deleted_after_all_is_not_in_the_log(database: Database) -> None:
    async def fail() -> None:
        async with database.unit() as unit:
            await deletions.record(unit, "mail", [1], deletions.RETENTION, now=clock.now())
            raise NotFound

    with pytest.raises(NotFound):
        await fail()
    assert await rows(database, LOG) == []


async def test_nothing_deleted_is_nothing_written(database: Database) -> None:
    async with database.unit() as unit:
        await deletions.record(unit, "mail", [], deletions.RETENTION, now=clock.now())
        await deletions.count(unit, "visitor", 0, deletions.RETENTION, now=clock.now())
    assert await rows(database, LOG) == []


async def test_many_numbers_stand_in_several_rows(database: Database) -> None:
    gone = [2**63 + number for number in range(2500)]
    async with database.unit() as unit:
        await deletions.record(unit, "conversation", gone, deletions.RETENTION, now=clock.now())
    found = await rows(database, LOG)
    assert [row["amount"] for row in found] == [1000, 1000, 500]
    assert ",".join(row["ids"] for row in found) == ",".join(map(str, gone))
