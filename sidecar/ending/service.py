"""What comes of a chat that is over."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sidecar.configuration.rules import ChatSettings
from sidecar.conversations.rules import Conversation, Step
from sidecar.conversations.service import Conversations
from sidecar.ending import rules, store
from sidecar.ending.letters import TRANSCRIPT, UNREAD_ANSWER, Letters
from sidecar.errors import NotAllowed
from sidecar.mail.service import Outbox
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, ShopId
from sidecar.shop.shops import Shop

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=5)
"""So long after the answer, and after the visitor left, it is mailed: there may be more of it."""
BATCH = 50


class Endings:
    """The visitor's last conversation: what they say of it, and what they get by e-mail."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        outbox: Outbox,
        letters: Letters,
        *,
        shops: Callable[[], Mapping[ShopId, Shop]],
        settings: Callable[[ShopId], ChatSettings],
        grace: timedelta = GRACE,
        every: float = 20.0,
    ) -> None:
        """`every`: seconds between two looks for answers that nobody read."""
        self._database = database
        self._conversations = conversations
        self._outbox = outbox
        self._shops = shops
        self._settings = settings
        self._grace = grace
        self._every = every
        self._looked = -every
        outbox.composes(TRANSCRIPT, letters.transcript)
        outbox.composes(UNREAD_ANSWER, letters.unread_answer)

    async def rate(self, who: Visitor, stars: int, comment: str) -> None:
        """Say what the last conversation was like.

        Raises:
            NotFound: there was none.
            NotAllowed: nobody answered, it goes on, or the merchant does not ask.
        """
        if not self._settings(who.shop).rating:
            raise NotAllowed("Ratings are switched off.")
        conversation = await self._conversations.of_visitor(who)
        await self._conversations.change(
            conversation.id,
            lambda locked: rules.rate(locked, stars, comment.strip(), now=clock.now()),
        )

    async def leave_email(self, who: Visitor, email: str) -> None:
        """A guest says where an answer reaches them later.

        Raises:
            NotFound: they have no conversation.
            NotAllowed: a customer is reached by their account, or the merchant does not ask.
            ConversationClosed: it is in the history already.
        """
        if not self._settings(who.shop).ask_email:
            raise NotAllowed("No e-mail address is asked for.")
        conversation = await self._conversations.of_visitor(who)
        await self._conversations.change(conversation.id, lambda locked: rules.reach(locked, email))

    async def send_transcript(self, who: Visitor, email: str | None) -> None:
        """Mail the last conversation to its visitor.

        Raises:
            NotFound: there was none.
            NotAllowed: nobody answered, or the merchant does not offer it.
            InvalidFormat: a guest has to say where it goes.
            Conflict: a guest had it sent elsewhere before.
        """
        shop = self._shops().get(who.shop)
        if shop is None or not self._settings(who.shop).transcript:
            raise NotAllowed("Transcripts are switched off.")

        async def work(unit: Unit, locked: Conversation) -> Step:
            step = rules.ask_transcript(locked, email, now=clock.now())
            if step.changed:
                await self._mail_transcript(unit, shop, int(locked.id))
            return step

        conversation = await self._conversations.of_visitor(who)
        await self._conversations.carry_out(conversation.id, work)
        self._outbox.wake()

    async def _mail_transcript(self, unit: Unit, shop: Shop, number: int) -> None:
        now = clock.now()
        before = (await self._outbox.states(unit, TRANSCRIPT, [number])).get(number)
        if before is not None and before.state != "sent":
            # It is made when it is sent: what was said since then is in it.
            await self._outbox.again(unit, TRANSCRIPT, [number], now)
            return
        if before is not None:
            await self._outbox.forget(unit, TRANSCRIPT, [number])
        await self._outbox.put(unit, shop, kind=TRANSCRIPT, subject=number, now=now)

    async def look(self) -> None:
        """From time to time: mail the answers that came when their visitors had left."""
        if time.monotonic() - self._looked >= self._every:
            self._looked = time.monotonic()
            await self.mail_unread()

    async def mail_unread(self) -> int:
        """Mail what is due, once per conversation; how many mails that are.

        Whether they are still unread is asked once more when they are sent.
        """
        shops = {
            number: shop
            for number, shop in self._shops().items()
            if self._settings(number).mail_unread
        }
        async with self._database.reading() as unit:
            due = await store.unread(unit, [*shops], self._grace, limit=BATCH)
        mailed = 0
        for number, shop in due:
            mailed += await self._mail(number, shops[shop])
        if mailed:
            log.info("%d answers that nobody was there to read go out by e-mail", mailed)
            self._outbox.wake()
        return mailed

    async def _mail(self, number: ConversationId, shop: Shop) -> bool:
        async with self._database.unit() as unit:
            if not await store.taken(unit, number):
                return False
            if await self._outbox.states(unit, UNREAD_ANSWER, [number]):
                return False
            await self._outbox.put(unit, shop, kind=UNREAD_ANSWER, subject=number, now=clock.now())
            return True

    async def forget(self, unit: Unit, numbers: Sequence[int]) -> None:
        """Conversations are deleted: so are the mails about them."""
        for kind in (TRANSCRIPT, UNREAD_ANSWER):
            await self._outbox.forget(unit, kind, numbers)
