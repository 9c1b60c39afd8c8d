"""The sockets: every command is answered exactly once and handled in the order sent."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from aiohttp import hdrs
from engineio import packet as eio_packet
from pydantic import ValidationError
from pydantic_core import from_json, to_json
from socketio import AsyncManager, AsyncRedisManager, AsyncServer, packet
from socketio.exceptions import ConnectionRefusedError as Refusal

from sidecar.errors import (
    Blocked,
    ChatError,
    InvalidFormat,
    NotAllowed,
    ProtocolMismatch,
    Refused,
    TokenExpired,
    UnknownCommand,
)
from sidecar.platform import clock
from sidecar.platform.clock import RHYTHM, Rhythm
from sidecar.platform.database import Busy
from sidecar.platform.identity import Browser, Employee, Visitor
from sidecar.platform.transport import PlainWebSocket, Transport
from sidecar.platform.web import CLIENT_ADDRESS
from sidecar.protocol.base import (
    FRAME_LIMIT,
    PROTOCOL,
    Command,
    ConversationId,
    EmployeeId,
    Event,
    ShopId,
    accepted,
    refused,
)
from sidecar.protocol.events import Reason, SessionEnded

log = logging.getLogger(__name__)

LANE_LIMIT = 200
"""Commands of one socket that may wait for their turn."""


def visitor_room(visitor: Visitor) -> str:
    """Every socket of the person: all of a customer's devices, or all tabs of a guest's browser."""
    return f"{visitor.shop}:{visitor.key}"


def browser_room(visitor: Visitor) -> str:
    """Every socket of one browser."""
    return f"{visitor.shop}:vid:{visitor.vid}"


def shop_room(shop: ShopId) -> str:
    """Every visitor's socket of a shop."""
    return f"shop:{shop}"


def operator_room(employee: EmployeeId) -> str:
    """Every socket of an employee."""
    return f"employee:{employee}"


def desk_room(shop: ShopId) -> str:
    """Every operator's socket of a shop."""
    return f"desk:{shop}"


def watch_room(conversation: ConversationId) -> str:
    """Every operator's socket on which the panel beside this conversation is open."""
    return f"watch:{conversation}"


ENDED: dict[str, type[ChatError]] = {
    "blocked": Blocked,
    "logout": TokenExpired,
    "rights": NotAllowed,
}
"""What commands of a session that is over are answered with, by the reason it was told."""

ANNOUNCES_BINARY = (str(packet.BINARY_EVENT), str(packet.BINARY_ACK))


class Json:
    """The JSON of the sockets, by pydantic's encoder: faster than the standard library's."""

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        """As text."""
        return to_json(value).decode()

    @staticmethod
    def loads(text: str, **_options: object) -> Any:
        """From text; ValueError where it is none."""
        try:
            return from_json(text)
        except ValueError:
            # A browser sends half of a character as an escape: for the command's model to refuse.
            return json.loads(text)


def frame(namespace: str, event: str, data: dict[str, Any]) -> eio_packet.Packet:
    """An event as it goes over the wire; nothing is searched for binary data: there is none."""
    return eio_packet.Packet(
        eio_packet.MESSAGE, f"{packet.EVENT}{namespace},{Json.dumps([event, data])}"
    )


@dataclass(slots=True, eq=False)
class Session:
    """One connected socket and whom it speaks for."""

    sid: str
    eio_sid: str
    namespace: str
    subject: Visitor | Employee
    address: str
    browser: Browser
    since: datetime = field(default_factory=clock.of_machine)
    """When it began to speak for this subject."""
    rooms: set[str] = field(default_factory=set)
    waiting: "deque[Request]" = field(default_factory=deque)
    worker: "asyncio.Task[None] | None" = None
    last: "asyncio.Future[Any] | None" = None
    over: ChatError | None = None
    """Why nothing more is carried out, once it was told that it is over."""
    preparing: "asyncio.Future[Any] | None" = None
    """The last message with something to be filled in, which later ones may not overtake."""
    sent: int = 0
    """Messages sent on this socket by whom it speaks for now."""

    @property
    def visitor(self) -> Visitor:
        """The visitor; only for sockets of the visitors' namespace."""
        if not isinstance(self.subject, Visitor):
            raise TypeError("not a visitor's socket")
        return self.subject

    @property
    def employee(self) -> Employee:
        """The employee; only for sockets of the operators' namespace."""
        if not isinstance(self.subject, Employee):
            raise TypeError("not an employee's socket")
        return self.subject


@dataclass(frozen=True, slots=True)
class Request:
    """A command that waits for its turn; `ack` is None where no answer was asked for."""

    door: "Door"
    command: Command
    ack: int | None


class Handler(Protocol):
    """Carries out one kind of command and returns what the reply says."""

    def __call__(self, session: Session, command: Any, /) -> Awaitable[Any]:
        """Begin; refusals may be raised at once or later."""


@dataclass(frozen=True, slots=True)
class Door:
    """A command and who carries it out.

    With `reply` the handler has put the command into its place when it returns, so that the next
    one of that kind need not wait for its answer; `reply` then makes the answer of what the
    handler's future brings.
    """

    command: type[Command]
    handler: Handler
    reply: Callable[[Any], dict[str, Any]] | None = None

    @property
    def ordered_by_itself(self) -> bool:
        """Whether commands of this kind keep their order without waiting for each other."""
        return self.reply is not None


class Gate(Protocol):
    """What a room gives a namespace: who may come in, what happens as they come and go."""

    async def admit(self, auth: dict[str, Any], address: str) -> Visitor | Employee:
        """Who it is; raises Refused or another ChatError."""

    async def welcome(self, session: Session) -> None:
        """The connection stands: enter rooms, say session:ready."""

    async def farewell(self, session: Session) -> None:
        """The connection is gone."""


class Rooms(AsyncManager):  # type: ignore[misc]
    """Rooms of one process; no task per recipient, no look into every room when one leaves."""

    def __init__(self) -> None:
        super().__init__()
        self._of_sid: dict[str, set[Any]] = {}

    def basic_enter_room(
        self, sid: str, namespace: str, room: Any, eio_sid: str | None = None
    ) -> None:
        """Remember where a socket is."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._of_sid.setdefault(sid, set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """Forget it."""
        super().basic_leave_room(sid, namespace, room)
        self._of_sid.get(sid, set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_options: object) -> None:
        """Leave the rooms the socket is in; the library's own looks through all rooms there are."""
        for room in self._of_sid.pop(sid, set()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            waiting = pending.get(namespace, [])
            if sid in waiting:
                waiting.remove(sid)

    async def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, **options: Any
    ) -> None:
        """Encode once, put it into each recipient's queue."""
        rooms = self.rooms.get(namespace)
        if not rooms:
            return
        encoded = frame(namespace, event, data)
        skipped = options.get("skip_sid")
        reached: set[str] = set()
        for name in [room] if isinstance(room, str) or room is None else room:
            for sid, eio_sid in rooms.get(name, {}).items():
                if sid != skipped and eio_sid not in reached:
                    reached.add(eio_sid)
                    self.server.push(eio_sid, encoded)
        self.server.realtime.told(event, data, namespace, room, skipped)


class SharedRooms(AsyncRedisManager):  # type: ignore[misc]
    """Rooms of several processes, told by one client of Redis that reconnects by itself."""

    thread: "asyncio.Task[None] | None" = None

    def _redis_connect(self) -> None:
        """The library makes a new client at each failure and leaves the old one open."""
        if self.redis is None:
            super()._redis_connect()
        self.connected = True

    async def _handle_emit(self, message: dict[str, Any]) -> None:
        """What any process says reaches the sockets that are connected to this one."""
        await super()._handle_emit(message)
        self.server.realtime.told(
            message["event"],
            message["data"][0],
            message["namespace"],
            message["room"],
            message["skip_sid"],
        )

    async def hang_up(self) -> None:
        """Stop listening and disconnect."""
        if self.thread is not None:
            self.thread.cancel()
            await asyncio.gather(self.thread, return_exceptions=True)
        for connection in (self.pubsub, self.redis):
            if connection is not None:
                await connection.aclose()


class Server(AsyncServer):  # type: ignore[misc]
    """The Socket.IO server; `dispatch` and the namespaces' gates are set by Realtime."""

    realtime: "Realtime"

    def push(self, eio_sid: str, encoded: eio_packet.Packet) -> None:
        """Queue a packet for a socket, if it is still there."""
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None and not socket.closed:
            socket.queue.put_nowait(encoded)

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        socket = self.eio.sockets[eio_sid]
        # The library has no place to name another class of sockets.
        socket.__class__ = Transport
        socket.received = self._handle_eio_message
        self.watch(eio_sid)

    def there(self, eio_sid: str) -> bool:
        """Whether this transport is still open."""
        socket = self.eio.sockets.get(eio_sid)
        return socket is not None and not socket.closed

    def watch(self, eio_sid: str) -> None:
        """Close the transport unless somebody says in time who is using it."""
        asyncio.get_running_loop().call_later(
            self.realtime.hello_seconds, self._close_silent, eio_sid
        )

    def _close_silent(self, eio_sid: str) -> None:
        if eio_sid in self.eio.sockets and not self.realtime.known(eio_sid):
            self.start_background_task(self.eio.disconnect, eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        if not isinstance(data, str) or data.startswith(ANNOUNCES_BINARY):
            await self.eio.disconnect(eio_sid)
            return
        try:
            await super()._handle_eio_message(eio_sid, data)
        except (
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            AttributeError,
            RecursionError,
        ) as error:
            log.debug("socket %s sent rubbish: %s", eio_sid, error)
            await self.eio.disconnect(eio_sid)

    async def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        await super()._handle_connect(eio_sid, namespace, data)
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        if sid is None or not self.manager.is_connected(sid, namespace or "/"):
            # The library leaves the transport of a refused namespace open: let the answer go out,
            # then close.
            loop = asyncio.get_running_loop()
            loop.call_later(0.2, self._close_silent, eio_sid)
            return
        await self.realtime.welcome(sid)

    async def _handle_event(self, eio_sid: str, namespace: str, ack: int | None, data: Any) -> None:
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        if sid is not None and isinstance(data, list) and data:
            self.realtime.dispatch(sid, data, ack)


class Realtime:
    """Gates and doors of the two namespaces, and the way events reach pages."""

    def __init__(
        self,
        *,
        origins: Callable[[str | None, dict[str, Any]], bool],
        redis_url: str | None,
        rhythm: Rhythm = RHYTHM,
    ) -> None:
        manager = SharedRooms(redis_url, channel="onlinechat") if redis_url else Rooms()
        self.server = Server(
            client_manager=manager,
            cors_allowed_origins=origins,
            async_handlers=False,
            json=Json,
            logger=False,
            engineio_logger=False,
            ping_interval=rhythm.ping,
            ping_timeout=rhythm.pong,
            max_http_buffer_size=FRAME_LIMIT,
            http_compression=False,
            namespaces=["/visitor", "/operator"],
        )
        self.server.realtime = self
        self.server.eio._async = {**self.server.eio._async, "websocket": PlainWebSocket}  # noqa: SLF001
        self.hello_seconds = rhythm.hello
        self.sessions: dict[str, Session] = {}
        self._gates: dict[str, Gate] = {}
        self._doors: dict[str, dict[str, Door]] = {"/visitor": {}, "/operator": {}}
        self._arriving: dict[str, Session] = {}
        self._eio: dict[str, str] = {}
        self.closing = False

    def gate(self, namespace: str, gate: Gate) -> None:
        """Say who looks after a namespace."""
        self._gates[namespace] = gate
        self.server.on("connect", self._connect(namespace), namespace=namespace)
        self.server.on("disconnect", self._disconnected, namespace=namespace)

    def doors(self, *doors: Door) -> None:
        """Say who carries out which command."""
        for door in doors:
            self._doors[f"/{door.command.audience}"][door.command.name] = door

    def known(self, eio_sid: str) -> bool:
        """Whether this transport carries an accepted connection."""
        return eio_sid in self._eio

    def _connect(self, namespace: str) -> Callable[[str, dict[str, Any], Any], Awaitable[None]]:
        async def connect(sid: str, environ: dict[str, Any], auth: Any) -> None:
            request = environ["aiohttp.request"]
            address = request.get(CLIENT_ADDRESS, "")
            try:
                if not isinstance(auth, dict) or auth.get("protocol") != PROTOCOL:
                    raise ProtocolMismatch  # noqa: TRY301
                subject = await self._gates[namespace].admit(auth, address)
            except ChatError as error:
                raise Refusal(error.message, {"code": error.code}) from None
            except Exception:
                log.exception("connection to %s failed", namespace)
                raise Refusal("Please try again.", {"code": "internal_error"}) from None
            eio_sid = self.server.manager.eio_sid_from_sid(sid, namespace)
            if eio_sid is None or not self.server.there(eio_sid):
                # Gone while the database was asked.
                raise Refusal("gone")
            headers = request.headers
            browser = Browser(
                headers.get(hdrs.USER_AGENT, ""), headers.get(hdrs.ACCEPT_LANGUAGE, "")
            )
            session = Session(sid, eio_sid, namespace, subject, address, browser)
            self._arriving[sid] = session
            self._eio[eio_sid] = sid

        return connect

    async def welcome(self, sid: str) -> None:
        """The acceptance is on its way to the page; what comes now arrives after it."""
        session = self._arriving.pop(sid, None)
        if session is None:
            return
        self.sessions[sid] = session
        try:
            await self._gates[session.namespace].welcome(session)
        except Exception as error:
            if not isinstance(error, ChatError | Busy):
                log.exception("welcome of %s failed", session.namespace)
            await self.close(session)

    async def _disconnected(self, sid: str, _reason: str) -> None:
        arriving = self._arriving.pop(sid, None)
        session = self.sessions.pop(sid, None)
        gone = session or arriving
        if gone is None:
            return
        self._eio.pop(gone.eio_sid, None)
        self.server.watch(gone.eio_sid)
        if session is None:
            return
        try:
            await self._gates[session.namespace].farewell(session)
        except (ChatError, Busy) as error:
            log.info("farewell of %s has to do without storage: %s", session.namespace, error)
        except Exception:
            log.exception("farewell of %s failed", session.namespace)

    async def enter(self, session: Session, *rooms: str) -> None:
        """Put a socket into rooms."""
        for room in rooms:
            await self.server.manager.enter_room(session.sid, session.namespace, room)
            session.rooms.add(room)

    async def leave(self, session: Session, *rooms: str) -> None:
        """Take a socket out of rooms."""
        for room in rooms:
            await self.server.manager.leave_room(session.sid, session.namespace, room)
            session.rooms.discard(room)

    async def close(self, session: Session) -> None:
        """End a connection."""
        await self.server.eio.disconnect(session.eio_sid)

    def close_soon(self, session: Session) -> None:
        """End a connection once what it was told has left."""
        loop = asyncio.get_running_loop()
        loop.call_later(0.2, lambda: self.server.start_background_task(self.close, session))

    async def publish(
        self,
        namespace: str,
        rooms: Iterable[str],
        event: type[Event],
        data: dict[str, Any],
        *,
        skip: str | None = None,
    ) -> None:
        """Tell every socket in these rooms, each once; at most once, the database is the truth."""
        names = list(rooms)
        if names:
            room = names[0] if len(names) == 1 else names
            await self.server.manager.emit(event.name, data, namespace, room=room, skip_sid=skip)

    def tell(self, session: Session, event: Event) -> None:
        """Tell one socket of this process."""
        self.server.push(session.eio_sid, frame(session.namespace, event.name, event.wire()))

    def end(self, session: Session, reason: Reason) -> None:
        """Tell one socket of this process that it is over."""
        self.tell(session, SessionEnded(reason=reason))
        self._over(session, reason)

    def told(
        self, event: str, data: dict[str, Any], namespace: str, room: Any, skipped: str | None
    ) -> None:
        """Something was told in this process: sockets that heard of their end are closed.

        Whatever process said so, none of their commands is carried out from now on.
        """
        if event != SessionEnded.name:
            return
        rooms = self.server.manager.rooms.get(namespace, {})
        for name in [room] if isinstance(room, str) else room:
            for sid in list(rooms.get(name, {})):
                session = self.sessions.get(sid)
                if session is not None and sid != skipped:
                    self._over(session, data["reason"])

    def _over(self, session: Session, reason: Reason) -> None:
        if reason in ENDED and session.over is None:
            session.over = ENDED[reason]()
            self.close_soon(session)

    def dispatch(self, sid: str, data: list[Any], ack: int | None) -> None:
        """Take a command in; it has its place in the order when this returns."""
        session = self.sessions.get(sid)
        if session is None:
            # The welcome is still being prepared: the page sends after session:ready.
            return
        try:
            request = Request(*self._understood(session, data), ack)
        except ChatError as error:
            self._answer(session, ack, refused(error.code, error.message))
            return
        if len(session.waiting) >= LANE_LIMIT:
            self._answer(session, ack, refused("too_many", "Too many requests at once.", 1.0))
        elif request.door.ordered_by_itself and session.worker is None:
            self._begin(session, request)
        else:
            session.waiting.append(request)
            if session.worker is None:
                session.worker = asyncio.get_running_loop().create_task(self._work(session))

    def _understood(self, session: Session, data: list[Any]) -> tuple[Door, Command]:
        name = data[0]
        door = self._doors[session.namespace].get(name) if isinstance(name, str) else None
        if door is None:
            raise UnknownCommand
        if len(data) > 2:
            raise InvalidFormat("A command has one object of fields.")
        fields = data[1] if len(data) == 2 else {}
        try:
            return door, door.command.model_validate(fields, by_name=False)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "fields"
            raise InvalidFormat(f"{where}: {first['msg']}") from None

    def _begin(self, session: Session, request: Request) -> "asyncio.Future[Any] | None":
        try:
            if session.over is not None:
                raise session.over
            future = asyncio.ensure_future(request.door.handler(session, request.command))
        except ChatError as error:
            self._answer(session, request.ack, refused(error.code, error.message, error.retry))
            return None
        session.last = future
        future.add_done_callback(lambda done: self._finish(session, request, done))
        return future

    async def _work(self, session: Session) -> None:
        while session.waiting:
            request = session.waiting.popleft()
            if not request.door.ordered_by_itself and session.last is not None:
                await asyncio.wait([session.last])
            future = self._begin(session, request)
            if future is not None and not request.door.ordered_by_itself:
                await asyncio.wait([future])
        session.worker = None

    def _finish(self, session: Session, request: Request, done: "asyncio.Future[Any]") -> None:
        if done.cancelled():
            answer = refused("internal_error", ChatError.sentence, 1.0)
        elif (error := done.exception()) is not None:
            answer = _failure(request, error)
        else:
            try:
                answer = accepted(_data(request.door, done.result()))
            except Exception as unexpected:
                answer = _failure(request, unexpected)
        self._answer(session, request.ack, answer)

    def _answer(self, session: Session, ack: int | None, answer: dict[str, Any]) -> None:
        if ack is None:
            return
        text = f"{packet.ACK}{session.namespace},{ack}{Json.dumps([answer])}"
        self.server.push(session.eio_sid, eio_packet.Packet(eio_packet.MESSAGE, text))

    async def shutdown(self) -> None:
        """Let the commands under way finish, then close every socket; pages come back."""
        self.closing = True
        pending = [
            session.last
            for session in self.sessions.values()
            if session.last and not session.last.done()
        ]
        if pending:
            await asyncio.wait(pending, timeout=5)
        sockets = list(self.server.eio.sockets)
        await asyncio.gather(*map(self.server.eio.disconnect, sockets), return_exceptions=True)
        await self.server.shutdown()
        if isinstance(self.server.manager, SharedRooms):
            await self.server.manager.hang_up()


def _data(door: Door, result: Any) -> dict[str, Any]:
    if door.reply:
        return door.reply(result)
    return result if isinstance(result, dict) else result.wire()


def _failure(request: Request, error: BaseException) -> dict[str, Any]:
    if isinstance(error, Refused):
        return refused(error.code, error.message)
    if isinstance(error, ChatError):
        retry = (
            error.retry
            if error.retry is not None
            else (1.0 if error.code == "storage_unavailable" else None)
        )
        return refused(error.code, error.message, retry)
    if isinstance(error, Busy):
        return refused("storage_unavailable", "The database is busy. Please try again.", 1.0)
    log.error("%s failed", request.door.command.name, exc_info=error)
    return refused("internal_error", ChatError.sentence, 2.0)
