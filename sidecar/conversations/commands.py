"""The visitors' gate, and every command that speaks of a conversation."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sidecar.conversations import visitors, wire
from sidecar.conversations.departures import Departures
from sidecar.conversations.handover import Handover
from sidecar.conversations.rules import Conversation, Draft, Operator
from sidecar.conversations.sending import Preparing, Sending
from sidecar.conversations.service import Conversations
from sidecar.conversations.writer import Posted
from sidecar.errors import Blocked, TokenExpired, TokenInvalid, TooMany
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.identity import Identity, Visitor, Vouched
from sidecar.platform.limits import Limiter
from sidecar.platform.realtime import Door, Realtime, Session, browser_room, shop_room, visitor_room
from sidecar.protocol import events, operator, visitor
from sidecar.protocol.base import PROTOCOL, ConversationId, EmployeeId, Nothing, ShopId
from sidecar.protocol.shapes import Availability

log = logging.getLogger(__name__)

SOCKETS_PER_BROWSER = 20
RESENT_AT_MOST = 3
"""So many of the first messages of a socket are looked up in earlier conversations."""
NOTHING = Nothing()


class VisitorDoors:
    """The gate of the visitors' namespace and the doors of the widget."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        identity: Identity,
        conversations: Conversations,
        *,
        known_shop: Callable[[ShopId], bool],
        state: Callable[[ShopId], Availability],
        operator_name: Callable[[ShopId, str], str],
        blocked: Callable[[Visitor, str], Awaitable[bool]],
        messages_per_minute: int,
        version: Callable[[ShopId], str],
        previews: Callable[[ShopId], bool],
        cart_wanted: Callable[[Visitor], bool],
        grace: float,
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._identity = identity
        self._conversations = conversations
        self._known_shop = known_shop
        self._state = state
        self._operator_name = operator_name
        self._blocked = blocked
        self._sending = Limiter(messages_per_minute, max(1, messages_per_minute // 2))
        self._previews = Limiter(60 * 6, 12)
        self._version = version
        self._may_preview = previews
        self._cart_wanted = cart_wanted
        self.departures = Departures(
            database,
            conversations,
            here=lambda who: bool(self._sockets(visitor_room(who))),
            grace=grace,
        )
        realtime.gate("/visitor", self)
        realtime.doors(
            Door(visitor.SendMessage, self.send, reply=self.sent),
            Door(visitor.OpenConversation, self.open),
            Door(visitor.ListMessages, self.messages),
            Door(visitor.MarkSeen, self.seen),
            Door(visitor.PreviewTyping, self.preview),
            Door(visitor.ViewPage, self.page),
            Door(visitor.EndConversation, self.end),
            Door(visitor.RenewSession, self.renew),
        )

    async def admit(self, auth: dict[str, Any], address: str) -> Visitor:
        """A visitor with a token of the shop, or one who comes back with a resume token."""
        if isinstance(auth.get("token"), str):
            vouched, fresh = self._identity.visitor(auth["token"]), True
        elif isinstance(auth.get("session"), str):
            vouched, fresh = self._identity.resumed_visitor(auth["session"]), False
        else:
            raise TokenInvalid
        await self._allow(vouched, address)
        if fresh:
            await self._arrived(vouched.subject)
        return vouched.subject

    async def _allow(self, vouched: Vouched[Visitor], address: str) -> None:
        """Raise unless the shop exists, the browser was not logged out since then, nor blocked."""
        subject = vouched.subject
        if not self._known_shop(subject.shop):
            raise TokenInvalid("This chat does not belong to this shop.")
        async with self._database.reading() as unit:
            revoked = await visitors.revoked_at(unit, subject)
        if revoked is not None and vouched.issued_at <= revoked:
            raise TokenExpired
        if await self._blocked(subject, address):
            raise Blocked

    async def _arrived(self, who: Visitor) -> None:
        """Write down who uses the browser; what they said as a guest comes along."""
        async with self._database.unit() as unit:
            await visitors.know(unit, who, clock.now())
        if who.customer:
            await self._conversations.carry_over(_as_guest(who), who)

    async def welcome(self, session: Session) -> None:
        """Listen for this person, this browser and this shop."""
        who = session.visitor
        if len(self._sockets(browser_room(who))) >= SOCKETS_PER_BROWSER:
            self._realtime.tell(session, events.SessionEnded(reason="shutdown"))
            raise TooMany("Too many tabs of this shop are open.")
        await self._realtime.enter(
            session, visitor_room(who), browser_room(who), shop_room(who.shop)
        )
        self._ready(session)
        await self._stay(session)

    async def _stay(self, session: Session) -> None:
        """The visitor counts as there; operators hear it if they heard of a leave."""
        who = session.visitor
        async with self._database.unit() as unit:
            await visitors.stay(unit, [who.open_key])
            await visitors.seen(unit, who, session.address, clock.now())
        unheard = self.departures.returned(who)
        if not unheard and len(self._sockets(visitor_room(who))) == 1:
            await self._conversations.telling.presence([who.open_key], present=True)

    def _ready(self, session: Session) -> None:
        who = session.visitor
        token, until = self._identity.session(who, now=clock.of_machine())
        self._realtime.tell(
            session,
            events.SessionReady(
                protocol=PROTOCOL,
                session=token,
                expires_at=until,
                version=self._version(who.shop),
                visitor=events.SessionVisitor(
                    vid=who.vid, name=who.name, customer_id=who.customer, guest_id=who.guest
                ),
                state=self._state(who.shop),
            ),
        )
        if self._cart_wanted(who):
            self._realtime.tell(session, events.CartWanted(on=True))

    async def farewell(self, session: Session) -> None:
        """The last tab is closed: after a grace the visitor counts as gone."""
        who = session.visitor
        if not self._realtime.closing and not self._sockets(visitor_room(who), but=session.sid):
            self.departures.left(who)

    async def open(self, session: Session, command: visitor.OpenConversation) -> dict[str, Any]:
        """What the chat shows first."""
        who = session.visitor
        found = await self._conversations.open(who)
        await self._conversations.at_page(who, command.page, browser=session.browser)
        return {
            **found,
            "operatorName": self._operator_name(who.shop, ""),
            "state": self._state(who.shop),
        }

    def send(self, session: Session, command: visitor.SendMessage) -> "asyncio.Future[Posted]":
        """A message; it has its place in the order when this returns."""
        pause = self._sending.wait(session.visitor.open_key)
        if pause:
            raise TooMany(retry=round(pause, 1))
        session.sent += 1
        return self._conversations.post_by_visitor(
            session.visitor,
            Draft(command.client_id, command.body),
            after_connecting=session.sent <= RESENT_AT_MOST,
        )

    def sent(self, posted: Posted) -> dict[str, Any]:
        """The stored message, and where it is now."""
        return {
            "message": wire.message(posted.line),
            "conversation": self._conversations.telling.for_visitor(posted.conversation),
        }

    async def messages(self, session: Session, command: visitor.ListMessages) -> dict[str, Any]:
        """Messages that a page lacks, or older ones."""
        conversation = await self._conversations.of_visitor(session.visitor)
        found, more = await self._conversations.messages(
            conversation.id, before=command.before_seq, after=command.after_seq, limit=command.limit
        )
        return {
            "messages": found,
            "conversation": self._conversations.telling.for_visitor(conversation),
            "more": more,
        }

    async def seen(self, session: Session, command: visitor.MarkSeen) -> Nothing:
        """The visitor has seen the messages."""
        conversation = await self._conversations.of_visitor(session.visitor)
        await self._conversations.seen(conversation, "visitor", command.seq, skip=session.sid)
        return NOTHING

    async def preview(self, session: Session, command: visitor.PreviewTyping) -> Nothing:
        """The unsent text; more than a few a second are dropped, the next one says it all.

        An old page goes on sending it after the merchant switched it off: it is dropped.
        """
        allowed = self._may_preview(session.visitor.shop)
        if allowed and not self._previews.wait(session.sid):
            await self._conversations.typing(session.visitor, command.text)
        return NOTHING

    async def page(self, session: Session, command: visitor.ViewPage) -> Nothing:
        """The visitor is on another page."""
        await self._conversations.at_page(session.visitor, command, browser=session.browser)
        return NOTHING

    async def end(self, session: Session, _command: visitor.EndConversation) -> Nothing:
        """The visitor ends the chat."""
        conversation = await self._conversations.of_visitor(session.visitor)
        await self._conversations.end(conversation.id, "ended_by_visitor")
        return NOTHING

    async def renew(self, session: Session, command: visitor.RenewSession) -> Nothing:
        """The same visitor for longer, or signed in; somebody else ends the old session."""
        before = session.visitor
        vouched = self._identity.visitor(command.token)
        after = vouched.subject
        if after.shop != before.shop:
            raise TokenInvalid("This token is for another shop.")
        await self._allow(vouched, session.address)
        same_person = after.vid == before.vid and (
            before.customer is None or before.customer == after.customer
        )
        if not same_person:
            await self._end_sessions(before, but=session.sid)
        # Every tab of this browser is the same person: they all become who signed in.
        tabs = [one for one in self._local(browser_room(before)) if same_person or one is session]
        for tab in tabs:
            await self._realtime.leave(tab, visitor_room(before), browser_room(before))
            tab.subject, tab.since = after, clock.of_machine()
            tab.sent = 0
            await self._realtime.enter(tab, visitor_room(after), browser_room(after))
        await self._arrived(after)
        for tab in tabs:
            self._ready(tab)
        await self._stay(session)
        return NOTHING

    async def _end_sessions(self, who: Visitor, *, but: str) -> None:
        """Log out: every resume token of this browser is worth nothing from now on."""
        async with self._database.unit() as unit:
            await visitors.revoke(unit, who, clock.of_machine())
        await self._realtime.publish(
            "/visitor", [browser_room(who)], events.SessionEnded, {"reason": "logout"}, skip=but
        )

    def _local(self, room: str) -> list[Session]:
        """The sockets of a room that are connected here."""
        return [
            self._realtime.sessions[sid]
            for sid in self._sockets(room)
            if sid in self._realtime.sessions
        ]

    def _sockets(self, room: str, *, but: str | None = None) -> list[str]:
        rooms = self._realtime.server.manager.rooms.get("/visitor", {})
        return [sid for sid in rooms.get(room, {}) if sid != but]


class OperatorDoors:
    """The doors of the operators' windows."""

    def __init__(
        self,
        realtime: Realtime,
        conversations: Conversations,
        handover: Handover,
        *,
        names: dict[EmployeeId, str],
        may_take_over: Callable[[EmployeeId], bool],
        preparing: Preparing,
        acts: Callable[[EmployeeId], None],
    ) -> None:
        self._conversations = conversations
        self._handover = handover
        self._names = names
        self._may_take_over = may_take_over
        self._acts = acts
        realtime.doors(
            Door(
                operator.SendMessage,
                Sending(conversations, preparing, self._me).send,
                reply=_stored,
            ),
            Door(operator.ListMessages, self.messages),
            Door(operator.MarkSeen, self.seen),
            Door(operator.ShowTyping, self.typing),
            Door(operator.EndConversation, self.end),
            Door(operator.ReopenConversation, self.reopen),
            Door(operator.OfferConversation, self.offer),
            Door(operator.AcceptConversation, self.accept),
            Door(operator.DeclineConversation, self.decline),
        )

    async def messages(self, session: Session, command: operator.ListMessages) -> dict[str, Any]:
        """Messages that a window lacks, or older ones."""
        conversation = await self._get(session, command.conversation_id)
        found, more = await self._conversations.messages(
            conversation.id, before=command.before_seq, after=command.after_seq, limit=command.limit
        )
        shown = await self._conversations.for_operator(conversation)
        return {"messages": found, "conversation": shown, "more": more}

    async def seen(self, session: Session, command: operator.MarkSeen) -> Nothing:
        """Its operator has seen the messages; a colleague's look does not count."""
        conversation = await self._get(session, command.conversation_id)
        if conversation.operator is not None and conversation.operator.id == session.employee.id:
            await self._conversations.seen(conversation, "operator", command.seq, skip=session.sid)
        return NOTHING

    async def typing(self, session: Session, command: operator.ShowTyping) -> Nothing:
        """The operator is typing."""
        conversation = await self._get(session, command.conversation_id)
        me = self._me(session)
        if conversation.operator is not None and conversation.operator.id == me.id:
            await self._conversations.telling.operator_typing(conversation)
        return NOTHING

    async def end(self, session: Session, command: operator.EndConversation) -> dict[str, Any]:
        """Finish a conversation: one's own, or with the right to take over anybody's."""
        conversation = await self._get(session, command.conversation_id)
        me = self._me(session)
        by = None if self._may_take_over(me.id) else me.id
        return await self._reply(
            await self._conversations.end(conversation.id, "ended_by_operator", by=by)
        )

    async def reopen(
        self, session: Session, command: operator.ReopenConversation
    ) -> dict[str, Any]:
        """Go on with a finished conversation."""
        conversation = await self._get(session, command.conversation_id)
        return await self._reply(
            await self._conversations.reopen(conversation.id, self._me(session))
        )

    async def offer(self, session: Session, command: operator.OfferConversation) -> dict[str, Any]:
        """Offer a conversation to a colleague, or to all of them."""
        conversation = await self._get(session, command.conversation_id)
        to = EmployeeId(command.to) if command.to is not None else None
        return await self._reply(
            await self._handover.offer(conversation, self._me(session).id, to, command.note or "")
        )

    async def accept(
        self, session: Session, command: operator.AcceptConversation
    ) -> dict[str, Any]:
        """Take a conversation."""
        conversation = await self._get(session, command.conversation_id)
        take_over = self._may_take_over(session.employee.id)
        return await self._reply(
            await self._handover.accept(conversation, self._me(session), take_over=take_over)
        )

    async def decline(
        self, session: Session, command: operator.DeclineConversation
    ) -> dict[str, Any]:
        """Leave it to others."""
        conversation = await self._get(session, command.conversation_id)
        return await self._reply(
            await self._handover.decline(conversation.id, self._me(session).id)
        )

    async def _get(self, session: Session, number: int) -> Conversation:
        return await self._conversations.of_operator(ConversationId(number), session.employee.shops)

    async def _reply(self, conversation: Conversation) -> dict[str, Any]:
        return {"conversation": await self._conversations.for_operator(conversation)}

    def _me(self, session: Session) -> Operator:
        """Who does something: somebody sits there."""
        self._acts(session.employee.id)
        return Operator(session.employee.id, self._names.get(session.employee.id, ""))


def _stored(posted: Posted) -> dict[str, Any]:
    return {"message": wire.message(posted.line)}


def _as_guest(who: Visitor) -> Visitor:
    """The guest this browser was before the customer signed in."""
    return replace(who, customer=None)
