"""The conversations of one process without sockets: what pages are told is written down."""

from collections.abc import Iterable
from types import TracebackType
from typing import Any

from sidecar.conversations import visitors
from sidecar.conversations.desks import Desks
from sidecar.conversations.handover import Handover
from sidecar.conversations.rules import Conversation, Draft, Operator, Times
from sidecar.conversations.service import Conversations
from sidecar.conversations.writer import Posted
from sidecar.operators.rules import Precedence
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.identity import Visitor
from sidecar.platform.ids import ulid
from sidecar.platform.realtime import Realtime
from sidecar.protocol.base import ConversationId, EmployeeId, Event
from sidecar.shop.employees import Employee
from tests.people import NAMES, SHOP, guest

SHOPS = (SHOP,)
AGO = (
    "UPDATE PREFIX_onlinechat_conversation SET {0} = {0} - INTERVAL %s SECOND WHERE {0} IS NOT NULL"
)


class Told(Realtime):
    """Keeps what pages are told, instead of telling it."""

    def __init__(self) -> None:
        super().__init__(origins=lambda *_: True, redis_url=None)
        self.said: list[tuple[str, list[str], str, dict[str, Any]]] = []

    async def publish(
        self,
        namespace: str,
        rooms: Iterable[str],
        event: type[Event],
        data: dict[str, Any],
        *,
        skip: str | None = None,  # noqa: ARG002 - the signature is Realtime's
    ) -> None:
        """Write it down."""
        event.model_validate(data)
        self.said.append((namespace, list(rooms), event.name, data))

    def names(self, namespace: str) -> list[str]:
        """The names of what one side was told."""
        return [name for told, _, name, _ in self.said if told == namespace]

    def codes(self) -> list[str]:
        """The codes of the system lines visitors were told."""
        return [
            data["message"]["data"]["code"]
            for namespace, _, name, data in self.said
            if namespace == "/visitor" and name == "message:created" and "data" in data["message"]
        ]


class Room:
    """One process's conversations and operators on a database."""

    def __init__(
        self,
        database: Database,
        *,
        limit: int = 10,
        times: Times | None = None,
        precedence: Precedence | None = None,
    ) -> None:
        self.database = database
        self.told = Told()
        self.open = True
        self.operators = Operators(
            database, self.told, lambda _: limit, lambda _: precedence or Precedence()
        )
        self.conversations = Conversations(
            database,
            self.told,
            self.operators,
            times=lambda _: times or Times(),
            is_open=lambda _: self.open,
            shown_name=lambda _, name: f"{name} of the shop",
            own_origin=lambda origin: origin == "https://shop.example",
        )
        self.handover = Handover(
            database,
            self.operators,
            self.conversations,
            times=lambda _: times or Times(),
            is_open=lambda _: self.open,
        )
        self.desks = Desks(database)
        self.operators.left, self.operators.arrived = self.handover.left, self.handover.arrived

    async def __aenter__(self) -> "Room":
        """Begin to write."""
        self.conversations.writer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is waiting."""
        await self.conversations.writer.stop()

    async def online(self, *employees: EmployeeId) -> None:
        """These employees enter the desk and go online."""
        for number in employees:
            employee = Employee(
                number, NAMES[number], super_admin=False, shops=frozenset(SHOPS), rights=frozenset()
            )
            await self.operators.register(employee, SHOPS)
            await self.operators.switch(number, online=True)

    async def offline(self, employee: EmployeeId) -> None:
        """An employee goes offline."""
        await self.operators.switch(employee, online=False)

    async def here(self, who: Visitor, seconds: int = 45) -> None:
        """The visitor is on the site."""
        async with self.database.unit() as unit:
            await visitors.know(unit, who, clock.now())
            await visitors.stay(unit, [who.open_key], seconds)

    async def says(self, who: Visitor, body: str = "Hello", client_id: str = "") -> Posted:
        """A visitor writes."""
        return await self.conversations.post_by_visitor(who, Draft(client_id or ulid(), body))

    async def answers(
        self,
        who: EmployeeId,
        number: ConversationId,
        body: str = "Good day",
        client_id: str = "",
    ) -> Posted:
        """An operator writes."""
        return await self.conversations.post_by_operator(
            Operator(who, NAMES[who]), SHOPS, number, Draft(client_id or ulid(), body)
        )

    async def now(self, number: ConversationId) -> Conversation:
        """The conversation as the database has it."""
        return await self.conversations.of_operator(number, SHOPS)

    async def texts(self, number: ConversationId) -> list[str]:
        """Bodies of messages and codes of system lines in order; no number is missing."""
        found, _ = await self.conversations.messages(number, before=None, after=0, limit=1000)
        assert [one["seq"] for one in found] == list(range(1, len(found) + 1))
        return [one["data"]["code"] if "data" in one else one["body"] for one in found]

    async def sql(self, statement: str, *values: object) -> int:
        """Change something behind everybody's back, such as the time at which it happened."""
        async with self.database.unit() as unit:
            return await unit.run(statement, *values)


def me(employee: EmployeeId) -> Operator:
    """An operator as the rules know them."""
    return Operator(employee, NAMES[employee])


async def begun(room: Room, *online: EmployeeId) -> Conversation:
    """A guest who is on the site has written to the operators online."""
    await room.online(*online)
    who = guest()
    await room.here(who)
    return (await room.says(who)).conversation


async def waiting_for(room: Room, operator: EmployeeId) -> list[int]:
    """What the desk offers an operator."""
    desk = await room.desks.of(operator, SHOPS)
    return [one["id"] for one in desk["waiting"]]
