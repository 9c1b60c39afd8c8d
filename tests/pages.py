"""A page with an open socket; all it hears is checked against the contract."""

import asyncio
from collections.abc import Callable
from typing import Any

import socketio

from sidecar.platform.ids import ulid
from sidecar.protocol import events, operator, visitor
from sidecar.protocol.base import PROTOCOL, Failure
from tests.waiting import SECONDS

EVENTS = {event.name: event for event in events.EVENTS}
COMMANDS = {
    (command.audience, command.name): command for command in visitor.COMMANDS + operator.COMMANDS
}
Where = Callable[[dict[str, Any]], bool]


class Page:
    """One tab; events are kept in the order they came."""

    def __init__(self, url: str, namespace: str) -> None:
        self.url = url
        self.namespace = namespace
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.refusal: dict[str, Any] | None = None
        self.wrong: list[str] = []
        """What was heard that the contract does not allow."""
        self._heard = asyncio.Event()
        self._over = asyncio.Event()
        self.client = socketio.AsyncClient(reconnection=False)
        self.client.on("*", self._on_event, namespace=namespace)
        self.client.on("connect_error", self._on_refusal, namespace=namespace)
        self.client.on("disconnect", self._on_disconnect, namespace=namespace)

    async def open(self, auth: Any, *, headers: dict[str, str] | None = None) -> "Page":
        """Connect; raises ConnectionError when refused, `refusal` says why."""
        base, _, path = self.url.partition("/oc/")
        await self.client.connect(
            base,
            socketio_path=f"/oc/{path}socket.io",
            namespaces=[self.namespace],
            auth=auth,
            transports=["websocket"],
            headers=headers or {},
            wait_timeout=int(SECONDS),
        )
        return self

    async def close(self) -> None:
        """The tab is closed."""
        await self.client.disconnect()

    @property
    def connected(self) -> bool:
        """Whether the socket stands."""
        return bool(self.client.connected)

    async def raw(self, *command: Any) -> Any:
        """Send whatever and return the whole acknowledgement."""
        payload = command[1] if len(command) == 2 else tuple(command[1:]) or None
        return await self.client.call(
            command[0], payload, namespace=self.namespace, timeout=SECONDS
        )

    async def ask(self, command: str, **fields: Any) -> dict[str, Any]:
        """Carry out a command; its data, after checking it against the contract."""
        answer = await self.raw(command, fields)
        assert answer["ok"], answer
        assert set(answer) == {"ok", "data"}
        reply = COMMANDS[self.namespace.removeprefix("/"), command].reply
        assert reply.model_validate(answer["data"]).wire() == without_none(answer["data"])
        data: dict[str, Any] = answer["data"]
        return data

    async def refused(self, command: str, **fields: Any) -> dict[str, Any]:
        """Carry out a command that is refused; the error."""
        answer = await self.raw(command, fields)
        assert not answer["ok"], answer
        Failure.model_validate(answer["error"])
        error: dict[str, Any] = answer["error"]
        return error

    async def say(self, body: str, **fields: Any) -> dict[str, Any]:
        """Send a message and return it as stored, once the pages have been told."""
        answer = await self.ask("message:send", **{"clientId": ulid(), "body": body, **fields})
        message: dict[str, Any] = answer["message"]
        await self.heard("message:created", lambda event: event["message"] == message)
        return message

    async def heard(
        self, event: str, where: Where = lambda _: True, *, seconds: float = SECONDS
    ) -> dict[str, Any]:
        """The first event of this name that fits, once it is there."""
        async with asyncio.timeout(seconds):
            while True:
                found = next(
                    (data for name, data in self.events if name == event and where(data)), None
                )
                if found is not None:
                    return found
                if self._over.is_set():
                    raise ConnectionError(f"closed before {event}")
                self._heard.clear()
                await self._heard.wait()

    async def ended(self, *, seconds: float = SECONDS) -> None:
        """Wait until the other side has closed the socket."""
        async with asyncio.timeout(seconds):
            await self._over.wait()

    def all(self, event: str) -> list[dict[str, Any]]:
        """Every event of this name so far."""
        return [data for name, data in self.events if name == event]

    def seqs(self) -> list[int]:
        """The numbers of the messages heard, in the order they came."""
        return [data["message"]["seq"] for data in self.all("message:created")]

    def forget(self) -> None:
        """Start listening anew."""
        self.events.clear()

    def _on_event(self, name: str, data: Any = None, *more: Any) -> None:
        event = EVENTS.get(name)
        if event is None or self.namespace.removeprefix("/") not in event.audience or more:
            self.wrong.append(f"{name} to {self.namespace}")
        else:
            try:
                whole = event.model_validate(data)
            except ValueError as error:
                self.wrong.append(f"{name}: {error}")
            else:
                if whole.wire() != without_none(data):
                    self.wrong.append(f"{name}: {data}")
        self.events.append((name, data))
        self._heard.set()

    def _on_refusal(self, data: Any) -> None:
        self.refusal = data

    def _on_disconnect(self, *_reason: Any) -> None:
        self._over.set()
        self._heard.set()


def auth(token: str | None = None, **more: Any) -> dict[str, Any]:
    """What a page says when it connects."""
    return {"protocol": PROTOCOL} | ({"token": token} if token else {}) | more


def without_none(value: Any) -> Any:
    """The wire leaves out what has no value, except where `null` says something."""
    if isinstance(value, dict):
        return {name: without_none(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_none(one) for one in value]
    return value
