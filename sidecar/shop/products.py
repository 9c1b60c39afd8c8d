"""The shop's products: whether one is sold now."""

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId


async def sold(unit: Unit, shop: ShopId, product: int) -> bool:
    """Whether a product is on sale in a shop."""
    return bool(
        await unit.value(
            "SELECT COUNT(*) FROM PREFIX_product_shop"
            " WHERE id_product = %s AND id_shop = %s AND active = 1",
            product,
            shop,
        )
    )
