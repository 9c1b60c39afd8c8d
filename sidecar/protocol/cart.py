"""The visitor's cart as the shop itself computes it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sidecar.protocol.base import Moment, Wire

LINES = 30
"""Lines of a cart that are shown; the shop says how many more there are."""

Price = Annotated[str, StringConstraints(max_length=64)]
"""An amount as the shop prints it for this visitor: `€28.68`."""
Named = Annotated[str, StringConstraints(max_length=255)]


class CartLine(Wire):
    """Products of one kind; `attributes` as `Size: S, Colour: White`. `stock` is the sidecar's."""

    product: Annotated[int, Field(ge=1)]
    combination: Annotated[int, Field(ge=0)] = 0
    name: Named
    attributes: Annotated[str, StringConstraints(max_length=500)] | None = None
    reference: Named | None = None
    quantity: Annotated[int, Field(ge=0)]
    unit: Price | None = None
    total: Price | None = None
    stock: int | None = None


class CartVoucher(Wire):
    """A voucher in the cart and what it takes off; one that only ships for free has no `value`."""

    name: Named
    code: Named | None = None
    value: Price | None = None


class MadeOrder(Wire):
    """The order that was made of the cart."""

    id: int
    reference: str


class CartContent(Wire):
    """What the shop's cart page shows this visitor.

    Without `prices` the visitor's group may not see any. `shipping` is absent while the shop cannot
    tell it yet; `taxes` only where the shop shows them.
    """

    id: Annotated[int, Field(ge=0)]
    currency: Annotated[str, StringConstraints(max_length=3)]
    prices: bool
    tax_included: bool
    quantity: Annotated[int, Field(ge=0)]
    lines: Annotated[list[CartLine], Field(max_length=LINES)]
    more: Annotated[int, Field(ge=0)] = 0
    vouchers: Annotated[list[CartVoucher], Field(max_length=LINES)]
    carrier: Named | None = None
    products: Price | None = None
    discounts: Price | None = None
    wrapping: Price | None = None
    shipping: Price | None = None
    free_shipping: bool = False
    taxes: Price | None = None
    total: Price | None = None


class Cart(CartContent):
    """The cart at a moment; `order` is what the cart before became, when it is empty for that."""

    at: Moment
    order: MadeOrder | None = None
