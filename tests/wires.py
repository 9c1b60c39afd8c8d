"""A socket spoken by hand, frame by frame: what no well-behaved client sends."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.waiting import SECONDS


class Wire:
    """One Engine.IO connection over a WebSocket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[str] = []

    async def send(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        if isinstance(frame, bytes):
            await self.socket.send_bytes(frame)
        else:
            await self.socket.send_str(frame)

    async def next(self, *, seconds: float = SECONDS) -> str | None:
        """The next frame that is no ping; None when the socket was closed."""
        while True:
            message = await self.socket.receive(timeout=seconds)
            if message.type is not WSMsgType.TEXT:
                return None
            if message.data == "2":
                await self.send("3")
                continue
            self.frames.append(message.data)
            return str(message.data)

    async def until(self, beginning: str) -> str:
        """The next frame that begins like this."""
        async with asyncio.timeout(SECONDS):
            while True:
                frame = await self.next()
                assert frame is not None, f"closed before {beginning}: {self.frames}"
                if frame.startswith(beginning):
                    return frame

    async def closed(self, *, seconds: float = SECONDS) -> int | None:
        """Wait until the other side closes; its close code."""
        async with asyncio.timeout(seconds):
            while await self.next() is not None:
                pass
        return self.socket.close_code

    async def join(self, namespace: str, auth: Any) -> str:
        """Ask into a namespace; the frame that answers: `40…` accepted, `44…` refused."""
        await self.send(f"40{namespace},{json.dumps(auth)}")
        async with asyncio.timeout(SECONDS):
            while True:
                frame = await self.next()
                assert frame is not None, "closed without an answer"
                if frame.startswith(("40", "44")):
                    return frame

    async def command(self, namespace: str, ack: int | str, *data: Any) -> None:
        """Send a command without waiting for its answer."""
        await self.send(f"42{namespace},{ack}{json.dumps(data)}")

    def answers(self, namespace: str) -> dict[int, dict[str, Any]]:
        """Every acknowledgement so far, by number; no command has two."""
        found: dict[int, dict[str, Any]] = {}
        prefix = f"43{namespace},"
        for frame in self.frames:
            if frame.startswith(prefix):
                ack, _, answer = frame.removeprefix(prefix).partition("[")
                assert int(ack) not in found
                [found[int(ack)]] = json.loads(f"[{answer}")
        return found

    async def answer(self, namespace: str, ack: int) -> dict[str, Any]:
        """The acknowledgement of a command."""
        prefix = f"43{namespace},{ack}["
        frame = await self.until(prefix)
        [answer] = json.loads(frame[len(prefix) - 1 :])
        assert isinstance(answer, dict)
        return answer


@asynccontextmanager
async def wire(url: str, **more: Any) -> AsyncIterator[Wire]:
    """An open connection that has not said yet who it is."""
    async with (
        ClientSession() as client,
        client.ws_connect(f"{url}socket.io/?EIO=4&transport=websocket", **more) as socket,
    ):
        one = Wire(socket)
        opened = await one.next()
        assert opened is not None
        assert opened.startswith("0{")
        yield one
