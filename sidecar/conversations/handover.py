"""Conversations that change hands: offered, taken, declined, left behind, unanswered."""

from collections.abc import Callable

from sidecar.conversations import rules, store
from sidecar.conversations.rules import Conversation, Operator, Step, Times
from sidecar.conversations.service import Conversations
from sidecar.errors import Conflict, NotAllowed
from sidecar.operators.rules import most_room
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId


class Handover:
    """One mechanism for transfer, take-over, re-routing and lost leases: the offer."""

    def __init__(
        self,
        database: Database,
        operators: Operators,
        conversations: Conversations,
        *,
        times: Callable[[ShopId], Times],
    ) -> None:
        self._database = database
        self._operators = operators
        self._conversations = conversations
        self._times = times

    async def offer(
        self, conversation: Conversation, by: EmployeeId, to: EmployeeId | None, note: str
    ) -> Conversation:
        """Offer a conversation to one operator or to anyone.

        Raises:
            Conflict: who should get it is no longer online, or nobody else is.
            NotAllowed: it is another operator's.
        """
        online = {one.id for one in self._operators.online(conversation.visitor.shop)} - {by}
        if not online or (to is not None and to not in online):
            raise Conflict(
                "This operator is no longer online." if to else "No other operator is online."
            )
        times = self._times(conversation.visitor.shop)

        async def work(unit: Unit, before: Conversation) -> Step:
            if before.operator and before.operator.id != by:
                raise NotAllowed(f"{before.operator.name} has this conversation.")
            await store.forget_declines(unit, before.id)
            return rules.offer(before, by, to, note=note, now=clock.now(), times=times)

        return await self._conversations.carry_out(conversation.id, work)

    async def accept(
        self, conversation: Conversation, operator: Operator, *, take_over: bool
    ) -> Conversation:
        """Take a conversation on offer: exactly one operator gets it, the others Conflict.

        `take_over`: the operator may take one that is not on offer, too.
        """
        online = self._operators.online(conversation.visitor.shop)
        if operator.id not in {one.id for one in online}:
            raise NotAllowed("Go online to take conversations.")
        return await self._conversations.change(
            conversation.id,
            lambda c: rules.accept(c, operator, now=clock.now(), new_id=ulid, take_over=take_over),
        )

    async def decline(self, number: ConversationId, operator: EmployeeId) -> Conversation:
        """Leave an offer to others; it is remembered."""

        async def work(unit: Unit, before: Conversation) -> Step:
            await store.declined(unit, number, operator)
            return rules.decline(before, operator)

        return await self._conversations.carry_out(number, work)

    async def operator_left(self, operator: EmployeeId) -> None:
        """An operator went offline: what runs is offered, what is finished is archived."""
        async with self._database.reading() as unit:
            theirs = await store.ids(
                unit, "c.id_employee = %s AND c.state IN ('ongoing', 'finished')", operator
            )
        await self._operators.refresh()
        for number in theirs:
            await self._conversations.quietly(number, lambda c: self._left_by(c, operator))

    def _left_by(self, conversation: Conversation, operator: EmployeeId) -> Step:
        if conversation.operator is None or conversation.operator.id != operator:
            return Step(conversation, changed=False)
        if conversation.state == "finished":
            return rules.archive(conversation)
        return self._released(conversation)

    def _released(self, conversation: Conversation) -> Step:
        shop = conversation.visitor.shop
        had = conversation.operator.id if conversation.operator else None
        others = [one for one in self._operators.online(shop) if one.id != had]
        return rules.release(
            conversation,
            others_online=bool(others),
            now=clock.now(),
            times=self._times(shop),
            new_id=ulid,
        )

    async def unanswered(self, number: ConversationId) -> None:
        """Offer to the others, if any, what its operator did not answer in time."""

        def rule(conversation: Conversation) -> Step:
            times = self._times(conversation.visitor.shop)
            late = (
                conversation.waiting_since
                and clock.now() - conversation.waiting_since >= times.unanswered
            )
            had = conversation.operator.id if conversation.operator else None
            others = [
                one for one in self._operators.online(conversation.visitor.shop) if one.id != had
            ]
            if not late or conversation.state != "ongoing" or most_room(others) is None:
                return Step(conversation, changed=False)
            return self._released(conversation)

        await self._conversations.quietly(number, rule)

    async def offer_ended(self, number: ConversationId) -> None:
        """An offer's time is over."""
        await self._conversations.quietly(
            number, lambda c: rules.offer_ended(c, now=clock.now(), new_id=ulid)
        )
