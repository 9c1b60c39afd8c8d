"""Whether the chat is there: one state per shop, kept in memory, told when it changes."""

from collections.abc import Awaitable, Callable, Iterable

from sidecar.operators.rules import most_room
from sidecar.operators.service import Operators
from sidecar.platform.realtime import Realtime, shop_room
from sidecar.protocol import events
from sidecar.protocol.base import ShopId
from sidecar.protocol.shapes import Availability as State


class Availability:
    """The state of each shop: online in its business hours, while an operator has room.

    Otherwise there is the form to leave a message, or nothing, as the merchant chose.
    """

    def __init__(
        self,
        realtime: Realtime,
        operators: Operators,
        shops: Callable[[], Iterable[ShopId]],
        *,
        offline_mode: Callable[[ShopId], bool],
        is_open: Callable[[ShopId], bool],
        turned: Callable[[ShopId], Awaitable[None]],
        version: Callable[[ShopId], str],
    ) -> None:
        self._realtime = realtime
        self._operators = operators
        self._shops = shops
        self._offline_mode = offline_mode
        self._is_open = is_open
        self._turned = turned
        """Who else has to know that a shop's business hours began or ended."""
        self._version = version
        self._states: dict[ShopId, State] = {}
        self._told: dict[ShopId, tuple[State, str]] = {}
        self._open: dict[ShopId, bool] = {}

    def of(self, shop: ShopId) -> State:
        """The state as of the last look."""
        return self._states.get(shop, "hidden")

    async def look(self) -> None:
        """Work the states out again; tell open chats what changed, their looks among it."""
        for shop in self._shops():
            state: State = "offline" if self._offline_mode(shop) else "hidden"
            is_open = self._is_open(shop)
            if is_open and most_room(self._operators.online(shop)):
                state = "online"
            self._states[shop] = state
            told = (state, self._version(shop))
            if self._told.get(shop) != told:
                self._told[shop] = told
                await self._realtime.publish(
                    "/visitor",
                    [shop_room(shop)],
                    events.StateChanged,
                    {"state": state, "version": told[1]},
                )
            if self._open.get(shop, is_open) != is_open:
                await self._turned(shop)
            self._open[shop] = is_open
