"""Choices that the forms of what is kept ready have in common."""

from sidecar.configuration.fields import Fields
from sidecar.desk.reach import Reach
from sidecar.protocol.base import ShopId


def chosen_shop(fields: Fields, name: str, reach: Reach) -> ShopId:
    """The chosen shop; who works in one only is not asked."""
    possible = reach.changeable
    if len(reach.shops) == 1:
        return possible[0]
    return ShopId(int(fields.choice(name, tuple(map(str, possible)))))
