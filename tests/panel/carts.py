"""Carts as the shop signs them."""

from typing import Any

APRON = {
    "product": 1,
    "name": "Linen apron",
    "reference": "APRON-1",
    "quantity": 2,
    "unit": "€28.68",
    "total": "€57.36",
}


def cart(**more: Any) -> dict[str, Any]:
    """A cart with two aprons in it."""
    return {
        "id": 12,
        "currency": "EUR",
        "prices": True,
        "taxIncluded": True,
        "quantity": 2,
        "lines": [APRON],
        "vouchers": [],
        "products": "€57.36",
        "shipping": "€8.40",
        "total": "€65.76",
        **more,
    }


EMPTY = cart(id=0, quantity=0, lines=[], products="€0.00", shipping=None, total="€0.00")
