"""Composes the application: one look tells what there is."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from sidecar.configuration.choices import Choices
from sidecar.configuration.guide import Guide
from sidecar.configuration.pages import ConfigurationPage
from sidecar.configuration.preview import Preview
from sidecar.configuration.service import Configuration
from sidecar.configuration.trial import Trial
from sidecar.conversations import visitors
from sidecar.conversations.commands import OperatorDoors, VisitorDoors
from sidecar.conversations.desks import Desks
from sidecar.conversations.erasure import Erasure
from sidecar.conversations.handover import Handover
from sidecar.conversations.later import Later
from sidecar.conversations.pages import WidgetPage
from sidecar.conversations.pulse import Pulse
from sidecar.conversations.revocations import Revocations
from sidecar.conversations.service import Conversations
from sidecar.conversations.sweep import Sweep
from sidecar.desk.blocking.commands import BlockingDoors
from sidecar.desk.blocking.pages import BlockedPage
from sidecar.desk.blocking.service import Blocking
from sidecar.desk.canned.commands import CannedDoors
from sidecar.desk.canned.pages import CannedPage
from sidecar.desk.canned.service import CannedReplies
from sidecar.desk.canned.values import LiveValues
from sidecar.desk.filing.answers import Answers
from sidecar.desk.filing.commands import FilingDoors
from sidecar.desk.filing.service import Files
from sidecar.desk.offers.commands import OfferDoors
from sidecar.desk.offers.pages import OffersPage
from sidecar.desk.offers.service import Offers
from sidecar.desk.pictures.pages import PicturePage
from sidecar.desk.products import Products
from sidecar.desk.sending import Contents
from sidecar.ending import letters as ending_letters
from sidecar.ending.commands import EndingDoors
from sidecar.ending.service import Endings
from sidecar.errors import ChatError
from sidecar.history import keeping
from sidecar.history.downloads import HistoryDownloads
from sidecar.history.pages import HistoryPage
from sidecar.history.repair import Repair
from sidecar.history.service import History
from sidecar.history.tickets import Tickets
from sidecar.mail.checks import Checks
from sidecar.mail.servers import Servers
from sidecar.mail.service import Outbox
from sidecar.offline.availability import Availability
from sidecar.offline.backoffice import OfflineMessagesPage
from sidecar.offline.letters import Letters
from sidecar.offline.pages import StatePage
from sidecar.offline.service import Forms, OfflineMessages
from sidecar.offline.visitors import OfflineDoors
from sidecar.operators.backoffice import BackOffice
from sidecar.operators.commands import Desk
from sidecar.operators.pages import RecapPage
from sidecar.operators.service import Operators
from sidecar.panel.carts import Carts
from sidecar.panel.commands import PanelDoors
from sidecar.panel.gathering import Gathering
from sidecar.panel.search import Search
from sidecar.panel.service import Sheets
from sidecar.platform.clock import RHYTHM, Rhythm
from sidecar.platform.database import Busy, Database
from sidecar.platform.health import Health
from sidecar.platform.identity import Identity
from sidecar.platform.migrations import migrate
from sidecar.platform.pages import Pages
from sidecar.platform.realtime import Realtime, desk_room
from sidecar.platform.static import Static
from sidecar.platform.tasks import ended
from sidecar.platform.web import common, networks
from sidecar.privacy.retention import Retention, Terms
from sidecar.protocol import events
from sidecar.protocol.base import ShopId
from sidecar.settings import Settings
from sidecar.shop.facts import NOT_INSTALLED, Facts

log = logging.getLogger(__name__)

PANEL_CONNECTIONS, PANEL_SECONDS = 3, 2.0
"""What the panel reads of the shop goes by connections of its own, and gives up after this."""


async def create(
    settings: Settings, database: Database, *, rhythm: Rhythm = RHYTHM
) -> web.Application:
    """The whole application on an open database; its background work starts and stops with it.

    Raises:
        SetupError: the tables cannot be brought to this version, or a setting is wrong.
    """
    facts = Facts()
    await facts.look(database)
    await migrate(database)
    if facts.secrets is None:
        log.warning("%s", NOT_INSTALLED)

    base = settings.base_path
    app = web.Application(
        middlewares=[common(networks(settings.trusted_proxies), facts.allows, base)],
        client_max_size=256 * 1024,
    )
    static, pages = Static(), Pages(app)
    version = static.version
    configuration = Configuration(database, pages)
    await configuration.look()

    choices = Choices(configuration, facts)
    identity = Identity(lambda: facts.secrets)
    realtime = Realtime(origins=_own_origin(facts), redis_url=settings.redis_url, rhythm=rhythm)
    operators = Operators(
        database, realtime, choices.most_at_once, choices.precedence, rhythm=rhythm
    )
    forms = Forms(configuration, facts.contacts_of, facts.consent_of)
    widget = WidgetPage(pages, configuration, forms, facts.shop, version)
    servers = Servers(
        database, shops=lambda: facts.shops, own=lambda shop: choices.of(shop).mail_server
    )
    outbox = Outbox(database, servers)
    letters = Letters(pages, configuration, facts.shop, facts.contacts_of)
    offline_messages = OfflineMessages(database, outbox, forms, letters, facts.shop)

    def shown(shop: ShopId) -> str:
        return widget.version(facts.shops[shop]) if shop in facts.shops else version

    async def tell_desk(shop: ShopId) -> None:
        await realtime.publish(
            "/operator",
            [desk_room(shop)],
            events.SettingsChanged,
            {"shop": shop, "settings": choices.desk(shop).wire()},
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
    conversations.archived = keeping.keep
    handover = Handover(
        database, operators, conversations, times=choices.times, is_open=choices.is_open
    )
    operators.left, operators.arrived = handover.left, handover.arrived
    operators.changed = availability.look
    offline_messages.left = conversations.message_left
    desk = Desk(
        database,
        realtime,
        identity,
        operators,
        Desks(database),
        settings=choices.desk,
        version=version,
        check_period=rhythm.rights,
    )
    aside = Database(database.address, size=PANEL_CONNECTIONS, patience=3.0, limit=PANEL_SECONDS)
    carts = Carts(database, aside, realtime, identity, conversations, shop=facts.shop)
    offers = Offers(database, lambda: facts.shops, pages.catalogue)
    OfferDoors(realtime, conversations, offers)
    OperatorDoors(
        realtime,
        conversations,
        handover,
        names=desk.names,
        may_take_over=lambda who: desk.may(who, "take_over"),
        preparing=Contents(
            LiveValues(database, facts.shop, carts.now),
            offers,
            Products(database, identity, pages.catalogue),
            pages.catalogue,
        ),
        acts=operators.acts,
    )
    canned = CannedReplies(database, lambda: facts.shops)
    CannedDoors(realtime, conversations, canned)
    blocking = Blocking(database, realtime, conversations)
    BlockingDoors(
        realtime,
        conversations,
        blocking,
        names=desk.names,
        may_block=lambda who: desk.may(who, "block"),
    )
    gathering = Gathering(database, aside, period=rhythm.words)
    PanelDoors(
        realtime,
        Sheets(aside, conversations, may=desk.may, shop=facts.shop),
        carts,
        Search(aside, may=desk.may, shop=facts.shop),
    )
    doors = VisitorDoors(
        database,
        realtime,
        identity,
        conversations,
        known_shop=facts.known,
        state=availability.of,
        operator_name=choices.shown_name,
        blocked=blocking.blocked,
        messages_per_minute=settings.messages_per_minute,
        version=shown,
        previews=lambda shop: choices.of(shop).typing_preview,
        cart_wanted=carts.wanted,
        grace=rhythm.visitor_grace,
    )
    endings = Endings(
        database,
        conversations,
        outbox,
        ending_letters.Letters(pages, configuration, facts.shop),
        shops=lambda: facts.shops,
        settings=choices.of,
    )
    EndingDoors(realtime, endings)
    files = Files(
        database,
        identity,
        conversations,
        pages,
        shops=lambda: facts.shops,
        contacts=facts.contacts_of,
    )
    FilingDoors(realtime, conversations, files, names=desk.names, may=desk.may)
    answers = Answers(
        database,
        files,
        Later(database, conversations, choices.shown_name),
        shops=lambda: facts.shops,
        period=rhythm.answers,
    )
    erasure = Erasure(
        database,
        keeping.forget,
        endings.forget,
        files.forget,
        of_browsers=(carts.forget_of,),
    )
    sweep = Sweep(
        database,
        realtime,
        conversations,
        handover,
        operators,
        times=lambda: {shop: choices.times(shop) for shop in facts.shops},
        looked=_one_after_the_other(
            configuration.look,
            availability.look,
            Revocations(database, realtime).look,
            blocking.look,
            endings.look,
            carts.look,
            answers.look,
        ),
        pulse=Pulse(database, realtime, version=version, shown=shown),
        rhythm=rhythm,
    )

    retention = Retention(
        database,
        lambda: {shop: Terms.of(choices.of(shop)) for shop in facts.shops},
        delete=(
            erasure.purge,
            offline_messages.purge,
            outbox.purge,
            visitors.forget,
            configuration.purge,
            blocking.forget_names,
        ),
        shorten=(
            offline_messages.shorten_addresses,
            visitors.shorten_addresses,
            visitors.forget_pages,
            carts.forget,
            blocking.forget_addresses,
        ),
    )

    configuration.changed = _settings_changed(
        facts, availability, operators, outbox, tell_desk=tell_desk
    )
    state = StatePage(availability, configuration, facts.shop, widget.version)
    guide = Guide(
        database,
        configuration=configuration,
        facts=facts,
        availability=availability,
        operators=operators,
        seen=state.seen,
        checks=Checks(servers),
        version=version,
    )
    history = History(database, erasure.erase, lambda: facts.shops)
    repair = Repair(database)
    back_office = BackOffice(database, identity)
    health = Health(database, lambda: None if facts.secrets else NOT_INSTALLED, version)
    for room in (
        health,
        state,
        widget,
        RecapPage(pages, version),
        HistoryPage(pages, back_office, history, lambda: facts.shops),
        HistoryDownloads(pages, back_office, history, Tickets(database), lambda: facts.shops),
        OfflineDoors(identity, offline_messages, facts, blocking.blocked),
        OfflineMessagesPage(pages, back_office, offline_messages, configuration, facts.shop),
        ConfigurationPage(
            pages,
            back_office,
            configuration=configuration,
            facts=facts,
            guide=guide,
            trial=Trial(pages, servers, outbox),
            preview=Preview(pages, configuration, forms, version),
        ),
        CannedPage(pages, back_office, canned),
        OffersPage(pages, back_office, offers),
        PicturePage(database),
        BlockedPage(pages, back_office, blocking),
    ):
        app.add_routes(room.routes(base))
    _static_routes(app, static, base)
    realtime.server.attach(app, socketio_path=f"{base.strip('/')}/socket.io".lstrip("/"))

    async def background(_app: web.Application) -> AsyncIterator[None]:
        await aside.open()
        gathering.start()
        conversations.writer.start()
        desk.start()
        outbox.start()
        looking = asyncio.create_task(_look(facts, database, rhythm.facts), name="facts")
        await sweep.start()
        retention.start()
        repair.start()
        yield
        await repair.stop()
        await retention.stop()
        await ended(looking)
        await sweep.stop()
        await doors.departures.stop()
        await desk.stop()
        await outbox.stop()
        await gathering.stop()
        await aside.close()

    async def leave(_app: web.Application) -> None:
        await realtime.shutdown()
        await conversations.writer.stop()

    app.on_shutdown.append(leave)
    app.cleanup_ctx.append(background)
    return app


def _settings_changed(
    facts: Facts,
    availability: Availability,
    operators: Operators,
    outbox: Outbox,
    *,
    tell_desk: Callable[[ShopId], Awaitable[None]],
) -> Callable[[], Awaitable[None]]:
    """Whom a change of the settings concerns: open chats, desks, mails that wait for a way out."""

    async def tell() -> None:
        await availability.look()
        await operators.tell_limits()
        for shop in facts.shops:
            await tell_desk(shop)
        await outbox.hurry(facts.shops)

    return tell


def _one_after_the_other(*looks: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def all_of_them() -> None:
        for look in looks:
            await look()

    return all_of_them


def _own_origin(facts: Facts) -> Callable[[str | None, dict[str, object]], bool]:
    """Sockets are for the shop's own pages: of its domains, or of the host asked."""

    def allowed(origin: str | None, environ: dict[str, object]) -> bool:
        if origin is None:
            return True
        _, _, domain = origin.partition("://")
        return domain == environ.get("HTTP_HOST") or facts.allows(origin)

    return allowed


async def _look(facts: Facts, database: Database, period: float) -> None:
    while True:
        await asyncio.sleep(period)
        try:
            await facts.look(database)
        except (ChatError, Busy) as error:
            log.warning("the shop's tables could not be read: %s", error)
        except Exception:
            log.exception("the shop's tables could not be read")


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
