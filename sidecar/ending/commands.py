"""The visitors' doors to the end of a chat."""

from sidecar.ending.service import Endings
from sidecar.errors import TooMany
from sidecar.platform.limits import Limiter
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import visitor
from sidecar.protocol.base import Nothing

RATINGS_A_MINUTE = 10
EMAILS_AN_HOUR = 10
TRANSCRIPTS_AN_HOUR = 3
"""Per visitor; from an address of the network, which an office shares, several times as many."""
OFFICE = 5
NAMED_A_DAY = 5
"""How often guests may name the same mailbox, which may be a stranger's."""
NOTHING = Nothing()


class EndingDoors:
    """Whatever is said counts for the visitor's own last conversation: no command names one."""

    def __init__(self, realtime: Realtime, endings: Endings) -> None:
        self._endings = endings
        self._ratings = Limiter(RATINGS_A_MINUTE, RATINGS_A_MINUTE)
        self._emails = Limiter(EMAILS_AN_HOUR / 60, EMAILS_AN_HOUR)
        self._transcripts = Limiter(TRANSCRIPTS_AN_HOUR / 60, TRANSCRIPTS_AN_HOUR)
        self._offices = Limiter(TRANSCRIPTS_AN_HOUR * OFFICE / 60, TRANSCRIPTS_AN_HOUR * OFFICE)
        self._mailboxes = Limiter(NAMED_A_DAY / 1440, NAMED_A_DAY)
        realtime.doors(
            Door(visitor.RateConversation, self.rate),
            Door(visitor.RequestTranscript, self.transcript),
            Door(visitor.LeaveEmail, self.email),
        )

    async def rate(self, session: Session, command: visitor.RateConversation) -> Nothing:
        """What the chat was like."""
        _count(self._ratings, session.visitor.open_key)
        await self._endings.rate(session.visitor, command.stars, command.comment or "")
        return NOTHING

    async def transcript(self, session: Session, command: visitor.RequestTranscript) -> Nothing:
        """The conversation by e-mail."""
        _count(self._transcripts, session.visitor.open_key)
        _count(self._offices, session.address)
        if command.email and not session.visitor.customer:
            _count(self._mailboxes, command.email.lower())
        await self._endings.send_transcript(session.visitor, command.email)
        return NOTHING

    async def email(self, session: Session, command: visitor.LeaveEmail) -> Nothing:
        """Where an answer reaches a guest who has left."""
        _count(self._emails, session.visitor.open_key)
        _count(self._mailboxes, command.email.lower())
        await self._endings.leave_email(session.visitor, command.email)
        return NOTHING


def _count(limiter: Limiter, key: str) -> None:
    pause = limiter.wait(key)
    if pause:
        raise TooMany(retry=round(pause, 1))
