"""Browsers whose outbox keeps each message until it is acknowledged, and that come back."""

import asyncio
import random
from collections import deque
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

from sidecar.platform.ids import ulid
from tests.pages import auth

RETRIED = {"storage_unavailable", "too_many", "internal_error"}
ACK_SECONDS = 2.5


@dataclass
class Sent:
    """A message on its way, and its acknowledgements."""

    body: str
    client_id: str = field(default_factory=ulid)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)


class Browser:
    """One tab: sends one message at a time, in order, again and again until it is acknowledged."""

    def __init__(
        self,
        port: int,
        namespace: str,
        token: str,
        *,
        retried: Set[str] = frozenset(RETRIED),
        **fields: Any,
    ) -> None:
        self.port = port
        self.namespace = namespace
        self.fields = fields
        self.retried = retried
        """Refusals after which it tries again, by itself or because somebody presses the button."""
        self.messages: list[Sent] = []
        self.refused: list[str] = []
        self.heard: list[dict[str, Any]] = []
        self._said: dict[str, Any] = auth(token)
        self._waiting: deque[Sent] = deque()
        self._client: socketio.AsyncClient | None = None
        self._task = asyncio.create_task(self._work())
        self._filled = asyncio.Event()

    def write(self, body: str) -> Sent:
        """Put a message into the outbox."""
        one = Sent(body)
        self.messages.append(one)
        self._waiting.append(one)
        self._filled.set()
        return one

    @property
    def idle(self) -> bool:
        """Whether everything is acknowledged."""
        return not self._waiting

    @property
    def session(self) -> str:
        """The resume token it got last."""
        return str(self._said.get("session", ""))

    async def close(self) -> None:
        """The tab is closed."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._hang_up()

    async def call(self, command: str, data: dict[str, Any]) -> dict[str, Any]:
        """A command once, whatever comes of it; TimeoutError or SocketIOError when nothing does."""
        client = await self._connected()
        answer: dict[str, Any] = await client.call(
            command, data, namespace=self.namespace, timeout=ACK_SECONDS
        )
        return answer

    async def _work(self) -> None:
        while True:
            while self._waiting:
                await self._send(self._waiting[0])
            self._filled.clear()
            await self._filled.wait()

    async def _send(self, one: Sent) -> None:
        data = {"clientId": one.client_id, "body": one.body, **self.fields}
        try:
            answer = await self.call("message:send", data)
        except (SocketIOError, TimeoutError, OSError):
            await self._hang_up()
            await asyncio.sleep(random.uniform(0.02, 0.2))
            return
        if answer["ok"]:
            one.acknowledged.append(answer["data"]["message"])
            self._waiting.popleft()
            return
        code = answer["error"]["code"]
        self.refused.append(code)
        assert code in self.retried, answer
        await asyncio.sleep(min(answer["error"].get("retry") or 0.2, 0.2))

    async def _connected(self) -> socketio.AsyncClient:
        if self._client is not None and self._client.connected:
            return self._client
        await self._hang_up()
        client = socketio.AsyncClient(reconnection=False)
        client.on("session:ready", self._ready, namespace=self.namespace)
        client.on("message:created", self._created, namespace=self.namespace)
        self._client = client
        await client.connect(
            f"http://127.0.0.1:{self.port}",
            socketio_path="/oc/socket.io",
            namespaces=[self.namespace],
            auth=self._said,
            transports=["websocket"],
            wait_timeout=3,
        )
        return client

    async def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.eio.disconnect(abort=True)
            if client.eio.http is not None and not client.eio.http.closed:
                await client.eio.http.close()

    def _ready(self, data: dict[str, Any]) -> None:
        """From now on it comes back without the shop, by its resume token."""
        self._said = auth(session=data["session"])

    def _created(self, data: dict[str, Any]) -> None:
        self.heard.append(data["message"])
