"""What operators see: their own conversations, those on offer to them, for supervisors all."""

from collections.abc import Sequence
from typing import Any

from sidecar.conversations import store, wire
from sidecar.platform.database import Database
from sidecar.protocol.base import EmployeeId, ShopId


class Desks:
    """Lists of conversations as the wire has them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overview(self, shops: Sequence[ShopId]) -> list[dict[str, Any]]:
        """All that waits or runs in these shops."""
        async with self._database.reading() as unit:
            found = await store.details(
                unit, f"c.id_shop IN ({_listed(shops)}) AND c.state IN ('waiting', 'ongoing')"
            )
        return [wire.for_operator(one) for one in found]

    async def of(
        self, operator: EmployeeId, shops: Sequence[ShopId]
    ) -> dict[str, list[dict[str, Any]]]:
        """The operator's own conversations, and those they could take."""
        async with self._database.reading() as unit:
            own = await store.details(
                unit, "c.id_employee = %s AND c.state IN ('ongoing', 'finished')", operator
            )
            offered = await store.details(
                unit,
                f"c.id_shop IN ({_listed(shops)}) AND c.state IN ('waiting', 'ongoing')"
                " AND (c.id_employee IS NULL OR c.id_employee <> %s) AND c.offered_to IN (0, %s)"
                " AND NOT EXISTS (SELECT 1 FROM PREFIX_onlinechat_decline d"
                " WHERE d.id_conversation = c.id_conversation AND d.id_employee = %s)",
                operator,
                operator,
                operator,
            )
        return {
            "ongoing": [
                wire.for_operator(one) for one in own if one.conversation.state == "ongoing"
            ],
            "waiting": [wire.for_operator(one) for one in offered],
            "finished": [
                wire.for_operator(one) for one in own if one.conversation.state == "finished"
            ],
        }


def _listed(shops: Sequence[ShopId]) -> str:
    """For an IN list; 0 is no shop's number."""
    return ",".join(str(int(shop)) for shop in shops) or "0"
