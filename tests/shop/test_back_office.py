"""Rights, tokens and the two kinds of pages of the back office."""

import html
import re
from collections.abc import Callable
from http import HTTPStatus

import pytest

from tests.shop.people import Browser, claims
from tests.stack.shop import Shop

SUPPORT = 2
SARA = "sara@prestashop.com"
LOUIS = "louis@prestashop.com"
OURS = ["AdminOnlinechatParent", "AdminOnlinechatHistory", "AdminOnlinechatConfig"]


async def test_the_menu_shows_our_entries_last(browser: Callable[[], Browser]) -> None:
    page = await browser().sign_in_to_back_office()
    assert list(page.links())[-2:] == OURS[1:]
    assert page.text.index('id="tab-CONFIGURE"') < page.text.index('id="tab-AdminOnlinechatParent"')


@pytest.mark.parametrize(
    "entry",
    [
        "AdminDashboard",
        "AdminParentCustomerThreads",
        "AdminParentOrders",
        "AdminParentModulesSf",
        *OURS[1:],
    ],
)
async def test_every_page_has_the_recap_once(entry: str, browser: Callable[[], Browser]) -> None:
    marc = browser()
    page = await marc.get((await marc.sign_in_to_back_office()).links()[entry])
    assert page.status == HTTPStatus.OK
    assert page.text.count("recap.js") == 1
    assert [page.text.count(mark) for mark in ("</head>", "</body>", "{$content}")] == [1, 1, 0]


async def test_a_profile_without_the_modules_right_gets_no_hooks_until_it_is_granted(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    sara = browser()
    shop.execute("DELETE FROM {}module_access WHERE id_profile = %s", SUPPORT)
    page = await sara.sign_in_to_back_office(SARA)
    assert page.title == "Conversation history"
    assert page.recap == ""
    assert shop.execute("SELECT 1 FROM {}module_access WHERE id_profile = %s", SUPPORT)
    again = await sara.get(page.url)
    assert again.recap != ""
    answer = await sara.post(_token_url(again.recap))
    assert claims(answer.json["token"])["rights"] == {
        "history": "view,edit",
        "configuration": "view",
    }


async def test_a_profile_without_our_entries_gets_nothing(browser: Callable[[], Browser]) -> None:
    page = await browser().sign_in_to_back_office(LOUIS)
    assert page.status == HTTPStatus.OK
    assert page.recap == ""
    assert not set(OURS) & set(page.links())


async def test_a_page_one_may_not_see_is_denied(browser: Callable[[], Browser]) -> None:
    louis, marc = browser(), browser()
    await louis.sign_in_to_back_office(LOUIS)
    await marc.sign_in_to_back_office()
    page = await louis.get("/admin/index.php?controller=AdminOnlinechatHistory&token=any")
    assert "Accès refusé" in page.text
    assert "onlinechat-page" not in page.text


async def test_the_page_leads_to_customers_those_who_may_see_them(
    browser: Callable[[], Browser],
) -> None:
    marc, sara = browser(), browser()
    page = await marc.get((await marc.sign_in_to_back_office()).links()["AdminOnlinechatHistory"])
    address = _customer_url(page.text)
    assert f"/sell/customers/{_example(page.text)}/view?_token=" in address
    john = await marc.get(address.replace(_example(page.text), "2"))
    assert "pub@prestashop.com" in john.text
    page = await sara.sign_in_to_back_office(SARA)
    assert page.title == "Conversation history"
    assert _customer_url(page.text) == ""


def _customer_url(page: str) -> str:
    return html.unescape(re.findall(r'data-customer-url="([^"]*)"', page)[0])


def _example(page: str) -> str:
    return str(re.findall(r'data-customer-example="(\d+)"', page)[0])


async def test_a_wrong_token_stops_what_is_more_than_looking(
    browser: Callable[[], Browser],
) -> None:
    marc = browser()
    page = await marc.sign_in_to_back_office()
    good = _token_url(page.recap)
    answer = await marc.post(good.rsplit("token=", 1)[0] + "token=wrong")
    assert "Invalid security token" in answer.text
    symfony = page.links()["AdminParentOrders"].rsplit("_token=", 1)[0] + "_token=wrong"
    assert (await marc.get(symfony)).title == "Invalid security token"


async def test_an_expired_session_answers_ajax_with_a_redirect(
    browser: Callable[[], Browser],
) -> None:
    marc = browser()
    url = _token_url((await marc.sign_in_to_back_office()).recap)
    await marc.get("/admin/index.php?logout")
    answer = await marc.post(url, follow=False)
    assert answer.status == HTTPStatus.FOUND
    assert "AdminLogin" in answer.headers["Location"]


async def test_symfony_pages_compile_what_hooks_print_only_once(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    marc = browser()
    url = (await marc.sign_in_to_back_office()).links()["AdminParentOrders"]
    compiled = shop.directory / "var" / "cache" / "twig"
    await marc.get(url)
    before = sorted(compiled.iterdir())
    await marc.get(url)
    assert sorted(compiled.iterdir()) == before


async def test_the_login_page_runs_none_of_our_hooks(browser: Callable[[], Browser]) -> None:
    page = await browser().get("/admin/")
    assert 'name="passwd"' in page.text
    assert "onlinechat" not in page.text


async def test_a_wrong_password_stays_outside(browser: Callable[[], Browser]) -> None:
    somebody = browser()
    page = await somebody.post(
        "/admin/index.php?controller=AdminLogin", {"email": SARA, "passwd": "wrong"}
    )
    assert 'role="alert"' in page.text
    assert 'name="passwd"' in (await somebody.get("/admin/")).text


async def test_the_configure_link_leads_to_our_configuration(
    browser: Callable[[], Browser],
) -> None:
    marc = browser()
    await marc.sign_in_to_back_office()
    page = await marc.get("/admin/index.php?controller=AdminModules&configure=onlinechat&token=x")
    assert "Invalid security token" in page.text
    modules = await marc.get((await marc.get("/admin/")).links()["AdminParentModulesSf"])
    start = modules.text.index("controller=AdminModules&amp;configure=onlinechat")
    link = modules.text[start:].split('"')[0].replace("&amp;", "&")
    assert (await marc.get(f"/admin/index.php?{link}")).title == "Configuration"


def _token_url(recap: str) -> str:
    return recap.split('data-token-url="')[1].split('"')[0].replace("&amp;", "&")
