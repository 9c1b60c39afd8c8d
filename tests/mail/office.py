"""An outbox on the shop's database whose letters are made from offline messages.

As a program, `python -m tests.mail.office URL`, it is a process that sends mail and nothing else:
the sidecar without its other rooms, to be killed at will.
"""

import argparse
import asyncio
import logging
from datetime import timedelta
from types import TracebackType

from sidecar.configuration.rules import MailServer
from sidecar.mail.claims import Pace
from sidecar.mail.rules import Letter, Mailbox, MailState
from sidecar.mail.servers import Servers
from sidecar.mail.service import Outbox
from sidecar.mail.smtp import Patience
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit, parse_url
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ShopId
from sidecar.shop.facts import Facts

KIND = "offline_message"
SHOP = ShopId(1)
MARC = Mailbox("Marc", "marc@example.com")
QUICK = Pace(look=0.1, claim=300, keep=60, doubt=0.5, farewell=3, stumble=0.05)
"""Claims last as in a shop; a look and a doubt take tenths of seconds."""
IMPATIENT = Patience(greeting=2, answer=20)


class Office:
    """One process's outbox, with a composer for offline messages."""

    def __init__(
        self, url: str, *, pace: Pace = QUICK, patience: Patience = IMPATIENT, size: int = 8
    ) -> None:
        self.database = Database(parse_url(url), size=size)
        self.facts = Facts()
        self.own: dict[ShopId, MailServer] = {}
        self.to: tuple[Mailbox, ...] = (MARC,)
        self.sender: Mailbox | None = None
        self.servers = Servers(self.database, shops=lambda: self.facts.shops, own=self.own.get)
        self.outbox = Outbox(self.database, self.servers, pace=pace, patience=patience)
        self.outbox.composes(KIND, self.compose)

    async def __aenter__(self) -> "Office":
        """Open; nothing is sent before `outbox.start()`."""
        await self.database.open()
        await self.facts.look(self.database)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and close."""
        await self.outbox.stop()
        await self.database.close()

    async def put(self, *texts: str, shop: ShopId = SHOP) -> list[int]:
        """Store offline messages, each with its mail, in one transaction; their numbers."""
        now = clock.now()
        async with self.database.unit() as unit:
            numbers = [
                await unit.insert(
                    "INSERT INTO PREFIX_onlinechat_offline_message (id_shop, vid, client_id, email,"
                    " message, created_at) VALUES (%s, %s, %s, 'john@example.com', %s, %s)",
                    shop,
                    ulid(),
                    ulid(),
                    text,
                    now,
                )
                for text in texts
            ]
            for number in numbers:
                await self.outbox.put(
                    unit, self.facts.shops[shop], kind=KIND, subject=number, now=now
                )
        self.outbox.wake()
        return numbers

    async def compose(self, unit: Unit, number: int) -> Letter | None:
        """The mail to the merchant about an offline message."""
        row = await unit.row(
            "SELECT id_shop, message, email FROM PREFIX_onlinechat_offline_message"
            " WHERE id_offline_message = %s",
            number,
        )
        if row is None:
            return None
        shop = self.facts.shops[row["id_shop"]]
        own = Mailbox(shop.name, shop.email)
        return Letter(
            shop=own,
            to=self.to,
            sender=self.sender or own,
            reply_to=Mailbox("", row["email"]),
            subject=row["message"],
            text=row["message"],
            html=f"<p>{number}</p>",
        )

    async def state(self, number: int) -> MailState:
        """Where a mail stands."""
        async with self.database.reading() as unit:
            return (await self.outbox.states(unit, KIND, [number]))[number]

    async def is_now(self, number: int, *states: str) -> bool:
        """Whether a mail is in one of these states."""
        return (await self.state(number)).state in states

    async def pass_time(self, **interval: float) -> None:
        """Let so much time have passed for every mail that is in the outbox."""
        back = timedelta(**interval).total_seconds()
        moments = ("created_at", "next_attempt_at", "give_up_at", "claimed_until")
        async with self.database.unit() as unit:
            await unit.run(
                "UPDATE PREFIX_onlinechat_outbox SET "
                + ", ".join(f"{name} = {name} - INTERVAL %s SECOND" for name in moments),
                *[back] * len(moments),
            )
        self.outbox.wake()


async def _work(url: str, pace: Pace) -> None:
    async with Office(url, pace=pace) as office:
        office.outbox.start()
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    asyncio.run(_work(parser.parse_args().url, QUICK))
