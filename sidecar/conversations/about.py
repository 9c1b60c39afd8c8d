"""What the chat itself knows of somebody: their browser, its pages, what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidecar.conversations.trail import Stop, load
from sidecar.platform.clock import from_database
from sidecar.platform.database import Query, Row, marks
from sidecar.platform.identity import Browser, Visitor
from sidecar.protocol.base import ConversationId, ShopId
from sidecar.protocol.sheet import EarlierConversation
from sidecar.shop.parts import Part

CONVERSATIONS = 10


@dataclass(frozen=True, slots=True)
class Browsing:
    """A visitor's browser, where it came from, and the pages it showed, the newest first."""

    browser: Browser
    referrer: str
    trail: tuple[Stop, ...]


def browsing(visitor: Visitor) -> Part[Browsing | None]:
    """The visitor's browser; None when it was forgotten."""
    return Part(
        (
            Query(
                "SELECT user_agent, languages, referrer, trail FROM PREFIX_onlinechat_visitor"
                " WHERE id_shop = %s AND vid = %s",
                (visitor.shop, visitor.vid),
            ),
        ),
        lambda rows: (
            Browsing(
                Browser(rows[0]["user_agent"], rows[0]["languages"]),
                rows[0]["referrer"],
                tuple(load(rows[0]["trail"])),
            )
            if rows
            else None
        ),
    )


def earlier(
    visitor: Visitor, shops: Sequence[ShopId], before: ConversationId
) -> Part[list[EarlierConversation]]:
    """The chats with this customer, or at this guest's browser, before a conversation."""
    whose, values = f"c.id_shop IN ({marks(shops)}) AND c.id_customer = %s", [*shops]
    if visitor.customer is None:
        whose, values = "c.id_shop = %s AND c.vid = %s AND c.id_customer IS NULL", [visitor.shop]
    return Part(
        (
            Query(
                "SELECT c.id_conversation, c.started_at, c.last_message_at, c.operator_name,"
                " c.stars, (SELECT m.body FROM PREFIX_onlinechat_message m"
                " WHERE m.id_conversation = c.id_conversation AND m.author = 'visitor'"
                " ORDER BY m.seq DESC LIMIT 1) AS said FROM PREFIX_onlinechat_conversation c"
                f" WHERE {whose} AND c.id_conversation < %s"
                " ORDER BY c.id_conversation DESC LIMIT %s",
                (*values, visitor.customer or visitor.vid, before, CONVERSATIONS),
            ),
        ),
        lambda rows: [_earlier(row) for row in rows],
    )


def _earlier(row: Row) -> EarlierConversation:
    return EarlierConversation(
        id=row["id_conversation"],
        started_at=from_database(row["started_at"]),
        last_message_at=from_database(row["last_message_at"]),
        operator=row["operator_name"] or None,
        text=row["said"],
        stars=row["stars"],
    )
