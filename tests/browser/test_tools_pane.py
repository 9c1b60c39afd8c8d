"""The pane itself: opened, remembered, reached by keys, beside the messages and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import MARC, Street
from tests.browser.people import picture
from tests.browser.ready import Ready
from tests.browser.tools import JOHN, chats, opens_tools, tools_of

RECAP = "online-chat-recap"
BOARD = "/en/2-oak-cutting-board.html"


def test_the_visitor_s_page_opens_in_a_tab_that_knows_nothing_of_the_back_office(
    street: Street,
) -> None:
    john, marc = chats(street)
    john.goes_to(f"{BOARD}?token=secret")
    window = marc.window(JOHN)
    expect(window.get_by_text("on Oak cutting board")).to_be_visible()
    pane = opens_tools(window)
    button = pane.get_by_role("button", name="Open the visitor's page")
    expect(button).to_have_accessible_description(re.compile("neither cart nor login"))
    with marc.context.expect_page() as opened:
        button.click()
    expect(opened.value).to_have_url(f"{marc.origin.shop.url}{BOARD}")
    assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]

    john.goes_to("/en/my-account")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("a page of their account"))


def test_it_is_opened_closed_and_remembered_by_keys(street: Street) -> None:
    _, marc = chats(street)
    window = marc.window(JOHN)
    button = window.get_by_role("button", name="Tools", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    marc.page.keyboard.press("Enter")
    pane = window.get_by_role("region", name="Tools", exact=True)
    expect(pane).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    marc.page.reload()
    expect(pane).to_be_visible()
    window.get_by_role("button", name="About the visitor").click()
    expect(pane).to_be_hidden()
    button.click()
    expect(window.get_by_role("region", name="About the visitor")).to_be_hidden()

    pane.get_by_role("button", name="Send a link").focus()
    marc.page.keyboard.press("Enter")
    expect(pane.get_by_role("searchbox")).to_be_focused()
    marc.page.keyboard.press("Escape")
    expect(pane.get_by_role("button", name="Send a link")).to_be_focused()
    marc.page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(button).to_be_focused()


def test_shortcuts_open_the_panes_from_the_reply_and_lead_back(street: Street) -> None:
    _, marc = chats(street)
    window = marc.window(JOHN)
    marc.reply(window).focus()
    marc.page.keyboard.press("Alt+Shift+L")
    tools = window.get_by_role("region", name="Tools", exact=True)
    expect(tools).to_be_focused()
    marc.page.keyboard.press("Alt+Shift+V")
    expect(window.get_by_role("region", name="About the visitor")).to_be_focused()
    expect(tools).to_be_hidden()
    marc.page.keyboard.press("Alt+Shift+V")
    expect(marc.reply(window)).to_be_focused()


def test_of_a_finished_conversation_nothing_is_offered_that_writes(street: Street) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    marc.ends(window)
    marc.shows("Finished")
    marc.row(JOHN).click()
    pane = opens_tools(window)
    assert tools_of(pane) == ["Open the visitor's page", "Block", "File in customer service"]
    john.writes("One more thing")
    expect(pane.get_by_role("button", name="Canned replies")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_every_tool_is_accessible_and_leaves_the_reply_free(
    street: Street, ready: Ready, phone: bool
) -> None:
    ready.reply("hello", "Hello {firstname}")
    ready.offer("Free delivery", text="From €50.")
    _, marc = chats(street, phone=phone)
    window = marc.window(JOHN)
    pane = opens_tools(window)
    for name in tools_of(pane):
        if name == "Open the visitor's page":
            continue
        pane.get_by_role("button", name=name).click()
        expect(pane.get_by_role("status").filter(has_text="One moment")).to_have_count(0)
        marc.page.wait_for_timeout(200)
        assert violations(marc.page, RECAP) == [], name
        assert overflow(marc.page) <= 0
        shown, reply = pane.bounding_box(), marc.reply(window).bounding_box()
        assert shown
        assert reply
        assert shown["y"] + shown["height"] <= reply["y"], name
        assert shown["height"] >= 200, name
        picture(marc.page, f"tool-{name.lower().replace(' ', '-')}-{'phone' if phone else 'desk'}")
        pane.get_by_role("button", name="Back").click()
    marc.answers(window, "Still here.")
    expect(window.get_by_role("log").get_by_text("Still here.")).to_be_in_viewport()


def test_four_windows_stand_side_by_side_with_their_panes(street: Street) -> None:
    marc = street.employee(MARC)
    for number in range(4):
        street.guest(f"Hello, number {number}")
    expect(marc.windows).to_have_count(4)
    for window in marc.windows.all():
        opens_tools(window)
    picture(marc.page, "tools-of-four")
    assert overflow(marc.page) <= 0
    for window in marc.windows.all():
        box = window.bounding_box()
        assert box
        assert box["x"] >= 0
        expect(window.get_by_role("button", name="Canned replies")).to_be_in_viewport()
        expect(marc.reply(window)).to_be_in_viewport()
