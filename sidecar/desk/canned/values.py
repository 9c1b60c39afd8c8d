"""What the variables stand for in a conversation, as the shop has it at this moment."""

from collections.abc import Callable
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency

from sidecar.conversations.rules import Conversation, Operator
from sidecar.platform.database import Database
from sidecar.protocol.base import ShopId
from sidecar.shop import customers, orders
from sidecar.shop.shops import Shop


class LiveValues:
    """Looks up no more than a text names."""

    def __init__(self, database: Database, shop: Callable[[ShopId], Shop | None]) -> None:
        self._database = database
        self._shop = shop

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
