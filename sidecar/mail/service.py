"""The outbox: a mail is stored with what it is about, and leaves by itself."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sidecar.mail import rules, store
from sidecar.mail.claims import PACE, Pace
from sidecar.mail.delivery import deliver
from sidecar.mail.rules import GIVEN_UP_AFTER, Letter, MailState
from sidecar.mail.sender import Compose, Sender
from sidecar.mail.servers import Server, Servers
from sidecar.mail.smtp import PATIENCE, Accepted, Parcel, Patience
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.ids import ulid
from sidecar.privacy import deletions
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop


class Outbox:
    """Takes mails in, says where they stand, and sends them in the background.

    What is put in has a kind, such as `offline_message`, and a subject: the number of what it is
    about. The kind's composer makes the letter at the moment it is sent.
    """

    def __init__(
        self,
        database: Database,
        servers: Servers,
        *,
        now: Callable[[], datetime] = clock.now,
        pace: Pace = PACE,
        patience: Patience = PATIENCE,
    ) -> None:
        self._database = database
        self._now = now
        self._patience = patience
        self._composers: dict[str, Compose] = {}
        self._sender = Sender(
            database, servers, self._composers, now=now, pace=pace, patience=patience
        )

    def composes(self, kind: str, compose: Compose) -> None:
        """Say how the mails of a kind are made.

        `compose(unit, subject)` gives None when what the mail is about is gone: nothing is sent.
        """
        self._composers[kind] = compose

    async def put(self, unit: Unit, shop: Shop, *, kind: str, subject: int, now: datetime) -> None:
        """Store a mail in the transaction of what it is about; call `wake` after the commit."""
        await store.add(
            unit,
            shop.id,
            kind=kind,
            subject=subject,
            message_id=rules.message_id(ulid(), kind, shop.domains, shop.email),
            now=now,
            give_up_at=now + GIVEN_UP_AFTER,
        )

    def wake(self) -> None:
        """There is something to send: look now."""
        self._sender.wake()

    async def states(self, unit: Unit, kind: str, subjects: Sequence[int]) -> dict[int, MailState]:
        """Where the mails about these subjects stand; subjects without a mail are left out."""
        return await store.states(unit, kind, subjects) if subjects else {}

    async def again(self, unit: Unit, kind: str, subjects: Sequence[int], now: datetime) -> int:
        """Send again what was given up or waits; how many mails that are. Call `wake` after."""
        if not subjects:
            return 0
        return await store.again(unit, kind, subjects, now=now, give_up_at=now + GIVEN_UP_AFTER)

    async def forget(self, unit: Unit, kind: str, subjects: Sequence[int]) -> None:
        """Take mails out with what they are about."""
        if subjects:
            await store.forget(unit, kind, subjects)

    async def purge(self, unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """Delete what is over since before then, and write that down; how many mails."""
        numbers = await store.over(unit, shop, before, limit=limit)
        if numbers:
            await store.delete(unit, numbers)
            await deletions.record(unit, "mail", numbers, deletions.RETENTION, now=self._now())
        return len(numbers)

    async def hurry(self, shops: Collection[ShopId]) -> None:
        """The settings of these shops changed: what waits may have a way now."""
        if shops:
            async with self._database.unit() as unit:
                await store.hurry(unit, shops, self._now())
        self.wake()

    async def test(self, server: Server, letter: Letter) -> str:
        """Send a letter now, past the outbox; what the server said.

        Raises:
            MailProblem: it was not accepted.
        """
        message_id = rules.message_id(ulid(), "test", (), letter.shop.address)
        message = rules.build(letter, message_id=message_id, date=self._now())
        answers: list[str] = []

        async def nothing() -> None:
            pass

        async def accepted(one: Accepted) -> None:
            answers.extend(filter(None, (one.answer, one.refused)))

        parcel = Parcel(rules.envelope_sender(letter), rules.recipients(letter), message.as_bytes())
        await deliver(server, parcel, before=nothing, after=accepted, patience=self._patience)
        return "; ".join(answers)

    def start(self) -> None:
        """Begin to send."""
        self._sender.start()

    async def stop(self) -> None:
        """Finish what a server has in hand, put the rest back."""
        await self._sender.stop()
