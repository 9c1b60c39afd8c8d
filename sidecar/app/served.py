"""The pages over HTTP: the shop's, the back office's, health, and the browser code."""

from typing import Protocol

from aiohttp import web

from sidecar.app.ground import Ground
from sidecar.app.rooms import Rooms
from sidecar.configuration.guide import Guide
from sidecar.configuration.pages import ConfigurationPage
from sidecar.configuration.preview import Preview
from sidecar.configuration.trial import Trial
from sidecar.desk.blocking.pages import BlockedPage
from sidecar.desk.canned.pages import CannedPage
from sidecar.desk.offers.pages import OffersPage
from sidecar.desk.pictures.pages import PicturePage
from sidecar.history.downloads import HistoryDownloads
from sidecar.history.pages import HistoryPage
from sidecar.history.tickets import Tickets
from sidecar.mail.checks import Checks
from sidecar.offline.backoffice import OfflineMessagesPage
from sidecar.offline.pages import StatePage
from sidecar.offline.visitors import OfflineDoors
from sidecar.operators.backoffice import BackOffice
from sidecar.operators.pages import RecapPage
from sidecar.platform.health import Health
from sidecar.platform.static import Static
from sidecar.shop.facts import NOT_INSTALLED


def serve(ground: Ground, rooms: Rooms) -> None:
    """Serve all of them, and the sockets, below the base path."""
    base = ground.settings.base_path
    state = StatePage(
        rooms.talks.availability,
        ground.configuration,
        ground.facts.shop,
        rooms.talks.widget.version,
    )
    for pages in (*_for_visitors(ground, rooms, state), *_for_employees(ground, rooms, state)):
        ground.app.add_routes(pages.routes(base))
    _static_routes(ground.app, ground.static, base)
    ground.realtime.server.attach(
        ground.app, socketio_path=f"{base.strip('/')}/socket.io".lstrip("/")
    )


class Served(Protocol):
    """Pages that belong together."""

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where they are served."""


def _for_visitors(ground: Ground, rooms: Rooms, state: StatePage) -> tuple[Served, ...]:
    facts = ground.facts
    return (
        Health(ground.database, lambda: None if facts.secrets else NOT_INSTALLED, ground.version),
        state,
        rooms.talks.widget,
        OfflineDoors(
            ground.identity, rooms.post.offline_messages, facts, rooms.tools.blocking.blocked
        ),
        PicturePage(ground.database),
    )


def _for_employees(ground: Ground, rooms: Rooms, state: StatePage) -> tuple[Served, ...]:
    facts, pages, configuration = ground.facts, ground.pages, ground.configuration
    post, talks, tools, history = rooms.post, rooms.talks, rooms.tools, rooms.records.history
    back_office = BackOffice(ground.database, ground.identity)
    guide = Guide(
        ground.database,
        configuration=configuration,
        facts=facts,
        availability=talks.availability,
        operators=talks.operators,
        seen=state.seen,
        checks=Checks(post.servers),
        version=ground.version,
    )
    tickets = Tickets(ground.database)
    return (
        RecapPage(pages, ground.version),
        HistoryPage(pages, back_office, history, lambda: facts.shops),
        HistoryDownloads(pages, back_office, history, tickets, lambda: facts.shops),
        OfflineMessagesPage(pages, back_office, post.offline_messages, configuration, facts.shop),
        BlockedPage(pages, back_office, tools.blocking),
        ConfigurationPage(
            pages,
            back_office,
            configuration=configuration,
            facts=facts,
            guide=guide,
            trial=Trial(pages, post.servers, post.outbox),
            preview=Preview(pages, configuration, post.forms, ground.version),
        ),
        CannedPage(pages, back_office, tools.canned),
        OffersPage(pages, back_office, tools.offers),
    )


def _static_routes(app: web.Application, static: Static, base: str) -> None:
    async def entry(request: web.Request) -> web.Response:
        return static.answer(request, request.path.removeprefix(base), forever=False)

    async def file(request: web.Request) -> web.Response:
        return static.answer(
            request,
            request.match_info["name"],
            forever=request.query.get("v", "").startswith(static.version),
        )

    for name in ("loader.js", "recap.js", "backoffice.js"):
        app.router.add_get(f"{base}{name}", entry)
    app.router.add_get(f"{base}static/{{name}}", file)
