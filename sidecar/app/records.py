"""The rooms of what was: the history, and what becomes of it when its time is over."""

from dataclasses import dataclass

from sidecar.app.ground import Ground
from sidecar.app.post import Post
from sidecar.app.talks import Talks
from sidecar.app.tools import Tools
from sidecar.conversations import visitors
from sidecar.conversations.erasure import Erasure
from sidecar.history import keeping
from sidecar.history.repair import Repair
from sidecar.history.service import History
from sidecar.privacy.retention import Retention, Terms


@dataclass(frozen=True, slots=True)
class Records:
    """What is kept, for how long, and how it goes."""

    history: History
    repair: Repair
    retention: Retention


def build(ground: Ground, post: Post, talks: Talks, tools: Tools) -> Records:
    """The rooms on their ground.

    Whoever keeps something of people has it forgotten here, in PHP's PersonErasure too.
    """
    facts, choices, database = ground.facts, ground.choices, ground.database
    talks.conversations.archived = keeping.keep
    erasure = Erasure(
        database,
        keeping.forget,
        talks.endings.forget,
        tools.files.forget,
        of_browsers=(tools.carts.forget_of,),
    )
    return Records(
        history=History(database, erasure.erase, lambda: facts.shops),
        repair=Repair(database),
        retention=Retention(
            database,
            lambda: {shop: Terms.of(choices.of(shop)) for shop in facts.shops},
            delete=(
                erasure.purge,
                post.offline_messages.purge,
                post.outbox.purge,
                visitors.forget,
                ground.configuration.purge,
                tools.blocking.forget_names,
            ),
            shorten=(
                post.offline_messages.shorten_addresses,
                visitors.shorten_addresses,
                visitors.forget_pages,
                tools.carts.forget,
                tools.blocking.forget_addresses,
            ),
        ),
    )
