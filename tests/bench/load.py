"""The load of the routing bench: conversations whose sides write as fast as they are answered."""

import asyncio
import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.wire import Socket, frame

WINDOW = 4
"""Messages of one conversation that are under way at any moment."""

ANSWERED = 4
"""Every so many messages of a conversation, one is the operator's."""

SLOT = 100_000_000
BODIES = (
    "Hello, do you still have the blue one in size 38?",
    "I ordered on Monday and the parcel has not moved since; could you have a look, please?",
    "Yes.",
    "Is it possible to change the delivery address? My neighbour would take the parcel in.",
    "Perfect, thank you very much for your help, have a nice day!",
)


@dataclass(slots=True)
class Talk:
    """A conversation with its visitor's and its operator's socket; `index` counts from 1."""

    index: int
    number: int
    visitor: Socket
    operator: Socket
    sent: int = 0
    _heads: tuple[bytes, bytes] = (b"", b"")
    _bodies: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Prepare what every frame begins and ends with."""
        stamp = f"01{os.urandom(4).hex().upper()[:8]}"
        tail = f"{stamp}{self.index:04d}"
        self._heads = (
            f'["message:send",{{"clientId":"{tail}'.encode(),
            f'["message:send",{{"conversationId":{self.number},"clientId":"{tail}'.encode(),
        )
        self._bodies = tuple(f'","body":"{body}"}}]'.encode() for body in BODIES)

    def send(self) -> int:
        """Send the next message of either side; the number of its acknowledgement."""
        count = self.sent
        self.sent = count + 1
        ack = self.index * SLOT + count
        body = self._bodies[count % len(self._bodies)]
        if count % ANSWERED == ANSWERED - 1:
            head, socket, space = self._heads[1], self.operator, b"42/operator,%d%b%012d%b"
        else:
            head, socket, space = self._heads[0], self.visitor, b"42/visitor,%d%b%012d%b"
        socket.transport.write(frame(space % (ack, head, count, body)))
        return ack


@dataclass(frozen=True, slots=True)
class Meters:
    """What was used so far: seconds of processor time and of the clock, messages acknowledged."""

    at: float
    acked: int
    process: float
    database: float
    generator: float
    everybody: float
    log_writes: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of load brought."""

    seconds: float
    acked: int
    process: float
    database: float
    generator: float
    everybody: float
    log_writes: int
    latency: float

    @property
    def rate(self) -> float:
        """Acknowledged messages per second."""
        return self.acked / self.seconds

    @property
    def silent(self) -> bool:
        """Nothing was acknowledged: the round has a rate, 0, but nothing to say of a message."""
        return self.acked == 0

    @property
    def strangers(self) -> float:
        """Processor time of programs that are none of the bench's, per second."""
        return (self.everybody - self.process - self.database - self.generator) / self.seconds

    def per_thousand(self, amount: float) -> float:
        """Of so much, what falls to 1,000 messages; not of a silent round."""
        return amount / self.acked * 1000


@dataclass(slots=True)
class Load:
    """Keeps the windows of all conversations full while it runs, and counts what comes back."""

    talks: Sequence[Talk]
    read: Callable[[int], Meters]
    """Reads the meters; gets the number of messages acknowledged so far."""
    patience: float = 10
    """Seconds after a round in which what is under way may still arrive."""
    acked: int = 0
    refused: int = 0
    sent: int = 0
    events: dict[str, int] = field(default_factory=lambda: {"/visitor": 0, "/operator": 0})
    ack_bytes: int = 0
    event_bytes: int = 0
    _running: bool = False
    _by_index: dict[int, Talk] = field(default_factory=dict)
    _times: dict[int, float] = field(default_factory=dict)
    _latencies: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to every socket."""
        self._by_index = {talk.index: talk for talk in self.talks}
        sockets = {id(one): one for talk in self.talks for one in (talk.visitor, talk.operator)}
        for socket in sockets.values():
            socket.on_ack = self._acked
            socket.on_event = self._heard(socket.namespace)

    def _heard(self, namespace: str) -> Callable[[bytes], None]:
        created = f'42{namespace},["message:created"'.encode()

        def heard(payload: bytes) -> None:
            if payload.startswith(created):
                self.events[namespace] += 1
                self.event_bytes += len(payload)

        return heard

    def _acked(self, number: int, payload: bytes) -> None:
        if b'{"ok":true' not in payload:
            self.refused += 1
        self.acked += 1
        self.ack_bytes += len(payload)
        if number in self._times:
            self._latencies.append(time.perf_counter() - self._times.pop(number))
        if self._running:
            self._send(self._by_index[number // SLOT])

    def _send(self, talk: Talk) -> None:
        self.sent += 1
        number = talk.send()
        if not self.sent & 31:
            self._times[number] = time.perf_counter()

    @property
    def gone(self) -> int:
        """How many of the sockets have ended: what is sent there is lost without a word."""
        sockets = {id(one): one for talk in self.talks for one in (talk.visitor, talk.operator)}
        return sum(one.transport.is_closing() for one in sockets.values())

    async def run(self, *, warm: float, seconds: float) -> Round:
        """One round: fill the windows, warm up, measure, let everything arrive."""
        self._running = True
        gc.collect()
        gc.disable()
        try:
            for _ in range(WINDOW):
                for talk in self.talks:
                    self._send(talk)
            await asyncio.sleep(warm)
            self._latencies.clear()
            before = self.read(self.acked)
            await asyncio.sleep(seconds)
            after = self.read(self.acked)
        finally:
            gc.enable()
            self._running = False
        middle = median(self._latencies) if self._latencies else 0.0
        await self._drain()
        return Round(
            after.at - before.at,
            after.acked - before.acked,
            after.process - before.process,
            after.database - before.database,
            after.generator - before.generator,
            after.everybody - before.everybody,
            after.log_writes - before.log_writes,
            middle,
        )

    async def _drain(self) -> None:
        """Wait for what is under way."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            if self.acked == self.sent and set(self.events.values()) == {self.sent}:
                return
            await asyncio.sleep(0.02)
