"""A full-page cache stores what hooks print, and serves it without running the shop."""

from collections.abc import Callable, Iterator

import pytest

from tests.shop.people import Browser
from tests.stack.shop import Shop

PAGES = ("/en/", "/fr/", "/en/1-linen-apron.html")


@pytest.fixture
def cached(shop: Shop) -> Iterator[None]:
    shop.page_cache(on=True)
    yield
    shop.page_cache(on=False)


@pytest.mark.parametrize("path", PAGES)
async def test_two_visitors_get_the_same_page(
    path: str, cached: None, browser: Callable[[], Browser]
) -> None:
    first, john = browser(), browser()
    made = await first.get(path)
    await john.sign_in()
    kept = await john.get(path)
    assert made.headers["X-Page-Cache"] == "miss"
    assert kept.headers["X-Page-Cache"] == "hit"
    assert kept.loader == made.loader != ""
    assert "DOE" not in kept.text


async def test_a_cached_page_runs_nothing(
    shop: Shop, cached: None, browser: Callable[[], Browser]
) -> None:
    await browser().get("/en/")
    guests = shop.execute("SELECT COUNT(*) AS n FROM {}guest")
    other = browser()
    page = await other.get("/en/")
    assert page.headers["X-Page-Cache"] == "hit"
    assert other.cookies == {}
    assert shop.execute("SELECT COUNT(*) AS n FROM {}guest") == guests


async def test_a_page_with_a_name_or_a_cart_is_not_kept(
    shop: Shop, cached: None, browser: Callable[[], Browser]
) -> None:
    john = browser()
    await john.sign_in()
    await john.get("/en/2-oak-cutting-board.html")
    buyer = browser()
    await buyer.add_to_cart()
    await buyer.get("/en/2-oak-cutting-board.html")
    page = await browser().get("/en/2-oak-cutting-board.html")
    assert page.headers["X-Page-Cache"] == "miss"


async def test_our_tag_is_the_same_for_everybody(browser: Callable[[], Browser]) -> None:
    guest, john = browser(), browser()
    await john.sign_in()
    await john.chat_session()
    tags = {(await person.get("/en/")).loader for person in (guest, john)}
    assert len(tags) == 1
    assert (await guest.get("/fr/")).loader not in tags


async def test_our_hook_asks_the_database_nothing(browser: Callable[[], Browser]) -> None:
    page = await browser().get("/en/")
    assert "onlinechat.displayHeader=0" in page.headers["X-Hook-Statements"]
