"""An operator's message on its way in: what has to be filled in first keeps its place."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from sidecar.conversations.rules import Conversation, Draft, Line, Operator
from sidecar.conversations.service import Conversations
from sidecar.conversations.writer import Posted
from sidecar.errors import Conflict
from sidecar.platform.realtime import Session
from sidecar.protocol.base import ConversationId
from sidecar.protocol.operator import SendMessage


class Preparing(Protocol):
    """Fills in what a message says besides what was typed: live values, the data of a card."""

    def needed(self, command: SendMessage) -> bool:
        """Whether there is anything to fill in."""

    def made(self, command: SendMessage, line: Line) -> bool:
        """Whether a stored message is what came of this command."""

    async def draft(
        self, command: SendMessage, conversation: Conversation, operator: Operator, *, lang: str
    ) -> Draft:
        """The message as it is to be stored; what keeps it from being sent is said in `lang`."""

    async def stored(self, line: Line) -> None:
        """A message that was filled in is on its way to the visitor."""


class Sending:
    """The door `message:send` of the operators."""

    def __init__(
        self,
        conversations: Conversations,
        preparing: Preparing,
        me: Callable[[Session], Operator],
    ) -> None:
        self._conversations = conversations
        self._preparing = preparing
        self._me = me

    def send(self, session: Session, command: SendMessage) -> "asyncio.Future[Posted]":
        """A message; it has its place in the order when this returns."""
        before = session.preparing
        if before is not None and before.done():
            before = session.preparing = None
        if before is None and not self._preparing.needed(command):
            return self._post(session, command, Draft(command.client_id, command.body))
        session.preparing = asyncio.ensure_future(self._prepared(session, command, before))
        return session.preparing

    async def _prepared(
        self, session: Session, command: SendMessage, before: "asyncio.Future[Posted] | None"
    ) -> Posted:
        if before is not None:
            await asyncio.wait([before])
        number, me = ConversationId(command.conversation_id), self._me(session)
        conversation = await self._conversations.of_operator(number, session.employee.shops)
        repeated = await self._conversations.repeated(conversation, command.client_id, me)
        if repeated is not None:
            # What it was filled with then may be something else by now.
            if not self._preparing.made(command, repeated.line):
                raise Conflict("Another message was sent under the same id.")
            return repeated
        draft = await self._preparing.draft(command, conversation, me, lang=session.employee.lang)
        posted = await self._post(session, command, draft)
        if not posted.repeated:
            await self._preparing.stored(posted.line)
        return posted

    def _post(
        self, session: Session, command: SendMessage, draft: Draft
    ) -> "asyncio.Future[Posted]":
        return self._conversations.post_by_operator(
            self._me(session),
            session.employee.shops,
            ConversationId(command.conversation_id),
            draft,
        )
