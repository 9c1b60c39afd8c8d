"""Variables in an operator's text, such as `{firstname}`, filled at the moment of sending."""

import re
from collections.abc import Mapping

NAMES = (
    "firstname",
    "lastname",
    "order.reference",
    "order.state",
    "order.date",
    "order.total",
    "order.tracking",
    "cart.quantity",
    "cart.total",
    "shop",
    "operator",
)
"""All that there are; `order.…` is the customer's newest order."""

_VARIABLE = re.compile(r"(?<![{$])\{([a-z]{3,}(?:[._][a-z]+)*)\}(?!\})", re.IGNORECASE)
"""`{{name}}` and `${name}` are code that somebody talks about, and so is a letter or two."""


class Unfilled(Exception):
    """A variable that has no value for this visitor, or that does not exist at all."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def known(self) -> bool:
        """Whether there is such a variable."""
        return self.name in NAMES


def named_in(text: str) -> frozenset[str]:
    """The names of the variables in a text, as they are written there."""
    return frozenset(_VARIABLE.findall(text))


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """The text with its variables' values; blank is no value.

    Raises:
        Unfilled: the first variable that has none.
    """

    def value(found: re.Match[str]) -> str:
        known = (values.get(found[1]) or "").strip()
        if not known:
            raise Unfilled(found[1])
        return known

    return _VARIABLE.sub(value, text)


def may_have_become(text: str, sent: str) -> bool:
    """Whether a text that was sent can be this one with some values in it."""
    pieces = _VARIABLE.split(text)[::2]
    return re.fullmatch(".+?".join(map(re.escape, pieces)), sent, re.DOTALL) is not None
