"""The doors through which operators file conversations in customer service."""

from collections.abc import Callable
from typing import Any

from sidecar.conversations.rules import Conversation, Operator
from sidecar.conversations.service import Conversations
from sidecar.desk.filing.service import Files
from sidecar.operators.rights import Action, refusal
from sidecar.platform.pages import catalogue
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import operator
from sidecar.protocol.base import ConversationId, EmployeeId


class FilingDoors:
    """`filing:options`, `conversation:file` and `conversation:filed`."""

    def __init__(
        self,
        realtime: Realtime,
        conversations: Conversations,
        files: Files,
        *,
        names: dict[EmployeeId, str],
        may: Callable[[EmployeeId, Action], bool],
    ) -> None:
        self._conversations = conversations
        self._files = files
        self._names = names
        self._may = may
        realtime.doors(
            Door(operator.ShowFilingOptions, self.options),
            Door(operator.FileConversation, self.file),
            Door(operator.ConfirmFiled, self.filed),
        )

    async def options(
        self, session: Session, command: operator.ShowFilingOptions
    ) -> dict[str, Any]:
        """What can be chosen; orders only for those who may see them."""
        conversation = await self._allowed(session, command.conversation_id)
        options = await self._files.options(
            conversation,
            lang=session.employee.lang,
            with_orders=self._may(session.employee.id, "see_orders"),
        )
        return options.wire()

    async def file(self, session: Session, command: operator.FileConversation) -> dict[str, Any]:
        """What the module is to do."""
        conversation = await self._allowed(session, command.conversation_id)
        employee = session.employee
        filed = await self._files.file(
            conversation,
            command,
            Operator(employee.id, self._names.get(employee.id, "")),
            lang=employee.lang,
        )
        return filed.wire()

    async def filed(self, session: Session, command: operator.ConfirmFiled) -> dict[str, Any]:
        """The module has done it: where it is now."""
        conversation = await self._allowed(session, command.conversation_id)
        return (await self._files.look(conversation)).wire()

    async def _allowed(self, session: Session, number: int) -> Conversation:
        employee = session.employee
        if not self._may(employee.id, "file"):
            raise refusal("file", gettext=catalogue(employee.lang).gettext)
        return await self._conversations.of_operator(ConversationId(number), employee.shops)
