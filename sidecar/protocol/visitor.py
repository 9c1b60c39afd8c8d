"""What a visitor's page asks for, and what it gets."""

from typing import Annotated

from pydantic import Field

from sidecar.protocol.base import Address, Body, ClientId, Command, Id, Nothing, Seq, Text, Wire
from sidecar.protocol.email import Email
from sidecar.protocol.shapes import Availability, Conversation, Message, Rating

PageKind = Annotated[Text, Field(max_length=64)]
"""PrestaShop's own name of a page, `product`, `my-account`; empty where the theme does not tell."""


class PageSeen(Wire):
    """The page the chat stands on; `product` is the number of the product it shows."""

    url: Address
    title: Annotated[Text, Field(max_length=500)] = ""
    referrer: Address | None = None
    kind: PageKind = ""
    product: Id | None = None


class OpenReply(Wire):
    """The conversation so far; its last 50 messages, those of an archived one before it first."""

    conversation: Conversation | None
    messages: list[Message]
    operator_name: str
    state: Availability


class OpenConversation(Command):
    """The visitor opened the chat: what is there already."""

    name = "conversation:open"
    audience = "visitor"
    reply = OpenReply

    page: PageSeen


class SentReply(Wire):
    """The stored message and the conversation it belongs to now."""

    message: Message
    conversation: Conversation


class SendMessage(Command):
    """A visitor writes; the first message begins a conversation, a later one may reopen it."""

    name = "message:send"
    audience = "visitor"
    reply = SentReply

    client_id: ClientId
    body: Body


class ListReply(Wire):
    """Messages by rising `seq`; `more`: there are others beyond them in that direction."""

    messages: list[Message]
    conversation: Conversation
    more: bool


class ListMessages(Command):
    """Messages after or before a number; without one, the last ones."""

    name = "message:list"
    audience = "visitor"
    reply = ListReply

    before_seq: Seq | None = None
    after_seq: Seq | None = None
    limit: Annotated[int, Field(ge=1, le=100, strict=True)] = 50


class MarkSeen(Command):
    """Everything up to this number was on the visitor's screen."""

    name = "message:seen"
    audience = "visitor"
    reply = Nothing

    seq: Seq


class PreviewTyping(Command):
    """The unsent text, for the operator's preview; never stored."""

    name = "typing:preview"
    audience = "visitor"
    reply = Nothing

    text: Annotated[Text, Field(max_length=4000)]


class ViewPage(Command):
    """The visitor moved to another page."""

    name = "page:view"
    audience = "visitor"
    reply = Nothing

    url: Address
    title: Annotated[Text, Field(max_length=500)] = ""
    kind: PageKind = ""
    product: Id | None = None


class UpdateCart(Command):
    """The cart as the shop computes and signs it; asked for by `cart:wanted`."""

    name = "cart:update"
    audience = "visitor"
    reply = Nothing

    cart: Annotated[str, Field(max_length=60_000)]


class ClickCard(Command):
    """The visitor followed the link of a card."""

    name = "card:click"
    audience = "visitor"
    reply = Nothing

    conversation_id: Id
    seq: Seq


class EndConversation(Command):
    """The visitor ends the chat."""

    name = "conversation:end"
    audience = "visitor"
    reply = Nothing


class RateConversation(Rating, Command):
    """What the visitor thought of their last conversation, once it is over; may be changed."""

    name = "conversation:rate"
    audience = "visitor"
    reply = Nothing


class RequestTranscript(Command):
    """The conversation by e-mail: a customer's goes to their account, a guest's to `email`, once.

    A guest who left an address before need not say it again.
    """

    name = "transcript:request"
    audience = "visitor"
    reply = Nothing

    email: Email | None = None


class LeaveEmail(Command):
    """A guest says where an answer reaches them when they have left."""

    name = "visitor:email"
    audience = "visitor"
    reply = Nothing

    email: Email


class RenewSession(Command):
    """A fresh token of the shop: the same visitor, signed in meanwhile, or somebody else."""

    name = "session:renew"
    audience = "visitor"
    reply = Nothing

    token: Annotated[str, Field(max_length=4096)]


COMMANDS: tuple[type[Command], ...] = (
    OpenConversation,
    SendMessage,
    ListMessages,
    MarkSeen,
    PreviewTyping,
    ViewPage,
    UpdateCart,
    ClickCard,
    EndConversation,
    RateConversation,
    RequestTranscript,
    LeaveEmail,
    RenewSession,
)
