"""Operators at the door: who may come in, the desk, the switch."""

import asyncio
import logging
from typing import Any, get_args

from sidecar.conversations.desks import Desks
from sidecar.errors import NotAllowed, TokenInvalid
from sidecar.operators import rights
from sidecar.operators.rights import Action
from sidecar.operators.service import Operators
from sidecar.platform import clock
from sidecar.platform.database import Database
from sidecar.platform.identity import Employee, Identity
from sidecar.platform.realtime import Door, Realtime, Session, desk_room, operator_room
from sidecar.platform.tasks import ended
from sidecar.protocol import events, operator, shapes
from sidecar.protocol.base import PROTOCOL, EmployeeId, iso
from sidecar.shop import employees

log = logging.getLogger(__name__)

TOOLS: tuple[operator.Tool, ...] = get_args(operator.Tool)


class Desk:
    """The gate of the operators' namespace and the doors of the recap."""

    def __init__(
        self,
        database: Database,
        realtime: Realtime,
        identity: Identity,
        operators: Operators,
        desks: Desks,
        *,
        settings: Any,
        version: str,
        check_period: float,
    ) -> None:
        self._database = database
        self._realtime = realtime
        self._identity = identity
        self._operators = operators
        self._desks = desks
        self._settings = settings
        self._version = version
        self._check_period = check_period
        self._checking: asyncio.Task[None] | None = None
        self.names: dict[EmployeeId, str] = {}
        """First names of the employees who are connected here."""
        self._granted: dict[EmployeeId, frozenset[Action]] = {}
        realtime.gate("/operator", self)
        realtime.doors(
            Door(operator.EnterDesk, self.enter_desk),
            Door(operator.Overlook, self.overview),
            Door(operator.SwitchOperator, self.switch),
        )

    def may(self, employee: EmployeeId, action: Action) -> bool:
        """Whether an employee who is connected here may do this, as of the last check."""
        return action in self._granted.get(employee, ())

    async def admit(self, auth: dict[str, Any], _address: str) -> Employee:
        """An employee with a token, or who comes back; rights are the shop's of this moment."""
        if isinstance(auth.get("token"), str):
            vouched = self._identity.employee(auth["token"])
        elif isinstance(auth.get("session"), str):
            vouched = self._identity.resumed_employee(auth["session"])
        else:
            raise TokenInvalid
        subject = vouched.subject
        async with self._database.reading() as unit:
            found = await employees.read(unit, subject.id)
        if found is None:
            raise NotAllowed("This employee's account is no longer active.")
        rights.require(found, "answer")
        shops = tuple(sorted(found.shops & set(subject.shops)))
        if not shops:
            raise NotAllowed("You have no right to answer for this shop.")
        self._remember(found)
        await self._operators.register(found, shops)
        return Employee(subject.id, shops, subject.lang)

    async def welcome(self, session: Session) -> None:
        """Listen for this employee and these shops."""
        employee = session.employee
        await self._realtime.enter(
            session, operator_room(employee.id), *(desk_room(shop) for shop in employee.shops)
        )
        await self._operators.refresh()
        token, until = self._identity.session(employee, now=clock.of_machine())
        self._realtime.tell(
            session,
            events.SessionReady(
                protocol=PROTOCOL,
                session=token,
                expires_at=until,
                version=self._version,
                me=shapes.Operator(**self._operators.wire(employee.id)),
            ),
        )
        await self._operators.keep([employee.id])

    async def farewell(self, session: Session) -> None:
        """The last tab of an employee is closed: from now on the lease runs out."""
        employee = session.employee.id
        if not self._tabs(employee):
            await self._operators.last_tab_closed(employee)

    async def enter_desk(self, session: Session, _command: operator.EnterDesk) -> dict[str, Any]:
        """Everything the recap shows."""
        employee = session.employee
        await self._operators.refresh()
        lists = await self._desks.of(employee.id, employee.shops)
        return {
            "me": self._operators.wire(employee.id),
            "operators": self._operators.others(employee.shops),
            **lists,
            "settings": self._settings(employee.shops[0]).wire(),
            "tools": [tool for tool in TOOLS if self.may(employee.id, tool)],
            "version": self._version,
            "now": iso(clock.now()),
        }

    async def overview(self, session: Session, _command: operator.Overlook) -> dict[str, Any]:
        """Who is online with what load, and who has which conversation: for supervisors."""
        employee = session.employee
        if not self.may(employee.id, "supervise"):
            raise NotAllowed("Your profile does not allow you to supervise.")
        await self._operators.refresh()
        return {
            "operators": self._operators.others(employee.shops),
            "conversations": await self._desks.overview(employee.shops),
        }

    async def switch(self, session: Session, command: operator.SwitchOperator) -> dict[str, Any]:
        """Online or offline."""
        return {"me": await self._operators.switch(session.employee.id, online=command.online)}

    def start(self) -> None:
        """Begin to check the rights of those who are connected."""
        self._checking = asyncio.create_task(self._check(), name="rights")

    async def stop(self) -> None:
        """Stop checking."""
        await ended(self._checking)

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(self._check_period)
            try:
                await self.check()
            except Exception as error:
                log.warning("rights could not be checked: %s", error)

    async def check(self) -> None:
        """What each operator may do now, connected here or not; close the sockets of who may not.

        What they had goes to others, and what they still say counts no more.
        """
        everybody = await self._operators.known()
        for one in self._realtime.sessions.values():
            if one.namespace == "/operator":
                # Another process may have dismissed them already.
                everybody.setdefault(one.employee.id, frozenset(one.employee.shops))
        for employee, shops in everybody.items():
            async with self._database.reading() as unit:
                found = await employees.read(unit, employee)
            if found is None or "answer" not in rights.granted(found) or not found.shops & shops:
                await self._dismiss(employee)
                continue
            self._remember(found)
            if not found.shops >= shops:
                await self._operators.register(found, shops & found.shops)
            for session in self._tabs(employee):
                if not found.shops.issuperset(session.employee.shops):
                    # It comes back, with the shops that are left.
                    self._realtime.close_soon(session)

    async def _dismiss(self, employee: EmployeeId) -> None:
        log.info("employee %s may no longer answer", employee)
        for session in self._tabs(employee):
            self._realtime.end(session, "rights")
        self._granted.pop(employee, None)
        await self._operators.dismiss(employee)

    def _tabs(self, employee: EmployeeId) -> list[Session]:
        return [
            one
            for one in self._realtime.sessions.values()
            if one.namespace == "/operator" and one.employee.id == employee
        ]

    def _remember(self, found: employees.Employee) -> None:
        self.names[found.id] = found.name
        self._granted[found.id] = rights.granted(found)
