"""Keeps the words by which customers are found: in slices, as the shop's tables have no index."""

import asyncio
import logging
from collections.abc import Sequence

from sidecar.errors import ChatError
from sidecar.panel import words
from sidecar.platform.database import Busy, Database, Query, Row
from sidecar.platform.tasks import ended

log = logging.getLogger(__name__)

SLICE = 500
LAST = 2**32 - 1
BREATH = 0.1
"""Seconds between two slices of customers who are new."""

Word = tuple[str, int]


class Gathering:
    """Goes through the customers by their numbers, again and again; new ones at once.

    Names and phones that a customer changes are found after the next time around. Several
    processes may do it: each slice only writes what differs.
    """

    def __init__(self, database: Database, aside: Database, *, period: float) -> None:
        self._database = database
        self._aside = aside
        self._period = period
        self._newest: int | None = None
        self._at = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._work(), name="customer words")

    async def stop(self) -> None:
        """Stop; what is missing is found next time."""
        await ended(self._task)

    async def _work(self) -> None:
        while True:
            try:
                await self.new()
                await self.again()
            except (ChatError, Busy) as error:
                log.info("customers' words have to wait: %s", error)
            except Exception:
                log.exception("customers' words could not be gathered")
            await asyncio.sleep(self._period)

    async def new(self) -> None:
        """Customers who came since the last time, all of them."""
        if self._newest is None:
            async with self._aside.reading() as unit:
                self._newest = await unit.value(
                    "SELECT COALESCE(MAX(id_customer), 0) FROM PREFIX_onlinechat_customer_word"
                )
        while (last := await self.slice(self._newest or 0)) is not None:
            self._newest = last
            await asyncio.sleep(BREATH)

    async def again(self) -> None:
        """The next slice of those who are known."""
        last = await self.slice(self._at)
        self._at = last or 0

    async def slice(self, after: int) -> int | None:
        """The customers with the next numbers; the last of them, None when there are none."""
        async with self._aside.reading() as unit:
            customers = await unit.rows(
                "SELECT id_customer, firstname, lastname, deleted FROM PREFIX_customer"
                " WHERE id_customer > %s ORDER BY id_customer LIMIT %s",
                after,
                SLICE,
            )
            last = customers[-1]["id_customer"] if customers else None
            between = (after + 1, LAST if last is None else last)
            phones, known = await unit.batch(
                [
                    Query(
                        "SELECT a.id_customer, a.phone, a.phone_mobile, c.call_prefix"
                        " FROM PREFIX_address a"
                        " LEFT JOIN PREFIX_country c ON c.id_country = a.id_country"
                        " WHERE a.id_customer BETWEEN %s AND %s AND a.deleted = 0",
                        between,
                    ),
                    Query(
                        "SELECT word, id_customer FROM PREFIX_onlinechat_customer_word"
                        " WHERE id_customer BETWEEN %s AND %s",
                        between,
                    ),
                ]
            )
        there = {(row["word"], row["id_customer"]) for row in known}
        wanted = _wanted(customers, phones)
        await self._write(sorted(wanted - there), sorted(there - wanted))
        return last

    async def _write(self, missing: Sequence[Word], surplus: Sequence[Word]) -> None:
        if not missing and not surplus:
            return
        async with self._database.unit() as unit:
            for word, customer in surplus:
                await unit.run(
                    "DELETE FROM PREFIX_onlinechat_customer_word"
                    " WHERE word = %s AND id_customer = %s",
                    word,
                    customer,
                )
            if missing:
                rows = ",".join(["(%s, %s)"] * len(missing))
                await unit.run(
                    f"INSERT INTO PREFIX_onlinechat_customer_word (word, id_customer) VALUES {rows}"
                    " ON DUPLICATE KEY UPDATE word = word",
                    *(value for word in missing for value in word),
                )


def _wanted(customers: Sequence[Row], phones: Sequence[Row]) -> set[Word]:
    numbers: dict[int, list[tuple[str, int]]] = {}
    for row in phones:
        for phone in (row["phone"], row["phone_mobile"]):
            if phone:
                numbers.setdefault(row["id_customer"], []).append((phone, row["call_prefix"] or 0))
    return {
        (word, row["id_customer"])
        for row in customers
        if not row["deleted"]
        for word in words.of_customer(
            (row["firstname"], row["lastname"]), numbers.get(row["id_customer"], ())
        )
    }
