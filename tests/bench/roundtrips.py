"""Stands between the sidecar and its database and counts how often one waits for the other."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.stack.ports import LOOPBACK


@dataclass(slots=True)
class RoundTrips:
    """A way to a server's port; what is sent after an answer begins a new round trip."""

    upstream: int
    port: int = 0
    count: int = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.upstream)
        answered = True

        async def ask() -> None:
            nonlocal answered
            while data := await reader.read(65536):
                self.count += answered
                answered = False
                far_writer.write(data)

        async def answer() -> None:
            nonlocal answered
            while data := await far_reader.read(65536):
                answered = True
                writer.write(data)

        ways = [asyncio.ensure_future(ask()), asyncio.ensure_future(answer())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for one in (writer, far_writer):
                one.close()


@contextmanager
def counted(upstream: int) -> Iterator[RoundTrips]:
    """Such a way, in a thread of its own: it also has to work while somebody waits for a start."""
    one = RoundTrips(upstream)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(one.carry, LOOPBACK), loop
    ).result()
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
