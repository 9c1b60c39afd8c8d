"""Ends the sessions of browsers whose customer signed out elsewhere, or whose data was erased."""

from datetime import timedelta

from sidecar.conversations import visitors
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.realtime import Realtime

OVERLAP = timedelta(seconds=10)
"""Looked at twice: who revokes may have a clock that is slow, or commit late."""


class Revocations:
    """Looks for what other processes, or the shop itself, wrote into the browsers' rows."""

    def __init__(self, database: Database, realtime: Realtime) -> None:
        self._database = database
        self._realtime = realtime
        self._looked_at = clock.of_machine()

    async def look(self) -> None:
        """Tell the pages of such browsers that it is over, and close their sockets here."""
        moment = clock.of_machine()
        async with self._database.reading() as unit:
            found = await visitors.revoked_since(unit, self._looked_at - OVERLAP)
        self._looked_at = moment
        ended = {(shop, vid): at for shop, vid, at in found}
        if not ended:
            return
        for session in list(self._realtime.sessions.values()):
            if session.namespace != "/visitor":
                continue
            at = ended.get((session.visitor.shop, session.visitor.vid))
            if at is not None and session.since <= at:
                self._realtime.end(session, "logout")
