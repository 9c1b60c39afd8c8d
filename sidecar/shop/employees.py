"""Employees and what their profile lets them do, in the chat and in the shop's own pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import EmployeeId, ShopId

SUPER_ADMIN = 1
"""Profile that may do everything (`_PS_ADMIN_PROFILE_`)."""

TABS = {
    "history": "ADMINONLINECHATHISTORY",
    "configuration": "ADMINONLINECHATCONFIG",
    "customers": "ADMINCUSTOMERS",
    "orders": "ADMINORDERS",
    "threads": "ADMINCUSTOMERTHREADS",
}
ACTIONS = {"READ": "view", "CREATE": "add", "UPDATE": "edit", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class Employee:
    """An active employee, with the active shops they work in."""

    id: EmployeeId
    name: str
    super_admin: bool
    shops: frozenset[ShopId]
    rights: frozenset[tuple[str, str]]

    def may(self, entry: str, action: str) -> bool:
        """Whether the profile may `view`, `edit` or `delete` in one of TABS."""
        return self.super_admin or (entry, action) in self.rights


async def read(unit: Unit, employee: EmployeeId) -> Employee | None:
    """The employee as the shop's tables say now; None when gone or inactive.

    Rights: `ps_access` joined with `ps_authorization_role`, slugs `ROLE_MOD_TAB_<CLASS>_<ACTION>`.
    """
    row = await unit.row(
        "SELECT id_profile, firstname FROM PREFIX_employee WHERE id_employee = %s AND active = 1",
        employee,
    )
    if row is None:
        return None
    super_admin = row["id_profile"] == SUPER_ADMIN
    slugs = {
        f"ROLE_MOD_TAB_{tab}_{right}": (entry, action)
        for entry, tab in TABS.items()
        for right, action in ACTIONS.items()
    }
    granted = await unit.rows(
        "SELECT r.slug FROM PREFIX_access a"
        " JOIN PREFIX_authorization_role r ON r.id_authorization_role = a.id_authorization_role"
        f" WHERE a.id_profile = %s AND r.slug IN ({marks(list(slugs))})",
        row["id_profile"],
        *slugs,
    )
    shops = await unit.rows(
        "SELECT id_shop FROM PREFIX_shop WHERE active = 1 AND deleted = 0"
        if super_admin
        else "SELECT s.id_shop FROM PREFIX_shop s JOIN PREFIX_employee_shop e"
        " ON e.id_shop = s.id_shop AND e.id_employee = %s WHERE s.active = 1 AND s.deleted = 0",
        *(() if super_admin else (employee,)),
    )
    return Employee(
        id=employee,
        name=row["firstname"],
        super_admin=super_admin,
        shops=frozenset(ShopId(shop["id_shop"]) for shop in shops),
        rights=frozenset(slugs[found["slug"]] for found in granted if found["slug"] in slugs),
    )


async def names(unit: Unit, numbers: Sequence[EmployeeId]) -> dict[EmployeeId, str]:
    """First and last names of employees, also of those who are no longer active."""
    if not numbers:
        return {}
    rows = await unit.rows(
        "SELECT id_employee, firstname, lastname FROM PREFIX_employee"
        f" WHERE id_employee IN ({marks(numbers)})",
        *numbers,
    )
    return {
        EmployeeId(row["id_employee"]): f"{row['firstname']} {row['lastname']}".strip()
        for row in rows
    }


async def readers_of_threads(unit: Unit, shop: ShopId) -> list[tuple[EmployeeId, str]]:
    """The active employees of a shop who may read customer service, by their names."""
    rows = await unit.rows(
        "SELECT e.id_employee, e.firstname, e.lastname FROM PREFIX_employee e WHERE e.active = 1"
        " AND (e.id_profile = %s OR (EXISTS (SELECT 1 FROM PREFIX_access a"
        " JOIN PREFIX_authorization_role r ON r.id_authorization_role = a.id_authorization_role"
        " WHERE a.id_profile = e.id_profile AND r.slug = %s)"
        " AND EXISTS (SELECT 1 FROM PREFIX_employee_shop s"
        " WHERE s.id_employee = e.id_employee AND s.id_shop = %s)))"
        " ORDER BY e.firstname, e.lastname, e.id_employee",
        SUPER_ADMIN,
        f"ROLE_MOD_TAB_{TABS['threads']}_READ",
        shop,
    )
    return [
        (EmployeeId(row["id_employee"]), f"{row['firstname']} {row['lastname']}".strip())
        for row in rows
    ]
