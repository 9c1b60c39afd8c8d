"""A visitor is blocked from the pane, and let in again from the list."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.tools import JOHN, chats, opens_tools, tool, tools_of

pytestmark = pytest.mark.usefixtures("ready")


def test_the_blocked_one_s_chat_is_gone_until_they_are_let_in_again(street: Street) -> None:
    john, marc = chats(street)
    window = marc.window(JOHN)
    pane = tool(window, "Block")
    pane.get_by_role("button", name="Block the visitor").click()
    expect(pane.get_by_role("alert")).to_have_text("Say why, for your colleagues.")
    reason = pane.get_by_role("textbox", name="Reason")
    expect(reason).to_be_focused()
    reason.fill("Insults")
    pane.get_by_role("combobox", name="For how long").select_option("A day")
    pane.get_by_role("button", name="Block the visitor").click()

    expect(john.page.locator("online-chat")).to_have_count(0)
    expect(window.get_by_text("The visitor was blocked. Their chat is gone.")).to_be_visible()
    expect(window.get_by_text("This conversation is finished. The visitor is")).to_be_visible()
    expect(window.get_by_role("button", name="Reopen")).to_be_hidden()

    pane = tool(window, "Block")
    expect(pane.get_by_role("button", name="Block the visitor")).to_be_hidden()
    with marc.context.expect_page() as opened:
        pane.get_by_role("link", name="Blocked visitors").click()
    listed = opened.value.get_by_role("row").filter(has_text="John DOE")
    expect(listed).to_contain_text("Insults")
    listed.get_by_role("button", name="Unblock").click()
    question = opened.value.get_by_role("alertdialog", name="Unblock this visitor?")
    question.get_by_role("button", name="Unblock").click()
    expect(opened.value.get_by_text("Nobody is blocked")).to_be_visible()
    again = street.john("Here I am again.")
    expect(window.get_by_text("Here I am again.")).to_be_visible()
    again.sees("Is it washable?", "Here I am again.")


def test_the_account_is_blocked_wherever_it_opens_the_chat(street: Street) -> None:
    john, marc = chats(street)
    other = street.john()
    expect(other.log.get_by_text("Is it washable?")).to_be_visible()
    pane = tool(marc.window(JOHN), "Block")
    pane.get_by_role("textbox", name="Reason").fill("Spam")
    pane.get_by_role("button", name="Block the visitor").click()
    for one in (john, other):
        expect(one.page.locator("online-chat")).to_have_count(0)
    late = street.customer()
    late.signs_in()
    late.goes_to("/en/")
    late.page.get_by_role("button", name="Open chat").click()
    expect(late.page.locator("online-chat")).to_have_count(0)


def test_who_may_not_block_is_not_offered_it_and_refused(
    street: Street, merchant: Merchant
) -> None:
    with merchant.without_rights(SARA, "ROLE_MOD_TAB_ADMINONLINECHATHISTORY_UPDATE"):
        john, sara = chats(street, SARA)
        pane = opens_tools(sara.window(JOHN))
        expect(pane.get_by_role("button", name="Canned replies")).to_be_visible()
        assert {"Block", "File in customer service"}.isdisjoint(tools_of(pane))
        expect(john.page.locator("online-chat")).to_have_attribute("data-state", "chat")


def test_a_right_that_was_taken_meanwhile_is_refused_in_words(
    street: Street, merchant: Merchant
) -> None:
    john, sara = chats(street, SARA)
    pane = tool(sara.window(JOHN), "Block")
    pane.get_by_role("textbox", name="Reason").fill("Spam")
    with merchant.without_rights(SARA, "ROLE_MOD_TAB_ADMINONLINECHATHISTORY_UPDATE"):
        sara.opens_tab()
        pane.get_by_role("button", name="Block the visitor").click()
        expect(pane.get_by_role("alert")).to_contain_text("Your profile needs the right “Edit”")
    expect(john.page.locator("online-chat")).to_have_attribute("data-state", "chat")
