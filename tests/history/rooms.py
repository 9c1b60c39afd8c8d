"""Conversations that come into the history, and the history as it would be made from scratch."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sidecar.conversations.erasure import Erasure
from sidecar.conversations.rules import Draft
from sidecar.ending import rules as ending
from sidecar.history import keeping
from sidecar.platform import clock
from sidecar.platform.database import Database, marks
from sidecar.platform.identity import Visitor
from sidecar.platform.ids import ulid
from sidecar.privacy import deletions
from sidecar.protocol.base import ConversationId, CustomerId, EmployeeId, ShopId
from tests.conversations.rooms import Room, me
from tests.people import NAMES, SARA, customer, guest

BOTH = (ShopId(1), ShopId(2))


class Past(Room):
    """Conversations of one process whose archived ones are kept in the history."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.conversations.archived = keeping.keep
        self.erasure = Erasure(database, keeping.forget)

    async def talk(
        self,
        who: Visitor,
        *texts: str,
        at: datetime | None = None,
        operator: EmployeeId | None = SARA,
        stars: int = 0,
        lang: str = "",
        archived: bool = True,
    ) -> ConversationId:
        """A whole conversation: said, answered, ended, rated, archived; when its last word was."""
        number = ConversationId(0)
        for text in texts or ("Hello",):
            posted = await self.conversations.post_by_visitor(who, Draft(ulid(), text))
            number = posted.conversation.id
        if operator:
            await self.sql(
                "UPDATE PREFIX_onlinechat_conversation SET state = 'ongoing', id_employee = %s,"
                " operator_name = %s, offered_to = NULL WHERE id_conversation = %s",
                operator,
                NAMES[operator],
                number,
            )
            await self.conversations.post_by_operator(
                me(operator), BOTH, number, Draft(ulid(), "Good day")
            )
        await self.conversations.end(number, "ended_by_operator")
        moment = (at or clock.now()).replace(tzinfo=None)
        await self.sql(
            "UPDATE PREFIX_onlinechat_conversation SET last_message_at = %s,"
            " lang = IF(%s = '', lang, %s) WHERE id_conversation = %s",
            moment,
            lang,
            lang,
            number,
        )
        if stars:
            await self.rate(number, stars)
        if archived:
            await self.conversations.put_away(number)
        return number

    async def record(
        self, said: Sequence[str], who: Visitor, *, at: datetime, **columns: Any
    ) -> ConversationId:
        """A conversation as if it had been archived then, without the way there."""
        values = {
            "id_shop": who.shop,
            "state": "archived",
            "vid": who.vid,
            "id_customer": who.customer,
            "id_guest": who.guest,
            "visitor_name": who.name,
            "started_at": at.replace(tzinfo=None),
            "last_message_at": at.replace(tzinfo=None),
            "last_seq": len(said),
            "rated_at": at.replace(tzinfo=None) if columns.get("stars") else None,
            **columns,
        }
        async with self.database.unit() as unit:
            number = await unit.insert(
                f"INSERT INTO PREFIX_onlinechat_conversation ({', '.join(values)})"
                f" VALUES ({marks([*values])})",
                *values.values(),
            )
            if said:
                await unit.insert_many(
                    "INSERT INTO PREFIX_onlinechat_message (id_conversation, seq, client_id,"
                    " author, name, body, sent_at) VALUES",
                    [
                        (number, seq, f"{seq:026}", "visitor" if seq % 2 else "operator",
                         who.name if seq % 2 else "Sara", body, at.replace(tzinfo=None))
                        for seq, body in enumerate(said, 1)
                    ],
                )  # fmt: skip
            await keeping.keep(unit, ConversationId(number))
        return ConversationId(number)

    async def rate(self, number: ConversationId, stars: int, comment: str = "") -> None:
        """Its visitor says what it was like."""
        await self.conversations.change(
            number, lambda c: ending.rate(c, stars, comment, now=clock.now())
        )

    async def erase(self, *numbers: ConversationId, shops: tuple[ShopId, ...] = BOTH) -> int:
        """Delete conversations for good."""
        return await self.erasure.erase(numbers, shops, deletions.by(SARA))

    async def lines(self) -> list[dict[str, Any]]:
        """The lines of the table as they are kept."""
        async with self.database.reading() as unit:
            return await unit.rows(
                "SELECT id_shop, id_customer, guest_conversation, name, email, conversations,"
                " last_conversation, last_message_at FROM PREFIX_onlinechat_history_person"
                " ORDER BY id_shop, id_customer, guest_conversation"
            )

    async def from_scratch(self) -> list[dict[str, Any]]:
        """The same, made from the conversations."""
        async with self.database.reading() as unit:
            rows = await unit.rows(
                "SELECT id_conversation, id_shop, id_customer, visitor_name, email,"
                " last_message_at FROM PREFIX_onlinechat_conversation WHERE state = 'archived'"
                " ORDER BY last_message_at, id_conversation"
            )
        lines: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in rows:
            theirs = bool(row["id_customer"])
            guest_conversation = None if theirs else row["id_conversation"]
            key = (row["id_shop"], row["id_customer"] or 0, guest_conversation or 0)
            line = lines.setdefault(key, {"conversations": 0})
            line |= {
                "id_shop": row["id_shop"],
                "id_customer": row["id_customer"],
                "guest_conversation": guest_conversation,
                "name": row["visitor_name"] if theirs else "",
                "email": row["email"] if theirs else "",
                "conversations": line["conversations"] + 1,
                "last_conversation": row["id_conversation"],
                "last_message_at": row["last_message_at"],
            }
        return [lines[key] for key in sorted(lines)]


def someone(number: int, shop: ShopId = BOTH[0]) -> Visitor:
    """A customer for an even number, a guest for an odd one."""
    if number % 2:
        return guest(number=number, shop=shop)
    return customer(number=CustomerId(number + 2), shop=shop)


def ago(**time: float) -> datetime:
    """A moment in the past."""
    return clock.now() - timedelta(**time)
