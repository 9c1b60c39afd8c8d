"""About the visitor: what an operator sees beside a conversation, and how it follows the shop."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import MARC, SARA, Street
from tests.browser.people import Customer, Employee
from tests.stack.mariadb import MariaDb

JOHN = "John DOE (#2)"
APRON, BOARD = "/en/1-linen-apron.html", "/en/2-oak-cutting-board.html"
PARTS = ["Customer", "Cart", "Orders", "Addresses", "Earlier conversations", "Pages"]
WINDOW = "online-chat-recap"


@pytest.fixture(autouse=True)
def carts(own_server: MariaDb) -> Iterator[None]:
    """A test's own carts are gone when it is over."""
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id_cart) FROM ps_cart")
        last = (cursor.fetchone() or (0,))[0]
        yield
        for table in ("cart", "cart_product", "cart_cart_rule"):
            cursor.execute(f"DELETE FROM ps_{table} WHERE id_cart > %s", (last,))


def puts_in_cart(customer: Customer, product: str) -> None:
    customer.goes_to(product)
    with customer.page.expect_response(lambda answer: "/cart" in answer.url):
        customer.page.get_by_role("button", name="Add to cart").click()


def opens(operator: Employee, who: str | re.Pattern[str] = JOHN) -> Locator:
    """The panel in somebody's window."""
    window = operator.window(who)
    window.get_by_role("button", name="About the visitor").click()
    panel = window.get_by_role("region", name="About the visitor")
    expect(panel).to_have_attribute("data-ready", "")
    return panel


def of(panel: Locator, heading: str) -> Locator:
    """One part of the panel."""
    title = panel.page.get_by_role("heading", name=heading, exact=True)
    return panel.locator("section", has=title)


def chats(
    street: Street, *, employee: str = MARC, phone: bool = False
) -> tuple[Customer, Employee]:
    """John chats with somebody."""
    operator = street.employee(employee, phone=phone)
    john = street.customer()
    john.signs_in()
    puts_in_cart(john, APRON)
    john.opens_chat()
    john.writes("Is it washable?")
    expect(operator.window(JOHN)).to_be_visible()
    return john, operator


def test_an_operator_sees_who_the_customer_is(street: Street) -> None:
    _, marc = chats(street)
    panel = opens(marc)

    expect(panel.get_by_role("heading", level=3)).to_have_text(PARTS)
    expect(of(panel, "Customer")).to_contain_text("Mr. John DOE")
    expect(of(panel, "Customer")).to_contain_text("pub@prestashop.com")
    expect(of(panel, "Orders")).to_contain_text("Valid orders2 of 3")
    expect(of(panel, "Orders")).to_contain_text("XKBKNABJK")
    expect(of(panel, "Orders")).to_contain_text("Payment accepted")
    expect(of(panel, "Addresses")).to_contain_text("16, Main street")
    expect(of(panel, "Earlier conversations")).to_contain_text("None before this one.")
    expect(of(panel, "Pages")).to_contain_text("/en/1-linen-apron.html")
    link = of(panel, "Customer").get_by_role("link", name="Mr. John DOE")
    expect(link).to_have_attribute("href", re.compile(r"/sell/customers/2/view\?_token="))
    order = of(panel, "Orders").get_by_role("link", name="XKBKNABJK")
    expect(order).to_have_attribute("href", re.compile(r"/sell/orders/1/view\?_token="))


@pytest.mark.parametrize("currency", [1, 2])
def test_the_cart_is_the_shop_s_own_cart_page_to_the_cent(street: Street, currency: int) -> None:
    john, marc = chats(street)
    john.goes_to(f"/en/?SubmitCurrency=1&id_currency={currency}")
    cart = of(opens(marc), "Cart")
    puts_in_cart(john, APRON)
    puts_in_cart(john, BOARD)
    john.goes_to("/en/cart?action=show")
    john.page.get_by_role("textbox", name="Promo code").fill("THANKYOU10")
    john.page.keyboard.press("Enter")

    expect(john.page.locator(".voucher .value")).to_be_visible()
    shown = john.page.locator(".unit, strong, .value, .products, .shipping, .total")
    amounts = [text for text in shown.all_inner_texts() if re.search(r"[$€]", text)]
    assert len(amounts) == 8, amounts
    assert {("€", "$")[currency - 1] in text for text in amounts} == {True}
    for amount in amounts:
        expect(cart).to_contain_text(amount)
    expect(cart).to_contain_text("2 × ")
    expect(cart).to_contain_text("Thank you · THANKYOU10")
    expect(cart).to_contain_text("in stock")
    expect(cart).to_contain_text("on the site now")


def test_the_cart_and_the_pages_follow_the_visitor(street: Street) -> None:
    john, marc = chats(street)
    panel = opens(marc)
    expect(of(panel, "Cart")).to_contain_text("1 × €28.68")

    john.page.get_by_role("button", name="Add to cart").click()
    expect(of(panel, "Cart")).to_contain_text("2 × €28.68")

    john.goes_to(BOARD)
    first = of(panel, "Pages").get_by_role("listitem").first
    expect(first).to_contain_text("Oak cutting board")
    expect(first).to_contain_text("now")

    john.goes_to("/en/my-account")
    expect(first).to_have_text(re.compile(r"^\s*A page of their account\s*now\s*$"))
    expect(of(panel, "Pages").get_by_role("listitem")).to_have_count(3)


def test_a_cart_that_became_an_order_says_which(street: Street, own_server: MariaDb) -> None:
    john, marc = chats(street)
    panel = opens(marc)
    expect(of(panel, "Cart")).to_contain_text("€28.68")

    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE made SELECT * FROM ps_orders WHERE id_order = 3")
        cursor.execute(
            "UPDATE made SET id_order = 4, reference = 'NEWONE',"
            " id_cart = (SELECT MAX(id_cart) FROM ps_cart)"
        )
        try:
            cursor.execute("INSERT INTO ps_orders SELECT * FROM made")
            john.goes_to(BOARD)
            made = of(panel, "Cart").get_by_role("link", name="Order NEWONE was made of it.")
            expect(made).to_have_attribute("href", re.compile(r"/sell/orders/4/view"))
            expect(of(panel, "Orders")).to_contain_text("of 4")
        finally:
            cursor.execute("DELETE FROM ps_orders WHERE id_order = 4")


def test_earlier_conversations_lead_to_the_history(street: Street) -> None:
    john, marc = chats(street)
    marc.answers(marc.window(JOHN), "Yes, at 40 degrees.")
    marc.ends(marc.window(JOHN))
    marc.goes(online=False)
    marc.goes(online=True)
    john.goes_to(BOARD)
    john.writes("And the board?")
    expect(marc.window(JOHN).get_by_text("And the board?")).to_be_visible()

    earlier = of(opens(marc), "Earlier conversations")
    expect(earlier.get_by_role("listitem").first).to_contain_text("Is it washable?")
    link = earlier.get_by_role("link", name="All in the conversation history")
    with marc.context.expect_page() as opened:
        link.click()
    table = opened.value.get_by_role("table", name="Conversations")
    expect(table.get_by_role("row").filter(has_text="Is it washable?")).to_be_visible()


def test_it_is_as_it_was_on_the_next_page(street: Street) -> None:
    _, marc = chats(street)
    panel = opens(marc)
    of(panel, "Orders").get_by_role("button", name="Orders").click()
    expect(of(panel, "Orders").get_by_text("Valid orders")).to_be_hidden()

    marc.page.reload()
    expect(panel).to_have_attribute("data-ready", "")
    expect(panel.get_by_role("button", name="Orders")).to_have_attribute("aria-expanded", "false")
    expect(of(panel, "Customer")).to_contain_text("Mr. John DOE")

    panel.focus()
    marc.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    button = marc.window(JOHN).get_by_role("button", name="About the visitor")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    marc.page.reload()
    expect(marc.window(JOHN).get_by_role("textbox", name="Reply")).to_be_visible()
    expect(panel).to_be_hidden()


def test_a_profile_without_rights_on_customers_sees_the_cart_and_no_more(street: Street) -> None:
    _, sara = chats(street, employee=SARA)
    panel = opens(sara)

    for part in ("Customer", "Orders", "Addresses"):
        expect(of(panel, part)).to_contain_text("Your profile may not see customers.")
    expect(panel).not_to_contain_text("pub@prestashop.com")
    expect(of(panel, "Cart")).to_contain_text("€28.68")
    expect(of(panel, "Pages")).to_contain_text("Linen apron")


def test_of_a_guest_the_browser_is_known(street: Street) -> None:
    marc = street.employee(MARC)
    guest = street.customer()
    guest.goes_to(APRON)
    guest.goes_to(BOARD)
    guest.opens_chat()
    guest.writes("hello")
    panel = opens(marc, re.compile("^Conversation with Guest"))

    expect(of(panel, "Customer")).to_contain_text("Not signed in.")
    expect(of(panel, "Customer")).to_contain_text("Linux")
    expect(of(panel, "Customer")).to_contain_text("LanguagesEnglish")
    expect(of(panel, "Cart")).to_contain_text("The cart is empty.")
    expect(of(panel, "Orders")).to_contain_text("No orders yet.")
    expect(of(panel, "Pages")).to_contain_text("Oak cutting board")

    guest.signs_in()
    guest.goes_to(APRON)
    panel = marc.window(JOHN).get_by_role("region", name="About the visitor")
    expect(of(panel, "Customer")).to_contain_text("Mr. John DOE")


def test_a_customer_is_found_by_both_names_in_any_order(street: Street) -> None:
    _, marc = chats(street)
    search = marc.recap.get_by_role("searchbox", name="Search conversations")
    found = marc.recap.locator(".found")

    search.fill("doe jo")
    link = found.get_by_role("link", name=JOHN)
    expect(link).to_have_attribute("href", re.compile(r"/sell/customers/2/view\?_token="))
    expect(found).to_contain_text("pub@prestashop.com")
    marc.window(JOHN).get_by_role("button", name="Hide").click()
    found.get_by_role("button", name=f"Open the chat with {JOHN}").click()
    expect(marc.window(JOHN)).to_be_visible()

    search.fill("no such person")
    expect(marc.recap.get_by_text("Nothing found")).to_be_visible()
    expect(found).to_have_count(0)


def test_tables_that_cannot_be_read_are_said_and_tried_again(
    street: Street, own_server: MariaDb
) -> None:
    _, marc = chats(street)
    button = marc.window(JOHN).get_by_role("button", name="About the visitor")
    panel = marc.window(JOHN).get_by_role("region", name="About the visitor")
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("RENAME TABLE ps_gender_lang TO ps_kept_aside")
        try:
            button.click()
            expect(panel.get_by_role("status")).to_contain_text("can't be read at the moment")
            expect(panel.get_by_role("heading")).to_have_count(0)
        finally:
            cursor.execute("RENAME TABLE ps_kept_aside TO ps_gender_lang")
    panel.get_by_role("button", name="Try again").click()
    expect(of(panel, "Customer")).to_contain_text("Mr. John DOE")
    expect(panel.get_by_role("status")).to_be_hidden()


@pytest.mark.parametrize("phone", [False, True])
def test_it_is_accessible_and_leaves_the_reply_free(street: Street, phone: bool) -> None:
    john, marc = chats(street, phone=phone)
    panel = opens(marc)
    marc.page.wait_for_timeout(300)

    assert violations(marc.page, WINDOW) == []
    assert overflow(marc.page) <= 0
    window = marc.window(JOHN)
    reply, shown = window.get_by_role("textbox", name="Reply"), panel.bounding_box()
    place = reply.bounding_box()
    assert place
    assert shown
    assert shown["y"] + shown["height"] <= place["y"]
    screen = marc.page.viewport_size
    assert screen
    assert place["y"] > screen["height"] - 100, "the reply is at the bottom"
    marc.answers(window, "Yes, at 40 degrees.")
    john.sees("Is it washable?", "Yes, at 40 degrees.")
    expect(window.get_by_role("log").get_by_text("Yes, at 40 degrees.")).to_be_in_viewport()
