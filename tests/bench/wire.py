"""A Socket.IO client that costs next to nothing: frames are made and read by hand.

The load generator must not be what a bench measures, so it knows the formats (RFC 6455, Engine.IO 4
and Socket.IO 5 in text frames) instead of using a library.
"""

import asyncio
import base64
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, cast

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en;q=0.9",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
    "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
}
"""What Chromium sends along when it opens a WebSocket."""

MASKED, CONTINUED, TEXT, CLOSE, PING = 0x80, 0x00, 0x1, 0x8, 0x9


class Refused(RuntimeError):
    """The server did not take the connection, or ended it."""


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A client's frame, masked with zeros: allowed, and the payload stays as it is."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, MASKED | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, MASKED | 126)) + size.to_bytes(2, "big")
    else:
        raise ValueError("a bench sends no such frame")
    return head + b"\0\0\0\0" + payload


def handshake(host: str, path: str, headers: Mapping[str, str]) -> bytes:
    """The request that opens a WebSocket for Engine.IO 4."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    lines = [
        f"GET {path}/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Socket(asyncio.Protocol):
    """One connection to one namespace.

    `on_ack(id, payload)` and `on_event(payload)` are called for every frame of these kinds; what
    `call` asks is answered to it alone. Who sends by hand uses ids that `call` does not reach.
    """

    __slots__ = (
        "_ack",
        "_auth",
        "_buffer",
        "_calls",
        "_event",
        "_first",
        "_next_call",
        "_opened",
        "events",
        "namespace",
        "on_ack",
        "on_event",
        "ready",
        "transport",
    )

    transport: asyncio.Transport

    def __init__(self, namespace: str, auth: Mapping[str, Any], first: bytes) -> None:
        """`first` is the handshake; `auth` is sent as soon as it is answered."""
        self.namespace = namespace
        self.on_ack: Callable[[int, bytes], None] = _nothing
        self.on_event: Callable[[bytes], None] = _nothing
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.events = 0
        self._auth = json.dumps(auth, separators=(",", ":"))
        self._first = first
        self._buffer = b""
        self._opened = False
        self._ack = f"43{namespace},".encode()
        self._event = f"42{namespace},".encode()
        self._calls: dict[int, asyncio.Future[Any]] = {}
        self._next_call = 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self._first)
        self._first = b""

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits hears of it."""
        for waiting in (self.ready, *self._calls.values()):
            if not waiting.done():
                waiting.set_exception(
                    Refused(f"{self.namespace}: the connection ended {exc or ''}")
                )
                waiting.exception()

    def data_received(self, data: bytes) -> None:
        """Cut into frames."""
        if self._buffer:
            data = self._buffer + data
        at, size = 0, len(data)
        if not self._opened:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                self._buffer = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self._fail(data[:200])
                return
            if b"permessage-deflate" in data[:at].lower():
                self._fail(b"the server wants to compress")
                return
            self._opened = True
        while size - at >= 2:
            length = data[at + 1]
            begin = at + 2
            if length == 126:
                begin += 2
                length = int.from_bytes(data[at + 2 : begin], "big")
            elif length == 127:
                begin += 8
                length = int.from_bytes(data[at + 2 : begin], "big")
            end = begin + length
            if size < end:
                break
            self._frame(data[at] & 0x0F, data[begin:end])
            at = end
        self._buffer = data[at:] if at < size else b""

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode != TEXT:
            self._control(opcode, payload)
        elif payload.startswith(self._event):
            self.events += 1
            if not self.ready.done() and payload.startswith(self._event + b'["session:ready"'):
                self.ready.set_result(None)
            self.on_event(payload)
        elif payload.startswith(self._ack):
            self._acked(payload, len(self._ack))
        elif payload == b"2":
            self.transport.write(PONG)
        elif payload.startswith(b"0"):
            self.transport.write(frame(f"40{self.namespace},{self._auth}".encode()))
            self._auth = ""
        elif payload.startswith(b"44"):
            self._fail(payload)

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.transport.write(frame(payload, 0xA))
        elif opcode == CLOSE:
            self.transport.close()

    def _acked(self, payload: bytes, start: int) -> None:
        end = payload.index(b"[", start)
        number = int(payload[start:end])
        call = self._calls.pop(number, None)
        if call is None:
            self.on_ack(number, payload)
        elif not call.done():
            call.set_result(json.loads(payload[end:])[0])

    def _fail(self, answer: bytes) -> None:
        if not self.ready.done():
            self.ready.set_exception(
                Refused(f"{self.namespace}: {answer.decode(errors='replace')}")
            )
        self.transport.close()

    async def call(self, command: str, fields: Mapping[str, Any]) -> Any:
        """Send a command and wait for its data; raises Refused when it was not carried out."""
        number, self._next_call = self._next_call, self._next_call + 1
        answered = self._calls[number] = asyncio.get_running_loop().create_future()
        body = json.dumps([command, fields], separators=(",", ":"))
        self.transport.write(frame(f"42{self.namespace},{number}{body}".encode()))
        reply = await asyncio.wait_for(answered, 10)
        if not reply.get("ok"):
            raise Refused(f"{command}: {reply}")
        return reply["data"]

    def close(self) -> None:
        """Leave."""
        self.transport.close()


async def connect(
    address: tuple[str, int],
    path: str,
    namespace: str,
    auth: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    source: str | None = None,
    seconds: float = 20,
) -> Socket:
    """A socket whose `session:ready` has come; `source` is the address to connect from."""
    first = handshake(f"{address[0]}:{address[1]}", path, headers or {})
    _, socket = await asyncio.get_running_loop().create_connection(
        lambda: Socket(namespace, auth, first),
        *address,
        local_addr=(source, 0) if source else None,
    )
    await asyncio.wait_for(socket.ready, seconds)
    return socket


def _nothing(*_: object) -> None:
    """Nobody is interested."""


PONG = frame(b"3")
