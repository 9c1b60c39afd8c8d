"""Tells the pages what happened to a conversation; who hears what stands here and nowhere else."""

from collections.abc import Callable, Sequence
from typing import Any

from sidecar.conversations import store, wire
from sidecar.conversations.rules import Conversation, Line
from sidecar.conversations.store import Detail
from sidecar.platform.database import Database
from sidecar.platform.realtime import (
    Realtime,
    desk_room,
    operator_room,
    visitor_room,
    watch_room,
)
from sidecar.protocol import events, shapes
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.protocol.cart import Cart
from sidecar.protocol.shapes import Author


class Telling:
    """From a conversation to the rooms of its visitor and of its operators."""

    def __init__(
        self, database: Database, realtime: Realtime, shown_name: Callable[[ShopId, str], str]
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._shown_name = shown_name

    def for_visitor(self, conversation: Conversation) -> dict[str, Any]:
        """`shapes.Conversation` as its visitor may see it."""
        name = conversation.operator.name if conversation.operator else ""
        return wire.for_visitor(conversation, self._shown_name(conversation.visitor.shop, name))

    async def changed(self, detail: Detail, *, created: bool = False) -> None:
        """A conversation began, or its state changed."""
        conversation = detail.conversation
        await self._realtime.publish(
            "/operator",
            [desk_room(conversation.visitor.shop)],
            events.ConversationCreated if created else events.ConversationChanged,
            {"conversation": wire.for_operator(detail)},
        )
        await self._realtime.publish(
            "/visitor",
            [visitor_room(conversation.visitor)],
            events.ConversationChanged,
            {"conversation": self.for_visitor(conversation)},
        )

    async def offered(self, operator: EmployeeId, waiting: Sequence[Detail]) -> None:
        """What an operator who comes online could take."""
        for detail in waiting:
            await self._realtime.publish(
                "/operator",
                [operator_room(operator)],
                events.ConversationChanged,
                {"conversation": wire.for_operator(detail)},
            )

    async def message(self, conversation: Conversation, line: Line) -> None:
        """A message was stored."""
        data = {"message": wire.message(line)}
        await self._realtime.publish(
            "/operator", _operators_of(conversation), events.MessageCreated, data
        )
        await self._realtime.publish(
            "/visitor", [visitor_room(conversation.visitor)], events.MessageCreated, data
        )

    async def seen(self, after: Conversation, by: Author, *, skip: str | None) -> None:
        """One side has seen all up to a number: the other's marks, and own tabs' badges."""
        upto = after.seen_by_visitor if by == "visitor" else after.seen_by_operator
        to_visitor: dict[str, Any] = {"seq": upto}
        if by == "visitor":
            to_visitor["by"] = "visitor"
        await self._realtime.publish(
            "/visitor", [visitor_room(after.visitor)], events.MessageSeen, to_visitor, skip=skip
        )
        await self._realtime.publish(
            "/operator",
            _operators_of(after),
            events.MessageSeen,
            {"conversationId": after.id, "seq": upto, "by": by},
            skip=skip,
        )

    async def clicked(self, conversation: Conversation, seq: int, at: str) -> None:
        """The visitor followed the link of a card."""
        await self._realtime.publish(
            "/operator",
            _operators_of(conversation),
            events.CardClicked,
            {"conversationId": conversation.id, "seq": seq, "at": at},
        )

    async def typing(self, conversation: Conversation, text: str) -> None:
        """What the visitor is typing; nothing is stored."""
        await self._realtime.publish(
            "/operator",
            _operators_of(conversation),
            events.VisitorTyping,
            {"conversationId": conversation.id, "text": text},
        )

    async def operator_typing(self, conversation: Conversation) -> None:
        """Somebody is typing; the visitor never sees what."""
        await self._realtime.publish(
            "/visitor", [visitor_room(conversation.visitor)], events.OperatorTyping, {"on": True}
        )

    async def page(self, conversation: Conversation, page: shapes.Page) -> None:
        """The visitor is on another page."""
        await self._realtime.publish(
            "/operator",
            _operators_of(conversation),
            events.VisitorPage,
            {"conversationId": conversation.id, "page": page.wire()},
        )

    async def cart(self, conversation: Conversation, cart: Cart) -> None:
        """The visitor's cart, for those who look at it."""
        await self._realtime.publish(
            "/operator",
            [watch_room(conversation.id)],
            events.VisitorCart,
            {"conversationId": conversation.id, "cart": cart.wire()},
        )

    async def presence(self, open_keys: Sequence[str], *, present: bool) -> None:
        """Visitors came or went."""
        if not open_keys:
            return
        async with self._database.reading() as unit:
            found = await store.find_open(unit, open_keys)
            there = [await store.get(unit, number) for number in found.values()]
        for conversation in filter(None, there):
            await self._realtime.publish(
                "/operator",
                _operators_of(conversation),
                events.VisitorPresence,
                {"conversationId": conversation.id, "present": present},
            )


def _operators_of(conversation: Conversation) -> list[str]:
    """Who hears what is said: its operator, or everybody while on offer to all."""
    if conversation.operator is None or conversation.state == "waiting":
        return [desk_room(conversation.visitor.shop)]
    rooms = [operator_room(conversation.operator.id)]
    if conversation.offered_to:
        rooms.append(operator_room(conversation.offered_to))
    return rooms
