"""Where a setting counts: in all shops, in a group of them, in one; the narrowest scope wins."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Language, Shop

Key = tuple[str, str]
"""A setting's name and, for a text, its language; "" for what has none."""
Rows = Mapping["Scope", Mapping[Key, Any]]
"""What is stored at each scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All shops (neither number), a group, or a shop; written `all`, `group-1`, `shop-2`."""

    group: int = 0
    shop: int = 0

    def __str__(self) -> str:
        """As it is written in addresses."""
        if self.shop:
            return f"shop-{self.shop}"
        return f"group-{self.group}" if self.group else "all"


ALL = Scope()


def scope(text: str) -> Scope | None:
    """The scope that is written so; None when none is."""
    if text == "all":
        return ALL
    found = re.fullmatch(r"(group|shop)-([1-9][0-9]{0,8})", text)
    return Scope(**{found[1]: int(found[2])}) if found else None


@dataclass(frozen=True, slots=True)
class Place:
    """A scope, the shops in it (the one whose defaults it shows first), and its name."""

    scope: Scope
    shops: tuple[Shop, ...]
    name: str = ""

    @property
    def base(self) -> Shop:
        """The shop whose name, address and default language are the defaults here."""
        return self.shops[0]

    @property
    def line(self) -> tuple[Scope, ...]:
        """The scopes whose settings count here, the narrowest last."""
        whole = (ALL, Scope(group=self.base.group), Scope(shop=self.base.id))
        return whole[: whole.index(self.scope) + 1]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of its shops, in the shop's own order; never none."""
        known = {one.iso: one for shop in reversed(self.shops) for one in shop.languages}
        found = sorted(known.values(), key=lambda one: one.id)
        return tuple(found) or (self.base.language(self.base.default_language),)


@dataclass(frozen=True, slots=True)
class Installation:
    """Whether there are several shops, which is the default one, and the names of the groups."""

    multistore: bool = False
    default_shop: int = 0
    groups: Mapping[int, str] = field(default_factory=dict)

    def line(self, shop: Shop) -> tuple[Scope, ...]:
        """The scopes whose settings count in a shop, the narrowest last."""
        if not self.multistore:
            return (ALL,)
        return (ALL, Scope(group=shop.group), Scope(shop=shop.id))

    def place(self, wanted: Scope, shops: Mapping[ShopId, Shop]) -> Place | None:
        """What a scope is made of; None when there is nothing in it, or no such scope."""
        there = sorted(shops.values(), key=lambda one: (one.id != self.default_shop, one.id))
        if not self.multistore:
            return Place(ALL, tuple(there[:1])) if wanted == ALL and there else None
        name = self.groups.get(wanted.group, "")
        if wanted.shop:
            there = [one for one in there if one.id == wanted.shop]
            name = there[0].name if there else ""
        elif wanted.group:
            there = [one for one in there if one.group == wanted.group]
        return Place(wanted, tuple(there), name) if there else None

    def may(self, place: Place, served: Collection[ShopId]) -> bool:
        """Whether who serves these shops decides there: in several shops, about each of them."""
        return not self.multistore or all(one.id in served for one in place.shops)

    def nearest(
        self, wanted: Scope, shops: Mapping[ShopId, Shop], served: Collection[ShopId]
    ) -> Place | None:
        """The scope asked for, or the widest below or beside it that one may decide about."""
        groups = sorted({one.group for one in shops.values()})
        asked = shops.get(ShopId(wanted.shop))
        near = wanted.group or (asked.group if asked else 0)
        candidates = [wanted]
        candidates += [] if near else [ALL, *(Scope(group=one) for one in groups)]
        candidates += [
            Scope(shop=one.id)
            for one in sorted(shops.values(), key=lambda one: (one.group != near, one.id))
        ]
        candidates += [ALL]
        found = (self.place(one, shops) for one in candidates)
        return next((one for one in found if one and self.may(one, served)), None)


def merged(rows: Rows, line: tuple[Scope, ...]) -> dict[Key, Any]:
    """What is stored for the last scope of a line: its own before the wider ones'."""
    found: dict[Key, Any] = {}
    for one in line:
        found |= rows.get(one, {})
    return found
