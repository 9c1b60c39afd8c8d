"""People whose chat comes to an end, by roles and names."""

import re
from itertools import count

from playwright.sync_api import Locator, expect

from tests.browser.conftest import SARA, Street
from tests.browser.people import Customer, Employee

GUEST = re.compile("^Conversation with Guest")
JOHN = "John DOE (#2)"
ADA = "ada@example.org"
MAILBOXES = count()


def stars(customer: Customer) -> Locator:
    """The question at the end."""
    return customer.chat.get_by_role("group", name="How was this chat?")


def star(customer: Customer, name: str) -> Locator:
    """One of its answers."""
    return stars(customer).get_by_role("radio", name=name, exact=True)


def button(customer: Customer, name: str) -> Locator:
    """A button in the chat."""
    return customer.chat.get_by_role("button", name=name, exact=True)


def box(customer: Customer) -> Locator:
    """Where the customer writes."""
    return customer.page.get_by_role("textbox", name="Your message")


def says(customer: Customer, text: str) -> None:
    """Something is said as a status, for those who do not see it as well."""
    expect(customer.chat.get_by_role("status").filter(has_text=text)).to_be_visible()


def answered(street: Street, *, signed_in: bool = False) -> tuple[Customer, Employee]:
    """Somebody asked, Sara answered."""
    sara = street.employee(SARA)
    customer = street.customer()
    if signed_in:
        customer.signs_in()
    customer.goes_to("/en/")
    customer.opens_chat()
    customer.writes("Is it in stock?")
    sara.answers(window(sara, signed_in=signed_in), "Yes.")
    customer.sees("Is it in stock?", "Yes.")
    return customer, sara


def window(sara: Employee, *, signed_in: bool = False) -> Locator:
    """Sara's window with them."""
    return sara.window(JOHN if signed_in else GUEST)


def over(street: Street, *, signed_in: bool = False) -> tuple[Customer, Employee]:
    """The same, and Sara has ended it."""
    customer, sara = answered(street, signed_in=signed_in)
    sara.ends(window(sara, signed_in=signed_in))
    expect(customer.log.get_by_text("The chat has been ended.")).to_be_visible()
    return customer, sara
