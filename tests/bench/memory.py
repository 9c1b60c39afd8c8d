"""What a connected idle visitor costs the sidecar in memory."""

import asyncio
import os
import time

import uvloop

from tests.bench import machine, stage, tokens, wire
from tests.bench.report import Result, Row, Unsure, at_most
from tests.stack.ports import LOOPBACK

WANTED = int(os.environ.get("BENCH_CONNECTIONS", "10000"))
BEFORE = 200
"""Visitors who are there before the first look, so that what is there once only is not counted."""

AT_ONCE = 40
IDLE_SECONDS = 40
"""Long enough for a ping, a pulse and their answers on every connection."""

PORTS = 8_000
"""Connections from one source address; there are about 28,000 ports each."""

SPARE_FILES = 500
LIMIT_KIB = 45
COOKIE = f"PrestaShop-{'0b' * 16}=def50200{'5e' * 300}; PHPSESSID={'c' * 26}; oc_rev=1f"


def run() -> Result:
    """The whole bench."""
    measured, rest = machine.split()
    files = machine.raise_file_limit(WANTED + SPARE_FILES)
    count = min(WANTED, files - SPARE_FILES)
    with machine.placed(rest):
        return uvloop.run(_run(count, measured))


async def _run(count: int, measured: set[int]) -> Result:
    with stage.database() as server:
        stage.fill(server, "memory", operators=0)
        with stage.sidecar(on=measured, url=server.url("memory")) as sidecar:
            sockets = await _connect(sidecar.port, 0, BEFORE)
            await asyncio.sleep(2)
            before = machine.memory_kib(sidecar.pid)
            began = time.monotonic()
            sockets += await _connect(sidecar.port, BEFORE, count)
            seconds = time.monotonic() - began
            for socket in sockets:
                socket.events = 0
            await asyncio.sleep(IDLE_SECONDS)
            _all_there(sockets)
            each = (machine.memory_kib(sidecar.pid) - before) / (count - BEFORE)
            for socket in sockets:
                socket.close()
            await asyncio.sleep(2)
    label = f"per connected idle visitor, {count:,} connections"
    return Result(
        [
            at_most("memory", label, "KiB", each, LIMIT_KIB),
            Row("memory", "visitors connecting", "/s", (count - BEFORE) / seconds),
        ],
        [
            f"{count:,} visitors with tokens of their own got session:ready, and were all still"
            f" there after {IDLE_SECONDS} s without a word, pulse and ping included",
            "every handshake offered permessage-deflate, and none was answered with it",
        ],
        [
            "proportional set size (smaps_rollup) of the sidecar's process, after less before"
            f" (with {BEFORE} visitors there), divided by the visitors who came",
            "handshakes as Chromium sends them through nginx, with cookies of a shop (800 bytes)",
        ],
    )


async def _connect(port: int, first: int, last: int) -> list[wire.Socket]:
    """Connect the visitors of these numbers, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> wire.Socket:
        async with gate:
            return await wire.connect(
                (LOOPBACK, port),
                "/oc/socket.io",
                "/visitor",
                {"token": tokens.visitor(), "protocol": 1},
                headers={
                    **wire.BROWSER,
                    "Origin": "http://127.0.0.1:8080",
                    "Cookie": COOKIE,
                    "X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
                    "X-Forwarded-Proto": "http",
                },
                source=f"127.0.1.{1 + number // PORTS}",
                seconds=60,
            )

    sockets: list[wire.Socket] = []
    for start in range(first, last, 1000):
        numbers = range(start, min(start + 1000, last))
        sockets += await asyncio.gather(*(one(number) for number in numbers))
    return sockets


def _all_there(sockets: list[wire.Socket]) -> None:
    gone = sum(socket.transport.is_closing() for socket in sockets)
    silent = sum(socket.events == 0 for socket in sockets)
    if gone or silent:
        raise Unsure(f"of {len(sockets)} visitors, {gone} are gone, {silent} heard no pulse")
