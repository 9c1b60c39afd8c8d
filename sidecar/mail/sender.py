"""Sends what is due: each mail by one process, once.

A mail is claimed before it is touched, the claim is confirmed when all is said but the mail itself,
and what the server accepted is never offered again while this process lives: the commit that says
so is repeated until the database takes it. A process that dies leaves its claims; another one takes
them over when they have lapsed and stay so.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from sidecar.errors import ChatError
from sidecar.mail import rules, store
from sidecar.mail.claims import PACE, ClaimLost, Claims, Pace
from sidecar.mail.delivery import deliver
from sidecar.mail.problems import SETTINGS, MailProblem
from sidecar.mail.rules import SETTINGS_PAUSE, Letter
from sidecar.mail.servers import Server, Servers
from sidecar.mail.smtp import PATIENCE, Accepted, Parcel, Patience
from sidecar.mail.store import Queued
from sidecar.platform import metrics
from sidecar.platform.database import Busy, Database, Unit
from sidecar.platform.tasks import ended
from sidecar.protocol.base import ShopId

log = logging.getLogger(__name__)
chance = SystemRandom()

Compose = Callable[[Unit, int], Awaitable[Letter | None]]
"""Makes the letter about a subject; None when the subject is gone."""
AT_ONCE = 4
"""So many servers are talked to at the same time, each by one connection."""
BATCH = 50
"""Mails that a shop sends before another shop gets its turn."""


class NotComposed(Exception):
    """A letter could not be made."""


@dataclass(slots=True, eq=False)
class Lane:
    """One connection's worth of work: a shop's due mails on their way to its server."""

    shop: ShopId
    server: Server
    task: "asyncio.Task[None] | None" = None
    mail: Queued | None = None
    beyond_recall: bool = False
    """The server has the mail in hand: only its answer tells what became of it."""


class Sender:
    """The background work of an outbox."""

    def __init__(
        self,
        database: Database,
        servers: Servers,
        composers: Mapping[str, Compose],
        *,
        now: Callable[[], datetime],
        pace: Pace = PACE,
        patience: Patience = PATIENCE,
    ) -> None:
        self._database = database
        self._servers = servers
        self._composers = composers
        self._now = now
        self._pace = pace
        self._patience = patience
        self._lanes: list[Lane] = []
        self._claims = Claims(database, pace, in_hand=self._in_hand)
        self._token = self._claims.token
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._failed_with: dict[ShopId, Server | str] = {}

    def start(self) -> None:
        """Begin to look."""
        self._stopping = False
        self._task = asyncio.create_task(self._run(), name="mail sender")

    async def stop(self) -> None:
        """Finish what a server has in hand, put the rest back."""
        self._stopping = True
        await ended(self._task)
        tasks = [lane.task for lane in self._lanes if lane.task]
        for lane in self._lanes:
            if lane.task and not lane.beyond_recall:
                lane.task.cancel()
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=self._pace.farewell)
            await ended(*unfinished)
            await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self._look()
            except (ChatError, Busy) as error:
                self._claims.forget_doubts()
                log.warning("the outbox has to wait: %s", error)
            except Exception:
                log.exception("the outbox could not be looked at")
            try:
                async with asyncio.timeout(self._pace.look):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def _look(self) -> None:
        await self._claims.keep()
        await self._claims.take_over(self._now())
        await self._notice_new_settings()
        if not self._composers:
            return
        async with self._database.reading() as unit:
            due = await store.due_shops(unit, [*self._composers], self._now())
        for shop in due:
            if len(self._lanes) >= AT_ONCE:
                break
            if self._servers.known(shop):
                await self._begin(shop)

    async def _begin(self, shop: ShopId) -> None:
        try:
            server = await self._servers.of(shop)
        except MailProblem as problem:
            self._failed_with[shop] = str(problem)
            await self._all_wait(shop, problem)
            return
        if any(lane.server == server or lane.shop == shop for lane in self._lanes):
            return
        lane = Lane(shop, server)
        self._lanes.append(lane)
        lane.task = asyncio.create_task(self._travel(lane), name=f"mail of shop {shop}")

    async def _travel(self, lane: Lane) -> None:
        try:
            for _ in range(BATCH):
                mail = None if self._stopping else await self._claim(lane)
                if mail is None or not await self._send(lane, mail):
                    break
        except (ChatError, Busy) as error:
            log.warning("mail of shop %s has to wait: %s", lane.shop, error)
            return
        except Exception:
            log.exception("mail of shop %s could not be sent", lane.shop)
            return
        finally:
            self._lanes.remove(lane)
        self.wake()

    async def _claim(self, lane: Lane) -> Queued | None:
        lane.mail, lane.beyond_recall = None, False
        async with self._database.unit() as unit:
            now = self._now()
            for mail in await store.due(unit, lane.shop, [*self._composers], now=now, limit=5):
                # In hand before the claim is committed: what is claimed by this process and not
                # in hand is put back.
                lane.mail = mail
                if await self._claims.take(unit, mail):
                    return mail
        return None

    async def _send(self, lane: Lane, mail: Queued) -> bool:
        """Send the lane's mail; whether it makes sense to go on with the next one."""
        try:
            parcel = await self._parcel(mail)
            if parcel is None:
                await self._surely(lambda unit: store.drop(unit, mail.id, self._token))
            elif not parcel.recipients:
                await self._accepted(lane, mail, Accepted((), "", ""))
            else:
                await deliver(
                    lane.server,
                    parcel,
                    before=lambda: self._confirm(lane, mail),
                    after=lambda accepted: self._accepted(lane, mail, accepted),
                    patience=self._patience,
                )
        except MailProblem as problem:
            await self._failed(lane, mail, problem)
            return not problem.of_server
        except ClaimLost:
            log.info("mail %d was taken out or over before it was sent", mail.id)
        except asyncio.CancelledError:
            if not lane.beyond_recall:
                await self._claims.put_back(mail)
            raise
        except (ChatError, Busy):
            raise
        except Exception as error:
            log.exception("mail %d could not be made", mail.id)
            await self._failed(lane, mail, MailProblem("other", type(error).__name__))
        return True

    async def _parcel(self, mail: Queued) -> Parcel | None:
        async with self._database.reading() as unit:
            try:
                letter = await self._composers[mail.kind](unit, mail.subject)
            except LookupError as error:
                # A template that is missing is an OSError too: it would count as the database's.
                raise NotComposed(repr(error)) from error
        if letter is None:
            return None
        message = rules.build(letter, message_id=mail.message_id, date=self._now())
        missing = [one for one in rules.recipients(letter) if one not in mail.reached]
        return Parcel(rules.envelope_sender(letter), tuple(missing), message.as_bytes())

    async def _confirm(self, lane: Lane, mail: Queued) -> None:
        await self._claims.confirm(mail)
        lane.beyond_recall = True

    async def _accepted(self, lane: Lane, mail: Queued, accepted: Accepted) -> None:
        """Store that it is out, whatever it takes: nothing may send it again."""
        reached = (*mail.reached, *accepted.reached)
        now = self._now()

        async def result(unit: Unit) -> None:
            if accepted.refused:
                problem = MailProblem("refused", accepted.refused)
                await self._store_failure(unit, mail, problem, reached=reached)
            elif not await store.sent(unit, mail.id, self._token, now=now, reached=reached):
                log.warning("mail %d is out, and its row is gone or taken over", mail.id)

        await self._surely(result)
        metrics.MAILS.labels("sent").inc()
        log.info("mail %d is out by %s", mail.id, lane.server)
        if self._failed_with.pop(mail.shop, None) is not None:
            await self._surely(lambda unit: store.hurry(unit, [mail.shop], self._now()))

    async def _failed(self, lane: Lane, mail: Queued, problem: MailProblem) -> None:
        metrics.MAILS.labels("failed").inc()
        log.warning("mail %d is not out by %s: %s", mail.id, lane.server, problem)
        await self._surely(lambda unit: self._store_failure(unit, mail, problem))
        if problem.of_server:
            self._failed_with[lane.shop] = lane.server
            await self._all_wait(lane.shop, problem)

    async def _store_failure(
        self, unit: Unit, mail: Queued, problem: MailProblem, *, reached: tuple[str, ...] = ()
    ) -> None:
        if problem.code in SETTINGS:
            await store.put_back(
                unit,
                mail,
                self._token,
                next_attempt_at=self._now() + SETTINGS_PAUSE,
                last_error=str(problem),
            )
            return
        await store.failed(
            unit,
            mail,
            self._token,
            next_attempt_at=self._next_attempt(mail),
            last_error=str(problem),
            reached=reached or mail.reached,
        )

    async def _all_wait(self, shop: ShopId, problem: MailProblem) -> None:
        """What is due in this shop shares the fate: one attempt per server and moment is enough."""
        attempted = problem.code not in SETTINGS
        now = self._now()
        async with self._database.unit() as unit:
            for mail in await store.due(unit, shop, [*self._composers], now=now, limit=500):
                await store.postpone(
                    unit,
                    mail,
                    next_attempt_at=self._next_attempt(mail) if attempted else now + SETTINGS_PAUSE,
                    last_error=str(problem),
                    attempted=attempted,
                )

    def _next_attempt(self, mail: Queued) -> datetime | None:
        return rules.next_attempt(
            mail.attempts + 1, mail.give_up_at, now=self._now(), random=chance.random()
        )

    async def _surely(self, what: Callable[[Unit], Awaitable[None]]) -> None:
        pause = self._pace.stumble
        while True:
            try:
                async with self._database.unit() as unit:
                    await what(unit)
            except (ChatError, Busy) as error:
                log.warning("what became of a mail cannot be stored yet: %s", error)
            except Exception:
                log.exception("what became of a mail cannot be stored yet")
                pause = min(pause * 2, 30.0)
            else:
                return
            await asyncio.sleep(pause)

    def _in_hand(self) -> set[int]:
        return {lane.mail.id for lane in self._lanes if lane.mail}

    async def _notice_new_settings(self) -> None:
        """The merchant may have mended the shop's own mail settings, of which nobody tells us."""
        for shop, failed in list(self._failed_with.items()):
            try:
                server: Server | str = (
                    await self._servers.of(shop) if self._servers.known(shop) else ""
                )
            except MailProblem as problem:
                server = str(problem)
            if server != failed:
                self._failed_with.pop(shop, None)
                async with self._database.unit() as unit:
                    await store.hurry(unit, [shop], self._now())
