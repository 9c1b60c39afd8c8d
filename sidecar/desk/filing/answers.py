"""Answers that are written in the shop's customer service, brought back into the chat."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sidecar.conversations.later import Later
from sidecar.conversations.rules import Draft, Operator
from sidecar.desk.filing import store
from sidecar.desk.filing.rules import Answer, Asker, asked_id, for_customers, parts
from sidecar.desk.filing.service import Files
from sidecar.errors import NotFound
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.protocol.base import BODY_LIMIT, ShopId
from sidecar.shop import threads
from sidecar.shop.shops import Shop
from sidecar.shop.threads import Written

log = logging.getLogger(__name__)

CURSOR = "customer_message"
OVERLAP = 100
"""Numbers looked at twice: a transaction that got a lower one may be committed later."""
AT_ONCE = 200
LOST = timedelta(hours=1)
"""So long a thread is looked for that was ordered, but not confirmed."""


class Answers:
    """Reads what employees write in threads that came from a chat or an offline message."""

    def __init__(
        self,
        database: Database,
        files: Files,
        later: Later,
        *,
        shops: Callable[[], Mapping[ShopId, Shop]],
        period: float,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._files = files
        self._later = later
        self._shops = shops
        self._period = period
        self._now = now
        self._looked = -period

    async def look(self) -> None:
        """Look for new answers, not more often than the period says."""
        moment = time.monotonic()
        if moment - self._looked < self._period:
            return
        self._looked = moment
        await self._files.heal(self._now() - LOST)
        async with self._database.reading() as unit:
            newest = await threads.last_message(unit)
            begun = await store.read_up_to(unit, CURSOR)
            # After the shop's tables were brought back from a copy, numbers begin lower again.
            upto = newest if begun is None else min(begun, newest)
            found = []
            if begun is not None:
                found = await threads.written(unit, upto - OVERLAP, limit=AT_ONCE)
            askers = await store.askers(unit, sorted({one.thread for one in found}))
        for one in found:
            if one.thread in askers:
                await self._bring(one, askers[one.thread])
        upto = found[-1].id if len(found) == AT_ONCE else newest
        if upto != begun:
            async with self._database.unit() as unit:
                await store.was_read(unit, CURSOR, upto)

    async def _bring(self, written: Written, asker: Asker) -> None:
        shop = self._shops().get(asker.visitor.shop)
        if shop is None or not for_customers(written.text):
            return
        at = shop.moment(written.at) or self._now()
        answer = Answer(
            written.id, written.thread, written.employee, written.firstname, written.text, at
        )
        question = None
        if asker.question is not None:
            text = asker.question.text[:BODY_LIMIT]
            question = (Draft(asked_id(written.thread), text), asker.question.at)
        data = {"thread": answer.thread}
        try:
            if await self._later.answer(
                asker.visitor,
                [Draft(number, text, "text", data) for number, text in parts(answer)],
                Operator(answer.employee, answer.firstname),
                at=at,
                question=question,
            ):
                log.info("answer %d of thread %d is in the chat", answer.id, answer.thread)
        except NotFound:
            # The conversation was deleted at this very moment.
            log.info("nobody is there any more for answer %d", answer.id)
