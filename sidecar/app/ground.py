"""What every room stands on: the database, the shop's facts, the settings, identity, sockets."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from sidecar.configuration.choices import Choices
from sidecar.configuration.service import Configuration
from sidecar.platform.clock import Rhythm
from sidecar.platform.database import Database
from sidecar.platform.identity import Identity
from sidecar.platform.migrations import migrate
from sidecar.platform.pages import Pages
from sidecar.platform.realtime import Realtime
from sidecar.platform.static import Static
from sidecar.platform.web import common, networks
from sidecar.settings import Settings
from sidecar.shop.facts import NOT_INSTALLED, Facts

log = logging.getLogger(__name__)

PANEL_CONNECTIONS, PANEL_SECONDS = 3, 2.0
"""What the panel reads of the shop goes by connections of its own, and gives up after this."""
SEARCH_CONNECTIONS, SEARCH_SECONDS = 2, 1.0
"""The same for the search over customers."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One process's.

    `aside` is the database by connections that no message waits for, `apart` by others yet: what
    is looked for while people type may take long, and a panel must not wait for it.
    """

    settings: Settings
    rhythm: Rhythm
    app: web.Application
    database: Database
    aside: Database
    apart: Database
    facts: Facts
    static: Static
    pages: Pages
    configuration: Configuration
    choices: Choices
    identity: Identity
    realtime: Realtime

    @property
    def version(self) -> str:
        """Of the browser code."""
        return self.static.version


async def lay(settings: Settings, database: Database, rhythm: Rhythm) -> Ground:
    """Read the shop and the settings, bring the tables to this version.

    Raises:
        SetupError: the tables cannot be brought to this version, or a setting is wrong.
    """
    facts = Facts()
    await facts.look(database)
    await migrate(database)
    if facts.secrets is None:
        log.warning("%s", NOT_INSTALLED)
    app = web.Application(
        middlewares=[
            common(networks(settings.trusted_proxies), facts.allows, settings.base_path),
        ],
        client_max_size=256 * 1024,
    )
    pages = Pages(app)
    configuration = Configuration(database, pages)
    await configuration.look()
    return Ground(
        settings=settings,
        rhythm=rhythm,
        app=app,
        database=database,
        aside=Database(database.address, size=PANEL_CONNECTIONS, patience=3.0, limit=PANEL_SECONDS),
        apart=Database(
            database.address, size=SEARCH_CONNECTIONS, patience=2.0, limit=SEARCH_SECONDS
        ),
        facts=facts,
        static=Static(),
        pages=pages,
        configuration=configuration,
        choices=Choices(configuration, facts),
        identity=Identity(lambda: facts.secrets),
        realtime=Realtime(origins=_own_origin(facts), redis_url=settings.redis_url, rhythm=rhythm),
    )


def _own_origin(facts: Facts) -> Callable[[str | None, dict[str, object]], bool]:
    """Sockets are for the shop's own pages: of its domains, or of the host asked."""

    def allowed(origin: str | None, environ: dict[str, object]) -> bool:
        if origin is None:
            return True
        _, _, domain = origin.partition("://")
        return domain == environ.get("HTTP_HOST") or facts.allows(origin)

    return allowed
