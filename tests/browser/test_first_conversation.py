"""The first conversation, as everybody sees it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import SARA, Street
from tests.browser.people import picture, said_in
from tests.stack.origin import Origin

GUEST = re.compile(r"^Conversation with Guest #\d+$")


def test_a_guest_and_a_customer_write_at_once_and_one_operator_answers_both(
    street: Street,
) -> None:
    sara = street.employee(SARA)
    guest, john = street.customer(), street.customer()
    guest.goes_to("/en/")
    john.signs_in()
    john.goes_to("/en/1-linen-apron.html")
    guest.opens_chat()
    john.opens_chat()
    guest.writes("Do you ship to Corsica?")
    john.writes("Is the apron machine washable?")

    with_guest, with_john = sara.window(GUEST), sara.window("John DOE (#2)")
    expect(with_guest).to_be_visible()
    expect(with_john).to_be_visible()
    sara.answers(with_guest, "Yes, in three days.")
    sara.answers(with_john, "Yes, at 40 degrees.")
    guest.sees("Do you ship to Corsica?", "Yes, in three days.")
    john.sees("Is the apron machine washable?", "Yes, at 40 degrees.")
    picture(sara.page, "operator-two-windows")
    picture(john.page, "customer-answered")

    # The operator moves on: windows, texts and drafts come along.
    with_john.get_by_role("textbox", name="Reply").fill("And the strings are")
    sara.page.get_by_role("link", name="Conversation history").first.click()
    expect(sara.window("John DOE (#2)")).to_be_visible()
    expect(sara.window("John DOE (#2)").get_by_role("textbox", name="Reply")).to_have_value(
        "And the strings are"
    )
    assert said_in(sara.window(GUEST)) == ["Do you ship to Corsica?", "Yes, in three days."]

    # So do the visitor's pages.
    john.goes_to("/en/2-oak-cutting-board.html")
    john.sees("Is the apron machine washable?", "Yes, at 40 degrees.")

    sara.ends(sara.window(GUEST))
    expect(sara.row("Guest #")).to_have_count(0)
    sara.recap.get_by_role("tab", name=re.compile("Finished conversations")).click()
    expect(sara.row("Guest #")).to_have_count(1)

    # The customer writes again: it reopens by itself.
    guest.writes("And to Réunion? 🏝️")
    expect(sara.window(GUEST).get_by_role("log").get_by_text("And to Réunion? 🏝️")).to_be_visible()
    sara.recap.get_by_role("tab", name=re.compile("Ongoing conversations")).click()
    expect(sara.row("Guest #")).to_have_count(1)


def test_the_widget_changes_with_the_operator(street: Street) -> None:
    passer_by = street.customer()
    passer_by.goes_to("/en/")
    widget = passer_by.page.locator("online-chat")
    launcher = passer_by.page.get_by_role("button", name="Open chat")
    expect(widget).to_have_attribute("data-state", "offline")
    expect(launcher).to_be_visible()
    sara = street.employee(SARA)
    passer_by.page.reload()
    expect(widget).to_have_attribute("data-state", "online")
    expect(launcher).to_be_visible()
    sara.goes(online=False)
    passer_by.page.reload()
    expect(widget).to_have_attribute("data-state", "offline")


def test_going_offline_puts_finished_conversations_into_the_history(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("A question for the history")
    expect(sara.window(GUEST)).to_be_visible()
    sara.ends(sara.window(GUEST))
    sara.recap.get_by_role("tab", name=re.compile("Finished conversations")).click()
    expect(sara.row("Guest #")).to_have_count(1)
    sara.goes(online=False)
    expect(sara.row("Guest #")).to_have_count(0)
    sara.page.get_by_role("link", name="Conversation history").first.click()
    table = sara.page.get_by_role("table", name="Conversations")
    expect(table.get_by_text("A question for the history")).to_be_visible()
    table.get_by_role("button", name="View").click()
    exchange = sara.page.get_by_role("dialog", name=re.compile("Conversation with Guest"))
    expect(exchange.get_by_text("A question for the history")).to_be_visible()
    picture(sara.page, "history-view")


def test_what_the_visitor_types_is_previewed_and_the_operator_s_typing_only_shown_as_dots(
    street: Street,
) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Hello")
    expect(sara.window(GUEST)).to_be_visible()
    box = guest.page.get_by_role("textbox", name="Your message")
    box.press_sequentially("I am still thi")
    preview = sara.window(GUEST).locator("[data-oc=typing-preview]")
    expect(preview).to_have_text("I am still thi")
    guest.page.get_by_role("button", name="Send", exact=True).click()
    expect(preview).to_be_hidden()
    sara.window(GUEST).get_by_role("textbox", name="Reply").press_sequentially("Secret dra")
    expect(guest.page.locator("online-chat .typing")).to_be_visible()
    assert "Secret" not in guest.page.locator("online-chat").inner_text()


def test_marks_say_waiting_sent_and_seen(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Seen?")
    message = guest.log.locator("[data-oc=message][data-author=visitor]").last
    expect(message).to_have_attribute("data-state", re.compile("sent|seen"))
    sara.window(GUEST).get_by_role("textbox", name="Reply").click()
    expect(message).to_have_attribute("data-state", "seen")


def test_the_chat_works_on_a_phone(street: Street) -> None:
    sara = street.employee(SARA, phone=True)
    guest = street.customer(phone=True)
    guest.goes_to("/en/")
    guest.opens_chat()
    expect(guest.page.get_by_role("dialog", name="Chat")).to_be_visible()
    guest.writes("From my phone")
    window = sara.window(GUEST)
    expect(window).to_be_visible()
    sara.answers(window, "From mine, too.")
    guest.sees("From my phone", "From mine, too.")
    picture(guest.page, "phone-customer")
    picture(sara.page, "phone-operator")
    guest.page.keyboard.press("Escape")
    expect(guest.page.get_by_role("button", name="Open chat")).to_be_visible()
    for person in (sara, guest):
        width = person.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390


def test_the_chat_works_under_a_strict_content_security_policy(
    street: Street, origin: Origin
) -> None:
    origin.shop.content_security_policy("default-src 'self'")
    try:
        sara = street.employee(SARA)
        guest = street.customer()
        blocked: list[str] = []
        guest.page.on(
            "console",
            lambda line: blocked.append(line.text) if "Content Security" in line.text else None,
        )
        guest.goes_to("/en/")
        guest.opens_chat()
        guest.writes("Strict?")
        sara.answers(sara.window(GUEST), "Strict.")
        guest.sees("Strict?", "Strict.")
        assert blocked == []
    finally:
        origin.shop.content_security_policy("")
