"""Guest numbers: missing until somebody makes one, changed by a login, gone after a logout."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest

from tests.shop.people import SHOP_COOKIE, Browser, claims
from tests.stack.shop import Shop

JOHN = 2
JOHNS_GUEST = 1


@pytest.fixture
def without_statistics(shop: Shop) -> Iterator[None]:
    shop.console("disable", "statsdata")
    yield
    shop.console("enable", "statsdata")


async def test_the_first_page_makes_a_guest_at_its_very_bottom(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    guest = browser()
    await guest.get("/en/")
    number = (await guest.visitor())["guest"]
    assert shop.execute("SELECT id_customer FROM {}guest WHERE id_guest = %s", number)
    assert shop.execute("SELECT 1 FROM {}connections WHERE id_guest = %s", number)


async def test_without_statistics_there_is_no_guest(
    without_statistics: None, browser: Callable[[], Browser]
) -> None:
    guest = browser()
    await guest.get("/en/")
    assert (await guest.visitor())["guest"] == 0


async def test_the_chat_makes_the_missing_guest_without_touching_the_shops_cookie(
    shop: Shop, without_statistics: None, browser: Callable[[], Browser]
) -> None:
    guest = browser()
    await guest.get("/en/")
    answer = await guest.chat_session()
    said = claims(answer.json["token"])
    assert said["sub"].startswith("guest:")
    assert shop.execute("SELECT 1 FROM {}guest WHERE id_guest = %s", said["guest"])
    assert "oc_vid" in answer.cookies
    assert not [name for name in answer.cookies if name.startswith(SHOP_COOKIE)]
    assert claims((await guest.chat_session()).json["token"])["vid"] == said["vid"]


async def test_login_merges_the_guest_into_the_customers_older_one(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    john = browser()
    await john.get("/en/")
    fresh = (await john.visitor())["guest"]
    before = claims((await john.chat_session()).json["token"])
    await john.sign_in()
    after = claims((await john.chat_session()).json["token"])
    assert (await john.visitor())["guest"] == JOHNS_GUEST
    assert shop.execute("SELECT 1 FROM {}guest WHERE id_guest = %s", fresh) == []
    assert shop.execute("SELECT 1 FROM {}connections WHERE id_guest = %s", fresh) == []
    assert before["sub"] == f"guest:{fresh}"
    assert after["sub"] == f"customer:{JOHN}"
    assert after["vid"] == before["vid"]


async def test_login_and_logout_change_the_marker_and_logout_the_visitor(
    browser: Callable[[], Browser],
) -> None:
    john = browser()
    await john.get("/en/")
    first = claims((await john.chat_session()).json["token"])
    markers = [john.cookies["oc_rev"]]
    await john.sign_in()
    markers.append(john.cookies["oc_rev"])
    await john.sign_out()
    await john.get("/en/")
    last = claims((await john.chat_session()).json["token"])
    markers.append(john.cookies["oc_rev"])
    assert len(set(markers)) == len(markers)
    assert last["vid"] != first["vid"]
    assert last["sub"].startswith("guest:")
    assert (await john.visitor())["name"] == ""


async def test_who_never_opened_the_chat_gets_no_cookie_of_ours(
    browser: Callable[[], Browser],
) -> None:
    john = browser()
    await john.get("/en/")
    await john.sign_in()
    await john.sign_out()
    assert not [name for name in john.cookies if name.startswith("oc_")]


async def test_a_group_that_may_not_use_the_module_sees_nothing(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    where = (
        "WHERE id_group = 1 AND id_module ="
        " (SELECT id_module FROM {}module WHERE name = 'onlinechat')"
    )
    kept = shop.execute("SELECT id_module, id_shop, id_group FROM {}module_group " + where)
    shop.execute("DELETE FROM {}module_group " + where)
    try:
        guest, john = browser(), browser()
        assert (await guest.get("/en/")).loader == ""
        assert (await guest.chat_session()).status == HTTPStatus.FORBIDDEN
        await john.sign_in()
        assert (await john.get("/en/")).loader != ""
    finally:
        for row in kept:
            shop.execute("INSERT INTO {}module_group VALUES (%s, %s, %s)", *row.values())
