"""The doors through which operators block visitors and let them in again."""

from collections.abc import Callable
from typing import Any

from sidecar.conversations.rules import Operator
from sidecar.conversations.service import Conversations
from sidecar.desk.blocking.service import Blocking
from sidecar.operators.rights import refusal
from sidecar.platform.pages import catalogue
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import operator, shapes
from sidecar.protocol.base import ConversationId, EmployeeId, Nothing

NOTHING = Nothing()


class BlockingDoors:
    """`visitor:block` and `visitor:unblock`."""

    def __init__(
        self,
        realtime: Realtime,
        conversations: Conversations,
        blocking: Blocking,
        *,
        names: dict[EmployeeId, str],
        may_block: Callable[[EmployeeId], bool],
    ) -> None:
        self._conversations = conversations
        self._blocking = blocking
        self._names = names
        self._may_block = may_block
        realtime.doors(
            Door(operator.BlockVisitor, self.block), Door(operator.UnblockVisitor, self.unblock)
        )

    async def block(self, session: Session, command: operator.BlockVisitor) -> dict[str, Any]:
        """Keep the visitor of a conversation out."""
        employee = self._allowed(session)
        conversation = await self._conversations.of_operator(
            ConversationId(command.conversation_id), session.employee.shops
        )
        block = await self._blocking.block(
            conversation,
            Operator(employee, self._names.get(employee, "")),
            reason=command.reason.strip(),
            until=command.until,
        )
        shape = shapes.Block(
            id=block.id, reason=block.reason, created_at=block.created_at, until=block.until
        )
        return {"block": shape.wire()}

    async def unblock(self, session: Session, command: operator.UnblockVisitor) -> Nothing:
        """Let somebody in again."""
        employee = self._allowed(session)
        await self._blocking.unblock(command.id, session.employee.shops, by=employee)
        return NOTHING

    def _allowed(self, session: Session) -> EmployeeId:
        employee = session.employee
        if not self._may_block(employee.id):
            raise refusal("block", gettext=catalogue(employee.lang).gettext)
        return employee.id
