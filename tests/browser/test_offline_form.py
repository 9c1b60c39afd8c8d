"""Nobody is there: visitors leave a message, and nothing they typed is lost."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.people import Customer, picture
from tests.stack.origin import Origin

HELLO = {"First_name": "Zoë", "Email": "zoe@example.com", "Message": "Do you ship to Corsica?"}


@pytest.fixture
def guest(street: Street) -> Customer:
    """A guest on the home page."""
    one = street.customer()
    one.goes_to("/en/")
    return one


def test_a_guest_leaves_a_message(guest: Customer, merchant: Merchant) -> None:
    guest.opens_form()
    expect(guest.page.get_by_role("heading", name="We are offline")).to_be_visible()
    expect(guest.page.get_by_role("textbox", name="Your message")).to_have_count(0)
    expect(guest.page.locator("online-chat")).to_have_attribute("data-state", "offline")
    guest.fills_in(**HELLO)
    guest.sends()
    guest.is_thanked()
    expect(guest.form).to_have_count(0)
    [message] = merchant.left()
    assert (message["firstname"], message["email"]) == ("Zoë", "zoe@example.com")
    assert (message["message"], message["id_customer"]) == ("Do you ship to Corsica?", None)
    assert str(message["page_url"]).endswith("/en/")
    assert message["suspect"] == 0

    guest.page.get_by_role("button", name="Write another message").click()
    expect(guest.field("Message")).to_have_value("")
    expect(guest.field("First name")).to_be_focused()


def test_a_customer_finds_name_address_and_orders_filled_in(
    street: Street, merchant: Merchant
) -> None:
    merchant.sets(contact_choice=True)
    john = street.customer()
    john.signs_in()
    john.goes_to("/en/")
    john.opens_form()
    expect(john.field("First name")).to_have_value("John")
    expect(john.field("Email")).to_have_value("pub@prestashop.com")
    contact = john.form.get_by_role("combobox", name="Contact")
    contact.select_option("Customer service")
    expect(contact).to_have_accessible_description(re.compile("question|product|order", re.I))
    order = john.form.get_by_role("combobox", name="Order")
    product = john.form.get_by_role("combobox", name="Product")
    expect(product).to_have_count(0)
    order.select_option(index=1)
    product.select_option(index=1)
    john.fills_in(Message="Where is it?")
    chosen = [
        one.locator("option:checked").inner_text().split(" · ")[0] for one in (order, product)
    ]
    john.page.reload()
    expect(john.field("Message")).to_have_value("Where is it?")
    expect(product.locator("option:checked")).to_have_text(chosen[1])
    john.sends()
    john.is_thanked()
    [message] = merchant.left()
    assert (message["id_customer"], message["lastname"]) == (2, "DOE")
    assert (message["contact_name"], message["message"]) == ("Customer service", "Where is it?")
    assert [message["order_reference"], message["product_name"]] == chosen


def test_what_is_wrong_is_said_beside_its_field(guest: Customer, merchant: Merchant) -> None:
    merchant.asks_for_consent("I agree that my data is used to answer me.")
    guest.page.reload()
    guest.opens_form()
    guest.sends()
    expect(guest.field("Email")).to_be_focused()
    expect(guest.field("Email")).to_have_accessible_description("Please fill this in.")
    expect(guest.field("Message")).to_have_accessible_description("Please fill this in.")
    expect(guest.field("First name")).not_to_have_attribute("aria-invalid", "true")
    agree = guest.form.get_by_role("checkbox")
    expect(agree).to_have_accessible_name("I agree that my data is used to answer me.")
    expect(agree).to_have_accessible_description("Please agree before you send.")
    picture(guest.page, "offline-form-errors")

    guest.fills_in(Email="a@b", Message="Hello")
    expect(guest.field("Message")).not_to_have_attribute("aria-invalid", "true")
    expect(guest.field("Email")).to_have_accessible_description("Please check this e-mail address.")
    agree.check()
    guest.fills_in(Email="a@b.example")
    expect(guest.form.locator("[aria-invalid=true]")).to_have_count(0)
    guest.sends()
    guest.is_thanked()
    [message] = merchant.left()
    assert message["consent"] == "I agree that my data is used to answer me."


def test_the_sidecar_has_the_last_word(guest: Customer, merchant: Merchant) -> None:
    """A page that lets something pass shows what the sidecar finds wrong with it."""

    def smuggled(route: Route) -> None:
        letter = route.request.post_data_json
        letter["values"]["email"] = '"<script>"@x.y'
        route.continue_(post_data=json.dumps(letter))

    guest.opens_form()
    guest.fills_in(**HELLO)
    guest.page.route("**/oc/offline", smuggled, times=1)
    guest.sends()
    expect(guest.field("Email")).to_have_accessible_description("Please check this e-mail address.")
    expect(guest.field("Email")).to_be_focused()
    expect(guest.field("Message")).to_have_value("Do you ship to Corsica?")
    assert merchant.left() == []
    guest.sends()
    guest.is_thanked()
    assert len(merchant.left()) == 1


def test_a_program_that_fills_in_everything_is_suspect(guest: Customer, merchant: Merchant) -> None:
    guest.opens_form()
    guest.fills_in(**HELLO)
    guest.form.locator("[name=website]").evaluate("field => (field.value = 'https://spam.example')")
    guest.sends()
    guest.is_thanked()
    assert [message["suspect"] for message in merchant.left()] == [1]


def test_what_was_typed_survives_a_reload_and_another_page(guest: Customer) -> None:
    guest.opens_form()
    guest.fills_in(**HELLO)
    guest.page.reload()
    for name, text in HELLO.items():
        expect(guest.field(name.replace("_", " "))).to_have_value(text)
    guest.goes_to("/en/1-linen-apron.html")
    expect(guest.field("Message")).to_have_value("Do you ship to Corsica?")


def test_a_message_that_fails_is_kept_and_goes_out_once(
    guest: Customer, merchant: Merchant, origin: Origin
) -> None:
    guest.opens_form()
    guest.fills_in(**HELLO)
    # The answer gets lost: the sidecar has it, and the page doesn't know.
    lost: list[str] = []

    def swallow(route: Route) -> None:
        lost.append(route.request.post_data_json["clientId"])
        route.fetch()
        route.abort()

    guest.page.route("**/oc/offline", swallow, times=1)
    guest.sends()
    status = guest.page.locator("online-chat").get_by_role("status")
    expect(status.filter(has_text="Not sent yet.")).to_be_visible()
    expect(guest.field("Message")).to_have_value("Do you ship to Corsica?")
    picture(guest.page, "offline-form-kept")
    guest.is_thanked()
    [message] = merchant.left()
    assert [message["client_id"]] == lost

    # And while the sidecar is away, over a reload.
    guest.page.get_by_role("button", name="Write another message").click()
    guest.fills_in(Email="zoe@example.com", Message="And to Réunion?")
    origin.sidecar.kill()
    try:
        guest.sends()
        expect(status.filter(has_text="Not sent yet.")).to_be_visible()
        guest.page.reload()
    finally:
        origin.sidecar.start()
    guest.is_thanked()
    assert [message["message"] for message in merchant.left()] == [
        "Do you ship to Corsica?",
        "And to Réunion?",
    ]


def test_the_form_by_keyboard_alone(guest: Customer, merchant: Merchant) -> None:
    guest.page.get_by_role("button", name="Open chat").focus()
    guest.page.keyboard.press("Enter")
    expect(guest.field("First name")).to_be_focused()
    for text in ("Zoë", "Smith", "zoe@example.com", "Hello"):
        guest.page.keyboard.type(text)
        guest.page.keyboard.press("Tab")
    expect(guest.form.get_by_role("button", name="Send message")).to_be_focused()
    guest.page.keyboard.press("Enter")
    guest.is_thanked()
    again = guest.page.get_by_role("button", name="Write another message")
    expect(again).to_be_focused()
    [message] = merchant.left()
    assert (message["lastname"], message["message"]) == ("Smith", "Hello")
    guest.page.keyboard.press("Escape")
    expect(guest.page.get_by_role("button", name="Open chat")).to_be_focused()
    guest.page.keyboard.press("Enter")
    expect(guest.field("First name")).to_be_focused()


def test_the_form_fills_a_phone(street: Street, merchant: Merchant) -> None:
    guest = street.customer(phone=True)
    guest.goes_to("/en/")
    guest.opens_form()
    dialog = guest.page.get_by_role("dialog", name="Chat")
    expect(dialog).to_be_visible()
    dialog.evaluate("one => Promise.all(one.getAnimations().map(({ finished }) => finished))")
    box = dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert guest.field("Email").evaluate("field => getComputedStyle(field).fontSize") == "16px"
    # Tab goes round within it.
    guest.page.get_by_role("button", name="Minimise chat").focus()
    guest.page.keyboard.press("Shift+Tab")
    expect(guest.form.get_by_role("button", name="Send message")).to_be_focused()
    guest.page.keyboard.press("Tab")
    expect(guest.page.get_by_role("button", name="Minimise chat")).to_be_focused()
    guest.fills_in(**HELLO)
    guest.sends()
    guest.is_thanked()
    picture(guest.page, "offline-form-phone-thanks")
    assert guest.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert len(merchant.left()) == 1


def test_somebody_comes_online_and_the_text_comes_along(
    guest: Customer, street: Street, merchant: Merchant
) -> None:
    guest.opens_form()
    guest.fills_in(**HELLO)
    sara = street.employee(SARA)
    now = guest.page.get_by_role("button", name="Chat now")
    expect(now).to_be_visible()
    expect(guest.field("Message")).to_have_value("Do you ship to Corsica?")
    picture(guest.page, "offline-form-offer")
    now.click()
    box = guest.page.get_by_role("textbox", name="Your message")
    expect(box).to_have_value("Do you ship to Corsica?")
    expect(box).to_be_focused()
    expect(guest.form).to_have_count(0)
    guest.page.keyboard.press("Enter")
    window = sara.window(re.compile(r"^Conversation with Guest #\d+$"))
    expect(window.get_by_role("log").get_by_text("Do you ship to Corsica?")).to_be_visible()
    assert merchant.left() == []

    # A chat that is on stays when the operator leaves; a new visitor gets the form.
    sara.goes(online=False)
    expect(guest.page.locator("online-chat")).to_have_attribute("data-state", "chat")
    expect(box).to_be_visible()
    late = street.customer()
    late.goes_to("/en/")
    late.opens_form()


def test_everybody_leaves_while_somebody_writes_the_first_words(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.page.get_by_role("textbox", name="Your message").fill("I was just going to")
    sara.goes(online=False)
    expect(guest.field("Message")).to_have_value("I was just going to")


def test_an_answer_can_be_read_in_peace_before_a_message_is_left(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Hello?")
    window = sara.window(re.compile(r"^Conversation with Guest #\d+$"))
    sara.answers(window, "Your parcel leaves today.")
    guest.sees("Hello?", "Your parcel leaves today.")
    sara.ends(window)
    sara.goes(online=False)
    leave = guest.page.get_by_role("button", name="Leave a message")
    expect(leave).to_be_visible()
    guest.sees("Hello?", "Your parcel leaves today.")
    picture(guest.page, "offline-after-a-chat")
    leave.click()
    expect(guest.form).to_be_visible()


def test_nothing_of_the_form_is_left_after_logout(street: Street) -> None:
    john = street.customer()
    john.signs_in()
    john.goes_to("/en/")
    john.opens_form()
    expect(john.field("First name")).to_have_value("John")
    john.fills_in(Message="My order number is XKBKNABJK")
    john.page.reload()
    expect(john.field("Message")).to_have_value("My order number is XKBKNABJK")

    john.signs_out()
    next_one = john
    next_one.opens_form()
    for name in ("First name", "Last name", "Email", "Message"):
        expect(next_one.field(name)).to_have_value("")
    kept = next_one.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    for secret in ("XKBKNABJK", "John", "DOE", "pub@prestashop.com"):
        assert secret not in kept


def test_there_is_no_chat_at_all_while_offline_mode_is_off(
    guest: Customer, street: Street, merchant: Merchant
) -> None:
    merchant.sets(offline_mode=False)
    guest.page.reload()
    widget = guest.page.locator("online-chat")
    expect(widget).to_have_attribute("data-state", "hidden")
    expect(guest.page.get_by_role("button", name="Open chat")).to_have_count(0)
    street.employee(SARA)
    guest.page.reload()
    expect(guest.page.get_by_role("button", name="Open chat")).to_be_visible()


def test_the_merchant_s_changes_show_on_an_open_page(guest: Customer, merchant: Merchant) -> None:
    guest.opens_form()
    guest.fills_in(**HELLO)
    guest.field("Message").press("End")
    merchant.sets(
        offline_header_text="Back on <b>Monday</b>",
        offline_header_background="#7b1fa2",
        phone_asked=True,
        firstname_required=True,
    )
    expect(guest.page.get_by_role("heading", name="Back on <b>Monday</b>")).to_be_visible()
    expect(guest.field("Phone")).to_be_visible()
    for name, text in HELLO.items():
        expect(guest.field(name.replace("_", " "))).to_have_value(text)
    expect(guest.field("Message")).to_be_focused()
    head = guest.page.locator("online-chat .head")
    expect(head).to_have_css("background-color", "rgb(123, 31, 162)")
    guest.fills_in(First_name="")
    guest.sends()
    expect(guest.field("First name")).to_have_accessible_description("Please fill this in.")


def test_the_merchant_s_changes_show_in_an_open_chat(street: Street, merchant: Merchant) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Hello?")
    sara.answers(sara.window(re.compile("^Conversation with Guest")), "Hello!")
    guest.sees("Hello?", "Hello!")
    box = guest.page.get_by_role("textbox", name="Your message")
    box.fill("Half a thou")
    merchant.sets(header_text="Ask us", header_background="#7b1fa2", header_color="#ffffff")
    expect(guest.page.get_by_role("heading", name="Ask us")).to_be_visible()
    head = guest.page.locator("online-chat .head")
    expect(head).to_have_css("background-color", "rgb(123, 31, 162)")
    expect(box).to_have_value("Half a thou")
    expect(box).to_be_focused()
    guest.sees("Hello?", "Hello!")


def test_the_chat_stays_under_the_theme_s_modals(guest: Customer) -> None:
    guest.opens_form()
    frame = guest.page.locator("online-chat .frame")
    expect(frame).to_have_css("z-index", "1100")
    guest.page.evaluate("document.body.classList.add('modal-open')")
    expect(frame).to_have_css("z-index", "1030")
    expect(guest.page.locator("online-chat .corner")).to_have_css("z-index", "1030")
    guest.page.evaluate("document.body.classList.remove('modal-open')")
    expect(frame).to_have_css("z-index", "1100")


def test_the_form_works_under_a_strict_content_security_policy(
    guest: Customer, merchant: Merchant, origin: Origin
) -> None:
    origin.shop.content_security_policy("default-src 'self'")
    try:
        blocked: list[str] = []
        guest.page.on(
            "console",
            lambda line: blocked.append(line.text) if "Content Security" in line.text else None,
        )
        guest.page.reload()
        guest.opens_form()
        guest.fills_in(**HELLO)
        guest.sends()
        guest.is_thanked()
        assert blocked == []
        assert len(merchant.left()) == 1
    finally:
        origin.shop.content_security_policy("")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_state_of_the_form_is_accessible_and_fits(
    street: Street, merchant: Merchant, lang: str, phone: bool
) -> None:
    """With all that can be asked: contact, order, consent; empty, with errors, failed, thanks."""
    merchant.sets(contact_choice=True, phone_asked=True)
    merchant.asks_for_consent("I agree that you keep my message for as long as it takes.")
    john = street.customer(phone=phone)
    john.signs_in()
    john.goes_to(f"/{lang}/")
    chat = john.page.locator("online-chat")
    chat.locator(".launcher").click()
    form = chat.locator("form:has([name=consent])")
    expect(form.locator("[name=email]")).to_have_value("pub@prestashop.com")

    def looked_at(state: str) -> None:
        chat.evaluate("one => Promise.all(one.getAnimations().map(({ finished }) => finished))")
        picture(john.page, f"form-{state}-{lang}-{'phone' if phone else 'desktop'}")
        assert violations(john.page, "online-chat") == [], state
        assert overflow(john.page) <= 0, state

    looked_at("filled")
    form.locator("[name=email]").fill("a@b")
    form.locator("[type=submit]").click()
    expect(form.locator("[name=message]")).to_have_attribute("aria-invalid", "true")
    expect(form.locator("[name=consent]")).to_have_attribute("aria-invalid", "true")
    looked_at("errors")
    form.locator("[name=email]").fill("john@example.com")
    form.locator("[name=contact]").select_option(index=2)
    form.locator("[name=order]").select_option(index=1)
    form.locator("[name=message]").fill("Où est ma commande ?\n" * 12)
    form.locator("[name=consent]").check()
    john.page.route("**/oc/offline", lambda route: route.abort(), times=1)
    form.locator("[type=submit]").click()
    expect(chat.locator(".outcome")).to_be_visible()
    looked_at("failed")
    expect(chat.locator(".outcome[data-kind=sent]")).to_be_visible()
    looked_at("thanks")
    [message] = merchant.left()
    assert (message["lang"], message["id_contact"], message["consent"]) == (
        lang,
        2,
        "I agree that you keep my message for as long as it takes.",
    )
