"""The pages a visitor saw since the chat was opened, without what is only theirs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from sidecar.protocol import shapes
from sidecar.protocol.base import iso

LENGTH = 30
KEPT = timedelta(days=1)
AGAIN = timedelta(seconds=10)
"""A page that tells of itself twice in a row is still the same visit of it."""

ACCOUNT = frozenset({
    "address", "addresses", "authentication", "discount", "guest-tracking", "history", "identity",
    "my-account", "order-confirmation", "order-detail", "order-follow", "order-return",
    "order-slip", "password", "registration", "module-psgdpr-gdpr",
})  # fmt: skip
"""PrestaShop's names of the pages of a customer's account (`php_self` of its controllers)."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page a visitor went to; one of their account has neither address nor title."""

    url: str
    title: str
    at: datetime
    product: int | None = None
    account: bool = False

    def wire(self) -> shapes.Page:
        """As operators see it."""
        return shapes.Page(
            url=self.url,
            title=self.title,
            since=self.at,
            product=self.product,
            account=self.account or None,
        )


def stop(url: str, title: str, kind: str, product: int | None, at: datetime) -> Stop | None:
    """A page as operators may see it; None for what is no page of a shop."""
    try:
        address = without_query(url)
    except ValueError:
        return None
    if not address:
        return None
    if private(kind):
        return Stop("", "", at, account=True)
    return Stop(address, title[:500], at, product)


def private(kind: str) -> bool:
    """Whether a page of this name belongs to the visitor's account; modules add pages to it."""
    return kind in ACCOUNT or (kind.startswith("module-") and kind.endswith("-account"))


def without_query(url: str) -> str:
    """An address as operators may see it: no query string, no fragment, only http and https."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))[:2000]


def origin(url: str) -> str:
    """Where a page comes from: scheme, name and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def foreign(referrer: str, url: str) -> str:
    """Where a visitor came from, if it was not a page of the same host; without its query."""
    try:
        address = without_query(referrer)
        same = urlsplit(referrer).netloc == urlsplit(url).netloc
    except ValueError:
        return ""
    return "" if same else address


def walked(trail: Sequence[Stop], to: Stop) -> list[Stop]:
    """The trail after one more, the newest first; what is long ago or too much is forgotten."""
    rest = list(trail)
    if rest and (rest[0].url, rest[0].account) == (to.url, to.account):
        if to.at - rest[0].at < AGAIN:
            to = replace(to, at=rest[0].at)
        rest = rest[1:]
    return [to, *(one for one in rest if to.at - one.at < KEPT)][:LENGTH]


def dump(trail: Sequence[Stop]) -> str:
    """As it is stored."""
    return json.dumps(
        [[one.url, one.title, iso(one.at), one.product, one.account] for one in trail],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(stored: str | None) -> list[Stop]:
    """From what is stored."""
    return [
        Stop(url, title, datetime.fromisoformat(at), product, account)
        for url, title, at, product, account in json.loads(stored or "[]")
    ]
