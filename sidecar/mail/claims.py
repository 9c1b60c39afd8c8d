"""Who has which mail in hand: one process at a time, and none that died for long."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sidecar.errors import ChatError
from sidecar.mail import store
from sidecar.mail.store import Claim, Queued
from sidecar.platform.database import Busy, Database, Unit
from sidecar.platform.ids import ulid

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the outbox is looked at, in seconds; how long claims last."""

    look: float = 5.0
    claim: float = 300.0
    keep: float = 60.0
    """Claims of what is still in hand are renewed so often."""
    doubt: float = 20.0
    """A lapsed claim must stay so for that long: its owner may be about to say that all is well,
    after the database was away for everybody."""
    farewell: float = 10.0
    """How long a stop waits for a server that has a mail in hand already."""
    stumble: float = 1.0
    """The pause before the database is asked once more to take a result."""


PACE = Pace()


class ClaimLost(Exception):
    """The mail was deleted meanwhile, or another process has it."""


class Claims:
    """The claims of this process on mails, and its view of the others'."""

    def __init__(self, database: Database, pace: Pace, *, in_hand: Callable[[], set[int]]) -> None:
        """`in_hand` names a mail before it is claimed and until its result is stored."""
        self.token = ulid()
        self._database = database
        self._pace = pace
        self._in_hand = in_hand
        self._kept = 0.0
        self._lapsed: dict[Claim, float] = {}

    async def take(self, unit: Unit, mail: Queued) -> bool:
        """Claim a mail; False when another process was first."""
        return await store.claim(unit, mail, self.token, seconds=self._pace.claim)

    async def confirm(self, mail: Queued) -> None:
        """Make sure that a mail is still ours: the process may have slept since it claimed it.

        Raises:
            ClaimLost: it is not.
        """
        async with self._database.unit() as unit:
            kept = await store.keep(unit, [mail.id], self.token, seconds=self._pace.claim)
        if mail.id not in kept:
            raise ClaimLost

    async def keep(self) -> None:
        """Claim for longer what is in hand, from time to time."""
        in_hand = self._in_hand()
        if in_hand and time.monotonic() - self._kept >= self._pace.keep:
            async with self._database.unit() as unit:
                await store.keep(unit, in_hand, self.token, seconds=self._pace.claim)
            self._kept = time.monotonic()

    async def put_back(self, mail: Queued) -> None:
        """The process stops: its next start, or another one, goes on at once."""
        try:
            async with asyncio.timeout(3), self._database.unit() as unit:
                await store.release(unit, mail.id, self.token)
        except (ChatError, Busy, TimeoutError) as error:
            log.warning("mail %d has to wait until its claim lapses: %s", mail.id, error)

    async def take_over(self, now: datetime) -> None:
        """Make due what was left behind: by processes that died, and by our own lost answers."""
        async with self._database.reading() as unit:
            claims = await store.claims(unit)
        moment = time.monotonic()
        self._lapsed = {
            claim: self._lapsed.get(claim, moment)
            for claim in claims
            if claim.lapsed and claim.by != self.token
        }
        for claim, since in self._lapsed.items():
            if moment - since >= self._pace.doubt:
                async with self._database.unit() as unit:
                    if await store.take_over(unit, claim, now=now):
                        log.warning("mail %d was left behind by a process that ended", claim.id)
        in_hand = self._in_hand()
        for claim in claims:
            if claim.by == self.token and claim.id not in in_hand:
                # The database took the claim, and its answer was lost.
                async with self._database.unit() as unit:
                    await store.release(unit, claim.id, self.token, until=claim.until)

    def forget_doubts(self) -> None:
        """The database was away: what was seen before proves nothing about who lives."""
        self._lapsed.clear()
