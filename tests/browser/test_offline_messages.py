"""What visitors left, in the back office: found, read, sent again, deleted after a question."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import MARC, SARA, Street
from tests.browser.people import Employee, picture

WITHIN = "#onlinechat-page"


def messages(employee: Employee) -> Locator:
    """The list, come to by menu and tab."""
    link = employee.page.locator("#subtab-AdminOnlinechatHistory a").get_attribute("href")
    assert link is not None
    employee.page.goto(link)
    employee.page.locator(WITHIN).get_by_role("tab", name="Offline messages").click()
    table = employee.page.get_by_role("table", name="Offline messages")
    expect(table).to_be_visible()
    return table


@pytest.fixture
def left(street: Street) -> None:
    """Two guests have left a message."""
    for name, text in (("Zoë", "Do you ship to Corsica?"), ("Ada", "Is it <b>linen</b>?")):
        guest = street.customer()
        guest.goes_to("/en/")
        guest.opens_form()
        guest.fills_in(First_name=name, Email=f"{name[0]}@example.com", Message=text)
        guest.sends()
        guest.is_thanked()


@pytest.mark.usefixtures("left")
def test_a_message_is_read_and_deleted_after_a_question(street: Street) -> None:
    marc = street.employee(MARC, online=False)
    table = messages(marc)
    row = table.get_by_role("row").filter(has_text="Zoë")
    row.get_by_text("Do you ship to Corsica?").click()
    opened = marc.page.get_by_role("dialog", name="Message from Zoë")
    expect(opened.get_by_text("Do you ship to Corsica?")).to_be_visible()
    assert violations(marc.page) == []
    picture(marc.page, "offline-message")
    marc.page.keyboard.press("Escape")

    row.get_by_role("button", name="Delete").click()
    question = marc.page.get_by_role("alertdialog", name="Delete this message?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    assert violations(marc.page) == []
    picture(marc.page, "offline-message-delete")
    marc.page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Delete").click()
    question.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    expect(table.get_by_text("Is it <b>linen</b>?")).to_be_visible()
    expect(marc.page.get_by_role("group", name="Offline messages")).to_be_focused()
    marc.page.reload()
    expect(table.get_by_text("Is it <b>linen</b>?")).to_be_visible()
    expect(row).to_have_count(0)


@pytest.mark.usefixtures("left")
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_who_may_not_delete_is_not_offered_it(street: Street, *, phone: bool) -> None:
    sara = street.employee(SARA, online=False, phone=phone)
    table = messages(sara)
    expect(table.get_by_role("button", name="View")).to_have_count(2)
    expect(table.get_by_role("button", name="Delete")).to_have_count(0)
    assert violations(sara.page) == []
    assert overflow(sara.page) <= 0
    picture(sara.page, f"offline-messages{'-phone' if phone else ''}")
