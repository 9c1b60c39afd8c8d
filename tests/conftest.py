"""One private MariaDB per run, a shop in it with the module, a clean start for each test."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, settings

from sidecar.platform.database import Database, Row, parse_url
from sidecar.platform.migrations import migrate
from tests.people import INES, PAUL, SECRET
from tests.running import Chat
from tests.stack import shop_database
from tests.stack.inbox import Inbox
from tests.stack.mariadb import VAR, MariaDb

settings.register_profile("chat", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("chat")

DOMAIN = "shop.example"
SAID = (
    "history_conversation",
    "history_person",
    "ticket",
    "message",
    "decline",
    "conversation",
    "presence",
    "operator_shop",
    "operator",
    "visitor",
    "outbox",
    "offline_message",
    "canned_reply_text",
    "canned_reply",
    "offer_text",
    "offer",
    "picture",
    "block",
    "filing",
)
"""Our tables in which is what people said, did and keep at hand."""
OWN = (*SAID, "setting", "setting_change", "read_up_to", "customer_word", "deletion")
SHOPS = (
    "configuration",
    "shop",
    "shop_url",
    "lang_shop",
    "employee",
    "employee_shop",
    "access",
    "address",
    "orders",
)
"""Tables of the shop that tests change; each test finds them as they were."""
INSTALLED = (
    ("INSERT INTO ps_configuration (name, value, date_add, date_upd) VALUES"
     " ('ONLINECHAT_SECRET', %s, NOW(), NOW())", (SECRET,)),
    ("INSERT INTO ps_authorization_role (slug) VALUES"
     " ('ROLE_MOD_TAB_ADMINONLINECHATHISTORY_READ'),"
     " ('ROLE_MOD_TAB_ADMINONLINECHATHISTORY_UPDATE'),"
     " ('ROLE_MOD_TAB_ADMINONLINECHATHISTORY_DELETE'), ('ROLE_MOD_TAB_ADMINONLINECHATCONFIG_READ'),"
     " ('ROLE_MOD_TAB_ADMINONLINECHATCONFIG_UPDATE')", ()),
    ("INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2, id_authorization_role"
     " FROM ps_authorization_role WHERE slug = 'ROLE_MOD_TAB_ADMINONLINECHATHISTORY_READ'", ()),
    (f"INSERT INTO ps_employee (id_employee, id_profile, id_lang, lastname, firstname, email,"
     f" passwd, active) VALUES ({INES}, 2, 1, 'Costa', 'Ines', 'ines@example.com', '', 1),"
     f" ({PAUL}, 2, 1, 'Meyer', 'Paul', 'paul@example.com', '', 1)", ()),
    (f"INSERT INTO ps_employee_shop VALUES ({INES}, 1), ({PAUL}, 1)", ()),
)  # fmt: skip

SLOW = ("shop", "stack", "app", "faults", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders with quick tests first, those that start servers and browsers last."""

    def place(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return SLOW.index(folder) + 1 if folder in SLOW else 0

    items.sort(key=place)


@pytest.fixture(scope="session")
def server() -> Iterator[MariaDb]:
    """The database server of this run."""
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="tests-") as folder:
        one = MariaDb(Path(folder))
        one.start()
        try:
            yield one
        finally:
            one.stop()


@pytest.fixture(scope="session")
def shop_url(server: MariaDb) -> str:
    """Address of a database with the shop, the module installed and the chat's tables."""
    return make_shop(server, "shop")


def make_shop(server: MariaDb, name: str) -> str:
    """A database with the shop, the module installed and the chat's tables; its address."""
    shop_database.fill(server, name, domain=DOMAIN)
    with server.connect(name) as connection, connection.cursor() as cursor:
        for statement, values in INSTALLED:
            cursor.execute(statement, values)
        for table in SHOPS:
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM ps_{table}")
    asyncio.run(_migrated(server.url(name)))
    return server.url(name)


async def _migrated(url: str) -> None:
    one = Database(parse_url(url), size=1)
    await one.open()
    await migrate(one)
    await one.close()


class Shop:
    """The shop's own tables, as the merchant changes them."""

    def __init__(self, server: MariaDb, name: str) -> None:
        self._connection = server.connect(name)

    def run(self, sql: str, *values: object) -> list[Any]:
        """Carry out a statement; the rows it finds."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return list(cursor.fetchall())

    def configure(self, name: str, value: str | None, *, shop: int | None = None,
                  group: int | None = None) -> None:  # fmt: skip
        """Set a value of the shop's configuration in a scope."""
        self.run(
            "INSERT INTO ps_configuration (name, value, id_shop, id_shop_group, date_add, date_upd)"
            " VALUES (%s, %s, %s, %s, NOW(), NOW())",
            name,
            value,
            shop,
            group,
        )

    def second(self) -> None:
        """Add shop 2 in the same group and switch multistore on; Sara works in both."""
        self.run(
            "UPDATE ps_configuration SET value = '1' WHERE name = 'PS_MULTISHOP_FEATURE_ACTIVE'"
        )
        self.run(
            "INSERT INTO ps_shop SELECT 2, id_shop_group, 'Second', '', id_category, theme_name,"
            " 1, 0 FROM kept_shop WHERE id_shop = 1"
        )
        self.run(
            "INSERT INTO ps_shop_url"
            " VALUES (2, 2, 'second.example', 'second.example', '/', '', 1, 1)"
        )
        self.run("INSERT INTO ps_lang_shop VALUES (1, 2)")
        self.run("INSERT INTO ps_employee_shop VALUES (2, 2)")

    def put_back(self) -> None:
        """Everything as the shop was made."""
        for table in SHOPS:
            self.run(f"DELETE FROM ps_{table}")
            self.run(f"INSERT INTO ps_{table} SELECT * FROM kept_{table}")
        self._connection.close()


@pytest.fixture
def shop(server: MariaDb, shop_url: str) -> Iterator[Shop]:
    """The shop's tables to change; put back afterwards."""
    one = Shop(server, "shop")
    yield one
    one.put_back()


@pytest.fixture
def inbox(shop: Shop) -> Iterator[Inbox]:
    """The mail server of the shop's own settings."""
    one = Inbox()
    one.start()
    shop.run(
        "UPDATE ps_configuration SET value = %s WHERE name = 'PS_MAIL_SMTP_PORT'", str(one.port)
    )
    yield one
    one.stop()


@pytest.fixture
def clean(server: MariaDb, shop_url: str) -> str:
    """The shop's database with nothing said yet; its address."""
    with server.connect("shop") as connection, connection.cursor() as cursor:
        connection.begin()
        for table in OWN:
            cursor.execute(f"DELETE FROM ps_onlinechat_{table}")
        connection.commit()
    return shop_url


@pytest.fixture
async def database(clean: str) -> AsyncIterator[Database]:
    """An open database with nothing said yet."""
    one = Database(parse_url(clean))
    await one.open()
    yield one
    await one.close()


class Starts(Protocol):
    """Starts a chat with settings of its own."""

    async def __call__(self, **settings: Any) -> Chat:
        """The running chat; stopped after the test."""


@pytest.fixture
async def start(clean: str) -> AsyncIterator[Starts]:
    """Start the application, once or several times, each with settings of its own."""
    async with AsyncExitStack() as stack:

        async def chat(**settings: Any) -> Chat:
            return await stack.enter_async_context(Chat(clean, **settings))

        yield chat


@pytest.fixture
async def chat(start: Starts) -> Chat:
    """The running application."""
    return await start()


async def rows(database: Database, sql: str, *values: object) -> list[Row]:
    """What the database holds."""
    async with database.reading() as unit:
        return await unit.rows(sql, *values)
