"""A conversation filed in the shop's customer service, and answered there, as both sides see it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SARA, Street
from tests.browser.ready import Ready
from tests.browser.tools import JOHN, chats, opens_tools, tool, tools_of
from tests.stack.mariadb import MariaDb

pytestmark = pytest.mark.usefixtures("ready")


def test_it_is_filed_with_what_was_chosen_and_answered_in_the_shop_s_own_page(
    street: Street, ready: Ready
) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    pane = tool(window, "File in customer service")
    contact = pane.get_by_role("combobox", name="Contact")
    expect(contact).to_be_focused()
    expect(contact.get_by_role("option")).to_have_text(["Customer service"])
    pane.get_by_role("combobox", name="Status").select_option("Pending 2")
    order = pane.get_by_role("combobox", name="Order")
    order.select_option("UOYEVOLI of Oct 2, 2026")
    pane.get_by_role("textbox", name="Private note").fill("Ask the workshop first")
    pane.get_by_role("button", name="File the conversation").click()

    link = window.get_by_role("link", name="Filed in customer service as message #")
    expect(link).to_be_visible()
    expect(pane).to_be_hidden()
    thread = ready.thread()
    wanted = {"status": "pending2", "id_contact": 2, "id_order": 3, "id_customer": 2}
    assert {name: thread[name] for name in wanted} == wanted
    marc.page.reload()
    with marc.context.expect_page() as opened:
        link.click()
    page = opened.value
    expect(page.get_by_text("Is it washable?").first).to_be_visible()
    expect(page.get_by_text("Ask the workshop first").first).to_be_visible()

    page.get_by_role("textbox", name="Message").fill("Yes, at 40 degrees.")
    page.locator("button[name=submitReply]").click()
    john.sees("Is it washable?", "Yes, at 40 degrees.")
    expect(window.get_by_role("log").get_by_text("Yes, at 40 degrees.")).to_be_visible()
    expect(window.get_by_role("region", name="Tools")).to_be_hidden()
    pane = tool(window, "File in customer service")
    expect(pane.get_by_role("button", name="File the conversation")).to_be_hidden()
    expect(pane.get_by_role("link", name="Filed in customer service")).to_be_visible()


def test_what_the_shop_has_deleted_can_be_filed_again(street: Street, ready: Ready) -> None:
    _, marc = chats(street)
    window = marc.window(JOHN)
    strip = window.get_by_role("link", name="Filed in customer service as message #")
    pane = tool(window, "File in customer service")
    pane.get_by_role("button", name="File the conversation").click()
    expect(strip).to_be_visible()
    first = ready.thread()["id_customer_thread"]
    ready.deletes_threads()

    pane = tool(window, "File in customer service")
    expect(pane.get_by_role("button", name="File the conversation")).to_be_visible()
    pane.get_by_role("combobox", name="Status").select_option("Closed")
    pane.get_by_role("button", name="File the conversation").click()
    expect(pane).to_be_hidden()
    again = ready.thread()
    assert (again["id_customer_thread"] != first, again["status"]) == (True, "closed")
    expect(strip).to_have_text(re.compile(f"#{again['id_customer_thread']}$"))


def test_a_contact_that_was_deleted_meanwhile_is_refused_and_the_note_kept(
    street: Street, ready: Ready, own_server: MariaDb
) -> None:
    _, marc = chats(street)
    pane = tool(marc.window(JOHN), "File in customer service")
    note = pane.get_by_role("textbox", name="Private note")
    note.fill("Ask the workshop first")
    before = ready.thread()
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        try:
            cursor.execute("UPDATE ps_contact SET id_contact = 99 WHERE id_contact = 2")
            pane.get_by_role("button", name="File the conversation").click()
            expect(pane.get_by_role("alert")).to_have_text(
                re.compile("^This contact was deleted|^What there is to choose has changed")
            )
        finally:
            cursor.execute("UPDATE ps_contact SET id_contact = 2 WHERE id_contact = 99")
    expect(note).to_have_value("Ask the workshop first")
    assert ready.thread() == before


def test_who_may_not_answer_there_is_not_offered_it(street: Street) -> None:
    _, sara = chats(street, SARA)
    pane = opens_tools(sara.window(JOHN))
    expect(pane.get_by_role("button", name="Block")).to_be_visible()
    assert "File in customer service" not in tools_of(pane)
