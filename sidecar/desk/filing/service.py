"""Files conversations in the shop's customer service: what is to be done is signed here.

The module does it, with the shop's own objects and the employee's rights. The thread's token is
ours from the start: by it the thread is found, whatever became of the module's answer.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sidecar.conversations import rules as talks
from sidecar.conversations.rules import Conversation, Operator
from sidecar.conversations.service import Conversations
from sidecar.desk.filing import store
from sidecar.desk.filing.rules import LONGEST, Filing, fitting
from sidecar.errors import InvalidFormat, NotFound
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Identity
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId
from sidecar.protocol.filing import (
    Filed,
    FilingColleague,
    FilingContact,
    FilingOptions,
    FilingOrder,
)
from sidecar.protocol.operator import FileConversation
from sidecar.shop import customers, employees, orders, threads
from sidecar.shop.contacts import Contact
from sidecar.shop.shops import Shop

log = logging.getLogger(__name__)


class Files:
    """What is filed, and what is to be."""

    def __init__(
        self,
        database: Database,
        identity: Identity,
        conversations: Conversations,
        pages: Pages,
        *,
        shops: Callable[[], Mapping[ShopId, Shop]],
        contacts: Callable[[Shop, str], tuple[Contact, ...]],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._identity = identity
        self._conversations = conversations
        self._pages = pages
        self._shops = shops
        self._contacts = contacts
        self._now = now

    async def options(
        self, conversation: Conversation, *, lang: str, with_orders: bool
    ) -> FilingOptions:
        """What there is to choose."""
        shop, customer = self._shop(conversation), conversation.visitor.customer
        filed = await self.look(conversation)
        async with self._database.reading() as unit:
            placed = await orders.last(unit, customer, shop) if customer and with_orders else []
            colleagues = await employees.readers_of_threads(unit, shop.id)
        return FilingOptions(
            contacts=[FilingContact(id=one.id, name=one.name) for one in self._keeping(shop, lang)],
            orders=[
                FilingOrder(id=one.id, reference=one.reference, placed_at=one.placed_at)
                for one in placed
            ],
            colleagues=[FilingColleague(id=number, name=name) for number, name in colleagues],
            thread=filed.thread,
        )

    async def file(
        self, conversation: Conversation, asked: FileConversation, by: Operator, *, lang: str
    ) -> Filed:
        """What the module is to do; or where it is, when somebody filed it before.

        Raises:
            InvalidFormat: a contact, an order or a colleague that is not there to choose.
        """
        shop, visitor = self._shop(conversation), conversation.visitor
        filed = await self.look(conversation)
        if filed.thread is not None:
            return filed
        if asked.contact not in [one.id for one in self._keeping(shop, lang)]:
            raise InvalidFormat("contact: is none with customer service")
        async with self._database.reading() as unit:
            names = dict(await employees.readers_of_threads(unit, shop.id))
            account = await customers.account(unit, visitor.customer) if visitor.customer else None
            placed = (
                await orders.find(unit, visitor.customer, shop, asked.order)
                if asked.order and visitor.customer
                else None
            )
            text = await threads.storable(unit, await self._text(unit, conversation, shop, lang))
            note = self._pages.render(
                "customer_service/note.txt",
                lang,
                by=names.get(by.id, by.name),
                note=asked.note.strip(),
            )
            note = await threads.storable(unit, note.strip())
        if asked.order and placed is None:
            raise InvalidFormat("order: is none of this customer's")
        in_charge = EmployeeId(asked.employee or by.id)
        if in_charge != by.id and in_charge not in names:
            raise InvalidFormat("employee: may not read customer service")
        filing = await self._begun(conversation, by.id)
        order = {
            "token": filing.token,
            "shop": shop.id,
            "lang": shop.language(visitor.lang).iso,
            "contact": asked.contact,
            "customer": visitor.customer if account else 0,
            "order": asked.order or 0,
            "email": account.email if account else conversation.email,
            "status": asked.status,
            "text": text,
            "employee": in_charge,
            "note": note,
        }
        return Filed(order=self._identity.filing_order(by.id, order, now=self._now()))

    async def look(self, conversation: Conversation) -> Filed:
        """Where a conversation is filed now; pages are told when that is news."""
        async with self._database.reading() as unit:
            filing = await store.get(unit, conversation.id)
            if filing is None:
                return Filed()
            thread = filing.thread
            if thread is None:
                thread = await threads.of_token(unit, conversation.visitor.shop, filing.token)
            elif not await threads.exists(unit, thread):
                thread = None
        if thread is not None and filing.thread is None:
            await self._found(filing, thread)
        return Filed(thread=thread)

    async def heal(self, since: datetime) -> None:
        """Find the threads of what was filed while nobody could say so."""
        async with self._database.reading() as unit:
            lost = await store.unconfirmed(unit, since)
            found = [
                (filing, await threads.of_token(unit, shop, filing.token)) for filing, shop in lost
            ]
        for filing, thread in found:
            if thread is not None:
                await self._found(filing, thread)

    async def forget(self, unit: Unit, conversations: Sequence[ConversationId]) -> None:
        """These conversations are deleted; their threads are the shop's own."""
        await store.forget(unit, conversations)

    async def _found(self, filing: Filing, thread: int) -> None:
        async with self._database.unit() as unit:
            news = await store.filed(unit, filing, thread)
        if news:
            log.info("conversation %d is filed as thread %d", filing.conversation, thread)
            await self._conversations.quietly(filing.conversation, talks.told)

    async def _begun(self, conversation: Conversation, by: EmployeeId) -> Filing:
        """The filing that runs, or a new one: under one token there is one thread at most."""
        async with self._database.unit() as unit:
            filing = await store.get(unit, conversation.id, lock=True)
            if filing is None or filing.thread is not None:
                token = threads.new_token()
                await store.begin(
                    unit,
                    conversation.id,
                    conversation.visitor.shop,
                    token,
                    by=by,
                    now=self._now(),
                )
                filing = Filing(conversation.id, token, None)
        return filing

    async def _text(self, unit: Unit, conversation: Conversation, shop: Shop, lang: str) -> str:
        whole = await store.said(unit, conversation.id, shop, limit=LONGEST + 1)
        said = fitting(whole[-LONGEST:])
        return self._pages.render(
            "customer_service/thread.txt",
            lang,
            number=conversation.id,
            who=conversation.visitor,
            days=[list(day) for _, day in groupby(said, key=lambda one: one.at.date())],
            cut=len(said) < len(whole),
        ).strip()

    def _keeping(self, shop: Shop, lang: str) -> list[Contact]:
        known = self._contacts(shop, shop.language(lang).iso)
        return [one for one in known if one.customer_service]

    def _shop(self, conversation: Conversation) -> Shop:
        shop = self._shops().get(conversation.visitor.shop)
        if shop is None:
            raise NotFound
        return shop
