"""Shops whose contacts, orders and privacy texts change, and what is left in them."""

from collections.abc import Iterator

import pytest

from sidecar.platform.database import Database
from tests.conftest import Shop
from tests.offline.rooms import Room
from tests.stack.mariadb import MariaDb

CHANGED = (
    "contact",
    "contact_lang",
    "contact_shop",
    "customer",
    "customer_thread",
    "customer_message",
    "module",
    "module_shop",
    "orders",
    "psgdpr_consent",
    "psgdpr_consent_lang",
    "shop_group",
)


@pytest.fixture
def tables(server: MariaDb, shop_url: str) -> Iterator[None]:
    """Tables of the shop that these tests change beside those of `shop`; put back afterwards."""
    with server.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("SET sql_mode=''")
        for table in CHANGED:
            cursor.execute(f"CREATE TABLE before_{table} AS SELECT * FROM ps_{table}")
        yield
        for table in CHANGED:
            cursor.execute(f"DELETE FROM ps_{table}")
            cursor.execute(f"INSERT INTO ps_{table} SELECT * FROM before_{table}")
            cursor.execute(f"DROP TABLE before_{table}")


@pytest.fixture
async def room(database: Database, shop: Shop, tables: None) -> Room:
    """The offline form without its doors; nothing is mailed."""
    one = Room(database, shop)
    await one.look()
    return one
