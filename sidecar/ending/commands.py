"""The visitors' doors to the end of a chat."""

from sidecar.ending.service import Endings
from sidecar.errors import TooMany
from sidecar.platform.limits import Limiter
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import visitor
from sidecar.protocol.base import Nothing

RATINGS_A_MINUTE = 10
ADDRESSES_AN_HOUR = 10
NOTHING = Nothing()


class EndingDoors:
    """Whatever is said counts for the visitor's own last conversation: no command names one."""

    def __init__(self, realtime: Realtime, endings: Endings) -> None:
        self._endings = endings
        self._ratings = Limiter(RATINGS_A_MINUTE, RATINGS_A_MINUTE)
        self._addresses = Limiter(ADDRESSES_AN_HOUR / 60, ADDRESSES_AN_HOUR)
        realtime.doors(
            Door(visitor.RateConversation, self.rate),
            Door(visitor.LeaveEmail, self.email),
        )

    async def rate(self, session: Session, command: visitor.RateConversation) -> Nothing:
        """What the chat was like."""
        _count(self._ratings, session)
        await self._endings.rate(session.visitor, command.stars, command.comment or "")
        return NOTHING

    async def email(self, session: Session, command: visitor.LeaveEmail) -> Nothing:
        """Where an answer reaches a guest who has left."""
        _count(self._addresses, session)
        await self._endings.leave_email(session.visitor, command.email)
        return NOTHING


def _count(limiter: Limiter, session: Session) -> None:
    pause = limiter.wait(session.visitor.open_key)
    if pause:
        raise TooMany(retry=round(pause, 1))
