"""Whether the chat is there: one state per shop, kept in memory, told when it changes."""

from collections.abc import Callable, Iterable

from sidecar.operators.rules import most_room
from sidecar.operators.service import Operators
from sidecar.platform.realtime import Realtime, shop_room
from sidecar.protocol import events
from sidecar.protocol.base import ShopId
from sidecar.protocol.shapes import Availability as State


class Availability:
    """The state of each shop: online while an operator is there and has room, hidden otherwise."""

    def __init__(
        self, realtime: Realtime, operators: Operators, shops: Callable[[], Iterable[ShopId]]
    ) -> None:
        self._realtime = realtime
        self._operators = operators
        self._shops = shops
        self._states: dict[ShopId, State] = {}

    def of(self, shop: ShopId) -> State:
        """The state as of the last look."""
        return self._states.get(shop, "hidden")

    async def look(self) -> None:
        """Work the states out again and tell the visitors' open chats what changed."""
        for shop in self._shops():
            state: State = "online" if most_room(self._operators.online(shop)) else "hidden"
            if self._states.get(shop) != state:
                self._states[shop] = state
                await self._realtime.publish(
                    "/visitor", [shop_room(shop)], events.StateChanged, {"state": state}
                )
