"""The group commit: messages that arrive together share one transaction, so durability is cheap.

The number of statements does not grow with the number of messages; one that breaks a rule fails
alone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pymysql.err import IntegrityError

from sidecar.conversations import rules, store, visitors
from sidecar.conversations.rules import Conversation, Draft, Line, Operator, Step, Times
from sidecar.errors import ChatError, Conflict, NotFound, StorageUnavailable, TokenExpired
from sidecar.operators.rules import Candidate, with_one_more
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.database import DUPLICATE, Busy, Database, Unit
from sidecar.platform.identity import Visitor
from sidecar.platform.ids import ulid
from sidecar.platform.tasks import ended
from sidecar.protocol.base import ConversationId, CustomerId, ShopId
from sidecar.shop import customers
from sidecar.shop.customers import Contact

log = logging.getLogger(__name__)

GATHER_SECONDS = 0.002
BATCH = 200


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored message, and the conversation after it."""

    line: Line
    conversation: Conversation
    created: bool = False
    repeated: bool = False


@dataclass(slots=True, eq=False)
class Entry:
    """A message on its way in; an operator's names its conversation."""

    draft: Draft
    visitor: Visitor | None = None
    operator: Operator | None = None
    shops: tuple[ShopId, ...] = ()
    """The shops in which the operator may answer."""
    conversation: ConversationId | None = None
    after_connecting: bool = False
    """Among the first on its socket: the answer to it may have been lost with the socket before."""
    future: "asyncio.Future[Posted]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


@dataclass(slots=True)
class Batch:
    """What one transaction makes of its entries."""

    conversations: dict[ConversationId, Conversation]
    keys: dict[str, ConversationId]
    repeats: dict[tuple[ConversationId, str], Line]
    lines: list[Line] = field(default_factory=list)
    touched: set[ConversationId] = field(default_factory=set)
    changed: set[ConversationId] = field(default_factory=set)
    created: set[ConversationId] = field(default_factory=set)
    results: "list[tuple[Entry, Posted | ChatError]]" = field(default_factory=list)
    candidates: dict[ShopId, list[Candidate]] = field(default_factory=dict)
    contacts: Mapping[CustomerId, Contact] = field(default_factory=dict)
    """Of customers who are about to begin a conversation."""


Committed = Callable[[Batch], Awaitable[None]]


class Writer:
    """Takes messages in, in order; answers each when it is committed."""

    def __init__(
        self,
        database: Database,
        operators: Operators,
        *,
        times: Callable[[ShopId], Times],
        is_open: Callable[[ShopId], bool],
        shown_name: Callable[[ShopId, str], str],
        committed: Committed,
    ) -> None:
        self._database = database
        self._operators = operators
        self._times = times
        self._is_open = is_open
        self._shown_name = shown_name
        self._committed = committed
        self._queue: list[Entry] = []
        self._filled = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._known: dict[str, ConversationId] = {}

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="conversation writer")

    async def stop(self) -> None:
        """Write what is waiting, then stop."""
        if self._task is not None:
            await self._idle.wait()
            await ended(self._task)
        await self.told()

    def put(self, entry: Entry) -> "asyncio.Future[Posted]":
        """Take a message in at once; the future is done when it is committed, or refused."""
        self._queue.append(entry)
        self._filled.set()
        self._idle.clear()
        return entry.future

    async def told(self) -> None:
        """Wait until the pages know of every batch committed so far."""
        if self._telling is not None:
            await asyncio.wait([self._telling])

    def forget(self, open_key: str) -> None:
        """The visitor's open conversation is no longer the one it was."""
        self._known.pop(open_key, None)

    async def _run(self) -> None:
        while True:
            if not self._queue:
                self._filled.clear()
                self._idle.set()
                await self._filled.wait()
                await asyncio.sleep(GATHER_SECONDS)
            # What came in while the last batch was being committed has waited long enough.
            entries, self._queue = self._queue[:BATCH], self._queue[BATCH:]
            try:
                await self._write(entries)
            except Exception as error:
                log.exception("messages could not be written")
                _fail(entries, ChatError(retry=2.0) if not isinstance(error, ChatError) else error)

    async def _write(self, entries: Sequence[Entry]) -> None:
        for attempt in (1, 2):
            try:
                await self._commit(entries)
            except (Busy, IntegrityError) as error:
                log.info("batch of %d messages is tried again: %s", len(entries), error)
                if attempt == 2:
                    break
            except StorageUnavailable as error:
                _fail(entries, error)
                return
            else:
                return
        for entry in entries:
            try:
                await self._commit([entry])
            except (Busy, IntegrityError):
                _fail([entry], StorageUnavailable("The database is busy. Please try again."))
            except StorageUnavailable as error:
                _fail([entry], error)

    async def _commit(self, entries: Sequence[Entry]) -> None:
        async with self._database.unit() as unit:
            batch = await self._locked(unit, entries)
            before = dict(batch.conversations)
            await self._apply(unit, batch, entries)
            try:
                await store.add(unit, batch.lines)
            except IntegrityError as error:
                if error.args[0] != DUPLICATE:
                    raise
                batch = await self._with_repeats(unit, batch, before, entries)
                await store.add(unit, batch.lines)
            await self._save(unit, batch)
        for number in batch.created:
            key = batch.conversations[number].open_key
            if key:
                self._known[key] = number
        if len(self._known) > 50_000:
            self._known.clear()
        for entry, result in batch.results:
            if entry.future.done():
                continue
            if isinstance(result, ChatError):
                entry.future.set_exception(result)
            else:
                entry.future.set_result(result)
        await self.told()
        # Pages are told while the next batch is at the database, in the order of the batches.
        self._telling = asyncio.create_task(self._tell(batch), name="telling")

    async def _tell(self, batch: Batch) -> None:
        """What cannot be told is not lost: the pages notice by the next message or the pulse."""
        try:
            await self._committed(batch)
        except (ChatError, Busy) as error:
            log.warning("pages could not be told of %d messages: %s", len(batch.lines), error)
        except Exception:
            log.exception("pages could not be told of %d messages", len(batch.lines))

    async def _locked(self, unit: Unit, entries: Sequence[Entry]) -> Batch:
        keys = {entry.visitor.open_key for entry in entries if entry.visitor}
        unknown = [key for key in keys if key not in self._known]
        if unknown:
            self._known |= await store.find_open(unit, unknown)
        wanted = {entry.conversation for entry in entries if entry.conversation}
        wanted |= {self._known[key] for key in keys if key in self._known}
        locked = await store.lock(unit, wanted)
        moved = [
            key
            for key in keys
            if key in self._known and _key_of(locked.get(self._known[key])) != key
        ]
        if moved:
            # Another process, or the sweep, closed what this one remembered.
            for key in moved:
                self._known.pop(key)
            fresh = await store.find_open(unit, moved)
            locked |= await store.lock(unit, fresh.values())
            self._known |= fresh
        begun = {key: self._known[key] for key in keys if key in self._known}
        beginning = {
            entry.visitor.customer
            for entry in entries
            if entry.visitor and entry.visitor.customer and entry.visitor.open_key not in begun
        }
        contacts = await customers.contacts(unit, sorted(beginning))
        return Batch(locked, begun, {}, contacts=contacts)

    async def _with_repeats(
        self,
        unit: Unit,
        batch: Batch,
        before: dict[ConversationId, Conversation],
        entries: Sequence[Entry],
    ) -> Batch:
        """Some messages are stored already: apply the rules once more, without them."""
        asked = {
            (line.conversation, line.client_id) for line in batch.lines if line.author != "system"
        }
        again = Batch(
            before,
            batch.keys,
            await store.repeats(unit, sorted(asked)),
            created=set(batch.created),
            contacts=batch.contacts,
        )
        for number in batch.created:
            again.conversations[number] = batch.conversations[number]
        if batch.created:
            # What was begun in this transaction starts over as well.
            again.conversations |= {
                number: _restarted(batch.conversations[number]) for number in batch.created
            }
        await self._apply(unit, again, entries)
        return again

    async def _apply(self, unit: Unit, batch: Batch, entries: Sequence[Entry]) -> None:
        now = clock.now()
        for entry in entries:
            result: Posted | ChatError
            try:
                result = await self._one(unit, batch, entry, now)
            except ChatError as error:
                result = await self._stored_already(unit, entry) or error
            batch.results.append((entry, result))

    async def _stored_already(self, unit: Unit, entry: Entry) -> Posted | None:
        """An operator's message that was stored before the conversation was handed over."""
        number, operator = entry.conversation, entry.operator
        if number is None or operator is None:
            return None
        repeat = (await store.repeats(unit, [(number, entry.draft.client_id)])).get(
            (number, entry.draft.client_id)
        )
        same = repeat is not None and repeat.author_id == operator.id
        conversation = await store.get(unit, number) if same else None
        if repeat is None or conversation is None or repeat.body != entry.draft.body:
            return None
        return Posted(repeat, conversation, repeated=True)

    async def _one(self, unit: Unit, batch: Batch, entry: Entry, now: datetime) -> Posted:
        visitor = entry.visitor
        if visitor is None:
            return await self._by_operator(unit, batch, entry, now)
        number = batch.keys.get(visitor.open_key)
        if number is None or entry.after_connecting:
            earlier = await store.repeated_earlier(unit, visitor, entry.draft.client_id)
            if earlier is not None:
                return await self._answered_before(unit, entry, earlier)
        if number is None:
            number = await self._begin(unit, batch, visitor, now)
        conversation = batch.conversations[number]
        repeat = batch.repeats.get((number, entry.draft.client_id))
        if repeat is not None:
            return _repeat(entry, repeat, conversation)
        with_whom = None
        if conversation.state == "finished":
            with_whom = await self._who(unit, batch, visitor, prefer=conversation.operator)
        times = self._times(visitor.shop)
        step = rules.post_by_visitor(
            conversation, entry.draft, reopen_with=with_whom, now=now, times=times, new_id=ulid
        )
        return _take(batch, entry, step)

    async def _by_operator(self, unit: Unit, batch: Batch, entry: Entry, now: datetime) -> Posted:
        conversation = batch.conversations.get(entry.conversation or ConversationId(0))
        if (
            conversation is None
            or entry.operator is None
            or conversation.visitor.shop not in entry.shops
        ):
            raise NotFound
        repeat = batch.repeats.get((conversation.id, entry.draft.client_id))
        if repeat is not None:
            return _repeat(entry, repeat, conversation)
        shop, operator = conversation.visitor.shop, entry.operator.id
        mine = conversation.operator is not None and conversation.operator.id == operator
        if not mine and conversation.offered(operator):
            # Writing accepts it: a draft of one who was set offline meanwhile does not.
            await self._operators.require_online(unit, operator, shop)
        shown = self._shown_name(shop, entry.operator.name)
        step = rules.post_by_operator(
            conversation, entry.operator, entry.draft, shown_name=shown, now=now, new_id=ulid
        )
        return _take(batch, entry, step)

    async def _begin(
        self, unit: Unit, batch: Batch, visitor: Visitor, now: datetime
    ) -> ConversationId:
        if await visitors.erased(unit, visitor):
            raise TokenExpired
        operator = await self._who(unit, batch, visitor)
        number = await store.create(unit, visitor, now)
        batch.conversations[number] = rules.begin(
            number,
            visitor,
            operator,
            now=now,
            times=self._times(visitor.shop),
            contact=batch.contacts.get(visitor.customer) if visitor.customer else None,
        )
        batch.keys[visitor.open_key] = number
        batch.created.add(number)
        return number

    async def _who(
        self, unit: Unit, batch: Batch, visitor: Visitor, *, prefer: Operator | None = None
    ) -> Operator | None:
        """Who gets a visitor's conversation now.

        Outside the business hours nobody; but who had it before, and is still there, goes on.
        """
        shop = visitor.shop
        if shop not in batch.candidates:
            batch.candidates[shop] = await self._operators.candidates(unit, shop)
        online = batch.candidates[shop]
        if prefer is not None and any(one.id == prefer.id for one in online):
            return prefer
        if not self._is_open(shop):
            return None
        best = self._operators.next_for(visitor, online)
        if best is None:
            return None
        batch.candidates[shop] = with_one_more(online, best.id)
        return Operator(best.id, best.name)

    async def _answered_before(self, unit: Unit, entry: Entry, line: Line) -> Posted:
        conversation = await store.get(unit, line.conversation)
        if conversation is None:
            raise NotFound
        return _repeat(entry, line, conversation)

    async def _save(self, unit: Unit, batch: Batch) -> None:
        whole = batch.changed | batch.created
        for number in sorted(whole):
            await store.save(unit, batch.conversations[number])
        await store.count_on(
            unit, [batch.conversations[number] for number in sorted(batch.touched - whole)]
        )


def _take(batch: Batch, entry: Entry, step: Step) -> Posted:
    number = step.conversation.id
    if step.added is None:
        raise ChatError
    batch.conversations[number] = step.conversation
    batch.lines.extend(step.lines)
    batch.touched.add(number)
    if step.changed:
        batch.changed.add(number)
    # The same message twice in one batch: the second gets the first one's answer.
    batch.repeats[(number, entry.draft.client_id)] = step.added
    return Posted(
        step.added, step.conversation, created=number in batch.created and step.added.seq == 1
    )


def _repeat(entry: Entry, line: Line, conversation: Conversation) -> Posted:
    author = "operator" if entry.operator else "visitor"
    same_author = line.author == author and (
        entry.operator is None or line.author_id == entry.operator.id
    )
    if not same_author or line.body != entry.draft.body or line.kind != entry.draft.kind:
        raise Conflict("Another message was sent under the same id.")
    return Posted(line, conversation, repeated=True)


def _restarted(conversation: Conversation) -> Conversation:
    return Conversation(
        id=conversation.id,
        visitor=conversation.visitor,
        state=conversation.state,
        started_at=conversation.started_at,
        operator=conversation.operator,
        offered_to=conversation.offered_to,
        offer_until=conversation.offer_until,
        open_key=conversation.open_key,
        email=conversation.email,
        phone=conversation.phone,
    )


def _key_of(conversation: Conversation | None) -> str | None:
    return conversation.open_key if conversation else None


def _fail(entries: Sequence[Entry], error: ChatError) -> None:
    for entry in entries:
        if not entry.future.done():
            entry.future.set_exception(error)
