"""Conversations that change hands: offered, taken, declined, left behind, unanswered."""

from collections.abc import Callable

from sidecar.conversations import offers, rules, store
from sidecar.conversations.rules import Conversation, Operator, Step, Times
from sidecar.conversations.service import Conversations
from sidecar.errors import Conflict, NotAllowed
from sidecar.operators.rules import Candidate, awake, most_room
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId

SHOWN = 100
"""As many waiting conversations are shown to one who comes online; the desk lists all."""


class Handover:
    """One mechanism for transfer, take-over, re-routing and lost leases: the offer."""

    def __init__(
        self,
        database: Database,
        operators: Operators,
        conversations: Conversations,
        *,
        times: Callable[[ShopId], Times],
        is_open: Callable[[ShopId], bool],
    ) -> None:
        self._database = database
        self._operators = operators
        self._conversations = conversations
        self._times = times
        self._is_open = is_open

    async def offer(
        self, conversation: Conversation, by: EmployeeId, to: EmployeeId | None, note: str
    ) -> Conversation:
        """Offer a conversation to one operator or to anyone.

        Raises:
            Conflict: who should get it is no longer online, or nobody else is.
            NotAllowed: it is another operator's.
        """
        shop = conversation.visitor.shop
        if to is None and not [one for one in self._operators.online(shop) if one.id != by]:
            raise Conflict("No other operator is online.")

        async def work(unit: Unit, before: Conversation) -> Step:
            if before.operator and before.operator.id != by:
                raise NotAllowed(f"{before.operator.name} has this conversation.")
            if to == by or (to and not await self._operators.is_online(unit, to, shop)):
                raise Conflict("This operator is no longer online.")
            await offers.forget_declines(unit, before.id)
            return rules.offer(before, by, to, note=note, now=clock.now(), times=self._times(shop))

        return await self._conversations.carry_out(conversation.id, work)

    async def accept(
        self, conversation: Conversation, operator: Operator, *, take_over: bool
    ) -> Conversation:
        """Take a conversation on offer: exactly one operator gets it, the others Conflict.

        `take_over`: the operator may take one that is not on offer, too. Raises NotAllowed for one
        who is offline.
        """
        shop = conversation.visitor.shop

        async def work(unit: Unit, before: Conversation) -> Step:
            await self._operators.require_online(unit, operator.id, shop)
            return rules.accept(before, operator, now=clock.now(), new_id=ulid, take_over=take_over)

        return await self._conversations.carry_out(conversation.id, work)

    async def decline(self, number: ConversationId, operator: EmployeeId) -> Conversation:
        """Leave an offer to others; it is remembered."""

        async def work(unit: Unit, before: Conversation) -> Step:
            if before.offered(operator):
                await offers.declined(unit, number, operator)
            return rules.decline(before, operator)

        return await self._conversations.carry_out(number, work)

    async def arrived(self, operator: EmployeeId) -> None:
        """Somebody came online: what waits is offered to them, whatever they declined before."""
        async with self._database.unit() as unit:
            await offers.forget_declines_of(unit, operator)
        async with self._database.reading() as unit:
            waiting = await store.details(
                unit,
                "c.state = 'waiting' AND c.offered_to IN (0, %s) AND c.id_shop IN (SELECT s.id_shop"
                " FROM PREFIX_onlinechat_operator_shop s WHERE s.id_employee = %s)",
                operator,
                operator,
                order="c.waiting_since",
                limit=SHOWN,
            )
        await self._conversations.telling.offered(operator, waiting)

    async def left(self, operator: EmployeeId) -> None:
        """Somebody went offline: what runs is offered, what is finished is archived."""
        await self._operators.refresh()
        async with self._database.reading() as unit:
            theirs = await store.ids(unit, "c.state = 'ongoing' AND c.id_employee = %s", operator)
            theirs += await store.ids(unit, "c.state = 'finished' AND c.id_employee = %s", operator)
            asked = await store.ids(
                unit, "c.state IN ('waiting', 'ongoing') AND c.offered_to = %s", operator
            )
        for number in theirs:
            await self._left_by(number, operator)
        for number in asked:
            await self._offer_withdrawn(number, operator)

    async def stranded(self, number: ConversationId) -> None:
        """Its operator, or who was asked, is offline: a process died before it said so."""
        conversation = await self._conversations.get(number)
        if conversation.operator is not None:
            await self._left_by(number, conversation.operator.id)
        if conversation.offered_to:
            await self._offer_withdrawn(number, conversation.offered_to)

    async def _left_by(self, number: ConversationId, operator: EmployeeId) -> None:
        async def work(unit: Unit, before: Conversation) -> Step:
            theirs = before.operator is not None and before.operator.id == operator
            if not theirs or await self._is_online(unit, operator, before):
                return Step(before, changed=False)
            return rules.archive(before) if before.state == "finished" else self._released(before)

        await self._conversations.attempt(number, work)

    async def _offer_withdrawn(self, number: ConversationId, asked: EmployeeId) -> None:
        """Back to its operator, or on offer to anyone."""

        async def work(unit: Unit, before: Conversation) -> Step:
            if before.offered_to != asked or await self._is_online(unit, asked, before):
                return Step(before, changed=False)
            return rules.decline(before, asked)

        await self._conversations.attempt(number, work)

    async def _is_online(self, unit: Unit, operator: EmployeeId, for_: Conversation) -> bool:
        return await self._operators.is_online(unit, operator, for_.visitor.shop)

    def _released(self, conversation: Conversation) -> Step:
        return rules.release(
            conversation,
            others_online=bool(self._others(conversation)),
            now=clock.now(),
            times=self._times(conversation.visitor.shop),
            new_id=ulid,
        )

    def _others(self, conversation: Conversation) -> list[Candidate]:
        """Of whom else an answer can be expected."""
        had = conversation.operator.id if conversation.operator else None
        return awake(self._operators.online(conversation.visitor.shop), but=had)

    async def unanswered(self, number: ConversationId) -> None:
        """Offer to the others, if any has room, what its operator did not answer in time."""

        async def work(unit: Unit, before: Conversation) -> Step:
            since, operator = before.waiting_since, before.operator
            late = since and clock.now() - since >= self._times(before.visitor.shop).unanswered
            if (
                before.state != "ongoing"
                or operator is None
                or since is None
                or not late
                or most_room(self._others(before)) is None
            ):
                return Step(before, changed=False)
            await self._operators.let_wait(unit, operator.id, since)
            return self._released(before)

        await self._conversations.attempt(number, work)

    async def offer_ended(self, number: ConversationId) -> None:
        """An offer's time is over."""

        def rule(before: Conversation) -> Step:
            somebody = self._is_open(before.visitor.shop) and bool(self._others(before))
            return rules.offer_ended(before, somebody=somebody, now=clock.now(), new_id=ulid)

        await self._conversations.quietly(number, rule)
