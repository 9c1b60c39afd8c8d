"""What the variables stand for in a conversation, as the shop has it at this moment."""

from collections.abc import Awaitable, Callable
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency

from sidecar.conversations.rules import Conversation, Operator
from sidecar.platform.database import Database
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ShopId
from sidecar.protocol.cart import CartContent
from sidecar.shop import customers, orders
from sidecar.shop.shops import Shop


class LiveValues:
    """Looks up no more than a text names; `cart` is what a visitor's cart holds now."""

    def __init__(
        self,
        database: Database,
        shop: Callable[[ShopId], Shop | None],
        cart: Callable[[Visitor], Awaitable[CartContent | None]],
    ) -> None:
        self._database = database
        self._shop = shop
        self._cart = cart

    async def of(
        self, names: frozenset[str], conversation: Conversation, operator: Operator
    ) -> dict[str, str | None]:
        """The values of these variables, None or blank where there is none."""
        visitor = conversation.visitor
        shop = self._shop(visitor.shop)
        values: dict[str, str | None] = {
            "operator": operator.name,
            "shop": shop.name if shop else None,
        }
        if any(name.startswith("cart.") for name in names):
            values |= _cart(await self._cart(visitor))
        if visitor.customer is None or shop is None:
            return values
        async with self._database.reading() as unit:
            if names & {"firstname", "lastname"}:
                account = await customers.account(unit, visitor.customer)
                if account:
                    values |= {"firstname": account.firstname, "lastname": account.lastname}
            if any(name.startswith("order.") for name in names):
                order = await orders.newest(unit, visitor.customer, shop, visitor.lang)
                if order:
                    values |= _order(order, visitor.lang)
        return values


def _cart(cart: CartContent | None) -> dict[str, str | None]:
    """An empty cart has no values; nor has a group a total that may see no prices."""
    if cart is None or not cart.quantity:
        return {}
    return {"cart.quantity": str(cart.quantity), "cart.total": cart.total if cart.prices else None}


def _order(order: orders.Newest, lang: str) -> dict[str, str | None]:
    locale = _locale(lang)
    return {
        "order.reference": order.reference,
        "order.state": order.state,
        "order.date": format_date(date.fromisoformat(order.placed_at), "long", locale)
        if order.placed_at
        else None,
        "order.total": format_currency(order.total, order.currency, locale=locale),
        "order.tracking": order.tracking,
    }


def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return Locale("en")
