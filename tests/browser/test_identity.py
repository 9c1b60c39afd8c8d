"""Who is who in a browser that several people use."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import SARA, Street

GUEST = re.compile(r"^Conversation with Guest #\d+$")


def test_after_logout_the_next_person_finds_nothing(street: Street) -> None:
    sara = street.employee(SARA)
    john = street.customer()
    john.signs_in()
    john.goes_to("/en/")
    john.opens_chat()
    john.writes("My order number is XKBKNABJK")
    sara.answers(sara.window("John DOE (#2)"), "It leaves today, John.")
    john.sees("My order number is XKBKNABJK", "It leaves today, John.")
    john.page.get_by_role("textbox", name="Your message").fill("A draft of John's")

    john.signs_out()
    next_one = john
    next_one.opens_chat()
    expect(next_one.log.locator("[data-oc=message]")).to_have_count(0)
    expect(next_one.page.get_by_role("textbox", name="Your message")).to_have_value("")
    kept = next_one.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "XKBKNABJK" not in kept
    assert "draft of John" not in kept
    assert "DOE" not in kept
    next_one.writes("Hello, I am somebody else")
    expect(sara.window(GUEST)).to_be_visible()
    expect(sara.window("John DOE (#2)").get_by_text("somebody else")).to_have_count(0)


def test_a_guest_who_signs_in_brings_the_conversation_along(street: Street) -> None:
    sara = street.employee(SARA)
    john = street.customer()
    john.goes_to("/en/")
    john.opens_chat()
    john.writes("I shall sign in now")
    expect(sara.window(GUEST)).to_be_visible()
    john.signs_in()
    john.sees("I shall sign in now")
    window = sara.window("John DOE (#2)")
    expect(window).to_be_visible()
    expect(sara.window(GUEST)).to_have_count(0)
    sara.answers(window, "Welcome, John.")
    john.sees("I shall sign in now", "Welcome, John.")


def test_two_tabs_of_one_visitor_are_in_step(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("One")
    expect(sara.window(GUEST)).to_be_visible()
    second = guest.context.new_page()
    second.goto("/en/1-linen-apron.html")
    log = second.get_by_role("log", name="Messages")
    expect(log.get_by_text("One", exact=True)).to_be_visible()
    sara.answers(sara.window(GUEST), "Two")
    expect(log.get_by_text("Two", exact=True)).to_have_count(1)
    guest.sees("One", "Two")
    second.get_by_role("textbox", name="Your message").fill("Three")
    second.keyboard.press("Enter")
    guest.sees("One", "Two", "Three")


def test_nothing_is_stored_before_the_chat_is_opened(street: Street) -> None:
    street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    expect(guest.page.get_by_role("button", name="Open chat")).to_be_visible()
    assert guest.page.evaluate("localStorage.length") == 0
    assert not [cookie for cookie in guest.context.cookies() if cookie["name"].startswith("oc_")]


def test_text_is_shown_as_text(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    texts = ["<script>alert(1)</script><b>x</b>", "مرحبا بكم", "100 % _ ' \" \\ 😀", "a\nb"]
    for text in texts:
        guest.writes(text)
        expect(guest.log.locator("[data-oc=message][data-author=visitor]").last).to_have_attribute(
            "data-state", re.compile("sent|seen")
        )
    window = sara.window(GUEST)
    expect(window.locator("[data-oc=message][data-author=visitor]")).to_have_count(len(texts))
    shown = window.locator("[data-author=visitor] [data-part=body]").all_text_contents()
    assert shown == texts
    assert window.locator("script, b").count() == 0
