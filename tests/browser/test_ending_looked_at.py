"""Every state of the end of a chat, in two languages, at two widths, with axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import SARA, Street
from tests.browser.endings import MAILBOXES, window
from tests.browser.merchant import Merchant
from tests.browser.people import Customer, picture


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_question_is_accessible_and_fits(
    street: Street, merchant: Merchant, lang: str, phone: bool
) -> None:
    """Address, stars, words, thanks, transcript; the form of who waits in vain."""
    merchant.sets(ask_email=True, header_text="Ask us", form_after=1)
    sara = street.employee(SARA)
    guest = street.customer(phone=phone)
    guest.goes_to(f"/{lang}/")
    chat = guest.page.locator("online-chat")
    chat.locator(".launcher").click()
    looked_at = _look(guest, f"{lang}-{'phone' if phone else 'desktop'}")

    def writes(text: str) -> None:
        chat.locator(".composer textarea").fill(text)
        chat.locator(".send").click()

    writes("Is it in stock? " * 6)
    sara.answers(window(sara), "Yes, since this morning. " * 8)
    expect(chat.locator("#oc-answer")).to_be_visible()
    chat.locator("#oc-answer").fill("ada@example")
    chat.locator(".question:visible .main").click()
    expect(chat.locator("#oc-answer-error")).not_to_be_empty()
    looked_at("address")
    chat.locator("#oc-answer").fill(f"ada{next(MAILBOXES)}@example.org")
    chat.locator(".question:visible .main").click()
    expect(chat.locator("#oc-answer")).to_be_hidden()
    looked_at("address-thanks")
    sara.ends(window(sara))
    expect(chat.locator(".stars")).to_be_visible()
    looked_at("stars")
    chat.locator(".stars input").nth(3).check()
    chat.locator("#oc-comment").fill("Quick and kind, thank you. " * 8)
    looked_at("words")
    chat.locator(".question:visible .main").click()
    expect(chat.locator("[data-part=change]")).to_be_visible()
    looked_at("thanks")

    writes("One more thing")
    expect(window(sara).get_by_text("One more thing", exact=True)).to_be_visible()
    sara.goes(online=False)
    expect(chat.locator("[data-part=leave]")).to_be_visible()
    looked_at("stuck")
    chat.locator("[data-part=leave]").click()
    expect(chat.locator("[name=message]")).to_have_value("One more thing")
    looked_at("instead")


def _look(guest: Customer, where: str) -> Callable[[str], None]:
    def looked_at(state: str) -> None:
        chat = guest.page.locator("online-chat")
        chat.evaluate("one => Promise.all(one.getAnimations().map(({ finished }) => finished))")
        picture(guest.page, f"ending-{state}-{where}")
        assert violations(guest.page, "online-chat") == [], state
        assert overflow(guest.page) <= 0, state

    return looked_at
