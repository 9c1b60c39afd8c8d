"""What can be done with a conversation: one transaction each, pages told after the commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from sidecar.conversations import offers, rules, store, trail, visitors, wire
from sidecar.conversations.lately import Lately
from sidecar.conversations.rules import CARDS, Conversation, Draft, Line, Operator, Step, Times
from sidecar.conversations.telling import Telling
from sidecar.conversations.writer import Batch, Entry, Posted, Writer
from sidecar.errors import Conflict, NotAllowed, NotFound
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.database import Busy, Database, Unit
from sidecar.platform.identity import Browser, Visitor
from sidecar.platform.ids import ulid
from sidecar.platform.realtime import Realtime
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId, iso
from sidecar.protocol.shapes import Author
from sidecar.protocol.visitor import PageSeen, ViewPage
from sidecar.shop import customers

log = logging.getLogger(__name__)

LAST = 50
BREATH = 8
"""Messages told to the pages before others get their turn."""

Rule = Callable[[Conversation], Step]
"""What happens to a conversation, on plain values."""
Work = Callable[[Unit, Conversation], Awaitable[Step]]
"""The same with what has to be read or written in the same transaction."""
Archived = Callable[[Unit, ConversationId], Awaitable[None]]


class Conversations:
    """The conversations of a shop installation."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        operators: Operators,
        *,
        times: Callable[[ShopId], Times],
        is_open: Callable[[ShopId], bool],
        shown_name: Callable[[ShopId, str], str],
        own_origin: Callable[[str], bool],
    ) -> None:
        self._database = database
        self._operators = operators
        self._times = times
        self._own_origin = own_origin
        self._lately = Lately()
        self.archived: Archived | None = None
        """What else is stored with a conversation in the history; set by the application."""
        self.telling = Telling(database, realtime, shown_name)
        self.writer = Writer(
            database,
            operators,
            times=times,
            is_open=is_open,
            shown_name=shown_name,
            committed=self._committed,
        )

    def post_by_visitor(
        self, visitor: Visitor, draft: Draft, *, after_connecting: bool = False
    ) -> "asyncio.Future[Posted]":
        """Take a visitor's message in, in order; the future is done when it is committed.

        `after_connecting`: it may be one whose answer got lost with the connection before.
        """
        return self.writer.put(Entry(draft, visitor=visitor, after_connecting=after_connecting))

    def post_by_operator(
        self,
        operator: Operator,
        shops: tuple[ShopId, ...],
        conversation: ConversationId,
        draft: Draft,
    ) -> "asyncio.Future[Posted]":
        """Take an operator's message in, in order; the future is done when it is committed."""
        return self.writer.put(
            Entry(draft, operator=operator, shops=shops, conversation=conversation)
        )

    async def repeated(
        self, conversation: Conversation, client_id: str, operator: Operator
    ) -> Posted | None:
        """What this operator sent under this id before, as it was stored.

        Raises:
            Conflict: somebody else's message has the id.
        """
        key = (conversation.id, client_id)
        async with self._database.reading() as unit:
            line = (await store.repeats(unit, [key])).get(key)
        if line is None:
            return None
        if line.author != "operator" or line.author_id != operator.id:
            raise Conflict("Another message was sent under the same id.")
        return Posted(line, conversation, repeated=True)

    async def open(self, visitor: Visitor) -> dict[str, Any]:
        """What the chat shows: `conversation` or None; `messages`, an archived one's first."""
        async with self._database.reading() as unit:
            conversation = await store.latest(unit, visitor)
            if conversation is None:
                return {"conversation": None, "messages": []}
            lines = await store.messages(unit, conversation.id, limit=LAST)
            if conversation.open and len(lines) < LAST:
                earlier = await store.before(unit, visitor, conversation.id)
                if earlier:
                    lines = await store.messages(unit, earlier, limit=LAST - len(lines)) + lines
        self._lately.put(conversation)
        return {
            "conversation": self.telling.for_visitor(conversation),
            "messages": [wire.message(line) for line in lines],
        }

    async def of_visitor(self, visitor: Visitor) -> Conversation:
        """The visitor's open conversation, or their last one; raises NotFound without any."""
        known = self._lately.get(visitor)
        if known is not None:
            return known
        async with self._database.reading() as unit:
            conversation = await store.latest(unit, visitor)
        if conversation is None:
            raise NotFound
        self._lately.put(conversation)
        return conversation

    async def of_operator(self, number: ConversationId, shops: Iterable[ShopId]) -> Conversation:
        """A conversation of one of these shops; raises NotFound for any other."""
        async with self._database.reading() as unit:
            conversation = await store.get(unit, number)
        if conversation is None or conversation.visitor.shop not in set(shops):
            raise NotFound
        return conversation

    async def messages(
        self, conversation: ConversationId, *, before: int | None, after: int | None, limit: int
    ) -> tuple[list[dict[str, Any]], bool]:
        """Messages as the wire has them, and whether there are more in that direction."""
        async with self._database.reading() as unit:
            lines = await store.messages(
                unit, conversation, before=before, after=after, limit=limit + 1
            )
        more = len(lines) > limit
        if more:
            lines = lines[:limit] if after is not None else lines[-limit:]
        return [wire.message(line) for line in lines], more

    async def seen(
        self, conversation: Conversation, by: Author, seq: int, *, skip: str | None
    ) -> None:
        """One side has seen all up to a number: the other's marks and own tabs' badges change."""
        if seq > conversation.last_seq:
            conversation = await self.get(conversation.id)
        after = rules.seen(conversation, by, seq)
        if after == conversation:
            return
        async with self._database.unit() as unit:
            await store.see(unit, after)
        self._lately.put(rules.seen(self._lately.get(after.visitor) or after, by, seq))
        await self.writer.told()
        await self.telling.seen(after, by, skip=skip)

    async def clicked(self, visitor: Visitor, number: ConversationId, seq: int) -> Line | None:
        """The visitor followed the link of a card of theirs; None when that was known already.

        Raises:
            NotFound: there is no such card.
        """
        async with self._database.unit() as unit:
            conversation = await store.get(unit, number)
            found = await store.messages(unit, number, after=seq - 1, limit=1)
            if conversation is None or not conversation.of(visitor) or not found:
                raise NotFound
            card = found[0]
            if card.seq != seq or card.kind not in CARDS or card.data is None:
                raise NotFound
            at = iso(clock.now())
            if "clickedAt" in card.data or not await store.mark(
                unit, card, {**card.data, "clickedAt": at}
            ):
                return None
        await self.telling.clicked(conversation, seq, at)
        return card

    async def end(
        self, number: ConversationId, code: str, *, by: EmployeeId | None = None
    ) -> Conversation:
        """Finish a conversation; `code` says by whom, `by` an operator who may end only their own.

        Raises:
            NotAllowed: it is another operator's.
        """

        def rule(before: Conversation) -> Step:
            if by is not None and before.operator is not None and before.operator.id != by:
                raise NotAllowed("Only who has the conversation can end it.")
            return rules.end(before, code, now=clock.now(), new_id=ulid)

        return await self.change(number, rule)

    async def reopen(self, number: ConversationId, operator: Operator) -> Conversation:
        """An operator goes on with a finished conversation while its visitor is there."""

        async def work(unit: Unit, before: Conversation) -> Step:
            if before.operator and before.operator.id != operator.id:
                raise NotAllowed(f"{before.operator.name} had this conversation.")
            await self._operators.require_online(unit, operator.id, before.visitor.shop)
            return rules.reopen(
                before,
                operator,
                present=await store.present(unit, before.open_key),
                now=clock.now(),
                times=self._times(before.visitor.shop),
                new_id=ulid,
            )

        return await self.carry_out(number, work)

    async def visitor_gone(self, number: ConversationId) -> None:
        """The visitor has been away for long: the conversation is finished."""
        await self.quietly(
            number, lambda c: rules.end(c, "visitor_gone", now=clock.now(), new_id=ulid)
        )

    async def put_away(self, number: ConversationId) -> None:
        """Archive a finished conversation that no operator online has in view."""
        await self.quietly(number, rules.archive)

    async def carry_over(self, guest: Visitor, customer: Visitor) -> None:
        """A guest signed in: the conversation becomes the customer's, or ends for theirs."""
        async with self._database.reading() as unit:
            found = await store.find_open(unit, [guest.open_key, customer.open_key])
        mine = found.get(guest.open_key)
        if mine is None or customer.customer is None:
            return
        async with self._database.unit() as unit:
            contacts = await customers.contacts(unit, [customer.customer])
            found = await store.find_open(unit, [guest.open_key, customer.open_key])
            locked = await store.lock(unit, found.values())
            conversation = locked.get(found.get(guest.open_key, ConversationId(0)))
            if conversation is None or conversation.open_key != guest.open_key:
                return
            other = found.get(customer.open_key)
            now = clock.now()
            if other is None:
                contact = contacts.get(customer.customer)
                step = rules.sign_in(conversation, customer, contact, now=now, new_id=ulid)
            else:
                step = rules.continue_elsewhere(conversation, other, now=now, new_id=ulid)
            detail = await self._write(unit, step)
        self.writer.forget(guest.open_key)
        await self._tell(detail, step)

    async def typing(self, visitor: Visitor, text: str) -> None:
        """Show the operator what the visitor is typing; nothing is stored."""
        conversation = await self.of_visitor(visitor)
        if conversation.state in ("waiting", "ongoing"):
            await self.telling.typing(conversation, text)

    async def at_page(
        self, visitor: Visitor, page: PageSeen | ViewPage, *, browser: Browser
    ) -> None:
        """The visitor is on this page; of its address only what operators may see is kept.

        Operators open it: what is no page of the shop's is somebody's bait.
        """
        to = trail.stop(page.url, page.title, page.kind, page.product, clock.now())
        if to is None or not self._own_origin(trail.origin(page.url)):
            return
        came_from = page.referrer or "" if isinstance(page, PageSeen) else ""
        referrer = trail.foreign(came_from, page.url)
        async with self._database.unit() as unit:
            await visitors.at_page(unit, visitor, to, referrer=referrer, browser=browser)
            found = await store.find_open(unit, [visitor.open_key])
            conversation = await store.get(unit, found[visitor.open_key]) if found else None
        if conversation is None:
            return
        if conversation.visitor.vid != visitor.vid:
            await self.quietly(conversation.id, lambda c: rules.moved(c, visitor))
        await self.telling.page(conversation, to.wire())

    async def for_operator(self, conversation: Conversation) -> dict[str, Any]:
        """`shapes.Conversation` as operators see it."""
        async with self._database.reading() as unit:
            found = await store.details(unit, "c.id_conversation = %s", conversation.id)
        if not found:
            raise NotFound
        return wire.for_operator(found[0])

    async def change(self, number: ConversationId, rule: Rule) -> Conversation:
        """One conversation's next step by a rule; raises NotFound, and what the rule raises."""
        return await self.carry_out(number, plain(rule))

    async def carry_out(self, number: ConversationId, work: Work) -> Conversation:
        """One conversation's next step, under its lock: stored, then told.

        Raises:
            NotFound: it does not exist any more. And what `work` raises.
        """
        async with self._database.unit() as unit:
            before = await self._locked(unit, number)
            step = await work(unit, before)
            if step.conversation.state == "waiting" and before.state != "waiting":
                await offers.forget_declines(unit, number)
            detail = await self._write(unit, step)
        await self._tell(detail, step)
        return step.conversation

    async def begin(self, work: Callable[[Unit], Awaitable[Step]]) -> Conversation:
        """A conversation that did not begin in the chat: stored, then told.

        Raises:
            pymysql.err.IntegrityError: the visitor has an open one. And what `work` raises.
        """
        async with self._database.unit() as unit:
            step = await work(unit)
            detail = await self._write(unit, step)
        await self._tell(detail, step)
        return step.conversation

    async def message_left(self, visitor: Visitor) -> None:
        """The visitor left a message: a conversation that nobody has taken is finished."""
        try:
            waiting = await self.of_visitor(visitor)
        except NotFound:
            return
        await self.quietly(
            waiting.id, lambda c: rules.message_left(c, now=clock.now(), new_id=ulid)
        )

    async def quietly(self, number: ConversationId, rule: Rule) -> None:
        """A change that nobody waits for: what fails now is found by the next sweep."""
        await self.attempt(number, plain(rule))

    async def attempt(self, number: ConversationId, work: Work) -> None:
        """The same with what has to be read or written in the same transaction."""
        try:
            await self.carry_out(number, work)
        except (Busy, NotFound) as error:
            log.info("conversation %s is left as it is for now: %s", number, error)

    async def get(self, number: ConversationId) -> Conversation:
        """One conversation as it is now; raises NotFound."""
        async with self._database.reading() as unit:
            conversation = await store.get(unit, number)
        if conversation is None:
            raise NotFound
        return conversation

    async def _locked(self, unit: Unit, number: ConversationId) -> Conversation:
        conversation = (await store.lock(unit, [number])).get(number)
        if conversation is None:
            raise NotFound
        return conversation

    async def _write(self, unit: Unit, step: Step) -> "store.Detail | None":
        """Store a step; what operators are to see of it, None when nothing happened."""
        if not step.changed and not step.lines:
            return None
        await store.add(unit, step.lines)
        await store.save(unit, step.conversation)
        if step.conversation.state == "archived" and self.archived:
            await self.archived(unit, step.conversation.id)
        found = await store.details(unit, "c.id_conversation = %s", step.conversation.id)
        return found[0]

    async def _tell(self, detail: "store.Detail | None", step: Step) -> None:
        if detail is None:
            return
        await self.writer.told()
        self._lately.put(step.conversation)
        if not step.conversation.open_key:
            self.writer.forget(step.conversation.visitor.open_key)
        await self.telling.changed(detail)
        for line in step.lines:
            await self.telling.message(step.conversation, line)

    async def _committed(self, batch: Batch) -> None:
        """After a batch of messages is stored: tell the pages, in the order of the conversation."""
        told = sorted(batch.changed | batch.created)
        if told:
            async with self._database.reading() as unit:
                found = await store.details(
                    unit, f"c.id_conversation IN ({','.join(str(int(number)) for number in told)})"
                )
            for detail in found:
                await self.telling.changed(detail, created=detail.conversation.id in batch.created)
        for number in batch.touched:
            self._lately.put(batch.conversations[number])
        for place, line in enumerate(batch.lines, 1):
            await self.telling.message(batch.conversations[line.conversation], line)
            if place % BREATH == 0:
                # Telling never waits by itself: commands that came meanwhile get their turn.
                await asyncio.sleep(0)


def plain(rule: Rule) -> Work:
    """A rule as the work of a transaction that does nothing else."""

    async def work(_unit: Unit, before: Conversation) -> Step:
        return rule(before)

    return work
