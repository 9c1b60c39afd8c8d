"""The things that commands, replies and events speak of."""

from typing import Annotated, Any, Literal

from pydantic import Field

from sidecar.protocol.base import Moment, Text, Wire

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
    """The shop page a visitor is on; the address without its query string.

    `product` is the number of the product it shows. A page of the visitor's account (`account`) is
    told without address and title.
    """

    url: str
    title: str
    since: Moment | None = None
    product: int | None = None
    account: bool | None = None


class Visitor(Wire):
    """Who is in the conversation: a customer has `customerId`, a guest may have `guestId`.

    `email` and `phone`, where they are known, and `lang` are for operators only.
    """

    vid: str
    name: str
    customer_id: int | None = None
    guest_id: int | None = None
    present: bool
    page: Page | None = None
    blocked: bool = False
    lang: str | None = None
    email: str | None = None
    phone: str | None = None


class Person(Wire):
    """An operator as a visitor may know them."""

    id: int
    name: str


class Rating(Wire):
    """What the visitor thought of a conversation."""

    stars: Annotated[int, Field(ge=1, le=5, strict=True)]
    comment: Annotated[Text, Field(max_length=1000)] | None = None


class Conversation(Wire):
    """A conversation's state; `waitingSince` is the first visitor message that nobody answered yet.

    `offeredTo` is an employee id, 0 means anyone, absent means that it is not on offer; `until` is
    when the offer ends. `answered`: an operator wrote in it. To its visitor alone: `reachable`, an
    e-mail address of theirs is known; `transcript`, they asked for it by e-mail. To operators
    alone: `thread`, where it is filed in the shop's customer service.
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
    answered: bool | None = None
    rating: Rating | None = None
    reachable: bool | None = None
    transcript: bool | None = None
    thread: int | None = None


class Card(Wire):
    """An offer, a product or a link as it is shown: the `data` of such a message.

    `image` is absolute, or below the sidecar's address; `was` is the price before a reduction,
    `code` a voucher's, `until` when the offer ends, `clickedAt` when the visitor followed the link.
    """

    offer: int | None = None
    product: int | None = None
    title: str
    text: str | None = None
    image: str | None = None
    link: str | None = None
    price: str | None = None
    was: str | None = None
    stock: str | None = None
    code: str | None = None
    until: Moment | None = None
    clicked_at: Moment | None = None


class Block(Wire):
    """A visitor is kept out of the chat; without `until` for good."""

    id: int
    reason: str
    created_at: Moment
    until: Moment | None = None


class Operator(Wire):
    """An employee who answers; `reason` says why the sidecar set them offline."""

    id: int
    name: str
    online: bool
    load: int
    limit: int
    reason: Literal["away", "silent"] | None = None


class DeskSettings(Wire):
    """What the merchant configured about the operators' side.

    `open`: visitors may begin a conversation now; while they may not, `opensAt` is when they will.
    """

    sounds: bool
    typing_preview: bool
    operator_name: str
    open: bool
    opens_at: Moment | None = None
