"""The form for those who find nobody: what it asks, what it says, and what comes of it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pymysql.err import IntegrityError, MySQLError

from sidecar.configuration.service import Configuration
from sidecar.errors import ChatError, InvalidFields, NotFound
from sidecar.mail.rules import MailState
from sidecar.mail.service import Outbox
from sidecar.offline import rules, store
from sidecar.offline.letters import KIND, Letters
from sidecar.offline.rules import Choice, Form
from sidecar.offline.store import Left
from sidecar.platform import clock, metrics
from sidecar.platform.database import DEADLOCK, LOCK_WAIT, Busy, Database, Unit
from sidecar.platform.identity import Visitor
from sidecar.privacy import deletions
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.protocol.email import valid_email
from sidecar.protocol.offline import (
    LeaveMessage,
    OfflineStart,
    OfflineValues,
    OrderedProduct,
    PlacedOrder,
)
from sidecar.shop import customers, orders, threads
from sidecar.shop.contacts import Contact
from sidecar.shop.orders import Order
from sidecar.shop.shops import Shop

log = logging.getLogger(__name__)


class Forms:
    """The form of each shop and language, as of the last look at the shop's tables."""

    def __init__(
        self,
        configuration: Configuration,
        contacts: Callable[[Shop, str], tuple[Contact, ...]] = lambda _shop, _lang: (),
        consent: Callable[[Shop, str], str] = lambda _shop, _lang: "",
    ) -> None:
        self._configuration = configuration
        self._consent = consent
        self.contacts = contacts

    def of(self, shop: Shop, lang: str) -> Form:
        """The form for a shop in a language."""
        settings = self._configuration.of(shop, lang)
        offered = self.contacts(shop, lang) if settings.contact_choice else ()
        return Form(
            settings.asked(),
            tuple(Choice(one.id, one.name, one.description) for one in offered),
            self._consent(shop, lang),
        )


class OfflineMessages:
    """Messages that visitors leave while nobody is there."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        forms: Forms,
        letters: Letters,
        shop: Callable[[ShopId], Shop | None],
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._forms = forms
        self._letters = letters
        self._shop = shop
        self._now = now
        self.left: Callable[[Visitor], Awaitable[None]] | None = None
        """Called after a message was stored: who left it waits for nobody any more."""
        outbox.composes(KIND, letters.compose)

    async def start(self, who: Visitor, shop: Shop) -> OfflineStart:
        """What a signed-in customer need not type, and the orders it may be about."""
        if who.customer is None:
            return OfflineStart(values=OfflineValues(), orders=[])
        async with self._database.reading() as unit:
            account = await customers.account(unit, who.customer)
            placed = await orders.last(unit, who.customer, shop)
        values = OfflineValues()
        if account:
            values = OfflineValues(
                firstname=account.firstname,
                lastname=account.lastname,
                email=account.email,
                phone=account.phone,
            )
        return OfflineStart(values=values, orders=[_placed(order) for order in placed])

    async def known(self, who: Visitor, client_id: str) -> int | None:
        """The number of a message that this browser sends again."""
        async with self._database.reading() as unit:
            return await store.known(unit, who.vid, client_id)

    async def leave(
        self, who: Visitor, shop: Shop, asked: LeaveMessage, *, address: str, user_agent: str
    ) -> int:
        """Store a message with its mail and, for a contact with customer service, its thread.

        Raises:
            InvalidFields: something has to be mended; nothing was stored.
        """
        lang = shop.language(who.lang).iso
        form = self._forms.of(shop, lang)
        values = rules.tidied(asked.values)
        wrong: dict[str, str] = dict(rules.check(values, form, consent=asked.consent))
        contact = self._contact(shop, lang, asked.contact, form)
        if asked.contact is not None and form.contacts and contact is None:
            wrong["contact"] = "contact"
        async with self._database.reading() as unit:
            order = await self._order(unit, who, shop, asked.order)
            account = await customers.account(unit, who.customer) if who.customer else None
        if asked.order is not None and order is None:
            wrong["order"] = "order"
        elif asked.product is not None and (order is None or asked.product not in order.products):
            wrong["product"] = "product"
        if wrong:
            raise InvalidFields(wrong)
        page = rules.shop_page(asked.page, shop.domains)
        left = Left(
            id=0,
            shop=shop.id,
            lang=lang,
            customer=who.customer,
            guest=who.guest,
            customer_name=who.name[:255],
            firstname=values.firstname,
            lastname=values.lastname,
            email=valid_email(values.email or (account.email if account else "")) or "",
            phone=values.phone,
            message=values.message,
            page_url=page.url,
            page_title=page.title,
            contact=contact.id if contact else None,
            contact_name=contact.name[:255] if contact else "",
            contact_email=contact.email if contact else "",
            order=order.id if order else None,
            order_reference=order.reference[:64] if order else "",
            product=asked.product if order else None,
            product_name=order.products[asked.product][:255] if order and asked.product else "",
            consent=form.consent or None,
            suspect=bool(values.website),
            thread=None,
            thread_token="",
            created_at=self._now(),
        )
        browser = {
            "vid": who.vid,
            "client_id": asked.client_id,
            "ip_address": address[:45],
            "full_address_since": left.created_at.replace(tzinfo=None) if address else None,
            "user_agent": user_agent.encode("ascii", "replace").decode()[:255],
        }
        number = await self._stored(left, shop, contact, browser)
        metrics.OFFLINE_MESSAGES.inc()
        self._outbox.wake()
        if not left.suspect:
            await self._tell(who)
        return number

    async def _tell(self, who: Visitor) -> None:
        """The message is stored: what fails now is no failure of it."""
        if self.left is None:
            return
        try:
            await self.left(who)
        except (ChatError, Busy) as error:
            log.info("who left a message still counts as waiting: %s", error)

    async def send(self, number: int, shops: Sequence[ShopId]) -> None:
        """Begin anew with a mail that is not out, or send what looked like a program's.

        Raises:
            NotFound: there is no such message in these shops.
        """
        now = self._now()
        async with self._database.unit() as unit:
            left = await store.one(unit, number, shops)
            shop = self._shop(left.shop) if left else None
            if left is None or shop is None:
                raise NotFound(GONE)
            if await store.cleared(unit, number):
                await self._outbox.put(unit, shop, kind=KIND, subject=number, now=now)
            else:
                await self._outbox.again(unit, KIND, [number], now)
        self._outbox.wake()

    async def page(
        self, shops: Sequence[ShopId], *, before: tuple[datetime, int] | None, limit: int
    ) -> list[tuple[Left, MailState | None]]:
        """The shops' messages with their mails, newest first; `before`: the row above."""
        async with self._database.reading() as unit:
            found = await store.page(unit, shops, before=before, limit=limit)
            states = await self._outbox.states(unit, KIND, [left.id for left in found])
        return [(left, states.get(left.id)) for left in found]

    async def one(self, number: int, shops: Sequence[ShopId]) -> tuple[Left, MailState | None]:
        """A message of these shops with its mail.

        Raises:
            NotFound: there is none.
        """
        async with self._database.reading() as unit:
            left = await store.one(unit, number, shops)
            if left is None:
                raise NotFound(GONE)
            states = await self._outbox.states(unit, KIND, [number])
        return left, states.get(number)

    async def delete(self, number: int, shops: Sequence[ShopId], *, by: EmployeeId) -> None:
        """Delete a message and the mail that may be on its way; the shop's thread stays.

        Raises:
            NotFound: there is no such message in these shops.
        """
        async with self._database.unit() as unit:
            if not await store.delete(unit, number, shops):
                raise NotFound(GONE)
            await self._outbox.forget(unit, KIND, [number])
            await deletions.record(
                unit, "offline_message", [number], deletions.by(by), now=self._now()
            )
        log.info("offline message %d deleted by employee %d", number, by)

    async def purge(self, unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """Delete what was left before then, with its mail, and write that down; how many."""
        numbers = await store.older(unit, shop, before, limit=limit)
        if numbers:
            await store.delete_all(unit, numbers)
            await self._outbox.forget(unit, KIND, numbers)
            await deletions.record(
                unit, "offline_message", numbers, deletions.RETENTION, now=self._now()
            )
        return len(numbers)

    async def shorten_addresses(
        self, unit: Unit, shop: ShopId, before: datetime, *, limit: int
    ) -> int:
        """Shorten the IP addresses of messages that were left before then; how many."""
        return await store.shorten_addresses(unit, shop, before, limit=limit)

    def _contact(self, shop: Shop, lang: str, number: int | None, form: Form) -> Contact | None:
        """The chosen contact, if the form offers it, by the name the merchant knows it under."""
        if number is None or rules.chosen(number, form) is None:
            return None
        known = (
            one
            for language in (shop.default_language, lang)
            for one in self._forms.contacts(shop, language)
            if one.id == number
        )
        return next(known, None)

    async def _order(
        self, unit: Unit, who: Visitor, shop: Shop, number: int | None
    ) -> Order | None:
        if number is None or who.customer is None:
            return None
        return await orders.find(unit, who.customer, shop, number)

    async def _stored(
        self, left: Left, shop: Shop, contact: Contact | None, browser: dict[str, Any]
    ) -> int:
        try:
            async with self._database.unit() as unit:
                number = await store.insert(unit, left, browser)
                if left.suspect:
                    log.info("offline message %d looks like a program's: not mailed", number)
                    return number
                await self._outbox.put(unit, shop, kind=KIND, subject=number, now=left.created_at)
                if contact is not None and contact.customer_service and left.email:
                    await self._file(unit, replace(left, id=number), shop, browser)
                return number
        except IntegrityError:
            # The same message came twice at once, and the other one was first.
            async with self._database.reading() as unit:
                first = await store.known(unit, browser["vid"], browser["client_id"])
            if first is None:
                raise
            return first

    async def _file(self, unit: Unit, left: Left, shop: Shop, browser: dict[str, Any]) -> None:
        """Into the shop's customer service; where that can't be written the mail still goes."""
        message = threads.Message(
            contact=left.contact or 0,
            lang=left.lang,
            customer=left.customer,
            email=left.email,
            text=self._letters.thread_text(left, shop),
            order=left.order,
            product=left.product,
            address=browser["ip_address"],
            user_agent=browser["user_agent"],
        )
        await unit.run("SAVEPOINT thread")
        try:
            thread = await threads.begin(unit, shop, message, now=left.created_at)
        except MySQLError as error:
            if not _of_the_tables(error):
                raise
            await unit.run("ROLLBACK TO SAVEPOINT thread")
            log.error(  # noqa: TRY400 (what the database says is enough)
                "offline message %d is not in customer service (%s):"
                " give the database user the rights in sql/grants.sql",
                left.id,
                error.args[-1],
            )
        else:
            await store.filed(unit, left.id, thread.id, thread.token)


GONE = "This message does not exist any more."


def _of_the_tables(error: MySQLError) -> bool:
    """Whether the shop's tables are not as expected, or not ours to write; else all is undone."""
    code = error.args[0] if error.args else 0
    return isinstance(code, int) and 1000 <= code < 2000 and code not in (LOCK_WAIT, DEADLOCK)


def _placed(order: Order) -> PlacedOrder:
    products = [OrderedProduct(id=number, name=name) for number, name in order.products.items()]
    return PlacedOrder(
        id=order.id, reference=order.reference, placed_at=order.placed_at, products=products
    )
