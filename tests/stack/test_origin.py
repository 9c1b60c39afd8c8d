"""Shop, module and sidecar together behind one web server, as in the demo."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest

from tests.shop.people import Browser, claims
from tests.stack.mariadb import MariaDb
from tests.stack.origin import Origin
from tests.stack.ports import http_status


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
