"""The rooms of the chat itself: operators, conversations, and how one comes to the other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sidecar.app.ground import Ground
from sidecar.app.post import Post
from sidecar.conversations.desks import Desks
from sidecar.conversations.handover import Handover
from sidecar.conversations.pages import WidgetPage
from sidecar.conversations.service import Conversations
from sidecar.ending import letters
from sidecar.ending.service import Endings
from sidecar.offline.availability import Availability
from sidecar.operators.commands import Desk
from sidecar.operators.service import Operators
from sidecar.platform.realtime import desk_room
from sidecar.protocol import events
from sidecar.protocol.base import ShopId


@dataclass(frozen=True, slots=True)
class Talks:
    """Who answers, what is said, and whether the chat is open."""

    operators: Operators
    availability: Availability
    conversations: Conversations
    handover: Handover
    desk: Desk
    endings: Endings
    widget: WidgetPage
    shown: Callable[[ShopId], str]
    """Version of what a shop's widget shows."""


def build(ground: Ground, post: Post) -> Talks:
    """The rooms on their ground, each told what it wants to know of the others."""
    facts, choices, rhythm = ground.facts, ground.choices, ground.rhythm
    database, realtime = ground.database, ground.realtime
    widget = WidgetPage(ground.pages, ground.configuration, post.forms, facts.shop, ground.version)

    def shown(shop: ShopId) -> str:
        return widget.version(facts.shops[shop]) if shop in facts.shops else ground.version

    tell_desk = _tells_desk(ground)
    operators = Operators(
        database, realtime, choices.most_at_once, choices.precedence, rhythm=rhythm
    )
    availability = Availability(
        realtime,
        operators,
        lambda: facts.shops,
        offline_mode=choices.offline_mode,
        is_open=choices.is_open,
        turned=tell_desk,
        version=shown,
    )
    conversations = Conversations(
        database,
        realtime,
        operators,
        times=choices.times,
        is_open=choices.is_open,
        shown_name=choices.shown_name,
        own_origin=facts.allows,
    )
    handover = Handover(
        database, operators, conversations, times=choices.times, is_open=choices.is_open
    )
    operators.left, operators.arrived = handover.left, handover.arrived
    operators.changed = availability.look
    post.offline_messages.left = conversations.message_left
    desk = Desk(
        database,
        realtime,
        ground.identity,
        operators,
        Desks(database),
        settings=choices.desk,
        version=ground.version,
        check_period=rhythm.rights,
    )
    endings = Endings(
        database,
        conversations,
        post.outbox,
        letters.Letters(ground.pages, ground.configuration, facts.shop),
        shops=lambda: facts.shops,
        settings=choices.of,
    )

    async def settings_changed() -> None:
        """Open chats, desks, and mails that wait for a way out are concerned."""
        await availability.look()
        await operators.tell_limits()
        for shop in facts.shops:
            await tell_desk(shop)
        await post.outbox.hurry(facts.shops)

    ground.configuration.changed = settings_changed
    return Talks(
        operators=operators,
        availability=availability,
        conversations=conversations,
        handover=handover,
        desk=desk,
        endings=endings,
        widget=widget,
        shown=shown,
    )


def _tells_desk(ground: Ground) -> Callable[[ShopId], Awaitable[None]]:
    async def tell(shop: ShopId) -> None:
        await ground.realtime.publish(
            "/operator",
            [desk_room(shop)],
            events.SettingsChanged,
            {"shop": shop, "settings": ground.choices.desk(shop).wire()},
        )

    return tell
