"""For which shops an employee may keep things ready, and in which languages these speak."""

from collections.abc import Mapping
from dataclasses import dataclass

from sidecar.errors import NotAllowed
from sidecar.platform.identity import Employee
from sidecar.platform.pages import catalogue
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Language, Shop

ALL_SHOPS = ShopId(0)
"""The number under which something is kept that all shops have."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The employee's shops; `everywhere`: there are no others."""

    shops: tuple[Shop, ...]
    everywhere: bool

    @property
    def languages(self) -> tuple[Language, ...]:
        """Every language of these shops once, the first shop's default one first."""
        spoken = [one for shop in self.shops for one in shop.languages]
        return tuple({one.iso: one for one in [self.default, *spoken]}.values())

    @property
    def default(self) -> Language:
        """The language whose text stands for those that have none."""
        return self.shops[0].language(self.shops[0].default_language)

    @property
    def changeable(self) -> tuple[ShopId, ...]:
        """For which shops they may keep something; all of them first, where they may."""
        every = (ALL_SHOPS,) if self.everywhere else ()
        return (*every, *(one.id for one in self.shops))

    def may_change(self, shop: ShopId) -> bool:
        """Whether what is kept for this shop, or for all, is theirs to change."""
        return shop in self.changeable

    def name(self, shop: ShopId) -> str:
        """What a shop is called; nothing for all of them."""
        return next((one.name for one in self.shops if one.id == shop), "")


def reach(employee: Employee, shops: Mapping[ShopId, Shop]) -> Reach:
    """What this employee can reach of the shops there are.

    Raises:
        NotAllowed: none of their shops is active.
    """
    own = tuple(shops[one] for one in sorted(employee.shops) if one in shops)
    if not own:
        raise NotAllowed(catalogue(employee.lang).gettext("You have no rights for this shop."))
    return Reach(own, everywhere=len(own) == len(shops))
