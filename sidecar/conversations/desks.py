"""What operators see: their own conversations, those on offer to them, for supervisors all."""

from collections.abc import Sequence
from typing import Any

from sidecar.conversations import offers, store, wire
from sidecar.platform.database import Database
from sidecar.protocol.base import EmployeeId, ShopId

ALL = 100_000
"""No limit."""
OVERLOOKED = 1000
"""Conversations that a supervisor sees at once."""
LONGEST_WAIT = "c.waiting_since IS NULL, c.waiting_since, c.id_conversation"


class Desks:
    """Lists of conversations as the wire has them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overview(self, shops: Sequence[ShopId]) -> list[dict[str, Any]]:
        """What waits or runs in these shops; who waits longest comes first."""
        async with self._database.reading() as unit:
            found = await store.details(
                unit,
                f"c.id_shop IN ({_listed(shops)}) AND c.state IN ('waiting', 'ongoing')",
                order=f"c.state = 'ongoing', {LONGEST_WAIT}",
                limit=OVERLOOKED,
            )
        return [wire.for_operator(one) for one in found]

    async def of(
        self, operator: EmployeeId, shops: Sequence[ShopId]
    ) -> dict[str, list[dict[str, Any]]]:
        """The operator's own conversations in these shops, and those they could take."""
        here = f"c.id_shop IN ({_listed(shops)})"
        async with self._database.reading() as unit:
            ongoing = await store.details(
                unit,
                f"{here} AND c.id_employee = %s AND c.state = 'ongoing'",
                operator,
                limit=ALL,
            )
            waiting = await store.details(
                unit,
                f"{here} AND {offers.ON_OFFER}",
                operator,
                operator,
                operator,
                order=LONGEST_WAIT,
                limit=offers.ON_A_DESK,
            )
            finished = await store.details(
                unit,
                f"{here} AND c.id_employee = %s AND c.state = 'finished'",
                operator,
                limit=offers.ON_A_DESK,
            )
        lists = {"ongoing": ongoing, "waiting": waiting, "finished": finished}
        return {name: [wire.for_operator(one) for one in found] for name, found in lists.items()}


def _listed(shops: Sequence[ShopId]) -> str:
    """For an IN list; 0 is no shop's number."""
    return ",".join(str(int(shop)) for shop in shops) or "0"
