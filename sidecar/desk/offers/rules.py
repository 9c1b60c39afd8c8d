"""Offers on plain values: when they count, and what their card says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sidecar.protocol.base import ShopId
from sidecar.protocol.shapes import Card

TITLE, TEXT = 120, 500
"""Characters at most."""

Standing = Literal["valid", "later", "over"]


@dataclass(frozen=True, slots=True)
class Words:
    """What an offer says in one language."""

    title: str
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of a shop, or of all; `picture` is one of ours, `picture_url` the product's."""

    id: int
    shop: ShopId
    words: Mapping[str, Words]
    picture: str = ""
    product: int | None = None
    picture_url: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rule: int | None = None
    """The number of the voucher whose code goes along."""
    code: str = ""
    sent: int = 0
    clicked: int = 0

    def standing(self, now: datetime) -> Standing:
        """Whether it can be sent now."""
        if self.starts_at and now < self.starts_at:
            return "later"
        if self.ends_at and now >= self.ends_at:
            return "over"
        return "valid"

    def said(self, languages: Sequence[str]) -> Words:
        """In the first of these languages that it has, else in any; links follow by themselves."""
        order = [lang for lang in (*languages, *self.words) if lang in self.words]
        words = self.words[order[0]]
        link = words.link or next(filter(None, (self.words[lang].link for lang in order)), "")
        return Words(words.title, words.text, link)

    def card(self, languages: Sequence[str]) -> Card:
        """As the visitor sees it."""
        words = self.said(languages)
        return Card(
            offer=self.id,
            title=words.title,
            text=words.text or None,
            image=(f"pictures/{self.picture}" if self.picture else self.picture_url) or None,
            link=words.link or None,
            code=self.code or None,
            until=self.ends_at,
        )
