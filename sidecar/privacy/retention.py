"""Deletes what is older than the merchant wants to keep, a little at a time."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Protocol

from sidecar.configuration.rules import ChatSettings
from sidecar.errors import ChatError
from sidecar.platform import clock
from sidecar.platform.database import Busy, Database, Unit
from sidecar.platform.tasks import ended
from sidecar.privacy import store
from sidecar.protocol.base import ShopId

log = logging.getLogger(__name__)
chance = SystemRandom()

FOREVER = timedelta(0)
ALL_SHOPS = ShopId(0)
"""Whose are settings of all shops, or of a group of them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a shop keeps what people said, and their whole IP addresses; 0 is for ever."""

    keep: timedelta
    addresses: timedelta

    @classmethod
    def of(cls, settings: ChatSettings) -> "Terms":
        """What the merchant chose."""
        return cls(settings.retention, settings.shorten_addresses_after)


class Chore(Protocol):
    """Deletes, or shortens, at most so many of a shop's things from before a moment.

    All in the transaction given to it. How many it found: 0 when nothing is left to do.
    """

    async def __call__(self, unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """Do some of it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once, and how often, in seconds."""

    batch: int = 100
    rest: float = 4.0
    """After each batch, so many times as long as it took: most of the time is the chat's."""
    least_rest: float = 0.05
    first: float = 60.0
    every: float = 3600.0


PACE = Pace()


class Retention:
    """Looks from time to time; several processes may, each row goes once."""

    def __init__(
        self,
        database: Database,
        terms: Callable[[], Mapping[ShopId, Terms]],
        *,
        delete: Sequence[Chore],
        shorten: Sequence[Chore],
        now: Callable[[], datetime] = clock.now,
        pace: Pace = PACE,
    ) -> None:
        """`terms` of the shops that are there; of one that is gone the longest of them count."""
        self._database = database
        self._terms = terms
        self._delete = delete
        self._shorten = shorten
        self._now = now
        self._pace = pace
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run(), name="retention")

    async def stop(self) -> None:
        """Stop; what is not committed yet is undone, and done the next time."""
        await ended(self._task)

    async def once(self) -> int:
        """Do all that is due; how many things that were. What fails now does not stop the rest."""
        terms = self._terms()
        if not terms:
            return 0
        longest = Terms(
            _longest(one.keep for one in terms.values()),
            _longest(one.addresses for one in terms.values()),
        )
        async with self._database.reading() as unit:
            shops = {ALL_SHOPS, *terms, *await store.shops(unit)}
        done = 0
        for shop in sorted(shops):
            its = terms.get(shop, longest)
            done += await self._all(self._delete, shop, its.keep)
            done += await self._all(self._shorten, shop, its.addresses)
        return done

    async def _all(self, chores: Sequence[Chore], shop: ShopId, after: timedelta) -> int:
        if after == FOREVER:
            return 0
        done = 0
        for chore in chores:
            try:
                while some := await self._some(chore, shop, self._now() - after):
                    done += some
            except (ChatError, Busy) as error:
                log.info("some of what is too old has to wait: %s", error)
            except Exception:
                log.exception("some of what is too old could not be deleted")
        return done

    async def _some(self, chore: Chore, shop: ShopId, before: datetime) -> int:
        begun = time.monotonic()
        async with self._database.unit() as unit:
            some = await chore(unit, shop, before, limit=self._pace.batch)
        if some:
            took = time.monotonic() - begun
            await asyncio.sleep(max(self._pace.least_rest, took * self._pace.rest))
        return some

    async def _run(self) -> None:
        # Processes that were started together do not look together.
        await asyncio.sleep(self._pace.first * chance.uniform(0.5, 1.5))
        while True:
            try:
                done = await self.once()
            except (ChatError, Busy) as error:
                log.info("what is too old has to wait: %s", error)
            else:
                if done:
                    log.info("%d things were too old: deleted, or their address shortened", done)
            await asyncio.sleep(self._pace.every * chance.uniform(0.9, 1.1))


def _longest(times: Iterable[timedelta]) -> timedelta:
    known = list(times)
    return FOREVER if FOREVER in known else max(known)
