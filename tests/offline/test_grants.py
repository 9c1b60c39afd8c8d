"""A database user with the rights of sql/grants.sql, and one with fewer, takes messages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar.platform.database import Database, parse_url
from sidecar.platform.migrations import migrate
from tests.conftest import Shop, rows
from tests.offline.doors import left
from tests.offline.rooms import SERVICE, choose
from tests.running import Chat
from tests.stack import shop_database
from tests.stack.mariadb import MariaDb

SQL = Path(__file__).resolve().parents[2] / "sql"
WORDS = {
    "PREFIX_": "ps_",
    "'onlinechat'@'localhost'": "'clerk'@'127.0.0.1'",
    "choose-a-password": "secret",
}

pytestmark = pytest.mark.usefixtures("tables", "clerk")


@pytest.fixture
def clerk(server: MariaDb, shop_url: str) -> Iterator[None]:
    """The user that the file makes, under another name."""
    with server.connect() as connection, connection.cursor() as cursor:
        for statement in statements("shop"):
            cursor.execute(statement)
        yield
        cursor.execute("DROP USER 'clerk'@'127.0.0.1'")


def statements(database: str) -> list[str]:
    """The file's statements for a database."""
    text = (SQL / "grants.sql").read_text(encoding="utf-8")
    text = re.sub(r"^--.*$", "", text, flags=re.MULTILINE)
    for word, here in {"SHOP.": f"{database}.", **WORDS}.items():
        text = text.replace(word, here)
    return [one.strip() for one in text.split(";") if one.strip()]


async def test_these_rights_are_enough_to_make_the_tables(server: MariaDb) -> None:
    shop_database.fill(server, "granted")
    with server.connect() as connection, connection.cursor() as cursor:
        for statement in statements("granted"):
            cursor.execute(statement)
    one = Database(parse_url(as_the_clerk(server.url("granted"))), size=1)
    await one.open()
    try:
        await migrate(one)
        made = await rows(
            one,
            "SELECT table_name AS name FROM information_schema.tables"
            " WHERE table_schema = 'granted' AND table_name LIKE 'ps\\_onlinechat\\_%'",
        )
        for table in made:
            async with one.unit() as unit:
                await unit.run(f"DELETE FROM {table['name']} WHERE 1 = 0")
    finally:
        await one.close()
    assert len(made) == len([one for one in statements("granted") if "GRANT CREATE" in one])


def as_the_clerk(url: str) -> str:
    """The same address for the other user."""
    return url.replace("root@", "clerk:secret@")


async def test_these_rights_are_enough_for_a_message_and_its_thread(clean: str, shop: Shop) -> None:
    choose(shop, contact_choice=True)
    async with Chat(as_the_clerk(clean)) as chat:
        number = await left(chat, contact=SERVICE)
        [row] = await rows(chat.database, "SELECT * FROM PREFIX_onlinechat_offline_message")
    assert (row["id_offline_message"], row["thread_token"] != "") == (number, True)


async def test_without_the_right_to_write_threads_the_message_is_kept_and_mailed(
    clean: str, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    choose(shop, contact_choice=True)
    shop.run("REVOKE INSERT ON shop.ps_customer_message FROM 'clerk'@'127.0.0.1'")
    async with Chat(as_the_clerk(clean)) as chat:
        await left(chat, contact=SERVICE)
        [row] = await rows(chat.database, "SELECT * FROM PREFIX_onlinechat_offline_message")
        assert len(await rows(chat.database, "SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1
        assert (
            await rows(
                chat.database,
                "SELECT 1 FROM PREFIX_customer_thread WHERE email = 'ada@example.org'",
            )
            == []
        )
    assert (row["id_customer_thread"], row["thread_token"]) == (None, "")
    assert "sql/grants.sql" in caplog.text
