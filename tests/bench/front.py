"""The front office for the page bench: shop, sidecar, web server, an operator, Chromium."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, async_playwright

from sidecar.platform.identity import Secrets
from tests.bench import blank, machine, stage, tokens, wire
from tests.bench.report import Unsure
from tests.stack.nginx import Nginx
from tests.stack.ports import LOOPBACK, free_port
from tests.stack.shop import Shop
from tests.stack.sidecar import Sidecar

MARC = 1


@dataclass(frozen=True, slots=True)
class Front:
    """Where everything is."""

    shop: Shop
    sidecar: Sidecar
    secrets: Secrets
    home: str
    """The shop's home page."""
    blank: str
    """Origin of the empty pages; the sidecar is there too."""


@contextmanager
def front() -> Iterator[Front]:
    """Start it all."""
    port = free_port()
    with stage.database() as server, blank.pages() as blank_port:
        shop = Shop(server, stage.FOLDER / "shop", database="page", domain=f"{LOOPBACK}:{port}")
        shop.create()
        shop.start()
        try:
            with stage.sidecar(on=set(machine.cores()), shop=shop.directory) as sidecar:
                found = shop.execute(
                    "SELECT value FROM {}configuration WHERE name = 'ONLINECHAT_SECRET'"
                )
                with (
                    _web(sidecar, "web", port=port, shop_port=shop.port) as web,
                    _web(sidecar, "web-blank", port=free_port(), shop_port=blank_port) as empty,
                ):
                    yield Front(
                        shop, sidecar, Secrets(found[0]["value"]), f"{web.url}/en/", empty.url
                    )
        finally:
            shop.stop()


@contextmanager
def _web(sidecar: Sidecar, name: str, *, port: int, shop_port: int) -> Iterator[Nginx]:
    one = Nginx(stage.FOLDER / name, port=port, shop_port=shop_port, sidecar_port=sidecar.port)
    one.start()
    try:
        yield one
    finally:
        one.stop()


@asynccontextmanager
async def operator(front: Front) -> AsyncIterator[wire.Socket]:
    """An operator who is online meanwhile."""
    token = tokens.employee(MARC, secret=front.secrets)
    desk = await wire.connect(
        (LOOPBACK, front.sidecar.port),
        "/oc/socket.io",
        "/operator",
        {"token": token, "protocol": 1},
    )
    try:
        await desk.call("desk:enter", {})
        await desk.call("operator:switch", {"online": True})
        yield desk
    finally:
        desk.close()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise Unsure("chromium is missing: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program)
        try:
            yield browser
        finally:
            await browser.close()
