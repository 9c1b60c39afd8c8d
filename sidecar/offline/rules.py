"""What the offline form asks, and what may be written into it; the browser has the same rules."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from sidecar.protocol.base import BODY_LIMIT
from sidecar.protocol.email import valid_email
from sidecar.protocol.offline import LINE_LIMIT, OfflinePage, OfflineValues

Code = Literal["required", "too_long", "email", "phone", "line", "contact", "order", "product",
               "consent"]  # fmt: skip
"""Why a field is refused; the widget has a sentence for each."""

LINES = ("firstname", "lastname", "email", "phone")
PHONE = re.compile(r"[+0-9 ().\/-]{3,32}")
LIMITS = {**dict.fromkeys(LINES, LINE_LIMIT), "message": BODY_LIMIT}
TITLE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A contact of the shop as a visitor can choose it."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Form:
    """What the form shows in one shop and language; `fields` says which are required."""

    fields: dict[str, bool] = field(default_factory=dict)
    contacts: tuple[Choice, ...] = ()
    consent: str = ""


def tidied(values: OfflineValues) -> OfflineValues:
    """What was typed without blanks around it, and the message without unseen characters.

    Lines keep what does not belong in them, so that it is found and said.
    """
    message = re.sub(r"\r\n?", "\n", values.message)
    message = "".join(one for one in message if one in "\n\t" or unicodedata.category(one) != "Cc")
    return OfflineValues(
        firstname=values.firstname.strip(" "),
        lastname=values.lastname.strip(" "),
        email=values.email.strip(" "),
        phone=values.phone.strip(" "),
        message=message.strip(),
        website=values.website.strip(),
    )


def check(values: OfflineValues, form: Form, *, consent: bool) -> dict[str, Code]:
    """What a person has to mend: field → code; empty when all is well.

    A field that the form does not ask (any more) may be filled: nothing that was typed is lost.
    """
    wrong: dict[str, Code] = {}
    for name, limit in LIMITS.items():
        text: str = getattr(values, name)
        code = _wrong(name, text, limit) if text else None
        if code is None and form.fields.get(name) and not _seen(text):
            code = "required"
        if code is not None:
            wrong[name] = code
    if form.consent and not consent:
        wrong["consent"] = "consent"
    return wrong


def _wrong(name: str, text: str, limit: int) -> Code | None:
    if len(text) > limit:
        return "too_long"
    if name in LINES and any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in text):
        return "line"
    if name == "email" and valid_email(text) is None:
        return "email"
    if name == "phone" and not PHONE.fullmatch(text):
        return "phone"
    return None


def _seen(text: str) -> bool:
    return any(one.isprintable() and not one.isspace() for one in text)


def chosen(contact: int | None, form: Form) -> Choice | None:
    """The contact that was chosen, if the form offers it."""
    return next((one for one in form.contacts if one.id == contact), None)


def shop_page(page: OfflinePage, domains: tuple[str, ...]) -> OfflinePage:
    """The page the form stood on if it is one of the shop's, without what its query may hold.

    Browsers say where they are as they like: the merchant gets no link to another site.
    """
    try:
        parts = urlsplit(page.url)
        good = parts.scheme in ("http", "https") and parts.netloc in domains
    except ValueError:
        good = False
    if not good or not page.url.isprintable():
        return OfflinePage()
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    title = "".join(one if one.isprintable() else " " for one in page.title)
    return OfflinePage(url=url, title=" ".join(title.split())[:TITLE_LIMIT])
