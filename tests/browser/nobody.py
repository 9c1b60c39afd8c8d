"""An empty shop for each test: nothing said yet, nobody online, and the sidecar knows."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.conftest import SAID
from tests.pages import Page, auth
from tests.people import token
from tests.stack.mariadb import MariaDb
from tests.stack.origin import Origin


def forget(server: MariaDb, *tables: str) -> None:
    """Whatever was said and done in these tables, or in all."""
    with server.connect("origin") as connection, connection.cursor() as cursor:
        connection.begin()
        for table in tables or SAID:
            cursor.execute(f"DELETE FROM ps_onlinechat_{table}")
        connection.commit()


def look(origin: Origin, server: MariaDb) -> None:
    """Have the sidecar look who is online, as it does for whoever enters the desk.

    By itself it does so every two seconds only, and each test would wait for that.
    """
    with server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT value FROM ps_configuration WHERE name = 'ONLINECHAT_SECRET'")
        [secret] = cursor.fetchone() or ("",)
    # Playwright's own loop runs in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, _enter(origin.sidecar.url, secret)).result()
    forget(server, "operator_shop", "operator")


async def _enter(url: str, secret: str) -> None:
    vouched = token(
        "operator", secret=secret, sub="employee:1", shop=1, shops=[1], rights={}, name="Marc"
    )
    page = await Page(url, "/operator").open(auth(vouched))
    try:
        await page.ask("desk:enter")
    finally:
        await page.close()
