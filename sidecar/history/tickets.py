"""Tickets for downloads, good once, for a minute: a download can't send a token."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sidecar.platform.database import Database
from sidecar.platform.identity import Employee
from sidecar.protocol.base import EmployeeId, ShopId

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Order:
    """What an employee may fetch with a ticket."""

    employee: Employee
    asked: Mapping[str, str]


class Tickets:
    """Given out after the rights were checked; any process takes them back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(self, order: Order) -> str:
        """A new ticket; those that nobody used in time go."""
        ticket = secrets.token_urlsafe(32)
        who = order.employee
        values = {"shops": who.shops, "lang": who.lang, "asked": dict(order.asked)}
        async with self._database.unit() as unit:
            await unit.run(
                "DELETE FROM PREFIX_onlinechat_ticket WHERE good_until < UTC_TIMESTAMP(3)"
            )
            await unit.run(
                "INSERT INTO PREFIX_onlinechat_ticket (ticket, id_employee, asked, good_until)"
                " VALUES (%s, %s, %s, UTC_TIMESTAMP(3) + INTERVAL %s SECOND)",
                _digest(ticket),
                who.id,
                json.dumps(values),
                SECONDS,
            )
        return ticket

    async def take(self, ticket: str) -> Order | None:
        """What a ticket is for; None when it is none, was used or is too old."""
        async with self._database.unit() as unit:
            row = await unit.row(
                "SELECT id_employee, asked FROM PREFIX_onlinechat_ticket"
                " WHERE ticket = %s AND good_until >= UTC_TIMESTAMP(3) FOR UPDATE",
                _digest(ticket),
            )
            if row is None:
                return None
            await unit.run(
                "DELETE FROM PREFIX_onlinechat_ticket WHERE ticket = %s", _digest(ticket)
            )
        values: dict[str, Any] = json.loads(row["asked"])
        shops = tuple(ShopId(shop) for shop in values["shops"])
        who = Employee(EmployeeId(row["id_employee"]), shops, values["lang"])
        return Order(who, values["asked"])


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
