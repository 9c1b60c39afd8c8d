"""The doors of the offers: which can be sent, and which were followed."""

from typing import Any

from sidecar.conversations.service import Conversations
from sidecar.desk.offers.service import Offers
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import operator, visitor
from sidecar.protocol.base import ConversationId, Nothing

NOTHING = Nothing()


class OfferDoors:
    """`offer:list` of the operators, `card:click` of the visitors."""

    def __init__(self, realtime: Realtime, conversations: Conversations, offers: Offers) -> None:
        self._conversations = conversations
        self._offers = offers
        realtime.doors(Door(operator.ListOffers, self.list), Door(visitor.ClickCard, self.click))

    async def list(self, session: Session, command: operator.ListOffers) -> dict[str, Any]:
        """The offers that count now, for the visitor of a conversation if one is named."""
        employee = session.employee
        conversation = None
        if command.conversation_id is not None:
            conversation = await self._conversations.of_operator(
                ConversationId(command.conversation_id), employee.shops
            )
        cards = await self._offers.sendable(employee, conversation)
        return {"offers": [{"id": card.offer, "card": card.wire()} for card in cards]}

    async def click(self, session: Session, command: visitor.ClickCard) -> Nothing:
        """The visitor followed the link of a card; each card counts once."""
        line = await self._conversations.clicked(
            session.visitor, ConversationId(command.conversation_id), command.seq
        )
        if line is not None and line.data and isinstance(line.data.get("offer"), int):
            await self._offers.count(line.data["offer"], clicked=True)
        return NOTHING
