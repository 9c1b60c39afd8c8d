"""The rooms of the operators' tools, and of what stands beside a conversation."""

from dataclasses import dataclass

from sidecar.app.ground import Ground
from sidecar.app.talks import Talks
from sidecar.conversations.later import Later
from sidecar.desk.blocking.service import Blocking
from sidecar.desk.canned.service import CannedReplies
from sidecar.desk.canned.values import LiveValues
from sidecar.desk.filing.answers import Answers
from sidecar.desk.filing.service import Files
from sidecar.desk.offers.service import Offers
from sidecar.desk.products import Products
from sidecar.desk.sending import Contents
from sidecar.panel.carts import Carts
from sidecar.panel.gathering import Gathering
from sidecar.panel.search import Search
from sidecar.panel.service import Sheets


@dataclass(frozen=True, slots=True)
class Tools:
    """What operators do from a window, and what they see in it of the shop."""

    offers: Offers
    canned: CannedReplies
    contents: Contents
    blocking: Blocking
    files: Files
    answers: Answers
    carts: Carts
    sheets: Sheets
    search: Search
    gathering: Gathering


def build(ground: Ground, talks: Talks) -> Tools:
    """The rooms on their ground."""
    facts, database, aside = ground.facts, ground.database, ground.aside
    conversations, desk, catalogue = talks.conversations, talks.desk, ground.pages.catalogue
    carts = Carts(database, aside, ground.realtime, ground.identity, conversations, shop=facts.shop)
    offers = Offers(database, lambda: facts.shops, catalogue)
    files = Files(
        database,
        ground.identity,
        conversations,
        ground.pages,
        shops=lambda: facts.shops,
        contacts=facts.contacts_of,
    )
    return Tools(
        offers=offers,
        canned=CannedReplies(database, lambda: facts.shops),
        contents=Contents(
            LiveValues(database, facts.shop, carts.now),
            offers,
            Products(database, ground.identity, catalogue),
            catalogue,
        ),
        blocking=Blocking(database, ground.realtime, conversations),
        files=files,
        answers=Answers(
            database,
            files,
            Later(database, conversations, ground.choices.shown_name),
            shops=lambda: facts.shops,
            period=ground.rhythm.answers,
        ),
        carts=carts,
        sheets=Sheets(aside, conversations, may=desk.may, shop=facts.shop),
        search=Search(ground.apart, may=desk.may, shop=facts.shop),
        gathering=Gathering(database, aside, period=ground.rhythm.words),
    )
