"""What the sidecar tells pages without being asked."""

from typing import Literal

from sidecar.protocol import shapes
from sidecar.protocol.base import Event, Moment, Wire
from sidecar.protocol.cart import Cart


class SessionVisitor(Wire):
    """Who the sidecar takes the visitor for."""

    vid: str
    name: str
    customer_id: int | None = None
    guest_id: int | None = None


class SessionReady(Event):
    """The connection is accepted; `session` is the resume token for the next one."""

    name = "session:ready"
    audience = ("visitor", "operator")

    protocol: int
    session: str
    expires_at: Moment
    version: str
    visitor: SessionVisitor | None = None
    state: shapes.Availability | None = None
    me: shapes.Operator | None = None


Reason = Literal["logout", "rights", "blocked", "shutdown"]
"""Why a session is over; after `shutdown` the page comes back by itself."""


class SessionEnded(Event):
    """The connection is over: `logout` and `identity` wipe the browser, `rights` ends the recap."""

    name = "session:ended"
    audience = ("visitor", "operator")

    reason: Reason


class MessageCreated(Event):
    """A message was stored."""

    name = "message:created"
    audience = ("visitor", "operator")

    message: shapes.Message


class MessageSeen(Event):
    """The other side has seen everything up to `seq`; operators get the conversation's id, too."""

    name = "message:seen"
    audience = ("visitor", "operator")

    seq: int
    conversation_id: int | None = None
    by: Literal["visitor", "operator"] | None = None


class CardClicked(Event):
    """The visitor followed the link of a card, for the first time."""

    name = "card:clicked"
    audience = ("operator",)

    conversation_id: int
    seq: int
    at: Moment


class ConversationCreated(Event):
    """A visitor began a conversation."""

    name = "conversation:created"
    audience = ("operator",)

    conversation: shapes.Conversation


class ConversationChanged(Event):
    """A conversation's state, operator or offer changed."""

    name = "conversation:changed"
    audience = ("visitor", "operator")

    conversation: shapes.Conversation


class OperatorTyping(Event):
    """An operator is typing, or stopped."""

    name = "operator:typing"
    audience = ("visitor",)

    on: bool


class StateChanged(Event):
    """The chat's availability in this shop changed, or what it looks like: then with `version`."""

    name = "state:changed"
    audience = ("visitor",)

    state: shapes.Availability
    version: str | None = None


class SettingsChanged(Event):
    """The merchant changed what concerns the operators of a shop."""

    name = "settings:changed"
    audience = ("operator",)

    shop: int
    settings: shapes.DeskSettings


class VisitorTyping(Event):
    """The visitor's unsent text; empty when they stopped."""

    name = "visitor:typing"
    audience = ("operator",)

    conversation_id: int
    text: str


class VisitorPage(Event):
    """The visitor is on another page."""

    name = "visitor:page"
    audience = ("operator",)

    conversation_id: int
    page: shapes.Page


class VisitorCart(Event):
    """The visitor's cart changed; for operators who have the panel open."""

    name = "visitor:cart"
    audience = ("operator",)

    conversation_id: int
    cart: Cart


class CartWanted(Event):
    """An operator looks at the visitor's cart, or no longer does: send it now and as it changes."""

    name = "cart:wanted"
    audience = ("visitor",)

    on: bool


class VisitorPresence(Event):
    """The visitor came back or went away."""

    name = "visitor:presence"
    audience = ("operator",)

    conversation_id: int
    present: bool


class OperatorChanged(Event):
    """An operator went online or offline, or their load changed."""

    name = "operator:changed"
    audience = ("operator",)

    operator: shapes.Operator


class Pulse(Event):
    """The numbers of the last messages, every 25 s: a page that lacks one asks for it."""

    name = "pulse"
    audience = ("visitor", "operator")

    last_seq: dict[str, int]
    version: str


EVENTS: tuple[type[Event], ...] = (
    SessionReady,
    SessionEnded,
    MessageCreated,
    MessageSeen,
    CardClicked,
    ConversationCreated,
    ConversationChanged,
    OperatorTyping,
    StateChanged,
    SettingsChanged,
    VisitorTyping,
    VisitorPage,
    VisitorCart,
    CartWanted,
    VisitorPresence,
    OperatorChanged,
    Pulse,
)
