"""The settings' tables, and what the shop's own say about scopes."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidecar.configuration.scopes import Installation, Key, Scope
from sidecar.platform.clock import from_database
from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.shop import configuration

log = logging.getLogger(__name__)

SAVED = "saved"
"""The row that each save writes first: whoever saves holds it, so that changes have one order."""
DROP_TABLES = "ONLINECHAT_DROP_TABLES"
"""Of the shop's configuration, for all shops: the module's uninstall reads it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A setting of a scope before and after, as JSON; None is no row of its own."""

    key: Key
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed something last, and when."""

    name: str
    at: datetime


async def rows(unit: Unit) -> dict[Scope, dict[Key, Any]]:
    """Everything that is stored, by scope."""
    found: dict[Scope, dict[Key, Any]] = {}
    for row in await unit.rows(
        "SELECT id_shop_group, id_shop, name, lang, value FROM PREFIX_onlinechat_setting"
        " WHERE name <> %s",
        SAVED,
    ):
        scope = Scope(row["id_shop_group"], row["id_shop"])
        try:
            found.setdefault(scope, {})[row["name"], row["lang"]] = json.loads(row["value"])
        except ValueError:
            log.warning("a setting that cannot be read counts as not set: %s", row["name"])
    return found


async def installation(unit: Unit) -> Installation:
    """The scopes of this shop."""
    values = await configuration.read(unit, ["PS_SHOP_DEFAULT"])
    default = values.get("PS_SHOP_DEFAULT", "")
    groups = await unit.rows("SELECT id_shop_group, name FROM PREFIX_shop_group WHERE deleted = 0")
    return Installation(
        multistore=await configuration.multistore(unit),
        default_shop=int(default) if default.isdecimal() else 0,
        groups={row["id_shop_group"]: row["name"] for row in groups},
    )


async def newest(unit: Unit) -> int:
    """The number of the last change anywhere."""
    return int(
        await unit.value("SELECT COALESCE(MAX(id_change), 0) FROM PREFIX_onlinechat_setting_change")
    )


async def forget_changes(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> list[int]:
    """Delete what was changed before then in a shop (0: in all shops or a group); the numbers.

    The last change of each scope stays: forms and processes tell by it whether they are up to date.
    """
    last = await unit.rows(
        "SELECT MAX(id_change) AS id FROM PREFIX_onlinechat_setting_change"
        " GROUP BY id_shop_group, id_shop"
    )
    rows = await unit.rows(
        "SELECT id_change FROM PREFIX_onlinechat_setting_change"
        f" WHERE changed_at < %s AND id_shop = %s AND id_change NOT IN ({marks(last) or '0'})"
        " ORDER BY changed_at LIMIT %s FOR UPDATE",
        before.replace(tzinfo=None),
        shop,
        *(row["id"] for row in last),
        limit,
    )
    numbers = [row["id_change"] for row in rows]
    if numbers:
        await unit.run(
            f"DELETE FROM PREFIX_onlinechat_setting_change WHERE id_change IN ({marks(numbers)})",
            *numbers,
        )
    return numbers


async def last_change(unit: Unit, line: Sequence[Scope]) -> tuple[int, LastChange | None]:
    """The number of the last change that counts in a scope, and whose it was."""
    row = await unit.row(
        "SELECT id_change, employee_name, changed_at FROM PREFIX_onlinechat_setting_change"
        f" WHERE {' OR '.join(['(id_shop_group = %s AND id_shop = %s)'] * len(line))}"
        " ORDER BY id_change DESC LIMIT 1",
        *(number for scope in line for number in (scope.group, scope.shop)),
    )
    if row is None:
        return 0, None
    change = LastChange(row["employee_name"], from_database(row["changed_at"]))
    return row["id_change"], change


async def ever_saved(unit: Unit) -> bool:
    """Whether anybody ever pressed Save."""
    return bool(
        await unit.value("SELECT COUNT(*) FROM PREFIX_onlinechat_setting WHERE name = %s", SAVED)
    )


async def begin(unit: Unit, now: datetime) -> None:
    """Wait until nobody else is saving; they wait for the end of this transaction."""
    moment = json.dumps(now.isoformat())
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_setting (name, value) VALUES (%s, %s)"
        " ON DUPLICATE KEY UPDATE value = %s",
        SAVED,
        moment,
        moment,
    )


async def change(unit: Unit, scope: Scope, changes: Iterable[Change]) -> None:
    """Give a scope values of its own, or take them from it."""
    for one in changes:
        if one.new is None:
            await unit.run(
                "DELETE FROM PREFIX_onlinechat_setting"
                " WHERE id_shop_group = %s AND id_shop = %s AND name = %s AND lang = %s",
                scope.group,
                scope.shop,
                *one.key,
            )
            continue
        await unit.run(
            "INSERT INTO PREFIX_onlinechat_setting (id_shop_group, id_shop, name, lang, value)"
            " VALUES (%s, %s, %s, %s, %s) ON DUPLICATE KEY UPDATE value = %s",
            scope.group,
            scope.shop,
            *one.key,
            one.new,
            one.new,
        )


async def record(
    unit: Unit,
    scope: Scope,
    changes: Iterable[Change],
    *,
    by: EmployeeId,
    name: str,
    now: datetime,
) -> None:
    """Write down who changed what, and when."""
    for one in changes:
        await unit.run(
            "INSERT INTO PREFIX_onlinechat_setting_change (changed_at, id_employee, employee_name,"
            " id_shop_group, id_shop, name, lang, old_value, new_value)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            now.replace(tzinfo=None),
            by,
            name,
            scope.group,
            scope.shop,
            *one.key,
            one.old,
            one.new,
        )


async def drop_tables(unit: Unit) -> bool:
    """Whether uninstalling the module deletes the conversations."""
    return (await configuration.read(unit, [DROP_TABLES])).get(DROP_TABLES, "") not in ("", "0")


async def set_drop_tables(unit: Unit, *, on: bool, now: datetime) -> None:
    """Say what uninstalling does; `now` in the shop's local time, as its tables have it."""
    moment = now.replace(tzinfo=None, microsecond=0)
    known = await unit.value(
        "SELECT COUNT(*) FROM PREFIX_configuration WHERE name = %s"
        " AND COALESCE(id_shop, 0) = 0 AND COALESCE(id_shop_group, 0) = 0",
        DROP_TABLES,
    )
    if known:
        await unit.run(
            "UPDATE PREFIX_configuration SET value = %s, date_upd = %s WHERE name = %s"
            " AND COALESCE(id_shop, 0) = 0 AND COALESCE(id_shop_group, 0) = 0",
            "1" if on else "0",
            moment,
            DROP_TABLES,
        )
    else:
        await unit.run(
            "INSERT INTO PREFIX_configuration (id_shop_group, id_shop, name, value, date_add,"
            " date_upd) VALUES (NULL, NULL, %s, %s, %s, %s)",
            DROP_TABLES,
            "1" if on else "0",
            moment,
            moment,
        )
