"""The operators' tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import EmployeeId, ShopId

# A conversation counts only while its visitor is there or waits for an answer.
LOAD = (
    "(SELECT COUNT(*) FROM PREFIX_onlinechat_conversation c"
    " LEFT JOIN PREFIX_onlinechat_presence p ON p.open_key = c.open_key"
    " WHERE c.id_employee = o.id_employee AND c.state = 'ongoing'"
    " AND (c.waiting_since IS NOT NULL OR p.present_until > UTC_TIMESTAMP(3)))"
)


@dataclass(frozen=True, slots=True)
class Seat:
    """An operator's row: whether the switch is on, and how many conversations they have."""

    id: EmployeeId
    name: str
    online: bool
    reason: str
    """Why the sidecar switched them off: `away`, `silent`; empty when they did it themselves."""
    load: int
    shops: frozenset[ShopId]
    silent: bool = False
    """Had a conversation taken away unanswered, and did nothing since."""


async def register(unit: Unit, employee: EmployeeId, name: str, shops: Sequence[ShopId]) -> None:
    """Know an operator; who is new is offline."""
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_operator (id_employee, name, lease_until)"
        " VALUES (%s, %s, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE name = %s",
        employee,
        name,
        name,
    )
    known = await unit.rows(
        "SELECT id_shop FROM PREFIX_onlinechat_operator_shop WHERE id_employee = %s", employee
    )
    if {row["id_shop"] for row in known} != set(shops):
        await unit.run(
            "DELETE FROM PREFIX_onlinechat_operator_shop WHERE id_employee = %s", employee
        )
        for shop in shops:
            await unit.run(
                "INSERT INTO PREFIX_onlinechat_operator_shop (id_employee, id_shop)"
                " VALUES (%s, %s)",
                employee,
                shop,
            )


async def switch(
    unit: Unit, employee: EmployeeId, *, online: bool, lease: float, reason: str = ""
) -> bool:
    """Set the switch; whether that changed anything. `lease` in seconds."""
    return (
        await unit.run(
            "UPDATE PREFIX_onlinechat_operator SET online = %s, reason = %s,"
            " acted_at = UTC_TIMESTAMP(3), silent_since = NULL,"
            " lease_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND"
            " WHERE id_employee = %s AND (online <> %s OR reason <> %s)",
            online,
            reason,
            lease,
            employee,
            online,
            reason,
        )
        > 0
    )


async def renew(unit: Unit, employees: Sequence[EmployeeId], lease: float) -> None:
    """Keep these operators' leases alive, for so many seconds."""
    if employees:
        await unit.run(
            "UPDATE PREFIX_onlinechat_operator SET lease_until ="
            " GREATEST(lease_until, UTC_TIMESTAMP(3) + INTERVAL %s SECOND)"
            f" WHERE online = 1 AND id_employee IN ({marks(employees)})",
            lease,
            *employees,
        )


async def grace(unit: Unit, lease: float) -> None:
    """Every operator gets the time to come back, and to answer."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_operator SET acted_at = UTC_TIMESTAMP(3), silent_since = NULL,"
        " lease_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND WHERE online = 1",
        lease,
    )


async def shorten(unit: Unit, employee: EmployeeId, seconds: float) -> None:
    """The last tab closed: the lease ends after the grace, unless another one renews it."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_operator SET lease_until = LEAST(lease_until,"
        " UTC_TIMESTAMP(3) + INTERVAL %s SECOND) WHERE id_employee = %s AND online = 1",
        seconds,
        employee,
    )


async def lapsed(unit: Unit) -> list[EmployeeId]:
    """Operators who are still switched on but whose lease is over."""
    rows = await unit.rows(
        "SELECT id_employee FROM PREFIX_onlinechat_operator"
        " WHERE online = 1 AND lease_until <= UTC_TIMESTAMP(3)"
    )
    return [EmployeeId(row["id_employee"]) for row in rows]


async def lapse(unit: Unit, employee: EmployeeId) -> bool:
    """Switch off one whose lease is over; False: they came back, or another process was faster."""
    return (
        await unit.run(
            "UPDATE PREFIX_onlinechat_operator SET online = 0, reason = 'away'"
            " WHERE id_employee = %s AND online = 1 AND lease_until <= UTC_TIMESTAMP(3)",
            employee,
        )
        > 0
    )


async def acted(unit: Unit, moments: Mapping[EmployeeId, datetime]) -> None:
    """When these operators did something: nobody can call them silent."""
    one = "SELECT %s AS id, CAST(%s AS DATETIME(3)) AS at"
    await unit.run(
        f"UPDATE PREFIX_onlinechat_operator o JOIN ({' UNION ALL '.join([one] * len(moments))}) v"
        " ON v.id = o.id_employee SET o.acted_at = GREATEST(COALESCE(o.acted_at, v.at), v.at),"
        " o.silent_since = NULL",
        *(
            value
            for employee, moment in sorted(moments.items())
            for value in (employee, moment.replace(tzinfo=None))
        ),
    )


async def let_wait(unit: Unit, employee: EmployeeId, since: datetime) -> None:
    """A visitor who waited since then was taken from this operator, who did nothing meanwhile."""
    moment = since.replace(tzinfo=None)
    await unit.run(
        "UPDATE PREFIX_onlinechat_operator SET silent_since = COALESCE(silent_since, %s)"
        " WHERE id_employee = %s AND online = 1 AND (acted_at IS NULL OR acted_at <= %s)",
        moment,
        employee,
        moment,
    )


# Nothing done for so long while a visitor who is there waits, or was taken away unanswered.
SILENT = (
    " FROM PREFIX_onlinechat_operator_shop s WHERE s.id_employee = o.id_employee AND s.id_shop = %s"
    " AND (o.silent_since <= UTC_TIMESTAMP(3) - INTERVAL %s SECOND OR EXISTS ("
    "SELECT 1 FROM PREFIX_onlinechat_conversation c JOIN PREFIX_onlinechat_presence p"
    " ON p.open_key = c.open_key AND p.present_until > UTC_TIMESTAMP(3)"
    " WHERE c.id_employee = o.id_employee AND c.state = 'ongoing' AND c.id_shop = s.id_shop"
    " AND c.waiting_since <= UTC_TIMESTAMP(3) - INTERVAL %s SECOND))"
)
IDLE = (
    "o.online = 1 AND COALESCE(o.acted_at, '2000-01-01') <= UTC_TIMESTAMP(3) - INTERVAL %s SECOND"
)


async def silent(unit: Unit, shop: ShopId, seconds: float) -> list[EmployeeId]:
    """Operators of a shop who let visitors wait for so long and answered nobody meanwhile."""
    rows = await unit.rows(
        f"SELECT o.id_employee FROM PREFIX_onlinechat_operator o WHERE {IDLE}"
        f" AND EXISTS (SELECT 1{SILENT})",
        *(seconds, shop, seconds, seconds),
    )
    return [EmployeeId(row["id_employee"]) for row in rows]


async def fall_silent(unit: Unit, employee: EmployeeId, shop: ShopId, seconds: float) -> bool:
    """Switch one of them off; False: they did something, or another process was faster."""
    return (
        await unit.run(
            "UPDATE PREFIX_onlinechat_operator o SET o.online = 0, o.reason = 'silent'"
            f" WHERE o.id_employee = %s AND {IDLE} AND EXISTS (SELECT 1{SILENT})",
            *(employee, seconds, shop, seconds, seconds),
        )
        > 0
    )


async def hold_online(unit: Unit, employee: EmployeeId, shop: ShopId) -> bool:
    """Whether this operator is online for a shop; they stay so until the transaction ends."""
    return bool(
        await unit.value(
            "SELECT o.id_employee FROM PREFIX_onlinechat_operator o"
            " JOIN PREFIX_onlinechat_operator_shop s"
            " ON s.id_employee = o.id_employee AND s.id_shop = %s"
            " WHERE o.id_employee = %s AND o.online = 1 AND o.lease_until > UTC_TIMESTAMP(3)"
            " FOR UPDATE",
            shop,
            employee,
        )
    )


async def forget(unit: Unit, employee: EmployeeId) -> None:
    """Nobody's operator any more."""
    for table in ("operator_shop", "operator"):
        await unit.run(f"DELETE FROM PREFIX_onlinechat_{table} WHERE id_employee = %s", employee)


async def seats(unit: Unit) -> list[Seat]:
    """Every operator known, with load."""
    rows = await unit.rows(
        "SELECT o.id_employee, o.name, o.online AND o.lease_until > UTC_TIMESTAMP(3) AS online,"
        f" o.reason, o.silent_since, IF(o.online, {LOAD}, 0) AS conversations"
        " FROM PREFIX_onlinechat_operator o ORDER BY o.id_employee"
    )
    shops: dict[int, set[ShopId]] = {}
    for row in await unit.rows("SELECT id_employee, id_shop FROM PREFIX_onlinechat_operator_shop"):
        shops.setdefault(row["id_employee"], set()).add(ShopId(row["id_shop"]))
    return [
        Seat(
            id=EmployeeId(row["id_employee"]),
            name=row["name"],
            online=bool(row["online"]),
            reason=row["reason"],
            load=row["conversations"],
            shops=frozenset(shops.get(row["id_employee"], ())),
            silent=row["silent_since"] is not None,
        )
        for row in rows
    ]


async def lock_online(unit: Unit, shop: ShopId) -> list[EmployeeId]:
    """The operators online for a shop, locked by rising id: nobody else assigns to them now."""
    rows = await unit.rows(
        "SELECT o.id_employee FROM PREFIX_onlinechat_operator o"
        " JOIN PREFIX_onlinechat_operator_shop s"
        " ON s.id_employee = o.id_employee AND s.id_shop = %s"
        " WHERE o.online = 1 AND o.lease_until > UTC_TIMESTAMP(3)"
        " ORDER BY o.id_employee FOR UPDATE",
        shop,
    )
    return [EmployeeId(row["id_employee"]) for row in rows]
