"""The pane with the operator's tools, as it is opened and used."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import MARC, Street
from tests.browser.people import Customer, Employee

JOHN = "John DOE (#2)"


def chats(street: Street, email: str = MARC, *, phone: bool = False) -> tuple[Customer, Employee]:
    """John, on the apron's page, chats with somebody."""
    operator = street.employee(email, phone=phone)
    john = street.john("Is it washable?")
    expect(operator.window(JOHN)).to_be_visible()
    return john, operator


def opens_tools(window: Locator) -> Locator:
    """The pane of a window."""
    window.get_by_role("button", name="Tools", exact=True).click()
    pane = window.get_by_role("region", name="Tools", exact=True)
    expect(pane).to_be_visible()
    return pane


def tool(window: Locator, name: str) -> Locator:
    """The pane with one of the tools chosen."""
    pane = opens_tools(window)
    pane.get_by_role("button", name=name, exact=True).click()
    expect(pane.get_by_role("heading", name=name)).to_be_visible()
    return pane


def tools_of(pane: Locator) -> list[str]:
    """What is on offer in the pane."""
    return pane.locator("[data-tool]:visible").all_inner_texts()
