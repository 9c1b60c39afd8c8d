"""Offers, products and links in the history, as far as they can be shown safely.

What was stored long ago need not have the shape of today's `shapes.Card`.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sidecar.history.store import Said

CARDS = ("offer", "product", "link")
LONGEST = 2000
OWN_PICTURE = re.compile(r"pictures/[\w-]+\.\w+")


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of it; what is not there, or not safe, is empty."""

    title: str
    text: str
    price: str
    was: str
    stock: str
    code: str
    link: str
    image: str
    """A web address."""
    picture: str
    """A path below the sidecar's address."""


def card(said: Said) -> Card | None:
    """The card a message is; None where it is none, or nothing is known but its text."""
    if said.kind not in CARDS:
        return None
    image = _text(said, "image")
    found = Card(
        title=_text(said, "title"),
        text=_text(said, "text"),
        price=_text(said, "price"),
        was=_text(said, "was"),
        stock=_text(said, "stock"),
        code=_text(said, "code"),
        link=_address(_text(said, "link")),
        image=_address(image),
        picture=image if OWN_PICTURE.fullmatch(image) else "",
    )
    return found if found.title else None


def _text(said: Said, name: str) -> str:
    value = said.data.get(name)
    return value.strip()[:LONGEST] if isinstance(value, str) else ""


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
