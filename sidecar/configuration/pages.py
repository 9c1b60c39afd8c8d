"""The Configuration page: for now its first tab, the steps from the install to the first chat."""

from aiohttp import web

from sidecar.offline.availability import Availability
from sidecar.operators.backoffice import BackOffice
from sidecar.operators.service import Operators
from sidecar.platform import migrations
from sidecar.platform.database import Database
from sidecar.platform.pages import Pages
from sidecar.shop.facts import Facts


class ConfigurationPage:
    """`GET backoffice/configuration`."""

    def __init__(
        self,
        database: Database,
        pages: Pages,
        back_office: BackOffice,
        *,
        facts: Facts,
        availability: Availability,
        operators: Operators,
    ) -> None:
        self._database = database
        self._pages = pages
        self._back_office = back_office
        self._facts = facts
        self._availability = availability
        self._operators = operators

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}backoffice/configuration", self.configuration)]

    async def configuration(self, request: web.Request) -> web.Response:
        """Help getting started: each step with its state of this moment."""
        employee = await self._back_office.require(request, "see_settings")
        schema = await migrations.version(self._database)
        shops = [
            self._facts.shops[number] for number in employee.shops if number in self._facts.shops
        ]
        text = self._pages.render(
            "backoffice/configuration.html",
            employee.lang,
            database=str(self._database.address),
            schema=schema,
            schema_expected=max(migrations.available()),
            secret=self._facts.secrets is not None,
            shops=[
                {
                    "shop": shop,
                    "state": self._availability.of(shop.id),
                    "online": [one.name for one in self._operators.online(shop.id)],
                }
                for shop in shops
            ],
        )
        return web.Response(
            text=text, content_type="text/html", headers={"Cache-Control": "no-store"}
        )
