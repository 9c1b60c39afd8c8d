"""What an operator's page asks for, and what it gets."""

from typing import Annotated, Literal

from pydantic import Field

from sidecar.protocol.base import (
    AskedMoment,
    Body,
    ClientId,
    Command,
    Id,
    Moment,
    Nothing,
    Seq,
    Text,
    Wire,
)
from sidecar.protocol.filing import Filed, FilingOptions, ThreadStatus
from sidecar.protocol.shapes import Block, Card, Conversation, DeskSettings, Message, Operator
from sidecar.protocol.sheet import FoundCustomers, Sheet
from sidecar.protocol.visitor import ListReply

Reference = Annotated[Text, Field(min_length=1, max_length=8000)]


Tool = Literal["block", "file"]
"""A tool that needs a right of its own."""


class DeskReply(Wire):
    """Everything the recap shows: own conversations, those on offer, who else is online.

    `tools`: those that the employee's profile allows, of the ones that not everybody has. `now` is
    the sidecar's time: how long somebody waits doesn't depend on a computer's clock.
    """

    me: Operator
    operators: list[Operator]
    ongoing: list[Conversation]
    waiting: list[Conversation]
    finished: list[Conversation]
    settings: DeskSettings
    tools: list[Tool]
    version: str
    now: Moment


class EnterDesk(Command):
    """The recap was opened: what is there already."""

    name = "desk:enter"
    audience = "operator"
    reply = DeskReply


class OverviewReply(Wire):
    """Who answers and what runs in the shops of a supervisor."""

    operators: list[Operator]
    conversations: list[Conversation]


class Overlook(Command):
    """A supervisor looks: all operators, all conversations that wait or run and who has them."""

    name = "desk:overview"
    audience = "operator"
    reply = OverviewReply


class MeReply(Wire):
    """The operator after the change."""

    me: Operator


class SwitchOperator(Command):
    """Go online or offline; offline archives what is finished and offers what is ongoing."""

    name = "operator:switch"
    audience = "operator"
    reply = MeReply

    online: Annotated[bool, Field(strict=True)]


class SentReply(Wire):
    """The stored message."""

    message: Message


class SendMessage(Command):
    """An operator writes, or sends a card: what it says is filled in by the sidecar.

    `ref` is an offer's number, a product as the module signed it, or the address of a page, whose
    title is the `body` then.
    """

    name = "message:send"
    audience = "operator"
    reply = SentReply

    conversation_id: Id
    client_id: ClientId
    body: Body
    kind: Literal["text", "offer", "product", "link"] = "text"
    ref: Annotated[int, Field(ge=1, lt=2**31, strict=True)] | Reference | None = None


class ListMessages(Command):
    """Messages of one conversation after or before a number; without one, the last ones."""

    name = "message:list"
    audience = "operator"
    reply = ListReply

    conversation_id: Id
    before_seq: Seq | None = None
    after_seq: Seq | None = None
    limit: Annotated[int, Field(ge=1, le=100, strict=True)] = 50


class MarkSeen(Command):
    """Everything up to this number was on the operator's screen."""

    name = "message:seen"
    audience = "operator"
    reply = Nothing

    conversation_id: Id
    seq: Seq


class ShowTyping(Command):
    """The operator is typing; the text itself never leaves the page."""

    name = "typing:on"
    audience = "operator"
    reply = Nothing

    conversation_id: Id


class ConversationReply(Wire):
    """The conversation after the change."""

    conversation: Conversation


class EndConversation(Command):
    """Finish a conversation."""

    name = "conversation:end"
    audience = "operator"
    reply = ConversationReply

    conversation_id: Id


class ReopenConversation(Command):
    """Go on with a finished conversation while its visitor is still there."""

    name = "conversation:reopen"
    audience = "operator"
    reply = ConversationReply

    conversation_id: Id


class OfferConversation(Command):
    """Offer a conversation to one operator, or to anyone."""

    name = "conversation:offer"
    audience = "operator"
    reply = ConversationReply

    conversation_id: Id
    to: Id | None = None
    note: Annotated[Text, Field(max_length=500)] | None = None


class AcceptConversation(Command):
    """Take a conversation on offer; exactly one operator gets it."""

    name = "conversation:accept"
    audience = "operator"
    reply = ConversationReply

    conversation_id: Id


class DeclineConversation(Command):
    """Leave a conversation on offer to others."""

    name = "conversation:decline"
    audience = "operator"
    reply = ConversationReply

    conversation_id: Id


class CannedReply(Wire):
    """A text kept ready; variables such as `{firstname}` are filled when it is sent."""

    id: int
    shortcut: str
    title: str
    group: str
    text: str
    personal: bool


class FoundReplies(Wire):
    """The best fits first."""

    replies: list[CannedReply]
    more: bool


class SearchCanned(Command):
    """Replies by shortcut, title, group or text; in the visitor's language for a conversation."""

    name = "canned:search"
    audience = "operator"
    reply = FoundReplies

    q: Annotated[Text, Field(max_length=100)] = ""
    conversation_id: Id | None = None


class ListedOffer(Wire):
    """An offer that counts now, as it would be shown."""

    id: int
    card: Card


class OffersReply(Wire):
    """The newest first."""

    offers: list[ListedOffer]


class ListOffers(Command):
    """The offers that can be sent now; for a conversation in its visitor's language."""

    name = "offer:list"
    audience = "operator"
    reply = OffersReply

    conversation_id: Id | None = None


class BlockReply(Wire):
    """The block as it is now."""

    block: Block


class BlockVisitor(Command):
    """Keep the visitor of a conversation out of the chat: browser, customer and address."""

    name = "visitor:block"
    audience = "operator"
    reply = BlockReply

    conversation_id: Id
    reason: Annotated[Body, Field(max_length=255)]
    until: AskedMoment | None = None


class UnblockVisitor(Command):
    """Let a visitor in again, by the block's number."""

    name = "visitor:unblock"
    audience = "operator"
    reply = Nothing

    id: Id


class ShowFilingOptions(Command):
    """What can be chosen when a conversation is filed in the shop's customer service."""

    name = "filing:options"
    audience = "operator"
    reply = FilingOptions

    conversation_id: Id


class FileConversation(Command):
    """File a conversation in the shop's customer service: the module does it with the `order`.

    `employee` is who is in charge of it, by default who files it; `note` is for employees only.
    """

    name = "conversation:file"
    audience = "operator"
    reply = Filed

    conversation_id: Id
    contact: Id
    status: ThreadStatus
    order: Id | None = None
    employee: Id | None = None
    note: Annotated[Text, Field(max_length=3000)] = ""


class ConfirmFiled(Command):
    """The module says that it carried the order out: the sidecar looks."""

    name = "conversation:filed"
    audience = "operator"
    reply = Filed

    conversation_id: Id


class ShowSheet(Command):
    """Who the visitor of a conversation is: the shop's own data, as far as the profile may see."""

    name = "visitor:sheet"
    audience = "operator"
    reply = Sheet

    conversation_id: Id


class WatchVisitor(Command):
    """The panel about the visitor was opened or closed: while it is open their cart is told."""

    name = "visitor:watch"
    audience = "operator"
    reply = Nothing

    conversation_id: Id
    on: Annotated[bool, Field(strict=True)]


class SearchCustomers(Command):
    """Customers by number, names in any order, e-mail, phone or the address of their browser."""

    name = "customer:search"
    audience = "operator"
    reply = FoundCustomers

    q: Annotated[Text, Field(min_length=1, max_length=100)]


COMMANDS: tuple[type[Command], ...] = (
    EnterDesk,
    Overlook,
    SwitchOperator,
    SendMessage,
    ListMessages,
    MarkSeen,
    ShowTyping,
    EndConversation,
    ReopenConversation,
    OfferConversation,
    AcceptConversation,
    DeclineConversation,
    SearchCanned,
    ListOffers,
    BlockVisitor,
    UnblockVisitor,
    ShowFilingOptions,
    FileConversation,
    ConfirmFiled,
    ShowSheet,
    WatchVisitor,
    SearchCustomers,
)
