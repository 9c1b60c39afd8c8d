"""How fast a customer's sheet and cart are there, and the search, in a shop with many of both."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

import uvloop

from tests.bench import customers, machine, searches, stage, tokens, wire
from tests.bench.report import Result, Row, Unsure, at_most, p95
from tests.bench.roundtrips import counted
from tests.stack.mariadb import MariaDb
from tests.stack.ports import LOOPBACK

SHEETS, CARTS = 1_000, 100
SEARCHES_EACH = 18
"""Of one operator: who asks for more than twenty at once is told to wait."""
WARM, COUNTED = 50, 40
LIMIT_MS, BATCHES = 30, 3
GATHERED_SECONDS = 300
CART = {
    "id": 12,
    "currency": "EUR",
    "prices": True,
    "taxIncluded": True,
    "quantity": 10,
    "lines": [
        {
            "product": 1 + place % 2,
            "name": "Linen apron",
            "reference": "APRON-1",
            "quantity": 1,
            "unit": "€28.68",
            "total": "€28.68",
        }
        for place in range(10)
    ],
    "vouchers": [],
    "products": "€286.80",
    "shipping": "€8.40",
    "total": "€295.20",
}
BUFFER_POOL = "--innodb-buffer-pool-size=1G"


def run() -> Result:
    """The whole bench."""
    measured, rest = machine.split()
    with machine.placed(rest):
        return uvloop.run(_run(measured))


async def _run(measured: set[int]) -> Result:
    result = Result()
    with stage.database(BUFFER_POOL, folder=customers.NAME) as server:
        if customers.make(server):
            result.notes.append("the shop was made anew: it stays in .var/bench/customers")
        with stage.sidecar(on=measured, url=server.url(customers.NAME)) as sidecar:
            await _gathered(server, result)
            browsers = customers.converse(server)
            desk = await _desk(sidecar.port)
            await _measure(desk, sidecar.port, browsers, result)
        searches.explain(server, result)
        await _batches(server, measured, result)
    result.asserted.append(
        f"{customers.CUSTOMERS:,} customers, {customers.ORDERS:,} orders,"
        f" {customers.CARTS:,} carts; each sheet is another customer's, so that none is kept"
    )
    return result


async def _measure(desk: wire.Socket, port: int, browsers: dict[int, str], result: Result) -> None:
    numbers = list(browsers)
    busy, *others = numbers
    await _times([partial(_sheet, desk, one) for one in others[-WARM:]])
    sheets = await _times([partial(_sheet, desk, one) for one in others[:SHEETS]])
    result.rows.append(at_most("panel", "customer sheet, p95", "ms", p95(sheets), LIMIT_MS))
    result.rows.append(Row("panel", "customer sheet, p50", "ms", median(sheets)))
    [busiest] = await _times([partial(_sheet, desk, busy)])
    label = f"sheet of a customer with {customers.BUSY_ORDERS:,} orders"
    result.rows.append(Row("panel", label, "ms", busiest))
    await _carts(desk, port, browsers, result)
    desks = [await _desk(port, place) for place in range(customers.OPERATORS)]
    await searches.measure(iter(desks), SEARCHES_EACH, LIMIT_MS, result)
    for one in desks:
        one.close()


async def _sheet(desk: wire.Socket, number: int) -> None:
    sheet = await desk.call("visitor:sheet", {"conversationId": number})
    if not sheet["customer"] or not sheet["orders"]["last"]:
        raise Unsure(f"an empty sheet: {sheet}")


async def _carts(desk: wire.Socket, port: int, browsers: dict[int, str], result: Result) -> None:
    """From the visitor's page to the operator's, one visitor after the other."""
    told: asyncio.Queue[float] = asyncio.Queue()

    def heard(payload: bytes) -> None:
        if b'"visitor:cart"' in payload:
            told.put_nowait(time.perf_counter())

    desk.on_event = heard
    times = []
    for number, vid in list(browsers.items())[1 : 1 + CARTS]:
        await desk.call("visitor:watch", {"conversationId": number, "on": True})
        auth = {"token": _signed("visitor", number, vid), "protocol": 1}
        visitor = await wire.connect((LOOPBACK, port), "/oc/socket.io", "/visitor", auth)
        cart = _signed("cart", number, vid, iat_ms=round(time.time() * 1000), cart=CART)
        began = time.perf_counter()
        await visitor.call("cart:update", {"cart": cart})
        times.append(1000 * (await asyncio.wait_for(told.get(), 5) - began))
        visitor.close()
        await desk.call("visitor:watch", {"conversationId": number, "on": False})
    result.rows.append(at_most("panel", "cart, page to page, p95", "ms", p95(times), LIMIT_MS))


async def _batches(server: MariaDb, measured: set[int], result: Result) -> None:
    """How often the sidecar waits for the database while it reads a sheet."""
    browsers = customers.converse(server)
    with counted(server.port) as way:
        url = server.url(customers.NAME).replace(f":{server.port}/", f":{way.port}/")
        with stage.sidecar(on=measured, url=url) as sidecar:
            desk = await _desk(sidecar.port)
            counts = []
            for number in list(browsers)[-COUNTED:]:
                before = way.count
                await _sheet(desk, number)
                counts.append(way.count - before)
    # Now and then one of the sidecar's timers comes in between.
    result.rows.append(
        at_most("panel", "batches of queries for a sheet", "", median(counts), BATCHES)
    )
    result.notes.append(
        "batches: round trips between sidecar and database, counted by a proxy between them"
    )


async def _gathered(server: MariaDb, result: Result) -> None:
    """Wait until every customer's words are there."""
    began, before = time.monotonic(), -1
    while (now := customers.words(server)) != before:
        before = now
        await asyncio.sleep(3)
        if time.monotonic() - began > GATHERED_SECONDS:
            raise Unsure("the customers' words are not gathered")
    if now < customers.CUSTOMERS:
        raise Unsure(f"there are {now} words only")
    result.notes.append(f"{now:,} words by which customers are found")


async def _desk(port: int, place: int = 0) -> wire.Socket:
    auth = {"token": tokens.employee(stage.FIRST_EMPLOYEE + place), "protocol": 1}
    desk = await wire.connect((LOOPBACK, port), "/oc/socket.io", "/operator", auth)
    await desk.call("desk:enter", {})
    return desk


def _signed(audience: Any, number: int, vid: str, **claims: object) -> str:
    whose = customers.customer(number)
    return tokens.signed(
        audience, sub=f"customer:{whose}", vid=vid, shop=1, name="Somebody", **claims
    )


async def _times(asks: Sequence[Callable[[], Awaitable[None]]]) -> list[float]:
    """How long each takes, one after the other, in milliseconds."""
    times = []
    for ask in asks:
        began = time.perf_counter()
        await ask()
        times.append(1000 * (time.perf_counter() - began))
    return times
