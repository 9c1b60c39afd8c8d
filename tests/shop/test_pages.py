"""The front pages a chat stands on, and what the shop answers where there is nothing."""

from collections.abc import Callable
from http import HTTPStatus

import pytest

from tests.shop.people import Browser
from tests.stack.shop import Shop

PATHS = (
    "/en/",
    "/en/1-linen-apron.html",
    "/fr/2-planche-a-decouper-en-chene.html",
    "/en/cart?action=show",
    "/en/login",
)


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_has_our_tag_once(path: str, browser: Callable[[], Browser]) -> None:
    page = await browser().get(path)
    assert page.status == HTTPStatus.OK
    assert page.text.count("loader.js") == 1
    assert f'data-lang="{path[1:3]}"' in page.loader


async def test_a_cart_is_filled_by_script_and_by_form(browser: Callable[[], Browser]) -> None:
    guest = browser()
    await guest.add_to_cart(1)
    token = (await guest.visitor())["token"]
    page = await guest.post("/en/cart", {"id_product": "2", "add": "1", "qty": "2", "token": token})
    assert page.url.endswith("/en/cart?action=show")
    assert "€123.48" in page.text
    assert (await guest.visitor())["products"] == 3
    assert (await guest.get("/en/order")).loader != ""


async def test_the_cart_follows_its_owner_through_login(browser: Callable[[], Browser]) -> None:
    john = browser()
    await john.add_to_cart(1)
    await john.sign_in()
    assert await john.visitor() | {"token": "", "guest": 0} == {
        "name": "John DOE", "products": 1, "token": "", "guest": 0,
    }  # fmt: skip
    await john.sign_out()
    assert (await john.visitor())["products"] == 0


async def test_a_wrong_password_is_refused(browser: Callable[[], Browser]) -> None:
    page = await browser().post("/login", {"email": "pub@prestashop.com", "password": "wrong"})
    assert "Authentication failed." in page.text


async def test_an_account_can_be_made(browser: Callable[[], Browser]) -> None:
    ada = browser()
    form = {"firstname": "Ada", "lastname": "LOVELACE", "email": "ada@example.com", "password": "x"}
    page = await ada.post("/en/registration", form)
    assert page.url.endswith("/en/my-account")
    assert (await ada.visitor())["name"] == "Ada LOVELACE"


async def test_the_sidecars_path_is_a_whole_page_where_it_is_not_proxied(
    browser: Callable[[], Browser],
) -> None:
    page = await browser().get("/oc/state?shop=1&lang=en")
    assert page.status == HTTPStatus.NOT_FOUND
    assert page.headers["Content-Type"].startswith("text/html")


async def test_maintenance_answers_with_a_page_and_503(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    shop.configure("PS_SHOP_ENABLE", "0")
    try:
        assert (await browser().chat_session()).status == HTTPStatus.SERVICE_UNAVAILABLE
        page = await browser().get("/en/")
        assert page.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert page.loader == ""
        assert page.headers["Content-Type"].startswith("text/html")
    finally:
        shop.configure("PS_SHOP_ENABLE", "1")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("onlinechat.php", HTTPStatus.FORBIDDEN),
        ("src/autoload.php", HTTPStatus.FORBIDDEN),
        ("views/templates/hook/front.tpl", HTTPStatus.FORBIDDEN),
        ("views/js/page.js", HTTPStatus.OK),
    ],
)
async def test_files_of_modules_are_served_as_prestashop_9_serves_them(
    path: str, status: HTTPStatus, browser: Callable[[], Browser]
) -> None:
    assert (await browser().get(f"/modules/onlinechat/{path}")).status == status
