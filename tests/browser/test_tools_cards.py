"""Offers, products and pages, sent from an operator's window and opened in the visitor's chat."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Street
from tests.browser.people import Customer
from tests.browser.ready import Ready
from tests.browser.tools import JOHN, chats, tool
from tests.browser.waiting import until
from tests.stack.mariadb import MariaDb

BOARD = "/en/2-oak-cutting-board.html"


@pytest.fixture(autouse=True)
def offers(ready: Ready) -> None:
    ready.offer("Summer sale", text="On the whole kitchen range.", page=BOARD, code="THANKYOU10")
    ready.offer("Free delivery", text="From €50.")


def is_sold(server: MariaDb, *, active: bool) -> None:
    with server.connect("origin") as connection, connection.cursor() as cursor:
        for table in ("product", "product_shop"):
            cursor.execute(f"UPDATE ps_{table} SET active = %s WHERE id_product = 2", (active,))


@pytest.fixture
def board(own_server: MariaDb) -> Iterator[None]:
    """The cutting board is sold again when the test is over."""
    yield
    is_sold(own_server, active=True)


def card_of(customer: Customer, title: str) -> Locator:
    """A card in the chat."""
    link = customer.page.get_by_role("link", name=title)
    return customer.log.get_by_role("article").filter(has=link)


def test_an_offer_is_looked_at_sent_followed_and_counted(street: Street, ready: Ready) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    pane = tool(window, "Send an offer")
    expect(pane.get_by_role("listitem")).to_have_count(2)
    pane.get_by_role("searchbox", name="Search offers").fill("kitchen sale")
    expect(pane.get_by_role("listitem")).to_have_count(1)
    pane.get_by_role("button", name="Summer sale").click()
    expect(pane.get_by_role("link", name="Summer sale")).to_be_visible()
    expect(pane.get_by_role("code")).to_have_text("THANKYOU10")
    pane.get_by_role("button", name="Send this offer").click()

    expect(pane).to_be_hidden()
    expect(marc.reply(window)).to_be_focused()
    card = card_of(john, "Summer sale")
    expect(card).to_contain_text("On the whole kitchen range.")
    expect(card).to_contain_text("THANKYOU10")
    sent = window.get_by_role("log").get_by_role("article").filter(has_text="Summer sale")
    expect(sent).to_have_attribute("data-state", re.compile("sent|seen"))
    expect(sent.get_by_text("Opened")).to_be_hidden()

    card.get_by_role("link").click()
    expect(john.page).to_have_url(re.compile(f"{BOARD}$"))
    expect(sent.get_by_text("Opened")).to_be_visible()
    until(lambda: ready.counted("Summer sale") == (1, 1), what="both are counted")
    marc.page.reload()
    expect(sent.get_by_text("Opened")).to_be_visible()


def test_an_offer_that_is_over_is_refused_with_its_reason(street: Street, ready: Ready) -> None:
    john, marc = chats(street)
    pane = tool(marc.window(JOHN), "Send an offer")
    pane.get_by_role("button", name="Free delivery").click()
    ready.offers_over()
    pane.get_by_role("button", name="Send this offer").click()

    expect(pane.get_by_role("alert")).to_have_text("This offer is over.")
    pane.get_by_role("button", name="Back").click()
    expect(pane.get_by_role("alert")).to_be_hidden()
    pane.get_by_role("button", name="Back").click()
    expect(pane.get_by_role("button", name="Send an offer")).to_be_focused()
    pane.get_by_role("button", name="Send an offer").click()
    expect(pane.get_by_role("status").filter(has_text="There is no offer to send")).to_be_visible()
    assert john.said() == ["Is it washable?"]


def test_an_expired_voucher_takes_its_offer_away(
    street: Street, ready: Ready, own_server: MariaDb
) -> None:
    john, marc = chats(street)
    pane = tool(marc.window(JOHN), "Send an offer")
    pane.get_by_role("button", name="Summer sale").click()
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        try:
            cursor.execute("UPDATE ps_cart_rule SET date_to = '2026-01-02' WHERE id_cart_rule = 1")
            pane.get_by_role("button", name="Send this offer").click()
            expect(pane.get_by_role("alert")).to_have_text("This offer is over.")
        finally:
            cursor.execute("UPDATE ps_cart_rule SET date_to = '2027-12-31 23:59:59'")
    assert ready.counted("Summer sale") == (0, 0)
    assert john.said() == ["Is it washable?"]


def test_a_product_is_found_and_sent_with_the_price_that_the_customer_has(street: Street) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    pane = tool(window, "Send a link")
    search = pane.get_by_role("searchbox", name="Product or address")
    expect(search).to_be_focused()
    search.fill("javascript:alert(1)")
    expect(pane.get_by_role("status").filter(has_text="No product has")).to_be_visible()
    search.fill("BOARD-2")
    found = pane.get_by_role("listitem")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("€47.40 · 3 in stock · BOARD-2")
    found.get_by_role("button").click()
    expect(pane.get_by_role("link", name="Oak cutting board")).to_be_visible()
    pane.get_by_role("button", name="Send this card").click()

    card = card_of(john, "Oak cutting board")
    expect(card).to_contain_text("€47.40")
    expect(card).to_contain_text("In stock")
    until(lambda: card.locator("img").evaluate("one => one.naturalWidth > 0"), what="its picture")
    card.get_by_role("link").click()
    expect(john.page).to_have_url(re.compile(f"{BOARD}$"))
    sent = window.get_by_role("log").get_by_role("article").filter(has_text="Oak cutting board")
    expect(sent.get_by_text("Opened")).to_be_visible()


def test_a_product_that_is_no_longer_sold_is_refused(
    street: Street, own_server: MariaDb, board: None
) -> None:
    john, marc = chats(street)
    pane = tool(marc.window(JOHN), "Send a link")
    pane.get_by_role("searchbox").fill("oak")
    pane.get_by_role("button", name="Oak cutting board").click()
    is_sold(own_server, active=False)
    pane.get_by_role("button", name="Send this card").click()
    expect(pane.get_by_role("alert")).to_have_text("This product is no longer sold in this shop.")
    assert john.said() == ["Is it washable?"]


def test_a_page_is_sent_with_a_title(street: Street) -> None:
    john, marc = chats(street)
    pane = tool(marc.window(JOHN), "Send a link")
    pane.get_by_role("searchbox").fill("https://example.com/care")
    title = pane.get_by_role("textbox", name="Title of the link")
    expect(title).to_be_focused()
    title.fill("How to care for linen")
    title.press("Enter")
    link = card_of(john, "How to care for linen").get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.com/care")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_a_pasted_address_of_the_shop_becomes_a_card(street: Street) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    marc.answers(window, f"{marc.origin.shop.url}{BOARD}")
    expect(card_of(john, "Oak cutting board")).to_contain_text("€47.40")
    expect(marc.reply(window)).to_have_value("")

    marc.answers(window, f"{marc.origin.shop.url}/en/cart?action=show")
    expect(john.log.get_by_role("link")).to_have_count(2)
    expect(card_of(john, "Cart")).to_have_attribute("data-card", "link")

    marc.answers(window, "https://example.com/elsewhere")
    expect(john.log.get_by_text("https://example.com/elsewhere")).to_be_visible()


def test_a_pasted_address_of_nothing_stays_with_its_reason(
    street: Street, own_server: MariaDb, board: None
) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    is_sold(own_server, active=False)
    address = f"{marc.origin.shop.url}{BOARD}"
    marc.answers(window, address)
    hint = "The shop has no such page, or no longer. Check the address."
    expect(window.get_by_role("status").filter(has_text=hint)).to_be_visible()
    expect(marc.reply(window)).to_have_value(address)
    marc.answers(window, "We no longer have it.")
    john.sees("Is it washable?", "We no longer have it.")
    assert john.said() == ["Is it washable?", "We no longer have it."]
