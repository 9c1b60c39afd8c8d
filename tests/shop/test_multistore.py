"""The back office's shop switch, and what our pages are told of it."""

from collections.abc import Iterator

import pytest

from tests.shop.people import Browser, Page, claims
from tests.stack.shop import Shop

SARA = "sara@prestashop.com"


@pytest.fixture
def shops(bare_shop: Shop) -> Iterator[Shop]:
    """A second shop in the same group, which only Marc looks after."""
    bare_shop.install()
    bare_shop.add_shop("Atelier de Lyon", f"localhost:{bare_shop.port}")
    yield bare_shop
    assert bare_shop.errors() == ""


async def test_without_multistore_there_is_no_switch_and_one_scope(bare_shop: Shop) -> None:
    bare_shop.install()
    async with Browser(bare_shop) as marc:
        page = await _configuration(marc)
        assert 'id="header_shop"' not in page.text
        assert _scope(page) == "all"
        again = await marc.get(f"{page.url}&setShopContext=s-1")
        assert _scope(again) == "all"


@pytest.mark.parametrize(
    ("name", "scope"),
    [("All shops", "all"), ("Default", "group-1"), ("Atelier de Lyon", "shop-2")],
)
async def test_our_page_knows_what_was_chosen(shops: Shop, name: str, scope: str) -> None:
    async with Browser(shops) as marc:
        page = await _configuration(marc)
        chosen = await marc.get(page.shops()[name])
        assert _scope(chosen) == scope
        assert "setShopContext" not in chosen.url
        assert chosen.title == "Configuration"
        elsewhere = await marc.get(page.links()["AdminParentOrders"])
        assert f'aria-current="true">{name}<' in elsewhere.text
        assert _scope(await _configuration(marc)) == scope, "the cookie keeps it"


async def test_an_employee_of_one_shop_can_not_choose_another(shops: Shop) -> None:
    async with Browser(shops) as sara:
        page = await sara.sign_in_to_back_office(SARA)
        for wanted in ("s-2", "g-2", "s-99", "s-1' OR 1"):
            chosen = await sara.get(f"{page.url}&setShopContext={wanted}")
            assert _scope(chosen) == "shop-1"


async def test_the_switch_offers_a_group_to_who_works_in_one_of_its_shops(shops: Shop) -> None:
    """As PrestaShop does (Employee::hasAuthOnShopGroup): the token's shops say what is theirs."""
    async with Browser(shops) as sara:
        page = await sara.sign_in_to_back_office(SARA)
        chosen = await sara.get(f"{page.url}&setShopContext=g-1")
        assert _scope(chosen) == "group-1"
        url = chosen.recap.split('data-token-url="')[1].split('"')[0].replace("&amp;", "&")
        assert claims((await sara.post(url)).json["token"])["shops"] == [1]


async def test_both_shops_have_their_own_front(shops: Shop) -> None:
    async with Browser(shops) as guest:
        second = await guest.get(f"http://localhost:{shops.port}/en/1-linen-apron.html")
        assert 'data-shop="2"' in second.loader
        assert 'data-shop="1"' in (await guest.get("/en/")).loader


async def _configuration(browser: Browser) -> Page:
    home = await browser.get("/admin/")
    if not home.links():
        home = await browser.sign_in_to_back_office()
    return await browser.get(home.links()["AdminOnlinechatConfig"])


def _scope(page: Page) -> str:
    return page.text.split('data-scope="')[1].split('"')[0]
