"""Help getting started: what there is to say about each step, at this moment."""

import asyncio
import platform
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sidecar.configuration import view
from sidecar.configuration.scopes import Installation
from sidecar.configuration.service import Configuration
from sidecar.errors import ChatError
from sidecar.mail import problems
from sidecar.mail.checks import Check, Checks
from sidecar.offline.availability import Availability
from sidecar.operators.service import Operators
from sidecar.platform import clock, migrations
from sidecar.platform.database import Busy, Database
from sidecar.platform.identity import Employee
from sidecar.platform.pages import catalogue
from sidecar.protocol.base import ShopId
from sidecar.shop import configuration as shop_configuration
from sidecar.shop.facts import Facts

PATIENCE = 1.0
"""Seconds that the page waits for mail servers; who takes longer is there when it looks again."""


class Guide:
    """Looks at everything that a chat needs to work."""

    def __init__(
        self,
        database: Database,
        *,
        configuration: Configuration,
        facts: Facts,
        availability: Availability,
        operators: Operators,
        seen: Mapping[ShopId, datetime],
        checks: Checks,
        version: str,
    ) -> None:
        """`seen`: when a page of each shop last asked."""
        self._database = database
        self._configuration = configuration
        self._facts = facts
        self._availability = availability
        self._operators = operators
        self._seen = seen
        self._checks = checks
        self._version = version

    async def steps(self, employee: Employee) -> dict[str, Any]:
        """What the template of Help shows, for the shops in which the employee works."""
        schema = await migrations.version(self._database)
        numbers = [number for number in employee.shops if number in self._facts.shops]
        mail = await asyncio.gather(*(self._mail(number) for number in numbers))
        gettext = catalogue(employee.lang).gettext
        return {
            "database": str(self._database.address),
            "schema": schema,
            "schema_expected": max(migrations.available()),
            "secret": self._facts.secrets is not None,
            "ever_saved": await self._configuration.ever_saved(),
            "shops": [
                {
                    "shop": self._facts.shops[number],
                    "state": self._availability.of(number),
                    "online": [one.name for one in self._operators.online(number)],
                    "closed": self._closed(number),
                    "seen": self._seen.get(number),
                    "mail": check
                    and {
                        "good": check.good,
                        "reason": problems.sentence(check.code, gettext),
                        "detail": check.detail,
                    },
                }
                for number, check in zip(numbers, mail, strict=True)
            ],
        }

    async def diagnostic(self, installation: Installation) -> str:
        """What a helper must know of this installation: versions and numbers, no secrets."""
        async with self._database.reading() as unit:
            values = await shop_configuration.read(unit, ["PS_VERSION_DB"])
            server = await unit.value("SELECT VERSION()")
        shops = self._facts.shops
        lines = {
            "Online Chat": self._version,
            "PrestaShop": values.get("PS_VERSION_DB", "?"),
            "Python": platform.python_version(),
            "System": platform.platform(terse=True),
            "Database": f"{server}, tables at version {await migrations.version(self._database)}"
            f" of {max(migrations.available())}",
            "Secret": "known" if self._facts.secrets else "missing",
            "Multistore": "on" if installation.multistore else "off",
            "Shops": ", ".join(
                f"#{one.id} {self._availability.of(one.id)}"
                f" ({' '.join(language.iso for language in one.languages)})"
                for one in shops.values()
            ),
        }
        return "\n".join(f"{name}: {value}" for name, value in lines.items())

    def _closed(self, number: ShopId) -> dict[str, Any] | None:
        shop = self._facts.shops[number]
        chosen = self._configuration.of(shop, shop.default_language)
        return view.closed(chosen.hours, shop, clock.now())

    async def _mail(self, shop: ShopId) -> Check | None:
        """The shop's mail server; None while it is being asked: it does not hold the page up."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._checks.of(shop)
        except (TimeoutError, ChatError, Busy):
            return None
