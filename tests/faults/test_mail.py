"""Mail servers, databases and sidecars that fail: each message reaches the merchant, and once."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import ClientSession

from sidecar.platform.ids import ulid
from tests.people import guest, visitor_token
from tests.stack.inbox import Inbox, Mail
from tests.stack.mariadb import MariaDb
from tests.stack.sidecar import Sidecar
from tests.waiting import until

MOMENTS = ("created_at", "next_attempt_at", "give_up_at", "claimed_until")


@pytest.fixture
def inbox(url: str, mortal: MariaDb) -> Iterator[Inbox]:
    """The mail server of the shop's settings."""
    one = Inbox()
    one.start()
    ask(mortal, "UPDATE ps_configuration SET value = %s WHERE name = 'PS_MAIL_SMTP_PORT'", one.port)
    yield one
    one.stop()


def ask(server: MariaDb, sql: str, *values: object) -> list[Any]:
    with server.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def outbox(server: MariaDb, what: str) -> list[Any]:
    """A column of every mail, in the order in which they were left."""
    found = ask(server, f"SELECT {what} FROM ps_onlinechat_outbox ORDER BY id_subject")
    return [value for (value,) in found]


def hours_pass(server: MariaDb, hours: float) -> None:
    """Let so much time have passed for every mail."""
    shifted = ", ".join(f"{name} = {name} - INTERVAL {hours * 3600} SECOND" for name in MOMENTS)
    ask(server, f"UPDATE ps_onlinechat_outbox SET {shifted}")


async def leave(sidecar: Sidecar, message: str) -> None:
    """A guest leaves a message and sees the thanks."""
    values = {
        "firstname": "Ada",
        "lastname": "Byron",
        "email": "ada@example.org",
        "phone": "",
        "message": message,
        "website": "",
    }
    async with (
        ClientSession(headers={"Authorization": f"Bearer {visitor_token(guest())}"}) as client,
        client.post(f"{sidecar.url}offline", json={"clientId": ulid(), "values": values}) as answer,
    ):
        assert answer.status == 200, await answer.text()


def arrived(inbox: Inbox, left: list[str]) -> Counter[str]:
    """How often each message arrived; by its whole text, so that none hides in another."""
    return Counter(word for mail in inbox.mails for word in left if f"{word}." in mail.text)


async def test_a_mail_server_away_for_two_days_and_a_sidecar_that_dies_meanwhile(
    sidecar: Sidecar, inbox: Inbox, mortal: MariaDb
) -> None:
    left: list[str] = []

    async def message() -> None:
        """Whoever leaves one wakes the sender: what is due is tried at once."""
        left.append(f"Message-{len(left):02}")
        await leave(sidecar, f"{left[-1]}.")

    def attempts() -> int:
        return int(sum(outbox(mortal, "attempts")))

    async def all_tried(least: int) -> bool:
        return attempts() >= least and "sending" not in outbox(mortal, "state")

    inbox.stop()
    for step in range(10):
        # Each mail of before is tried once more, and the new one for the first time.
        least = attempts() + len(left) + 1
        if step in (3, 7):
            sidecar.kill()
        hours_pass(mortal, 4.9)
        if step in (3, 7):
            sidecar.start()
        await message()
        await until(lambda least=least: all_tried(least), seconds=20, what=f"step {step}")
        assert set(outbox(mortal, "state")) == {"retrying"}
        assert all(reason.startswith("unreachable: ") for reason in outbox(mortal, "last_error"))

    # The server comes back half: it takes connections and says nothing. The sidecar dies there.
    inbox.hangs = "greeting"
    inbox.start()
    hours_pass(mortal, 4.9)
    await message()
    await until(lambda: "sending" in outbox(mortal, "state"), seconds=20)
    sidecar.kill()
    assert inbox.mails == []
    hours_pass(mortal, 4.9)
    sidecar.start()
    await message()
    inbox.hangs = ""
    await until(
        lambda: set(outbox(mortal, "state")) == {"sent"},
        seconds=60,
        what="everything out, the dead process's claim included",
    )
    assert arrived(inbox, left) == dict.fromkeys(left, 1)
    assert len(inbox.mails) == len(left) == 12
    assert len({mail.content["Message-ID"] for mail in inbox.mails}) == len(left)


async def test_a_database_that_dies_after_the_servers_250(
    sidecar: Sidecar, inbox: Inbox, mortal: MariaDb
) -> None:
    """The sidecar lives and knows: it says so as soon as the database is back."""

    def kill_the_database(_mail: Mail) -> bool:
        mortal.kill()
        return True

    inbox.takes = kill_the_database
    await leave(sidecar, "Is it red?")
    await until(lambda: inbox.mails, seconds=20)
    inbox.takes = lambda _mail: True
    mortal.start()
    ask(mortal, "UPDATE ps_onlinechat_outbox SET claimed_until = '2026-01-01'")
    await until(lambda: outbox(mortal, "state") == ["sent"], seconds=30)
    await leave(sidecar, "And this one?")
    await until(lambda: outbox(mortal, "state") == ["sent", "sent"], seconds=30)
    assert len(inbox.mails) == 2
