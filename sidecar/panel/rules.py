"""Which snapshots of a cart count, on plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from sidecar.errors import Conflict, InvalidFormat, NotAllowed
from sidecar.platform.identity import Visitor, Vouched
from sidecar.protocol.cart import CartContent

FRESH = timedelta(minutes=2)
"""So long after the shop signed it a snapshot may arrive."""
AHEAD = timedelta(seconds=5)
OLD = "This cart is not the newest."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A cart as the shop computed it at a moment."""

    content: CartContent
    at: datetime


def snapshot(cart: object, of: Vouched[Visitor], visitor: Visitor, *, now: datetime) -> Snapshot:
    """The cart that the shop signed, if it is this visitor's and of this moment.

    Raises:
        NotAllowed: it was signed for somebody else, or for another shop.
        Conflict: it is old.
        InvalidFormat: it is no cart.
    """
    whose = (of.subject.shop, of.subject.vid, of.subject.customer)
    if whose != (visitor.shop, visitor.vid, visitor.customer):
        raise NotAllowed("This cart is somebody else's.")
    if not -AHEAD <= now - of.issued_at <= FRESH:
        raise Conflict(OLD)
    try:
        return Snapshot(CartContent.model_validate(cart), of.issued_at)
    except ValidationError:
        raise InvalidFormat("This is no cart.") from None
