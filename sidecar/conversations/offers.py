"""The tables' side of offers: what is on offer to whom, and who declined it."""

from dataclasses import dataclass

from sidecar.platform.database import Unit
from sidecar.protocol.base import ConversationId, EmployeeId, ShopId

ON_A_DESK = 500
"""Conversations on offer, or finished, that a desk shows; running ones are all there."""

# To an operator, named three times: for them or for anyone, another's or nobody's, not declined.
ON_OFFER = (
    "c.state IN ('waiting', 'ongoing') AND c.offered_to IN (0, %s)"
    " AND (c.id_employee IS NULL OR c.id_employee <> %s)"
    " AND NOT EXISTS (SELECT 1 FROM PREFIX_onlinechat_decline d"
    " WHERE d.id_conversation = c.id_conversation AND d.id_employee = %s)"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A conversation on offer, as the pulse tells of it."""

    id: ConversationId
    shop: ShopId
    last_seq: int
    operator: EmployeeId | None
    to: EmployeeId
    declined: frozenset[int]

    def may_be_taken_by(self, employee: EmployeeId) -> bool:
        """Whether it is on this operator's desk."""
        return (
            self.to in (0, employee) and self.operator != employee and employee not in self.declined
        )


async def everywhere(unit: Unit) -> list[Offer]:
    """What is on offer anywhere; nothing when it is more than a desk shows."""
    rows = await unit.rows(
        "SELECT c.id_conversation, c.id_shop, c.last_seq, c.id_employee, c.offered_to,"
        " (SELECT GROUP_CONCAT(d.id_employee) FROM PREFIX_onlinechat_decline d"
        " WHERE d.id_conversation = c.id_conversation) AS declined"
        " FROM PREFIX_onlinechat_conversation c"
        " WHERE c.state IN ('waiting', 'ongoing') AND c.offered_to IS NOT NULL LIMIT %s",
        ON_A_DESK + 1,
    )
    if len(rows) > ON_A_DESK:
        return []
    return [
        Offer(
            id=ConversationId(row["id_conversation"]),
            shop=ShopId(row["id_shop"]),
            last_seq=row["last_seq"],
            operator=EmployeeId(row["id_employee"]) if row["id_employee"] else None,
            to=EmployeeId(row["offered_to"]),
            declined=frozenset(int(one) for one in (row["declined"] or "").split(",") if one),
        )
        for row in rows
    ]


async def declined(unit: Unit, number: ConversationId, operator: EmployeeId) -> None:
    """Remember that this operator left the offer to others."""
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_decline (id_conversation, id_employee) VALUES (%s, %s)"
        " ON DUPLICATE KEY UPDATE id_employee = id_employee",
        number,
        operator,
    )


async def forget_declines(unit: Unit, number: ConversationId) -> None:
    """A new offer: everybody is asked again."""
    await unit.run("DELETE FROM PREFIX_onlinechat_decline WHERE id_conversation = %s", number)


async def forget_declines_of(unit: Unit, operator: EmployeeId) -> None:
    """An operator comes anew: they are asked again about everything."""
    await unit.run("DELETE FROM PREFIX_onlinechat_decline WHERE id_employee = %s", operator)
