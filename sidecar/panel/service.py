"""The sheet of a visitor: everything the panel shows, in few queries, kept for seconds."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from sidecar.conversations import about
from sidecar.conversations.about import Browsing
from sidecar.conversations.rules import Conversation
from sidecar.conversations.service import Conversations
from sidecar.errors import NotFound
from sidecar.operators.rights import Action
from sidecar.panel import browsers, carts, store
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.identity import Employee
from sidecar.protocol.base import ConversationId, EmployeeId
from sidecar.protocol.sheet import Sheet, Visit
from sidecar.shop import correspondence, parts, profile, purchases, visits
from sidecar.shop.parts import Part
from sidecar.shop.shops import Shop
from sidecar.shop.visits import Landing

KEPT_SECONDS = 3.0
KEPT_AT_MOST = 500

May = Callable[[EmployeeId, Action], bool]


class Sheets:
    """Reads sheets, each once however many ask for it at a time.

    `aside`: the database by connections of their own, so that reading never delays a message.
    """

    def __init__(
        self,
        aside: Database,
        conversations: Conversations,
        *,
        may: May,
        shop: Callable[[int], Shop | None],
    ) -> None:
        self._aside = aside
        self._conversations = conversations
        self._may = may
        self._shop = shop
        self._known: dict[object, tuple[float, asyncio.Task[Sheet]]] = {}

    async def of(self, number: ConversationId, employee: Employee) -> Sheet:
        """What this employee may see beside a conversation.

        Raises:
            NotFound: it is in none of their shops.
            StorageUnavailable: the shop's tables took too long.
        """
        conversation = await self._conversations.of_operator(number, employee.shops)
        customers = self._may(employee.id, "see_customers")
        orders = customers and self._may(employee.id, "see_orders")
        key = (number, conversation.visitor, employee.shops, employee.lang, customers, orders)
        now = time.monotonic()
        until, reading = self._known.get(key, (0.0, None))
        if reading is None or (reading.done() and (until <= now or reading.exception())):
            self._forget(now)
            reading = asyncio.create_task(
                self._read(conversation, employee, customers=customers, orders=orders)
            )
            # Who asked may be gone before it fails.
            reading.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._known[key] = now + KEPT_SECONDS, reading
        return await asyncio.shield(reading)

    def _forget(self, now: float) -> None:
        self._known = {
            key: known
            for key, known in list(self._known.items())[-KEPT_AT_MOST:]
            if known[0] > now or not known[1].done()
        }

    async def _read(
        self, conversation: Conversation, employee: Employee, *, customers: bool, orders: bool
    ) -> Sheet:
        visitor = conversation.visitor
        shop = self._shop(visitor.shop)
        if shop is None:
            raise NotFound
        lang, now = shop.language(employee.lang).id, clock.now()
        shops = [one for one in shop.customer_shops if one in employee.shops] or [shop.id]
        wanted: dict[str, Part[Any]] = {
            "browsing": about.browsing(visitor),
            "conversations": about.earlier(visitor, shops, conversation.id),
            "cart": store.cart(visitor),
        }
        if visitor.guest is not None:
            wanted["landing"] = visits.landing(visitor.guest, shop)
        if visitor.customer is not None and customers:
            whose = visitor.customer
            wanted["customer"] = profile.account(whose, shop, lang, shop.local(now).date())
            wanted["addresses"] = profile.addresses(whose, lang)
            wanted["vouchers"] = purchases.vouchers(whose, shop, lang, now)
            wanted["threads"] = correspondence.threads(whose, shop, lang)
            if orders:
                wanted["orders"] = purchases.orders(whose, shop, lang)
                wanted["carts"] = purchases.carts(whose, shop, now)
        async with self._aside.reading() as unit:
            found = await parts.read(unit, wanted)
            kept = found.pop("cart")
            cart = await carts.shown(unit, shop, kept) if kept else None
        browsing, landing = found.pop("browsing"), found.pop("landing", None)
        gone = "customer" in found and found["customer"] is None
        if gone:
            # What is left of an account that was deleted, or is another shop's, is not shown.
            found = {"conversations": found["conversations"]}
        nothing: dict[str, Any] = {"addresses": [], "carts": [], "vouchers": [], "threads": []}
        return Sheet(
            conversation_id=conversation.id,
            withheld=[
                name
                for name, seen in (("customers", customers), ("orders", orders))
                if visitor.customer is not None and not seen
            ],
            gone=gone,
            cart=cart,
            visit=_visit(browsing, landing),
            pages=[stop.wire() for stop in browsing.trail] if browsing else [],
            **nothing | found,
        )


def _visit(browsing: Browsing | None, landing: Landing | None) -> Visit:
    user_agent = browsing.browser.user_agent if browsing else ""
    first = next((one for one in reversed(browsing.trail) if one.url), None) if browsing else None
    referrer = (browsing.referrer if browsing else "") or (landing.referrer if landing else "")
    return Visit(
        browser=browsers.browser(user_agent),
        system=browsers.system(user_agent),
        languages=browsers.languages(browsing.browser.languages) if browsing else [],
        referrer=referrer or None,
        first_page=(landing.page if landing else "") or (first.url if first else None),
        came_at=landing.at if landing and landing.at else (first.at if first else None),
    )
