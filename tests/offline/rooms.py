"""The offline form in a process of its own, and what visitors write into it."""

import json
from typing import Any

from aiohttp import web
from pydantic_core import to_jsonable_python

from sidecar.configuration.service import Configuration
from sidecar.mail.servers import Servers
from sidecar.mail.service import Outbox
from sidecar.offline.letters import Letters
from sidecar.offline.service import Forms, OfflineMessages
from sidecar.platform import clock
from sidecar.platform.database import Database, Row
from sidecar.platform.identity import Visitor
from sidecar.platform.ids import ulid
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ShopId
from sidecar.protocol.offline import LeaveMessage
from sidecar.shop.facts import Facts
from tests.conftest import Shop
from tests.people import guest

GOOD = {"firstname": "Ada", "lastname": "Byron", "email": "ada@example.org", "message": "Hello"}
OTHER_SHOP = ShopId(2)
WEBMASTER, SERVICE = 1, 2
"""The shop's contacts; the second one's messages are kept in customer service."""


class Room:
    """Settings, form, messages and outbox on the shop's database; the outbox is not started."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database = database
        self.tables = shop
        self.facts = Facts()
        pages = Pages(web.Application())
        self.configuration = Configuration(database, pages)
        self.forms = Forms(self.configuration, self.facts.contacts_of, self.facts.consent_of)
        servers = Servers(database, shops=lambda: self.facts.shops, own=lambda _shop: None)
        self.outbox = Outbox(database, servers)
        self.letters = Letters(pages, self.configuration, self.facts.shop, self.facts.contacts_of)
        self.now = clock.now
        self.messages = OfflineMessages(
            database,
            self.outbox,
            self.forms,
            self.letters,
            self.facts.shop,
            now=lambda: self.now(),
        )

    async def look(self) -> None:
        """Read the shop's tables and the settings again."""
        await self.facts.look(self.database)
        await self.configuration.look()

    async def set(self, **settings: Any) -> None:
        """The merchant chose this."""
        choose(self.tables, **settings)
        await self.look()

    async def leave(
        self,
        who: Visitor | None = None,
        *,
        address: str = "192.0.2.7",
        user_agent: str = "Mozilla/5.0 (X11; Linux x86_64)",
        **fields: Any,
    ) -> int:
        """A visitor sends the form."""
        who = who or guest()
        return await self.messages.leave(
            who,
            self.facts.shops[who.shop],
            asked(**fields),
            address=address,
            user_agent=user_agent,
        )

    async def rows(self, sql: str, *values: object) -> list[Row]:
        """What the database holds."""
        async with self.database.reading() as unit:
            return await unit.rows(sql, *values)

    async def row(self, number: int) -> Row:
        """A message as it is stored."""
        [row] = await self.rows(
            "SELECT * FROM PREFIX_onlinechat_offline_message WHERE id_offline_message = %s", number
        )
        return row

    async def thread(self, number: int) -> Row:
        """The thread of a message, and what is in it."""
        [row] = await self.rows(
            "SELECT t.*, m.message, m.file_name, m.ip_address, m.user_agent, m.private, m.`read`,"
            " m.id_employee, m.date_add AS said_at FROM PREFIX_onlinechat_offline_message o"
            " JOIN PREFIX_customer_thread t ON t.id_customer_thread = o.id_customer_thread"
            " JOIN PREFIX_customer_message m ON m.id_customer_thread = t.id_customer_thread"
            " WHERE o.id_offline_message = %s",
            number,
        )
        return row


def choose(tables: Shop, *, shop: int = 0, lang: str = "", **settings: Any) -> None:
    """Store settings as the Configuration page does, for all shops or for one."""
    for name, value in settings.items():
        tables.run(
            "REPLACE INTO ps_onlinechat_setting (id_shop_group, id_shop, name, lang, value)"
            " VALUES (0, %s, %s, %s, %s)",
            shop,
            name,
            lang,
            json.dumps(to_jsonable_python(value)),
        )
        tables.run(
            "INSERT INTO ps_onlinechat_setting_change (changed_at, id_employee, id_shop, name)"
            " VALUES (UTC_TIMESTAMP(3), 1, %s, %s)",
            shop,
            name,
        )


def asked(values: dict[str, str] | None = None, **fields: Any) -> LeaveMessage:
    """What a filled form sends; `values` replace those of a good one."""
    return LeaveMessage.model_validate(body(values, **fields))


def body(values: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    """The same as it is on the wire."""
    return {"clientId": ulid(), "values": GOOD | (values or {}), **fields}


def second_contact(tables: Shop) -> int:
    """A contact that only shop 2 has; its number."""
    tables.run("INSERT INTO ps_contact VALUES (3, 'second@example.com', 1, 2)")
    tables.run("INSERT INTO ps_contact_lang VALUES (3, 1, 'Second shop', ''), (3, 2, 'Autre', '')")
    tables.run("INSERT INTO ps_contact_shop VALUES (3, 2)")
    return 3


def consents(tables: Shop, *, shop: int = 1, **texts: str) -> None:
    """The merchant has psgdpr ask for our forms: a text per language."""
    languages = {"en": 1, "fr": 2}
    tables.run("INSERT IGNORE INTO ps_module VALUES (9, 'onlinechat', 1, '0.3.0')")
    tables.run("INSERT IGNORE INTO ps_psgdpr_consent VALUES (5, 9, 1, 0, '', NOW(), NOW())")
    for lang, text in texts.items():
        tables.run(
            "INSERT INTO ps_psgdpr_consent_lang (id_gdpr_consent, id_lang, message, id_shop)"
            " VALUES (5, %s, %s, %s)",
            languages[lang],
            text,
            shop,
        )
