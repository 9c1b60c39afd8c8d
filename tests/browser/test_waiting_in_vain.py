"""Nobody answers in time: the form takes what was written, or the visitor waits on."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SARA, Street
from tests.browser.endings import ADA, answered, box, button, window
from tests.browser.merchant import Merchant
from tests.browser.people import Customer, Employee


@pytest.fixture
def waiting(street: Street, merchant: Merchant) -> tuple[Customer, Employee]:
    """A guest has written, Sara went offline, and the guest was told that nobody is there."""
    merchant.sets(header_text="Ask us", form_after=1)
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Do you ship to Corsica?")
    guest.sees("Do you ship to Corsica?")
    expect(window(sara)).to_be_visible()
    sara.goes(online=False)
    guest.writes("And to Sardinia?")
    expect(guest.log.get_by_text("Nobody is available right now.")).to_be_visible()
    return guest, sara


def test_who_waits_in_vain_leaves_what_they_wrote_as_a_message(
    waiting: tuple[Customer, Employee], merchant: Merchant
) -> None:
    guest, _ = waiting
    expect(box(guest)).to_be_visible()
    box(guest).fill("Or by boat?")
    button(guest, "Leave a message").click()
    expect(guest.field("Message")).to_have_value(
        "Do you ship to Corsica?\nAnd to Sardinia?\nOr by boat?"
    )
    guest.page.reload()
    expect(guest.field("Message")).to_have_value(
        "Do you ship to Corsica?\nAnd to Sardinia?\nOr by boat?"
    )
    guest.fills_in(Email=ADA)
    guest.sends()
    guest.is_thanked()
    [message] = merchant.left()
    assert message["message"] == "Do you ship to Corsica?\nAnd to Sardinia?\nOr by boat?"
    assert merchant.states() in (["finished"], ["archived"])
    button(guest, "Minimise chat").click()
    guest.page.reload()
    assert guest.page.evaluate("localStorage.getItem('onlinechat:1:draft')") is None


def test_who_waits_on_finds_the_chat_as_it_was(waiting: tuple[Customer, Employee]) -> None:
    guest, sara = waiting
    box(guest).fill("Or by boat?")
    button(guest, "Leave a message").click()
    expect(guest.form).to_be_visible()
    button(guest, "Keep waiting").click()
    expect(box(guest)).to_have_value("Or by boat?")
    guest.sees("Do you ship to Corsica?", "And to Sardinia?")
    button(guest, "Send").click()
    guest.sees("Or by boat?")
    sara.goes(online=True)
    sara.row("Guest").get_by_role("button", name="Accept").or_(
        sara.page.get_by_role("button", name="Accept")
    ).first.click()
    sara.answers(window(sara), "Yes, everywhere.")
    guest.sees("Yes, everywhere.")


def test_an_operator_who_comes_meanwhile_goes_on_in_the_chat(
    waiting: tuple[Customer, Employee], merchant: Merchant
) -> None:
    guest, sara = waiting
    button(guest, "Leave a message").click()
    guest.field("Message").press_sequentially(" Please answer soon.")
    sara.goes(online=True)
    sara.page.get_by_role("button", name="Accept").first.click()
    expect(box(guest)).to_be_visible()
    expect(box(guest)).to_have_value("Please answer soon.")
    sara.answers(window(sara), "Yes, to both.")
    guest.sees("Do you ship to Corsica?", "And to Sardinia?", "Yes, to both.")
    assert merchant.left() == []


def test_without_the_form_who_waits_is_only_told(street: Street, merchant: Merchant) -> None:
    merchant.sets(offline_mode=False)
    sara = street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Do you ship to Corsica?")
    expect(window(sara)).to_be_visible()
    sara.goes(online=False)
    expect(guest.log.get_by_text("Nobody is available right now.")).to_be_visible()
    expect(button(guest, "Leave a message")).to_have_count(0)
    expect(box(guest)).to_be_visible()


def test_visitors_are_told_while_what_they_type_can_be_seen(
    street: Street, merchant: Merchant
) -> None:
    guest, sara = answered(street)
    told = guest.chat.get_by_text("Our team can see what you type before you send it.")
    expect(told).to_be_visible()
    preview = window(sara).locator("[data-oc=typing-preview]")
    box(guest).press_sequentially("Half a thought")
    expect(preview).to_contain_text("Half a thought")
    merchant.sets(typing_preview=False)
    expect(told).to_be_hidden()
    expect(preview.filter(has_text="Half")).to_have_count(0)
    frames: list[str] = []
    guest.page.reload()
    guest.page.on(
        "websocket", lambda one: one.on("framesent", lambda frame: frames.append(str(frame)))
    )
    box(guest).press_sequentially("Another thought")
    guest.writes("Sent.")
    sara.page.get_by_text("Sent.", exact=True).first.wait_for()
    expect(told).to_be_hidden()
    assert not [frame for frame in frames if "typing:preview" in frame]
