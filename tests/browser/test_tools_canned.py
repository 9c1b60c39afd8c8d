"""Canned replies in the composer and in the pane, filled with what the shop knows."""

import pytest
from playwright.sync_api import expect

from tests.browser.configuration import violations
from tests.browser.conftest import Street
from tests.browser.ready import Ready
from tests.browser.tools import JOHN, chats, tool


@pytest.fixture(autouse=True)
def replies(ready: Ready) -> None:
    ready.reply(
        "hello",
        "Hello {firstname}, this is {operator}.",
        title="Greeting",
        fr="Bonjour {firstname}, ici {operator}.",
    )
    ready.reply("order", "Your order {order.reference}: {order.state}.", title="Last order")
    ready.reply("parcel", "Your parcel is {order.tracking}.", title="Tracking")


def test_a_slash_finds_a_reply_and_its_variables_are_filled_when_it_is_sent(street: Street) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    reply = marc.reply(window)
    options = window.get_by_role("listbox", name="Canned replies").get_by_role("option")

    reply.press_sequentially("/")
    expect(options).to_have_count(3)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    assert violations(marc.page, "online-chat-recap") == []
    expect(window.get_by_role("status").filter(has_text="3 found")).to_have_count(1)
    reply.press("ArrowDown")
    reply.press("ArrowDown")
    reply.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(1)).to_have_id(reply.get_attribute("aria-activedescendant") or "")
    reply.press("Escape")
    expect(options).to_have_count(0)
    expect(reply).to_have_value("/")
    expect(reply).to_be_focused()

    reply.press_sequentially("ord")
    expect(options).to_have_count(0)
    reply.fill("")
    reply.press_sequentially("Dear John! /las")
    expect(options).to_have_count(1)
    reply.press("Enter")
    expect(reply).to_have_value("Dear John! Your order {order.reference}: {order.state}.")
    reply.press("Enter")
    said = "Dear John! Your order UOYEVOLI: Payment accepted."
    john.sees("Is it washable?", said)
    expect(window.get_by_role("log").get_by_text(said)).to_be_visible()
    expect(reply).to_have_value("")


def test_who_types_a_shortcut_quickly_sends_the_reply_and_not_its_name(street: Street) -> None:
    john, marc = chats(street)
    reply = marc.reply(marc.window(JOHN))
    reply.press_sequentially("/hello")
    reply.press("Enter")
    expect(reply).to_have_value("Hello {firstname}, this is {operator}.")
    reply.press("Enter")
    john.sees("Is it washable?", "Hello John, this is Marc.")


def test_a_variable_without_value_stops_the_sending_and_the_draft_is_kept(street: Street) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    reply = marc.reply(window)
    problem = window.get_by_role("status")

    marc.answers(window, "Your parcel is {order.tracking}.")
    hint = "{order.tracking} has no value for this visitor. Replace or remove it."
    expect(problem.filter(has_text=hint)).to_be_visible()
    expect(reply).to_have_value("Your parcel is {order.tracking}.")

    marc.answers(window, "Dear {fristname}")
    hint = "There is no variable {fristname}. Correct it, or put blanks into the braces."
    expect(problem.filter(has_text=hint)).to_be_visible()
    expect(reply).to_have_value("Dear {fristname}")

    marc.answers(window, "Dear {firstname}")
    john.sees("Is it washable?", "Dear John")
    expect(problem.filter(has_text="variable")).to_have_count(0)
    assert john.said() == ["Is it washable?", "Dear John"]


def test_the_pane_lists_them_and_puts_one_where_one_writes(street: Street) -> None:
    _, marc = chats(street)
    window = marc.window(JOHN)
    reply = marc.reply(window)
    reply.fill("Good morning. ")
    pane = tool(window, "Canned replies")

    search = pane.get_by_role("searchbox", name="Search canned replies")
    expect(search).to_be_focused()
    expect(pane.get_by_role("listitem")).to_have_count(3)
    search.fill("no such words")
    expect(pane.get_by_role("status").filter(has_text="No canned reply has")).to_be_visible()
    search.fill("greet")
    expect(pane.get_by_role("listitem")).to_have_count(1)
    search.press("ArrowDown")
    marc.page.keyboard.press("Enter")

    expect(reply).to_have_value("Good morning. Hello {firstname}, this is {operator}.")
    expect(reply).to_be_focused()
    expect(pane).to_be_hidden()


def test_a_visitor_who_speaks_french_is_answered_in_french(street: Street) -> None:
    marc = street.employee("demo@prestashop.com")
    john = street.customer()
    john.signs_in()
    john.goes_to("/fr/1-tablier-en-lin.html")
    john.page.get_by_role("button", name="Ouvrir le chat").click()
    john.page.get_by_role("textbox", name="Votre message").fill("Bonjour ?")
    john.page.get_by_role("button", name="Envoyer", exact=True).click()

    reply = marc.reply(marc.window(JOHN))
    reply.press_sequentially("/hello")
    reply.press("Enter")
    expect(reply).to_have_value("Bonjour {firstname}, ici {operator}.")
