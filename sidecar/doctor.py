"""`onlinechat doctor`: looks at all that the chat needs and says what to do about the rest."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

import aiohttp

from sidecar.configuration.rules import MailServer
from sidecar.configuration.service import Configuration
from sidecar.errors import SetupError
from sidecar.mail import problems
from sidecar.mail.checks import Checks
from sidecar.mail.servers import Servers
from sidecar.platform import migrations
from sidecar.platform.database import Database, DatabaseAddress, starting
from sidecar.platform.pages import Pages
from sidecar.platform.static import Static
from sidecar.protocol.base import ShopId
from sidecar.settings import Settings
from sidecar.shop.facts import NOT_INSTALLED, Facts


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    sentence: str


async def run(settings: Settings, find: Callable[[], DatabaseAddress]) -> int:
    """Print every finding; 1 when something has to be mended."""
    findings = [*await _database(find), _built(), await _running(settings)]
    for finding in findings:
        sys.stdout.write(f"{'ok ' if finding.good else 'BAD'}  {finding.sentence}\n")
    return 0 if all(finding.good for finding in findings) else 1


async def _database(find: Callable[[], DatabaseAddress]) -> list[Finding]:
    try:
        database = Database(find(), size=2)
        await database.open()
    except SetupError as error:
        return [Finding(good=False, sentence=str(error))]
    found = [Finding(good=True, sentence=f"database {database.address} answers")]
    try:
        with starting(database.address):
            found += await _tables(database)
    except SetupError as error:
        found.append(Finding(good=False, sentence=str(error)))
    finally:
        await database.close()
    return found


async def _tables(database: Database) -> list[Finding]:
    version, newest = await migrations.version(database), max(migrations.available())
    found = [
        Finding(good=True, sentence=f"the chat's tables are at version {version}")
        if version == newest
        else Finding(
            good=False,
            sentence=(
                f"The chat's tables are at version {version} of {newest}:"
                " run `onlinechat migrate` (serve does it, too)."
            ),
        )
    ]
    facts = Facts()
    await facts.look(database)
    found += _shop(facts)
    return found + await _mail(database, facts) if version == newest else found


def _shop(facts: Facts) -> Iterator[Finding]:
    yield Finding(
        good=bool(facts.secrets),
        sentence="the module is installed" if facts.secrets else NOT_INSTALLED,
    )
    for shop in facts.shops.values():
        languages = ", ".join(language.iso for language in shop.languages) or "no language"
        yield Finding(
            good=bool(shop.domains and shop.languages),
            sentence=(
                f"shop {shop.id} ({shop.name}):"
                f" {', '.join(shop.domains) or 'no domain'}; {languages}"
            ),
        )
        if shop.zone is UTC:
            yield Finding(
                good=False,
                sentence=(
                    f"shop {shop.id} ({shop.name}): this machine does not know the time zone"
                    f" {shop.timezone}, so business hours count in UTC: install tzdata"
                    " (apt install tzdata), or correct the zone in the shop."
                ),
            )


async def _mail(database: Database, facts: Facts) -> list[Finding]:
    """Whether each shop's mail server would take what visitors leave."""
    configuration = Configuration(database, Pages)
    await configuration.look()

    def own(shop: ShopId) -> MailServer | None:
        one = facts.shops[shop]
        return configuration.of(one, one.default_language).mail_server

    checks = Checks(Servers(database, shops=lambda: facts.shops, own=own))
    found = []
    for shop in facts.shops.values():
        check = await checks.of(shop.id)
        sentence = "its mail server answers"
        if not check.good:
            sentence = f"{problems.sentence(check.code, str)} {check.detail}".strip()
        found.append(Finding(good=check.good, sentence=f"shop {shop.id} ({shop.name}): {sentence}"))
    return found


def _built() -> Finding:
    static = Static()
    missing = [name for name in ("loader.js", "widget.js", "recap.js") if name not in static.assets]
    if missing:
        return Finding(
            good=False,
            sentence=(
                f"Browser code is missing ({', '.join(missing)}):"
                " install the package from its wheel, or run `make frontend`."
            ),
        )
    return Finding(good=True, sentence=f"browser code {static.version} is there")


async def _running(settings: Settings) -> Finding:
    url = f"http://{settings.bind}{settings.base_path}health"
    try:
        async with (
            asyncio.timeout(3),
            aiohttp.ClientSession() as client,
            client.get(url) as response,
        ):
            answer = await response.json()
            alive = answer.get("oc") == 1
    except (aiohttp.ClientError, TimeoutError, ValueError, AttributeError):
        alive = False
    if alive:
        return Finding(good=True, sentence=f"a sidecar answers at {url}")
    return Finding(
        good=False, sentence=f"No sidecar answers at {url}: start it with `onlinechat serve`."
    )
