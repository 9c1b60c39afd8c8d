"""The door through which an operator looks replies up while writing."""

from typing import Any

from sidecar.conversations.service import Conversations
from sidecar.desk.canned.service import CannedReplies
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import operator
from sidecar.protocol.base import ConversationId

SHOWN = 30


class CannedDoors:
    """`canned:search`."""

    def __init__(
        self, realtime: Realtime, conversations: Conversations, replies: CannedReplies
    ) -> None:
        self._conversations = conversations
        self._replies = replies
        realtime.doors(Door(operator.SearchCanned, self.search))

    async def search(self, session: Session, command: operator.SearchCanned) -> dict[str, Any]:
        """The replies that fit, in the visitor's language where a conversation is named."""
        employee = session.employee
        shops, languages = employee.shops, [employee.lang]
        if command.conversation_id is not None:
            visitor = (
                await self._conversations.of_operator(
                    ConversationId(command.conversation_id), employee.shops
                )
            ).visitor
            shops, languages = (visitor.shop,), [visitor.lang]
        languages.append(self._replies.reach(employee).default.iso)
        found = await self._replies.search(
            employee, command.q, shops=shops, languages=languages, limit=SHOWN
        )
        return {
            "replies": [
                {
                    "id": one.id,
                    "shortcut": one.shortcut,
                    "title": one.title,
                    "group": one.group,
                    "text": one.text(languages),
                    "personal": one.owner is not None,
                }
                for one in found.replies
            ],
            "more": found.more,
        }
