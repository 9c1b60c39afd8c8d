"""Reads the form of a canned reply; says what is wrong with it, field by field."""

import re
from collections.abc import Mapping

from sidecar.configuration.fields import LONGEST, Fields, Gettext, Wrong
from sidecar.desk.canned import variables
from sidecar.desk.canned.rules import GROUP, SHORTCUT, TEXT, TITLE, Reply
from sidecar.desk.choices import chosen_shop
from sidecar.desk.reach import ALL_SHOPS, Reach
from sidecar.protocol.base import EmployeeId

EVERYBODY, ONLY_ME = "everybody", "me"


def text_field(lang: str) -> str:
    """What the field for a language is called."""
    return f"text[{lang}]"


def shown(reply: Reply, reach: Reach) -> dict[str, str]:
    """A reply as its form has it."""
    return {
        "shortcut": reply.shortcut,
        "title": reply.title,
        "group": reply.group,
        "for": EVERYBODY if reply.owner is None else ONLY_ME,
        "shop": str(reply.shop),
        **{text_field(one.iso): reply.texts.get(one.iso, "") for one in reach.languages},
    }


def read(
    typed: Mapping[str, str], number: int, reach: Reach, by: EmployeeId, *, gettext: Gettext
) -> tuple[Reply | None, dict[str, str]]:
    """The reply that a form says; None and what is wrong by field."""
    fields = Fields(typed, gettext)
    fields.take("shortcut", lambda name: _shortcut(fields, name))
    fields.take("title", lambda name: fields.filled(name, TITLE))
    fields.take("group", lambda name: fields.text(name, GROUP))
    fields.take("for", lambda name: fields.choice(name, (EVERYBODY, ONLY_ME)))
    shared = fields.values.get("for") == EVERYBODY
    if shared:
        fields.take("shop", lambda name: chosen_shop(fields, name, reach))
    texts = {}
    for language in reach.languages:
        field = text_field(language.iso)
        fields.take(field, lambda name: _text(fields, name))
        texts[language.iso] = fields.values.get(field, "")
    if not any(typed.get(text_field(lang), "").strip() for lang in texts):
        fields.refuse(text_field(reach.default.iso), gettext("Please fill this in."))
    if fields.errors:
        return None, fields.errors
    return Reply(
        id=number,
        shop=fields.values.get("shop", ALL_SHOPS),
        owner=None if shared else by,
        shortcut=fields.values["shortcut"],
        title=fields.values["title"],
        group=fields.values["group"],
        texts={lang: text for lang, text in texts.items() if text},
    ), {}


def _shortcut(fields: Fields, name: str) -> str:
    text = fields.text(name, LONGEST).lstrip("/").casefold()
    if not re.fullmatch(rf"[\w-]{{1,{SHORTCUT}}}", text):
        raise Wrong(
            fields.gettext(
                "Use up to {limit} letters, digits and hyphens, such as “shipping”."
            ).replace("{limit}", str(SHORTCUT))
        )
    return text


def _text(fields: Fields, name: str) -> str:
    text = fields.text(name, TEXT, breaks=True)
    for variable in sorted(variables.named_in(text)):
        if variable not in variables.NAMES:
            raise Wrong(
                fields.gettext("There is no variable {name}.").replace("{name}", f"{{{variable}}}")
            )
    return text
