"""The log of deletions: when, why, by whom, how many of what; never what was in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sidecar.platform.database import Unit
from sidecar.protocol.base import EmployeeId

Kind = Literal["conversation", "offline_message", "visitor", "mail", "setting_change"]

ROW = 1000
"""Numbers in one row of the log."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is deleted, and which employee did it, if one did.

    The module writes two causes of its own: `erasure` (the shop's GDPR module asked for it) and
    `customer_deleted`.
    """

    name: Literal["employee", "retention"]
    employee: EmployeeId | None = None


RETENTION = Cause("retention")


def by(employee: EmployeeId) -> Cause:
    """An employee deletes it."""
    return Cause("employee", employee)


async def record(
    unit: Unit, kind: Kind, ids: Sequence[int], cause: Cause, *, now: datetime
) -> None:
    """Write down, in the transaction that deletes them, that these are gone."""
    for start in range(0, len(ids), ROW):
        some = ids[start : start + ROW]
        await _add(unit, kind, len(some), ",".join(str(int(one)) for one in some), cause, now)


async def count(unit: Unit, kind: Kind, amount: int, cause: Cause, *, now: datetime) -> None:
    """The same for what has no number of its own, such as a browser."""
    if amount:
        await _add(unit, kind, amount, "", cause, now)


async def _add(unit: Unit, kind: Kind, amount: int, ids: str, cause: Cause, now: datetime) -> None:
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_deletion (deleted_at, cause, id_employee, kind, amount, ids)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        now.replace(tzinfo=None),
        cause.name,
        cause.employee,
        kind,
        amount,
        ids,
    )
