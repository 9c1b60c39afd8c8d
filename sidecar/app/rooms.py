"""The rooms, each built on the ground and on those before it."""

from dataclasses import dataclass

from sidecar.app import post, records, talks, tools
from sidecar.app.ground import Ground
from sidecar.app.post import Post
from sidecar.app.records import Records
from sidecar.app.talks import Talks
from sidecar.app.tools import Tools


@dataclass(frozen=True, slots=True)
class Rooms:
    """All there are; doors, pages and timers lead into them."""

    post: Post
    talks: Talks
    tools: Tools
    records: Records


def build(ground: Ground) -> Rooms:
    """The rooms in the order in which they need each other."""
    by_mail = post.build(ground)
    chat = talks.build(ground, by_mail)
    beside = tools.build(ground, chat)
    return Rooms(by_mail, chat, beside, records.build(ground, by_mail, chat, beside))
