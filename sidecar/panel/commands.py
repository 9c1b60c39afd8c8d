"""The doors of the panel: sheets, carts, and the search over customers."""

from typing import Any

from sidecar.errors import TooMany
from sidecar.panel.carts import Carts
from sidecar.panel.search import Search
from sidecar.panel.service import Sheets
from sidecar.platform.limits import Limiter
from sidecar.platform.realtime import Door, Realtime, Session
from sidecar.protocol import operator, visitor
from sidecar.protocol.base import ConversationId, Nothing

NOTHING = Nothing()


class PanelDoors:
    """What operators ask for beside a conversation, and what visitors' pages send for it."""

    def __init__(self, realtime: Realtime, sheets: Sheets, carts: Carts, search: Search) -> None:
        self._sheets = sheets
        self._carts = carts
        self._search = search
        self._updates = Limiter(30, 10)
        self._searches = Limiter(240, 20)
        realtime.doors(
            Door(operator.ShowSheet, self.sheet),
            Door(operator.WatchVisitor, self.watch),
            Door(operator.SearchCustomers, self.search),
            Door(visitor.UpdateCart, self.update),
        )

    async def sheet(self, session: Session, command: operator.ShowSheet) -> dict[str, Any]:
        """Who the visitor is."""
        sheet = await self._sheets.of(ConversationId(command.conversation_id), session.employee)
        return sheet.wire()

    async def watch(self, session: Session, command: operator.WatchVisitor) -> Nothing:
        """The panel was opened or closed."""
        await self._carts.watch(session, ConversationId(command.conversation_id), on=command.on)
        return NOTHING

    async def search(self, session: Session, command: operator.SearchCustomers) -> dict[str, Any]:
        """Customers that fit."""
        pause = self._searches.wait(str(session.employee.id))
        if pause:
            raise TooMany(retry=round(pause, 1))
        return (await self._search.find(command.q, session.employee)).wire()

    async def update(self, session: Session, command: visitor.UpdateCart) -> Nothing:
        """The shop's own word on the visitor's cart."""
        pause = self._updates.wait(session.visitor.vid)
        if pause:
            raise TooMany(retry=round(pause, 1))
        await self._carts.update(session.visitor, command.cart)
        return NOTHING
