"""The load generator's client reads what servers send, however it is cut."""

import asyncio
import json

import pytest

from tests.bench.wire import Refused, Socket, frame

HANDSHAKE = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


class Wire(asyncio.Transport):
    """Remembers what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it."""
        self.written.append(bytes(data))

    def close(self) -> None:
        """Note it."""
        self.closed = True

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.closed


def served(text: str) -> bytes:
    """A server's frame: not masked."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return bytes((0x81, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x81, 127)) + size.to_bytes(8, "big") + payload


def opened() -> tuple[Socket, Wire]:
    socket, wire = Socket("/visitor", {"token": "t"}, b"GET / HTTP/1.1\r\n\r\n"), Wire()
    socket.connection_made(wire)
    return socket, wire


@pytest.mark.parametrize("step", [1, 7, 1000, 10**6])
async def test_frames_of_any_size_in_pieces_of_any_size(step: int) -> None:
    socket, wire = opened()
    events: list[bytes] = []
    acks: list[int] = []
    socket.on_event = events.append
    socket.on_ack = lambda number, _payload: acks.append(number)
    bodies = ["x" * size for size in (1, 125, 126, 300, 66_000)]
    stream = HANDSHAKE + served('0{"sid":"s"}') + served("2")
    stream += served('42/visitor,["session:ready",{}]')
    for number, body in enumerate(bodies):
        stream += served(f'42/visitor,["message:created",{json.dumps({"body": body})}]')
        stream += served(f'43/visitor,{1000 + number}[{{"ok":true}}]')
    for start in range(0, len(stream), step):
        socket.data_received(stream[start : start + step])
    assert socket.ready.done()
    assert [json.loads(event[11:])[1].get("body") for event in events] == [None, *bodies]
    assert acks == [1000, 1001, 1002, 1003, 1004]
    assert frame(b'40/visitor,{"token":"t"}') in wire.written
    assert frame(b"3") in wire.written


async def test_a_call_gets_its_own_answer() -> None:
    socket, wire = opened()
    socket.data_received(HANDSHAKE)
    call = asyncio.ensure_future(socket.call("desk:enter", {}))
    await asyncio.sleep(0)
    assert wire.written[-1] == frame(b'42/visitor,1["desk:enter",{}]')
    socket.data_received(served('43/visitor,1[{"ok":true,"data":{"me":1}}]'))
    assert await call == {"me": 1}


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        HANDSHAKE.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
        HANDSHAKE + served('44/visitor,{"message":"no"}'),
    ],
)
async def test_a_refusal_is_one(answer: bytes) -> None:
    socket, wire = opened()
    socket.data_received(answer)
    with pytest.raises(Refused):
        await socket.ready
    assert wire.closed
