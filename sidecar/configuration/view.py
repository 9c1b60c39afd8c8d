"""What the configuration form shows: stored or typed values, and what there is to say of them."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sidecar.configuration import durations, hours, openings, timetable
from sidecar.configuration.fields import Gettext
from sidecar.configuration.form import COLOURS, SWITCHES, groups, text_field
from sidecar.configuration.hours import Hours
from sidecar.configuration.rules import ENOUGH, contrast
from sidecar.configuration.saving import SERVER
from sidecar.configuration.scopes import ALL, Key, Place
from sidecar.configuration.service import Sheet
from sidecar.shop.groups import Group
from sidecar.shop.shops import Shop

LINES = ("operator_name", "most_at_once", "reserved_places", "offline_email", "sender", *COLOURS)
WHOLE = {SERVER: "mail_own", "hours": "hours_on"}
"""Settings of several fields, and the one that stands for them."""
PAIRS = ("header", "operator", "customer", "offline_header")


def stored(sheet: Sheet, today: date) -> dict[str, Any]:
    """The values of a scope as its fields have them; `timetable` has the lines of the hours."""
    settings, server = sheet.settings, sheet.settings.mail_server
    values: dict[str, Any] = {name: str(getattr(settings, name)) for name in LINES}
    values |= {name: bool(getattr(settings, name)) for name in SWITCHES}
    values |= {text_field(*key): text for key, text in sheet.texts.items()}
    return values | {
        **durations.shown(settings),
        "first_groups": list(settings.first_groups),
        "hours_on": settings.hours.on,
        "timetable": timetable.shown(settings.hours, today),
        "mail_own": server is not None,
        "mail_host": server.host if server else "",
        "mail_port": str(server.port) if server else "",
        "mail_encryption": server.encryption if server else "starttls",
        "mail_user": server.user if server else "",
        "mail_password_saved": bool(server and server.password),
        "drop_tables": sheet.drop_tables,
    }


def typed_again(
    sheet: Sheet, typed: Mapping[str, str], languages: Sequence[str], today: date
) -> dict[str, Any]:
    """The values as they were typed in these languages, right or wrong; the rest as stored."""
    values = stored(sheet, today)
    kept = {"mail_password_saved"} if sheet.place.scope == ALL else {
        "mail_password_saved",
        "drop_tables",
    }  # fmt: skip
    kept |= {text_field(*key) for key in sheet.texts if key[1] not in languages}
    again = {
        name: value
        if name in kept
        else typed.get(name) == "on"
        if isinstance(value, bool)
        else typed.get(name, "")
        for name, value in values.items()
    }
    return again | {"timetable": timetable.typed(typed), "first_groups": groups(typed)}


def own(keys: frozenset[Key]) -> set[str]:
    """The fields whose values are stored at the very scope that is shown."""
    return {text_field(name, lang) if lang else WHOLE.get(name, name) for name, lang in keys}


def missing(
    values: Mapping[str, Any], place: Place, *, gettext: Gettext
) -> list[tuple[str, str]]:  # fmt: skip
    """The texts that some language lacks: what the field is called, and the language's name."""
    labels = {
        "header_text": gettext("Header text"),
        "welcome_text": gettext("Welcome text"),
    }
    if values["offline_mode"]:
        labels |= {
            "offline_header_text": gettext("Offline header text"),
            "offline_welcome_text": gettext("Offline welcome text"),
        }
    return [
        (label, language.name)
        for name, label in labels.items()
        for language in place.languages
        if not str(values[text_field(name, language.iso)]).strip()
    ]


def hard_to_read(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pairs of colours that are too much alike, with their contrast rounded down."""
    found = []
    for pair in PAIRS:
        colours = [str(values[f"{pair}_{end}"]) for end in ("background", "color")]
        if all(re.fullmatch(r"#[0-9a-f]{6}", one) for one in colours):
            ratio = contrast(*colours)
            if ratio < ENOUGH:
                found.append({"pair": pair, "ratio": math.floor(ratio * 10) / 10})
    return found


def closed(chosen: Hours, shop: Shop, now: datetime) -> dict[str, Any] | None:
    """None while the shop's chat is open; otherwise until when by its clock, if that is known."""
    if hours.is_open(chosen, shop.zone, now):
        return None
    opens = hours.next_opening(chosen, shop.zone, now)
    return {"until": opens and shop.local(opens)}


def context(
    sheet: Sheet,
    values: Mapping[str, Any],
    *,
    gettext: Gettext,
    now: datetime,
    may_edit: bool,
    multistore: bool,
    customer_groups: Sequence[Group],
    errors: Mapping[str, str] | None = None,
    general_error: str = "",
    changed: int | None = None,
) -> dict[str, Any]:
    """Everything that the form's template shows; `changed`: it was just saved, with so many."""
    place, opening = sheet.place, sheet.settings.hours
    email = sheet.settings.offline_email.partition(",")[0].strip()
    return {
        "values": values,
        "customer_groups": customer_groups,
        "errors": errors or {},
        "general_error": general_error,
        "saved": changed is not None,
        "changed": changed or 0,
        "revision": sheet.revision,
        "scope": str(place.scope),
        "scope_name": place.name or gettext("All shops"),
        "multistore": multistore,
        "own": own(sheet.own),
        "languages": [
            {
                "iso": one.iso,
                "name": one.name or one.iso,
                "default": one.iso == place.base.default_language,
            }
            for one in place.languages
        ],
        "missing": missing(values, place, gettext=gettext),
        "contrasts": hard_to_read(values),
        "periods": {name: durations.choices(name, sheet.settings) for name in durations.CHOSEN},
        "timezones": sorted({one.timezone for one in place.shops}),
        "today": str(place.base.local(now).date()),
        "clock": opening.on and {"closed": closed(opening, place.base, now)},
        "most_spans": openings.MOST_SPANS,
        "most_lines": openings.MOST_LINES,
        "may_edit": may_edit,
        "sender_example": place.base.email,
        "test_recipient": email,
        "last_change": sheet.last and {"name": sheet.last.name, "at": sheet.last.at},
    }
