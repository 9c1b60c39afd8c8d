"""The network between a browser and the sidecar: to be cut, or to fall silent as a laptop does."""

import asyncio
from types import TracebackType

from tests.stack.ports import LOOPBACK


class Network:
    """Forwards connections to a port; while it is cut nobody gets through, asleep nothing moves."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self._beyond = port
        self._server: asyncio.Server | None = None
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._cut = False
        self._moving = asyncio.Event()
        self._moving.set()

    async def __aenter__(self) -> "Network":
        """Start on a free port."""
        self._server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut everything for good."""
        self.cut()
        self._moving.set()
        if self._server:
            self._server.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Both sides notice at once: connections are reset, new ones too."""
        self._cut = True
        for pair in self._pairs:
            for end in pair:
                end.transport.abort()

    def sleep(self) -> None:
        """Neither side notices: connections stay open, and nothing comes through them."""
        self._moving.clear()

    def mend(self) -> None:
        """As before; who slept finds the old connections dead."""
        if not self._moving.is_set():
            self.cut()
        self._cut = False
        self._moving.set()

    async def _connected(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self._cut:
            back.transport.abort()
            return
        try:
            far, forth = await self._reach(near, back)
        except (OSError, asyncio.IncompleteReadError):
            back.transport.abort()
            return
        pair = (back, forth)
        self._pairs.add(pair)
        for reader, writer in ((near, forth), (far, back)):
            task = asyncio.create_task(self._forward(reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await asyncio.gather(*(end.wait_closed() for end in pair), return_exceptions=True)
        self._pairs.discard(pair)

    async def _reach(
        self, _near: asyncio.StreamReader, _back: asyncio.StreamWriter
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The other end of a connection that somebody opened."""
        return await asyncio.open_connection(LOOPBACK, self._beyond)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(64 * 1024):
                await self._moving.wait()
                writer.write(data)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
