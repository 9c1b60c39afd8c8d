"""Whether a shop's mail would go out, for the Help page: asks the server, sends nothing."""

import asyncio
import time
from dataclasses import dataclass

from sidecar.mail.problems import MailProblem
from sidecar.mail.sendmail import Sendmail
from sidecar.mail.servers import Server, Servers
from sidecar.mail.smtp import Patience, greet
from sidecar.protocol.base import ShopId

KEPT = 60.0
PATIENCE = Patience(greeting=5.0)


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the server lets us in; else why not, as in `MailProblem`."""

    good: bool
    code: str = ""
    detail: str = ""


class Checks:
    """Checks by shop; a result counts for a minute, so that a page may ask as often as it likes."""

    def __init__(
        self, servers: Servers, *, patience: Patience = PATIENCE, seconds: float = KEPT
    ) -> None:
        self._servers = servers
        self._patience = patience
        self._seconds = seconds
        self._known: dict[Server, tuple[float, Check]] = {}
        self._asking: dict[Server, asyncio.Task[Check]] = {}

    async def of(self, shop: ShopId) -> Check:
        """Whether mail of this shop would be let in.

        Raises:
            StorageUnavailable: the shop's settings cannot be read.
        """
        try:
            server = await self._servers.of(shop)
        except MailProblem as problem:
            return Check(good=False, code=problem.code, detail=problem.detail)
        at, check = self._known.get(server, (0.0, None))
        if check is not None and time.monotonic() - at < self._seconds:
            return check
        task = self._asking.get(server)
        if task is None:
            task = asyncio.create_task(self._ask(server), name="mail check")
            self._asking[server] = task
        # Whoever asks first may leave: the others still wait for the answer.
        return await asyncio.shield(task)

    async def _ask(self, server: Server) -> Check:
        try:
            if isinstance(server, Sendmail):
                check = Check(good=True, detail=str(server))
            else:
                check = Check(good=True, detail=await greet(server, self._patience))
        except MailProblem as problem:
            check = Check(good=False, code=problem.code, detail=problem.detail)
        finally:
            self._asking.pop(server, None)
        if len(self._known) > 100:
            self._known.clear()
        self._known[server] = (time.monotonic(), check)
        return check
