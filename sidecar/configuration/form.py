"""Reads the configuration form: what it says, and what is wrong beside which field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sidecar.configuration import durations, openings, timetable
from sidecar.configuration.fields import ENCRYPTIONS, LONGEST, Fields, Gettext, Wrong
from sidecar.configuration.hours import Hours
from sidecar.configuration.rules import FIELDS, TEXTS, ChatSettings, MailServer
from sidecar.configuration.timetable import Timetable

COLOURS = (
    "header_background",
    "header_color",
    "operator_background",
    "operator_color",
    "customer_background",
    "customer_color",
    "offline_header_background",
    "offline_header_color",
)
SWITCHES = (
    "sounds",
    "offline_mode",
    "contact_choice",
    "rating",
    "transcript",
    "mail_unread",
    "ask_email",
    "typing_preview",
    *(f"{name}_{what}" for name in FIELDS for what in ("asked", "required")),
)
MAIL = ("mail_host", "mail_encryption", "mail_port", "mail_user", "mail_password")
NAMES = frozenset(
    [
        "operator_name",
        "most_at_once",
        "reserved_places",
        "offline_email",
        "sender",
        "hours_on",
        "mail_own",
        "drop_tables",
        "revision",
        "languages",
    ]
).union(COLOURS, SWITCHES, MAIL, durations.TYPED, durations.CHOSEN)
"""The form's fields, but for the texts, `header_text[en]`, and the lines of the hours."""
MOST_UNKNOWN = 5
LONGEST_NAME = 64
"""As long as a shop's name in PrestaShop, which is the default."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a form says: values as they are stored, texts by name and language."""

    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    drop_tables: bool | None = None


def text_field(name: str, lang: str) -> str:
    """What a text's field is called in one language."""
    return f"{name}[{lang}]"


def group_field(group: int) -> str:
    """What the box of a customer group is called."""
    return f"first_group[{group}]"


def groups(typed: Mapping[str, str]) -> list[int]:
    """The customer groups whose boxes are ticked."""
    found = (re.fullmatch(r"first_group\[([1-9][0-9]{0,8})\]", name) for name in typed)
    return sorted(int(one[1]) for one in found if one)


def read_form(
    typed: Mapping[str, str],
    languages: Sequence[str],
    *,
    gettext: Gettext,
    saved: ChatSettings,
    today: date,
) -> tuple[Changes, dict[str, str]]:
    """What the form says, and by field what is wrong; what is wrong is left out.

    `saved` counts before; `today` is the shop's.
    """
    fields = Fields(typed, gettext)
    table = timetable.typed(typed)
    known = {text_field(name, lang) for name in TEXTS for lang in languages} | NAMES | table.fields
    known |= {group_field(group) for group in groups(typed)}
    for name in sorted(typed.keys() - known)[:MOST_UNKNOWN]:
        why = gettext("This version of the chat has no setting “{name}”.")
        fields.refuse(name, why.replace("{name}", name[:40]))
    fields.take("operator_name", lambda name: fields.filled(name, LONGEST_NAME))
    fields.take("most_at_once", lambda name: fields.number(name, 1, 100))
    if "reserved_places" in typed:
        # Where the shop uses no customer groups, the form has none.
        fields.take("reserved_places", lambda name: fields.number(name, 1, 100))
        fields.values["first_groups"] = groups(typed)
    fields.take("offline_email", lambda name: _addresses(fields, name))
    for name in COLOURS:
        fields.take(name, fields.colour)
    for name in (*SWITCHES, "hours_on", "mail_own", "drop_tables"):
        fields.take(name, fields.switch)
    fields.take("sender", lambda name: fields.choice(name, ("shop", "customer")))
    _asked(fields)
    durations.read(fields, saved)
    _hours(fields, table, saved.hours, today)
    _mail_server(fields, saved.mail_server)
    texts = {name: _texts(fields, name, languages) for name in TEXTS}
    drop_tables = fields.values.pop("drop_tables", None)
    return Changes(fields.values, texts, drop_tables), fields.errors


def read_mail_server(
    typed: Mapping[str, str], *, gettext: Gettext, saved: MailServer | None
) -> tuple[MailServer | None, dict[str, str]]:
    """The form's mail server alone, None for the shop's own, and what is wrong with it."""
    fields = Fields(typed, gettext)
    fields.take("mail_own", fields.switch)
    _mail_server(fields, saved)
    server = fields.values.get("mail_server")
    return MailServer(**server) if server else None, fields.errors


def _addresses(fields: Fields, name: str) -> str:
    addresses = fields.addresses(name)
    if not addresses and fields.typed.get("offline_mode") == "on":
        raise Wrong(fields.gettext("Enter the address to which messages are sent."))
    return addresses


def _asked(fields: Fields) -> None:
    for name in FIELDS:
        asked, required = f"{name}_asked", f"{name}_required"
        if fields.values.get(required) and fields.values.get(asked) is False:
            fields.refuse(required, fields.gettext("Only what is asked can be required."))
    if all(fields.values.get(f"{name}_asked") is False for name in FIELDS):
        fields.refuse("message_asked", fields.gettext("Ask for at least one of the fields."))


def _hours(fields: Fields, table: Timetable, saved: Hours, today: date) -> None:
    """What is filled in for hours that don't count is not judged, and kept where it is good."""
    on = fields.values.pop("hours_on", None)
    if on is None:
        return
    judged = fields if on else Fields(fields.typed, fields.gettext)
    hours = openings.read(table, judged, saved, on=on, today=today)
    if hours is None and not on:
        hours = saved.model_copy(update={"on": False})
    if hours is not None:
        fields.values["hours"] = hours.model_dump(mode="json")


def _texts(fields: Fields, name: str, languages: Sequence[str]) -> dict[str, str]:
    welcome = name.endswith("welcome_text")
    names = {lang: text_field(name, lang) for lang in languages}
    for one in names.values():
        fields.take(one, lambda one: fields.text(one, 500 if welcome else 120, breaks=welcome))
    return {lang: fields.values.pop(one) for lang, one in names.items() if one in fields.values}


def _mail_server(fields: Fields, saved: MailServer | None) -> None:
    """The merchant's own mail server, whole or not at all; otherwise None, the shop's own."""
    own = fields.values.pop("mail_own", None)
    if not own:
        if own is False:
            fields.values["mail_server"] = None
        return
    fields.take("mail_host", fields.host)
    fields.take("mail_encryption", lambda name: fields.choice(name, tuple(ENCRYPTIONS)))
    fields.take("mail_port", fields.port)
    fields.take("mail_user", lambda name: fields.text(name, LONGEST))
    fields.take("mail_password", fields.password)
    parts = {
        name.removeprefix("mail_"): fields.values.pop(name)
        for name in MAIL
        if name in fields.values
    }
    if len(parts) < len(MAIL):
        return
    server = MailServer(**parts)
    fields.take("mail_password", lambda _: _password(fields, server, saved))
    if "mail_password" in fields.values:
        password = fields.values.pop("mail_password")
        server = server.model_copy(update={"password": password})
        fields.values["mail_server"] = server.model_dump(mode="json")


def _password(fields: Fields, server: MailServer, saved: MailServer | None) -> str:
    if not server.user:
        return ""
    if server.password:
        return server.password
    if not saved or not saved.password:
        raise Wrong(fields.gettext("Enter this user's password."))
    if not _same_door(server, saved):
        raise Wrong(
            fields.gettext("Enter the password again: the saved one is for another server.")
        )
    return saved.password


def _same_door(server: MailServer, saved: MailServer) -> bool:
    """Whether a saved password may go there: where it went before, and no less well hidden."""
    return (server.host, server.port, server.user) == (saved.host, saved.port, saved.user) and (
        server.encryption != "none" or saved.encryption == "none"
    )
