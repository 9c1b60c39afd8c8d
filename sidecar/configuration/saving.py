"""Works out what a form changes at its scope, and writes it with who did it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sidecar.configuration import store
from sidecar.configuration.form import Changes
from sidecar.configuration.inheritance import Product, Stored, effective, own_texts
from sidecar.configuration.scopes import ALL, Key, Place, merged
from sidecar.configuration.store import DROP_TABLES, Change
from sidecar.platform.database import Unit
from sidecar.protocol.base import EmployeeId
from sidecar.shop import employees

SERVER = "mail_server"


async def changes(unit: Unit, place: Place, form: Changes, product: Product) -> list[Change]:
    """The rows that are not yet as the form wants them."""
    rows = await store.rows(unit)
    own = rows.get(place.scope, {})
    found = []
    for key, new in _wanted(merged(rows, place.line[:-1]), place, form, product).items():
        old = _json(own[key]) if key in own else None
        if new != old:
            found.append(Change(key, old, new))
    if place.scope == ALL and form.drop_tables is not None:
        before, after = _json(await store.drop_tables(unit)), _json(form.drop_tables)
        if before != after:
            found.append(Change((DROP_TABLES, ""), before, after))
    return found


async def write(
    unit: Unit, place: Place, made: Iterable[Change], *, by: EmployeeId, now: datetime
) -> None:
    """Store the changes, and who made them."""
    made = list(made)
    for one in made:
        if one.key[0] == DROP_TABLES:
            local = place.base.local(now)
            await store.set_drop_tables(unit, on=one.new == "true", now=local)
    await store.change(unit, place.scope, [one for one in made if one.key[0] != DROP_TABLES])
    employee = await employees.read(unit, by)
    await store.record(
        unit,
        place.scope,
        [_without_password(one) for one in made],
        by=by,
        name=employee.name if employee else "",
        now=now,
    )


def _wanted(above: Stored, place: Place, form: Changes, product: Product) -> dict[Key, str | None]:
    """The rows that the scope needs for the form's values; None: it inherits the same."""
    default = place.base.default_language
    inherited = effective(above, place.base, default, product).model_dump(mode="json")
    wanted: dict[Key, str | None] = {
        (name, ""): None if _json(value) == _json(inherited[name]) else _json(value)
        for name, value in form.values.items()
    }
    for name, typed in form.texts.items():
        for lang, text in own_texts(above, name, typed, default, product).items():
            wanted[name, lang] = None if text is None else _json(text)
    return wanted


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _without_password(change: Change) -> Change:
    """A change as it is written down: that there is a password, not which."""
    if change.key[0] != SERVER:
        return change
    return Change(change.key, _hidden(change.old), _hidden(change.new))


def _hidden(server: str | None) -> str | None:
    value = json.loads(server) if server else None
    if isinstance(value, dict):
        return _json({**value, "password": bool(value.get("password"))})
    return server
