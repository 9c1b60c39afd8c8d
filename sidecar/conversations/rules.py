"""The life of a conversation, on plain values: no clock, no database, no sockets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sidecar.errors import Conflict, ConversationClosed, NotAllowed
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, EmployeeId
from sidecar.protocol.email import valid_email
from sidecar.protocol.shapes import Author, Kind, State
from sidecar.shop.customers import Contact

ANYONE = EmployeeId(0)
"""`offered_to` of a conversation that any operator may take."""

LONGEST_PHONE = 64

JUST_NOW = timedelta(seconds=1)
"""Who takes over what a colleague accepted so lately saw it on offer, and was slower."""
CARDS: tuple[Kind, ...] = ("offer", "product", "link")
"""Messages that are shown as a card; what it says is in their `data`."""

NewId = Callable[[], str]

RUNNING: tuple[State, ...] = ("waiting", "ongoing")
OPEN: tuple[State, ...] = (*RUNNING, "finished")

SENTENCES = {
    "ended_by_operator": "The operator ended the conversation.",
    "ended_by_visitor": "The visitor ended the conversation.",
    "visitor_gone": "The visitor has left.",
    "blocked": "The visitor was blocked.",
    "reopened": "The operator reopened the conversation.",
    "reopened_by_visitor": "The visitor reopened the conversation.",
    "assigned": "{name} took over the conversation.",
    "operator_left": "The operator has left. Somebody else will go on in a moment.",
    "nobody_online": "Nobody is online right now. Your messages are kept.",
    "nobody_free": (
        "Everybody is still busy. Your messages are kept,"
        " and you will get an answer as soon as possible."
    ),
    "left_message": "The visitor left a message instead of waiting.",
    "signed_in": "The visitor signed in.",
    "continued": "The conversation goes on in the one of the customer's account.",
}


@dataclass(frozen=True, slots=True)
class Times:
    """How long things may take; the merchant's settings."""

    offer: timedelta = timedelta(seconds=60)
    unanswered: timedelta = timedelta(minutes=3)
    gone: timedelta = timedelta(minutes=15)
    silent: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator as the rules need them."""

    id: EmployeeId
    name: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What a visitor thought of a conversation: 1 to 5 stars, and maybe words."""

    stars: int
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation between messages.

    `waiting_since`: its first unanswered visitor message; `answer_seq`: its last answer, 0 while
    there is none; `email` and `phone` are empty while they are not known.
    """

    id: ConversationId
    visitor: Visitor
    state: State
    started_at: datetime
    operator: Operator | None = None
    last_seq: int = 0
    last_message_at: datetime | None = None
    seen_by_visitor: int = 0
    seen_by_operator: int = 0
    waiting_since: datetime | None = None
    offered_to: EmployeeId | None = None
    offered_by: EmployeeId | None = None
    note: str = ""
    offer_until: datetime | None = None
    open_key: str | None = None
    answer_seq: int = 0
    email: str = ""
    phone: str = ""
    rating: Rating | None = None
    taken_at: datetime | None = None
    """When its operator accepted it; None where they were chosen."""
    transcript_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether the visitor's next message belongs into it."""
        return self.state in OPEN

    @property
    def running(self) -> bool:
        """Whether it is not over."""
        return self.state in RUNNING

    @property
    def answered(self) -> bool:
        """Whether an operator wrote in it."""
        return self.answer_seq > 0

    def of(self, visitor: Visitor) -> bool:
        """Whether a visitor may see it: the customer's own, or of this browser's guest."""
        mine = self.visitor
        if mine.shop != visitor.shop:
            return False
        if mine.customer is not None:
            return mine.customer == visitor.customer
        return visitor.customer is None and mine.vid == visitor.vid

    def offered(self, operator: EmployeeId) -> bool:
        """Whether this operator may take it."""
        return self.offered_to in (ANYONE, operator)


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a conversation; `seq` counts from 1 without holes."""

    conversation: ConversationId
    seq: int
    client_id: str
    author: Author
    author_id: int | None
    name: str
    kind: Kind
    body: str
    data: dict[str, Any] | None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule made of a conversation: its new state, and the messages added on the way."""

    conversation: Conversation
    lines: tuple[Line, ...] = ()
    changed: bool = True
    """Whether more than the number of messages changed, so that pages must be told."""
    added: Line | None = field(default=None)
    """The message that was asked for, among `lines`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message on its way in."""

    client_id: str
    body: str
    kind: Kind = "text"
    data: dict[str, Any] | None = None


def begin(
    number: ConversationId,
    visitor: Visitor,
    operator: Operator | None,
    *,
    now: datetime,
    times: Times,
    contact: Contact | None = None,
) -> Conversation:
    """A new conversation: with an operator it is theirs, without one it is on offer to all.

    `contact` is a customer's, by their account.
    """
    fresh = Conversation(
        id=number, visitor=visitor, state="waiting", started_at=now, open_key=visitor.open_key
    )
    if contact is not None:
        fresh = _reached_by(fresh, contact)
    return _with_operator(fresh, operator) if operator else _on_offer(fresh, now=now, times=times)


def post_by_visitor(
    conversation: Conversation,
    draft: Draft,
    *,
    reopen_with: Operator | None,
    now: datetime,
    times: Times,
    new_id: NewId,
) -> Step:
    """Add a visitor's message; one into a finished conversation reopens it.

    Without an operator it is on offer to all. Raises ConversationClosed for an archived one.
    """
    if not conversation.open:
        raise ConversationClosed
    lines: tuple[Line, ...] = ()
    changed = False
    if conversation.state == "finished":
        step = _resume(
            conversation, reopen_with, "reopened_by_visitor", now=now, times=times, new_id=new_id
        )
        conversation, lines, changed = step.conversation, step.lines, True
    line = _line(
        conversation,
        draft,
        "visitor",
        conversation.visitor.customer,
        conversation.visitor.name,
        now,
    )
    if conversation.waiting_since is None:
        conversation = replace(conversation, waiting_since=now)
    conversation = replace(_with(conversation, line), seen_by_visitor=line.seq)
    return Step(conversation, (*lines, line), changed, line)


def post_by_operator(
    conversation: Conversation,
    operator: Operator,
    draft: Draft,
    *,
    shown_name: str,
    now: datetime,
    new_id: NewId,
) -> Step:
    """Add an operator's message; one into a conversation on offer accepts it first.

    Raises:
        ConversationClosed: it is finished or archived.
        NotAllowed: it is another operator's.
    """
    if conversation.state in ("finished", "archived"):
        raise ConversationClosed
    lines: tuple[Line, ...] = ()
    changed = False
    if conversation.operator is None or conversation.operator.id != operator.id:
        if not conversation.offered(operator.id):
            raise NotAllowed(_belongs(conversation))
        step = accept(conversation, operator, now=now, new_id=new_id)
        conversation, lines, changed = step.conversation, step.lines, True
    line = _line(conversation, draft, "operator", operator.id, shown_name, now)
    conversation = replace(
        _with(conversation, line),
        seen_by_operator=line.seq,
        answer_seq=line.seq,
        waiting_since=None,
    )
    return Step(conversation, (*lines, line), changed, line)


def accept(
    conversation: Conversation,
    operator: Operator,
    *,
    now: datetime,
    new_id: NewId,
    take_over: bool = False,
) -> Step:
    """Take a conversation on offer; who may `take_over` can take one that another operator has.

    Raises:
        Conflict: somebody else has it already, or it is not on offer.
    """
    if conversation.operator is not None and conversation.operator.id == operator.id:
        return Step(conversation, changed=False)
    lately = conversation.taken_at is not None and now - conversation.taken_at < JUST_NOW
    free = conversation.offered(operator.id) or (
        take_over and conversation.offered_to is None and not lately
    )
    if conversation.state not in ("waiting", "ongoing") or not free:
        raise Conflict(_belongs(conversation))
    first = conversation.operator is None and not conversation.seen_by_operator
    taken = replace(_with_operator(conversation, operator), taken_at=now)
    if first:
        return Step(taken)
    return _told(taken, "assigned", now=now, new_id=new_id, name=operator.name)


def decline(conversation: Conversation, operator: EmployeeId) -> Step:
    """Leave an offer to others; one made to this operator alone is over."""
    if conversation.offered_to != operator:
        return Step(conversation, changed=False)
    if conversation.state == "ongoing":
        return Step(_off_offer(conversation))
    return Step(replace(conversation, offered_to=ANYONE, offered_by=None, note=""))


def offer(
    conversation: Conversation,
    by: EmployeeId,
    to: EmployeeId | None,
    *,
    note: str,
    now: datetime,
    times: Times,
) -> Step:
    """Offer an ongoing conversation to one or all; its operator keeps it until accepted."""
    if conversation.state not in ("waiting", "ongoing"):
        raise ConversationClosed
    until = now + times.offer
    return Step(
        replace(
            conversation,
            offered_to=ANYONE if to is None else to,
            offered_by=by,
            note=note,
            offer_until=until,
        )
    )


def offer_ended(
    conversation: Conversation, *, somebody: bool, now: datetime, new_id: NewId
) -> Step:
    """The offer's time is over: an ongoing one stays, a waiting visitor is told once.

    `somebody`: there is who could take it, and may yet.
    """
    if conversation.offer_until is None or conversation.offer_until > now:
        return Step(conversation, changed=False)
    if conversation.state == "ongoing":
        return Step(_off_offer(conversation))
    if conversation.state == "waiting":
        late = replace(conversation, offered_to=ANYONE, offered_by=None, note="", offer_until=None)
        code = "nobody_free" if somebody else "nobody_online"
        return _told(late, code, now=now, new_id=new_id)
    return Step(conversation, changed=False)


def release(
    conversation: Conversation, *, others_online: bool, now: datetime, times: Times, new_id: NewId
) -> Step:
    """The operator is gone or silent: offered to the others; nobody there: the visitor is told."""
    if conversation.state != "ongoing":
        return Step(conversation, changed=False)
    free = _on_offer(conversation, now=now, times=times)
    if not others_online:
        free = replace(free, offer_until=None)
    return _told(
        free, "operator_left" if others_online else "nobody_online", now=now, new_id=new_id
    )


def end(conversation: Conversation, code: str, *, now: datetime, new_id: NewId) -> Step:
    """Finish a conversation; `code` says by whom. One that is finished already stays as it is."""
    if conversation.state not in ("waiting", "ongoing"):
        return Step(conversation, changed=False)
    over = replace(_off_offer(conversation), state="finished", waiting_since=None)
    return _told(over, code, now=now, new_id=new_id)


def message_left(conversation: Conversation, *, now: datetime, new_id: NewId) -> Step:
    """Its visitor left a message instead of waiting; somebody took it meanwhile: it goes on."""
    if conversation.state != "waiting":
        return Step(conversation, changed=False)
    return end(conversation, "left_message", now=now, new_id=new_id)


def shut_out(conversation: Conversation, *, now: datetime, new_id: NewId) -> Step:
    """The visitor was blocked: what runs is finished, and pages are told in any case."""
    if conversation.state in RUNNING:
        return end(conversation, "blocked", now=now, new_id=new_id)
    return Step(conversation)


def told(conversation: Conversation) -> Step:
    """What others know of it changed: pages are told."""
    return Step(conversation)


def asked_elsewhere(
    number: ConversationId, visitor: Visitor, draft: Draft, *, now: datetime
) -> Step:
    """A conversation of somebody who wrote to the shop otherwise: it is over from the start."""
    fresh = Conversation(id=number, visitor=visitor, state="archived", started_at=now)
    line = _line(fresh, draft, "visitor", visitor.customer, visitor.name, now)
    whole = replace(_with(fresh, line), seen_by_visitor=line.seq, seen_by_operator=line.seq)
    return Step(whole, (line,))


def answered_elsewhere(
    conversation: Conversation,
    operator: Operator,
    drafts: Sequence[Draft],
    *,
    shown_name: str,
    now: datetime,
) -> Step:
    """An answer that was given outside the chat: it changes nothing of who waits for whom.

    Nor is it the chat's to mail it: that was done where it was given.
    """
    lines = []
    for draft in drafts:
        # Two answers may come in another order than they were written in.
        at = max(now, conversation.last_message_at or now)
        line = _line(conversation, draft, "operator", operator.id, shown_name, at)
        known = conversation.seen_by_operator == conversation.last_seq
        conversation = _with(conversation, line)
        if known:
            conversation = replace(conversation, seen_by_operator=line.seq)
        lines.append(line)
    return Step(conversation, tuple(lines))


def reopen(
    conversation: Conversation,
    operator: Operator,
    *,
    present: bool,
    now: datetime,
    times: Times,
    new_id: NewId,
) -> Step:
    """An operator goes on with a finished conversation.

    Raises:
        Conflict: its visitor is no longer there, or it is not finished.
    """
    if conversation.state == "ongoing" and conversation.operator == operator:
        return Step(conversation, changed=False)
    if conversation.state != "finished":
        raise Conflict("This conversation is not finished.")
    if not present:
        raise Conflict("The customer has left the shop: the conversation can't be reopened.")
    return _resume(conversation, operator, "reopened", now=now, times=times, new_id=new_id)


def archive(conversation: Conversation) -> Step:
    """Put a finished conversation into the history."""
    if conversation.state != "finished":
        return Step(conversation, changed=False)
    return Step(replace(conversation, state="archived", open_key=None))


def sign_in(
    conversation: Conversation,
    visitor: Visitor,
    contact: Contact | None = None,
    *,
    now: datetime,
    new_id: NewId,
) -> Step:
    """The guest of this conversation signed in: it is the customer's, and so is the address."""
    theirs = replace(conversation, visitor=visitor, open_key=visitor.open_key)
    if contact is not None:
        theirs = _reached_by(theirs, contact)
    return _told(theirs, "signed_in", now=now, new_id=new_id)


def moved(conversation: Conversation, visitor: Visitor) -> Step:
    """The customer goes on in another browser: that is the one whose pages and cart count."""
    if not conversation.open or not conversation.of(visitor):
        return Step(conversation, changed=False)
    return Step(replace(conversation, visitor=visitor))


def continue_elsewhere(
    conversation: Conversation, other: ConversationId, *, now: datetime, new_id: NewId
) -> Step:
    """The guest signed in as a customer who has one already: this one ends and points to it."""
    over = replace(_off_offer(conversation), state="finished", waiting_since=None, open_key=None)
    return _told(over, "continued", now=now, new_id=new_id, conversation=int(other))


def seen(conversation: Conversation, by: Author, seq: int) -> Conversation:
    """One side has seen everything up to a number; it never goes back, nor beyond what there is."""
    upto = min(seq, conversation.last_seq)
    if by == "visitor":
        return replace(conversation, seen_by_visitor=max(conversation.seen_by_visitor, upto))
    return replace(conversation, seen_by_operator=max(conversation.seen_by_operator, upto))


def _resume(
    conversation: Conversation,
    operator: Operator | None,
    code: str,
    *,
    now: datetime,
    times: Times,
    new_id: NewId,
) -> Step:
    awake = (
        _with_operator(conversation, operator)
        if operator
        else _on_offer(conversation, now=now, times=times)
    )
    return _told(awake, code, now=now, new_id=new_id)


def _with_operator(conversation: Conversation, operator: Operator) -> Conversation:
    return replace(_off_offer(conversation), state="ongoing", operator=operator, taken_at=None)


def _reached_by(conversation: Conversation, contact: Contact) -> Conversation:
    return replace(
        conversation, email=valid_email(contact.email) or "", phone=contact.phone[:LONGEST_PHONE]
    )


def _on_offer(conversation: Conversation, *, now: datetime, times: Times) -> Conversation:
    return replace(
        conversation,
        state="waiting",
        operator=None,
        taken_at=None,
        offered_to=ANYONE,
        offered_by=None,
        note="",
        offer_until=now + times.offer,
    )


def _off_offer(conversation: Conversation) -> Conversation:
    return replace(conversation, offered_to=None, offered_by=None, note="", offer_until=None)


def _told(
    conversation: Conversation, code: str, /, *, now: datetime, new_id: NewId, **values: Any
) -> Step:
    sentence = SENTENCES[code].format(**values)
    draft = Draft(new_id(), sentence, "system", {"code": code, **values})
    line = _line(conversation, draft, "system", None, "", now)
    return Step(_with(conversation, line), (line,))


def _line(
    conversation: Conversation,
    draft: Draft,
    author: Author,
    author_id: int | None,
    name: str,
    now: datetime,
) -> Line:
    return Line(
        conversation=conversation.id,
        seq=conversation.last_seq + 1,
        client_id=draft.client_id,
        author=author,
        author_id=author_id,
        name=name,
        kind=draft.kind,
        body=draft.body,
        data=draft.data,
        sent_at=now,
    )


def _with(conversation: Conversation, line: Line) -> Conversation:
    return replace(conversation, last_seq=line.seq, last_message_at=line.sent_at)


def _belongs(conversation: Conversation) -> str:
    if conversation.operator is None:
        return "This conversation is not on offer to you."
    return f"{conversation.operator.name} has this conversation."
