"""The pages a visitor saw, without what is only theirs."""

from datetime import UTC, datetime, timedelta

import pytest

from sidecar.conversations import trail
from sidecar.conversations.trail import Stop

NOW = datetime(2026, 11, 23, 22, 51, 46, 123000, tzinfo=UTC)
SHOP = "https://shop.example"


def at(path: str, minutes: float = 0, kind: str = "", product: int | None = None) -> Stop:
    found = trail.stop(f"{SHOP}{path}", path, kind, product, NOW + timedelta(minutes=minutes))
    assert found is not None
    return found


def walk(*stops: Stop) -> list[Stop]:
    seen: list[Stop] = []
    for one in stops:
        seen = trail.walked(seen, one)
    return seen


def test_the_newest_page_comes_first() -> None:
    assert [one.title for one in walk(at("/"), at("/blue", 1), at("/red", 2))] == [
        "/red", "/blue", "/",
    ]  # fmt: skip


def test_a_page_that_tells_of_itself_twice_was_seen_once() -> None:
    seen = walk(at("/"), at("/blue", 1), at("/blue", 1.1))
    assert [one.title for one in seen] == ["/blue", "/"]
    assert seen[0].at == NOW + timedelta(minutes=1)


def test_a_page_that_is_loaded_again_later_is_where_the_visitor_is_now() -> None:
    [seen] = walk(at("/blue"), at("/blue", 5))
    assert seen.at == NOW + timedelta(minutes=5)


def test_what_was_long_ago_or_is_too_much_is_forgotten() -> None:
    assert [one.title for one in walk(at("/", -60 * 25), at("/blue"))] == ["/blue"]
    assert len(walk(*(at(f"/{number}", number) for number in range(50)))) == trail.LENGTH


@pytest.mark.parametrize(
    "kind", ["my-account", "identity", "order-detail", "module-ps_emailalerts-account"]
)
def test_of_a_page_of_the_account_nothing_is_told_but_that_it_is_one(kind: str) -> None:
    seen = at("/en/somewhere", kind=kind, product=7)
    assert (seen.url, seen.title, seen.product, seen.account) == ("", "", None, True)


@pytest.mark.parametrize("kind", ["product", "checkout", "cart", "module-blog-post", ""])
def test_other_pages_are_told(kind: str) -> None:
    assert at("/en/somewhere", kind=kind).url == f"{SHOP}/en/somewhere"


def test_an_address_is_told_without_what_is_searched_for_and_without_a_login() -> None:
    for url in (f"{SHOP}/blue?token=secret#top", "https://me:secret@shop.example/blue"):
        seen = trail.stop(url, "Blue", "", None, NOW)
        assert seen is not None
        assert seen.url == f"{SHOP}/blue"
    for url in ("javascript:alert(1)", "http://[oops", "about:blank"):
        assert trail.stop(url, "Blue", "", None, NOW) is None


def test_where_a_visitor_came_from_is_another_host() -> None:
    assert trail.foreign("https://search.example/?q=blue", f"{SHOP}/") == "https://search.example/"
    assert trail.foreign(f"{SHOP}/blue", f"{SHOP}/red") == ""
    assert trail.foreign("", f"{SHOP}/red") == ""
    assert trail.foreign("http://[oops", f"{SHOP}/red") == ""


def test_what_is_stored_is_read_again() -> None:
    seen = walk(at("/"), at("/en/identity", 1, "identity"), at("/é", 2, "product", 7))
    assert trail.load(trail.dump(seen)) == seen
    assert trail.load(None) == []
