"""The WebSocket below a socket: no compression, no task and timer for every frame.

python-engineio wraps each read and each write in `asyncio.wait_for`, which costs more than all of
the chat's own work on a message; and aiohttp compresses by default, which costs 100 KiB per
connection. Long polling stays the library's.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType
from aiohttp.web import WebSocketResponse
from engineio import packet
from engineio.async_drivers.aiohttp import WebSocket
from engineio.async_socket import AsyncSocket
from engineio.exceptions import SocketIsClosedError

PING = packet.Packet(packet.PING)


class PlainWebSocket(WebSocket):  # type: ignore[misc]
    """The library's driver with compression off and a close that does not wait for long."""

    async def __call__(self, environ: dict[str, Any]) -> WebSocketResponse:
        """Serve the connection until it ends."""
        self._sock = WebSocketResponse(
            max_msg_size=self.server.max_http_buffer_size, compress=False, timeout=2.0
        )
        await self._sock.prepare(environ["aiohttp.request"])
        self.environ = environ
        await self.handler(self)
        return self._sock

    async def text(self) -> str | None:
        """The next frame; None when the connection is over or the frame is no text."""
        message = await self._sock.receive()
        return message.data if message.type is WSMsgType.TEXT else None


class Transport(AsyncSocket):  # type: ignore[misc]
    """One connection; a socket of the library becomes one as soon as it is connected."""

    received: Callable[[str, str], Awaitable[None]]
    last_ping: float | None
    connected: bool
    upgraded: bool

    def schedule_ping(self) -> None:
        """Ping after the interval; a timer instead of a sleeping task for every idle connection."""
        if self.last_ping:
            self.last_ping = None
            asyncio.get_running_loop().call_later(self.server.ping_interval, self._ping)

    def _ping(self) -> None:
        if not self.closing and not self.closed:
            self.last_ping = time.monotonic()
            self.queue.put_nowait(PING)

    async def check_ping_timeout(self) -> bool:
        """Close a connection that did not answer in time; the library asks the machine's clock."""
        if self.closed:
            raise SocketIsClosedError
        if self.last_ping and time.monotonic() - self.last_ping > self.server.ping_timeout:
            # From here on it may be told that it is over: a page that only slept comes back.
            self.last_ping = None
            await self.close(wait=False, reason=self.server.reason.PING_TIMEOUT)
            return False
        return True

    async def _websocket_handler(self, ws: PlainWebSocket) -> None:
        if self.connected:
            # An upgrade from long polling has a handshake of its own.
            await super()._websocket_handler(ws)
            return
        self.connected = self.upgraded = True
        writer = asyncio.ensure_future(self._write(ws))
        try:
            await self._read(ws)
        finally:
            self.queue.put_nowait(None)
            await writer
            self._empty()
            await self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)

    async def _read(self, ws: PlainWebSocket) -> None:
        while (text := await ws.text()) is not None:
            kind = text[:1]
            if kind == "4":
                await self.received(self.sid, text[1:])
            elif kind == "3":
                self.schedule_ping()
            else:
                # Close, or nothing a client says on an open WebSocket.
                return

    async def _write(self, ws: PlainWebSocket) -> None:
        last = False
        while not last:
            outgoing = await self.queue.get()
            try:
                if outgoing is None:
                    last = True
                else:
                    await ws.send(outgoing.encode())
                    last = outgoing.packet_type == packet.CLOSE
            except (OSError, RuntimeError):
                last = True
            finally:
                self.queue.task_done()
        self._empty()
        await ws.close()

    def _empty(self) -> None:
        """Nothing leaves any more: let go of whoever waits until the queue is done."""
        while not self.queue.empty():
            self.queue.get_nowait()
            self.queue.task_done()
