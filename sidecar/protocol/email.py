"""Which e-mail addresses are taken: the one rule for settings, forms and mail.

Stricter than the mail standards, and than PrestaShop's `Validate::isEmail`: no quoted local part,
no comments, a domain with a dot. What is refused here was markup in somebody's page elsewhere
(CVE-2026-44212).
"""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

LONGEST = 254
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def valid_email(text: str) -> str | None:
    """The address as it is sent to, its domain in ASCII and lower case; None when it is none."""
    local, at, domain = text.strip(" ").rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    good = len(labels) >= 2 and all(_LABEL.fullmatch(label) for label in labels)
    if not good or labels[-1].isdigit():
        return None
    address = f"{local}@{ascii_domain}"
    return address if len(address) <= LONGEST else None


def _taken(text: str) -> str:
    address = valid_email(text)
    if address is None:
        raise ValueError("is no e-mail address")
    return address


Email = Annotated[
    str,
    StringConstraints(
        max_length=LONGEST, pattern=r"""^[^\s"(),:;<>@]+@[^\s"(),:;<>@]+\.[^\s.]+$"""
    ),
    AfterValidator(_taken),
]
"""An address on the wire; the pattern is what a schema can say of it."""
