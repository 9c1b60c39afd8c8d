"""Stands between the sidecar and its database and counts how often one waits for the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.stack.ports import LOOPBACK


@dataclass(slots=True)
class RoundTrips:
    """A proxy; what is sent after an answer begins a new round trip."""

    port: int = 0
    count: int = 0

    async def _carry(
        self,
        upstream: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        far_reader, far_writer = await asyncio.open_connection(LOOPBACK, upstream)
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


@asynccontextmanager
async def counted(upstream: int) -> AsyncIterator[RoundTrips]:
    """A way to a database's port on which round trips are counted."""
    one = RoundTrips()
    server = await asyncio.start_server(
        lambda reader, writer: one._carry(upstream, reader, writer), LOOPBACK
    )
    one.port = server.sockets[0].getsockname()[1]
    async with server:
        yield one
