"""The doors on the sockets: what visitors' and operators' pages may ask for."""

from sidecar.app.ground import Ground
from sidecar.app.rooms import Rooms
from sidecar.conversations.commands import OperatorDoors, VisitorDoors
from sidecar.desk.blocking.commands import BlockingDoors
from sidecar.desk.canned.commands import CannedDoors
from sidecar.desk.filing.commands import FilingDoors
from sidecar.desk.offers.commands import OfferDoors
from sidecar.ending.commands import EndingDoors
from sidecar.panel.commands import PanelDoors


def open_all(ground: Ground, rooms: Rooms) -> VisitorDoors:
    """Open them, but for the desk's own, which opened with it; the visitors' know who leaves."""
    realtime, choices = ground.realtime, ground.choices
    talks, tools = rooms.talks, rooms.tools
    conversations, desk = talks.conversations, talks.desk
    OperatorDoors(
        realtime,
        conversations,
        talks.handover,
        names=desk.names,
        may_take_over=lambda who: desk.may(who, "take_over"),
        preparing=tools.contents,
        acts=talks.operators.acts,
    )
    OfferDoors(realtime, conversations, tools.offers)
    CannedDoors(realtime, conversations, tools.canned)
    BlockingDoors(
        realtime,
        conversations,
        tools.blocking,
        names=desk.names,
        may_block=lambda who: desk.may(who, "block"),
    )
    FilingDoors(realtime, conversations, tools.files, names=desk.names, may=desk.may)
    PanelDoors(realtime, tools.sheets, tools.carts, tools.search)
    EndingDoors(realtime, talks.endings)
    return VisitorDoors(
        ground.database,
        realtime,
        ground.identity,
        conversations,
        known_shop=ground.facts.known,
        state=talks.availability.of,
        operator_name=choices.shown_name,
        blocked=tools.blocking.blocked,
        messages_per_minute=ground.settings.messages_per_minute,
        version=talks.shown,
        previews=lambda shop: choices.of(shop).typing_preview,
        cart_wanted=tools.carts.wanted,
        grace=ground.rhythm.visitor_grace,
    )
