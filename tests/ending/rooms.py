"""The end of a chat in one process, on the conversations' room and an outbox that sends nothing."""

from datetime import timedelta
from typing import Any

from aiohttp import web

from sidecar.configuration.choices import Choices
from sidecar.configuration.service import Configuration
from sidecar.ending.letters import Letters
from sidecar.ending.service import Endings
from sidecar.mail.rules import Letter
from sidecar.mail.servers import Servers
from sidecar.mail.service import Outbox
from sidecar.platform.database import Database, Row
from sidecar.platform.identity import Visitor
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ConversationId
from sidecar.shop.facts import Facts
from tests.conftest import Shop
from tests.conversations.rooms import Room as Talking
from tests.offline.rooms import choose
from tests.people import SARA

GRACE = timedelta(minutes=5)


class Room(Talking):
    """One process; Sara answers."""

    def __init__(self, database: Database, shop: Shop) -> None:
        super().__init__(database)
        self.tables = shop
        self.facts = Facts()
        pages = Pages(web.Application())
        self.configuration = Configuration(database, pages)
        servers = Servers(database, shops=lambda: self.facts.shops, own=lambda _shop: None)
        self.outbox = Outbox(database, servers)
        self.letters = Letters(pages, self.configuration, self.facts.shop)
        self.endings = Endings(
            database,
            self.conversations,
            self.outbox,
            self.letters,
            shops=lambda: self.facts.shops,
            settings=Choices(self.configuration, self.facts).of,
            grace=GRACE,
        )

    async def look(self) -> None:
        """Read the shop's tables and the settings again."""
        await self.facts.look(self.database)
        await self.configuration.look()

    async def set(self, **settings: Any) -> None:
        """The merchant chose this."""
        choose(self.tables, **settings)
        await self.look()

    async def answered(
        self, who: Visitor, *answers: str, question: str = "Is it in stock?"
    ) -> ConversationId:
        """Somebody asked and got these answers; the conversation's number."""
        number = (await self.says(who, question)).conversation.id
        for body in answers or ("Yes.",):
            await self.answers(SARA, number, body)
        return number

    async def passes(self, number: ConversationId, time: timedelta) -> None:
        """So much time passes since the last message; nobody is there meanwhile."""
        seconds = time.total_seconds()
        await self.sql(
            "UPDATE PREFIX_onlinechat_conversation SET last_message_at ="
            " last_message_at - INTERVAL %s SECOND WHERE id_conversation = %s",
            seconds,
            number,
        )
        await self.sql(
            "UPDATE PREFIX_onlinechat_presence SET present_until ="
            " present_until - INTERVAL %s SECOND",
            seconds,
        )

    async def mails(self) -> list[tuple[str, int]]:
        """What is in the outbox: kind and conversation."""
        return [
            (row["kind"], row["id_subject"])
            for row in await self.rows(
                "SELECT kind, id_subject FROM PREFIX_onlinechat_outbox ORDER BY id_mail"
            )
        ]

    async def rows(self, sql: str, *values: object) -> list[Row]:
        """What the database holds."""
        async with self.database.reading() as unit:
            return await unit.rows(sql, *values)

    async def transcript(self, number: int) -> Letter | None:
        """The transcript as it would be mailed now."""
        async with self.database.reading() as unit:
            return await self.letters.transcript(unit, number)

    async def unread_answer(self, number: int) -> Letter | None:
        """The mail with the answers that were missed, as it would be sent now."""
        async with self.database.reading() as unit:
            return await self.letters.unread_answer(unit, number)
