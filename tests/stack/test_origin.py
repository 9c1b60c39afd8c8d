"""Shop, module and sidecar together behind one web server, as in the demo."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.shop.people import Browser, claims
from tests.stack.mariadb import MariaDb
from tests.stack.nginx import Nginx
from tests.stack.ports import free_port, http_status
from tests.stack.shop import Shop
from tests.stack.sidecar import Sidecar


class Origin:
    """The parts, ready to be stopped one by one."""

    def __init__(self, server: MariaDb, folder: Path) -> None:
        port = free_port()
        self.shop = Shop(server, folder / "shop", database="origin", domain=f"127.0.0.1:{port}")
        self.shop.create()
        self.sidecar = Sidecar(folder / "logs", shop=self.shop.directory)
        self.nginx = Nginx(
            folder / "nginx",
            port=port,
            shop_port=self.shop.port,
            sidecar_port=self.sidecar.port,
        )

    def start(self) -> None:
        """Start all of it."""
        for part in (self.shop, self.sidecar, self.nginx):
            part.start()

    def stop(self) -> None:
        """Stop all of it."""
        for part in (self.nginx, self.sidecar, self.shop):
            part.stop()


@pytest.fixture(scope="module")
def origin(server: MariaDb, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Origin]:
    one = Origin(server, tmp_path_factory.mktemp("origin"))
    try:
        one.start()
        yield one
    finally:
        one.stop()


async def test_the_sidecar_reads_the_shops_own_parameters(origin: Origin) -> None:
    async with Browser(origin.shop) as guest:
        assert (await guest.get("/oc/state?shop=1&lang=en")).json["oc"] == 1
        answer = (await guest.chat_session()).json
        assert answer["url"] == "/oc/"
        assert claims(answer["token"])["iss"] == "onlinechat"


async def test_the_shop_works_while_the_sidecar_is_gone(origin: Origin) -> None:
    origin.sidecar.kill()
    async with Browser(origin.shop) as guest:
        assert (await guest.get("/en/")).status == HTTPStatus.OK
        assert (await guest.get("/oc/state?shop=1&lang=en")).status == HTTPStatus.BAD_GATEWAY
        assert (await guest.sign_in_to_back_office()).status == HTTPStatus.OK
    origin.sidecar.start()
    assert http_status(origin.nginx.port, "/oc/ready") == HTTPStatus.OK


async def test_a_path_nobody_passes_on_falls_to_the_shop(origin: Origin) -> None:
    origin.nginx.stop()
    origin.nginx.sidecar_port = None
    origin.nginx.start()
    try:
        async with Browser(origin.shop) as guest:
            page = await guest.get("/oc/state?shop=1&lang=en")
        assert page.status == HTTPStatus.NOT_FOUND
        assert page.headers["Content-Type"].startswith("text/html")
    finally:
        origin.nginx.stop()
        origin.nginx.sidecar_port = origin.sidecar.port
        origin.nginx.start()
