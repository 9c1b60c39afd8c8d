"""The things that commands, replies and events speak of."""

from typing import Any, Literal

from sidecar.protocol.base import Moment, Wire

Author = Literal["visitor", "operator", "system"]
Kind = Literal["text", "offer", "product", "link", "system"]
State = Literal["waiting", "ongoing", "finished", "archived"]
Availability = Literal["online", "offline", "hidden"]


class Message(Wire):
    """One line of a conversation; system lines have a code in `data`, said in each language."""

    conversation_id: int
    seq: int
    client_id: str
    author: Author
    name: str
    kind: Kind
    body: str
    data: dict[str, Any] | None = None
    sent_at: Moment


class Page(Wire):
    """The shop page a visitor is on; the address without its query string."""

    url: str
    title: str
    since: Moment | None = None


class Visitor(Wire):
    """Who is in the conversation: a customer has `customerId`, a guest may have `guestId`."""

    vid: str
    name: str
    customer_id: int | None = None
    guest_id: int | None = None
    present: bool
    page: Page | None = None
    blocked: bool = False


class Person(Wire):
    """An operator as a visitor may know them."""

    id: int
    name: str


class Conversation(Wire):
    """A conversation's state; `waitingSince` is the first visitor message that nobody answered yet.

    `offeredTo` is an employee id, 0 means anyone, absent means that it is not on offer; `until` is
    when the offer ends.
    """

    id: int
    shop: int
    state: State
    visitor: Visitor
    operator: Person | None
    last_seq: int
    seen_by_visitor: int
    seen_by_operator: int
    started_at: Moment
    waiting_since: Moment | None = None
    offered_to: int | None = None
    offered_by: int | None = None
    note: str | None = None
    until: Moment | None = None
    last_message: Message | None = None


class Operator(Wire):
    """An employee who answers; `reason` says why the sidecar set them offline."""

    id: int
    name: str
    online: bool
    load: int
    limit: int
    reason: Literal["away", "silent"] | None = None


class DeskSettings(Wire):
    """What the merchant configured about the operators' side."""

    sounds: bool
    typing_preview: bool
    operator_name: str
