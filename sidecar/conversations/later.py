"""Answers that come from outside the chat: kept for visitors until they come back."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pymysql.err import IntegrityError

from sidecar.conversations import rules, store
from sidecar.conversations.rules import Conversation, Draft, Operator, Step
from sidecar.conversations.service import Conversations
from sidecar.errors import NotFound
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, ShopId


class Later:
    """Adds them to the visitor's conversation, the one that the chat shows."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        shown_name: Callable[[ShopId, str], str],
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._shown_name = shown_name

    async def answer(
        self,
        visitor: Visitor,
        answers: Sequence[Draft],
        by: Operator,
        *,
        at: datetime,
        question: tuple[Draft, datetime] | None = None,
    ) -> bool:
        """Keep an answer; False when it was kept before.

        Who never had a conversation gets one that is over, and begins with their `question`.

        Raises:
            NotFound: there is no conversation, and no question either.
        """
        first = answers[0].client_id
        async with self._database.reading() as unit:
            known = await store.known(unit, visitor, first)
            there = await store.latest(unit, visitor)
        if known:
            return False
        number = there.id if there else await self._begun(visitor, question)
        kept = False

        async def work(unit: Unit, before: Conversation) -> Step:
            nonlocal kept
            kept = not await store.repeats(unit, [(before.id, first)])
            if not kept:
                return Step(before, changed=False)
            name = self._shown_name(before.visitor.shop, by.name)
            return rules.answered_elsewhere(before, by, answers, shown_name=name, now=at)

        await self._conversations.carry_out(number, work)
        return kept

    async def _begun(
        self, visitor: Visitor, question: tuple[Draft, datetime] | None
    ) -> ConversationId:
        if question is None:
            raise NotFound
        draft, at = question

        async def begin(unit: Unit) -> Step:
            number = await store.create(unit, visitor, at)
            return rules.asked_elsewhere(number, visitor, draft, now=at)

        try:
            return (await self._conversations.begin(begin)).id
        except IntegrityError:
            # They began one at this very moment.
            return (await self._conversations.of_visitor(visitor)).id
