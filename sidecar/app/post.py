"""The rooms of what goes by mail: the outbox, and the form for when nobody is there to chat."""

from dataclasses import dataclass

from sidecar.app.ground import Ground
from sidecar.mail.servers import Servers
from sidecar.mail.service import Outbox
from sidecar.offline.letters import Letters
from sidecar.offline.service import Forms, OfflineMessages


@dataclass(frozen=True, slots=True)
class Post:
    """What visitors leave, and how it gets to the merchant."""

    servers: Servers
    outbox: Outbox
    forms: Forms
    offline_messages: OfflineMessages


def build(ground: Ground) -> Post:
    """The rooms on their ground."""
    facts, choices = ground.facts, ground.choices
    servers = Servers(
        ground.database,
        shops=lambda: facts.shops,
        own=lambda shop: choices.of(shop).mail_server,
    )
    outbox = Outbox(ground.database, servers)
    forms = Forms(ground.configuration, facts.contacts_of, facts.consent_of)
    letters = Letters(ground.pages, ground.configuration, facts.shop, facts.contacts_of)
    return Post(
        servers,
        outbox,
        forms,
        OfflineMessages(ground.database, outbox, forms, letters, facts.shop),
    )
