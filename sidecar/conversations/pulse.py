"""The numbers of the last messages, so that a page notices an event that got lost."""

from collections.abc import Callable, Iterable

from sidecar.conversations import offers, store
from sidecar.platform.database import Database
from sidecar.platform.realtime import Realtime, Session
from sidecar.protocol import events
from sidecar.protocol.base import ConversationId, ShopId

AT_ONCE = 1000


class Pulse:
    """Tells every page connected here where its conversations stand."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        *,
        version: str,
        shown: Callable[[ShopId], str],
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._version = version
        self._shown = shown

    async def beat(self) -> None:
        """Once around."""
        here = list(self._realtime.sessions.values())
        visitors = [one for one in here if one.namespace == "/visitor"]
        desks = [one for one in here if one.namespace == "/operator"]
        async with self._database.reading() as unit:
            numbers: dict[str, tuple[ConversationId, int]] = {}
            keys = sorted({one.visitor.open_key for one in visitors})
            for start in range(0, len(keys), AT_ONCE):
                numbers |= await store.numbers(unit, keys[start : start + AT_ONCE])
            theirs = await store.numbers_of_operators(
                unit, sorted({one.employee.id for one in desks})
            )
            offered = await offers.everywhere(unit)
        self._tell(visitors, {one: _one(numbers.get(one)) for one in keys})
        for one in desks:
            employee = one.employee
            last = theirs[employee.id] | {
                str(offer.id): offer.last_seq
                for offer in offered
                if offer.shop in employee.shops and offer.may_be_taken_by(employee.id)
            }
            self._realtime.tell(one, events.Pulse(last_seq=last, version=self._version))

    def _tell(self, visitors: Iterable[Session], last: dict[str, dict[str, int]]) -> None:
        for one in visitors:
            version = self._shown(one.visitor.shop)
            known = last[one.visitor.open_key]
            self._realtime.tell(one, events.Pulse(last_seq=known, version=version))


def _one(known: tuple[ConversationId, int] | None) -> dict[str, int]:
    return {str(known[0]): known[1]} if known else {}
