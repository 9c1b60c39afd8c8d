"""The end of a chat, from both sides: what is asked and mailed, and who waits in vain."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.people import Customer, Employee, picture
from tests.stack.origin import Origin

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


def test_a_chat_is_rated_by_keyboard_and_the_rating_can_be_changed(
    street: Street, merchant: Merchant
) -> None:
    john, _ = over(street, signed_in=True)
    expect(stars(john)).to_be_visible()
    expect(button(john, "Send rating")).to_have_count(0)
    john.log.focus()
    john.page.keyboard.press("Tab")
    expect(star(john, "1 star")).to_be_focused()
    john.page.keyboard.press("Space")
    for _ in range(3):
        john.page.keyboard.press("ArrowRight")
    expect(star(john, "4 stars")).to_be_checked()
    john.page.keyboard.press("Tab")
    john.page.keyboard.type("Quick and kind.")
    button(john, "Send rating").click()
    says(john, "Thank you! You gave 4 stars.")
    expect(button(john, "Change")).to_be_focused()
    assert merchant.ratings() == [(4, "Quick and kind.")]

    john.page.reload()
    says(john, "Thank you! You gave 4 stars.")
    button(john, "Change").click()
    expect(star(john, "4 stars")).to_be_checked()
    star(john, "5 stars").check()
    button(john, "Send rating").click()
    says(john, "Thank you! You gave 5 stars.")
    assert merchant.ratings() == [(5, "Quick and kind.")]


def test_who_skips_the_question_is_not_asked_again(street: Street, merchant: Merchant) -> None:
    guest, _ = over(street)
    button(guest, "Skip").click()
    expect(stars(guest)).to_have_count(0)
    expect(box(guest)).to_be_focused()
    guest.page.reload()
    expect(button(guest, "E-mail me this chat")).to_be_visible()
    expect(stars(guest)).to_have_count(0)
    assert merchant.ratings() == []


def test_who_writes_again_is_not_asked_and_later_may_still_be(street: Street) -> None:
    guest, sara = over(street)
    expect(stars(guest)).to_be_visible()
    guest.writes("One more thing")
    expect(stars(guest)).to_have_count(0)
    guest.page.get_by_role("button", name="End chat", exact=True).click()
    question = guest.page.get_by_role("alertdialog", name="End the chat?")
    question.get_by_role("button", name="End chat").click()
    expect(stars(guest)).to_be_visible()
    expect(window(sara).get_by_role("button", name="Reopen")).to_be_visible()


def test_nothing_is_asked_where_nobody_answered_or_the_merchant_does_not_want_it(
    street: Street, merchant: Merchant
) -> None:
    merchant.sets(rating=False, transcript=False)
    guest, _ = over(street)
    other = street.customer()
    other.goes_to("/en/")
    other.opens_chat()
    other.writes("Hello?")
    other.page.get_by_role("button", name="End chat", exact=True).click()
    question = other.page.get_by_role("alertdialog", name="End the chat?")
    question.get_by_role("button", name="End chat").click()
    for one in (guest, other):
        expect(one.chat.get_by_text("This chat has ended.")).to_be_visible()
        expect(one.chat.locator(".question:visible")).to_have_count(0)


def test_a_guest_gets_the_chat_by_e_mail_once(street: Street, merchant: Merchant) -> None:
    guest, _ = over(street)
    button(guest, "E-mail me this chat").click()
    field = guest.chat.get_by_role("textbox", name="Your e-mail address")
    expect(field).to_be_focused()
    field.fill("ada@example")
    field.press("Enter")
    expect(field).to_have_accessible_description("Please check this e-mail address.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert merchant.mails() == []
    field.fill(f" {ADA} ")
    field.press("Enter")
    says(guest, "The chat is on its way to your e-mail address.")
    expect(box(guest)).to_be_focused()
    assert merchant.mails() == ["transcript"]
    guest.page.reload()
    expect(stars(guest)).to_be_visible()
    expect(button(guest, "E-mail me this chat")).to_have_count(0)


def test_a_customer_s_goes_to_the_account_without_a_field(
    street: Street, merchant: Merchant
) -> None:
    john, _ = over(street, signed_in=True)
    button(john, "E-mail me this chat").click()
    says(john, "The chat is on its way to the address of your account.")
    expect(john.chat.get_by_role("textbox", name="Your e-mail address")).to_have_count(0)
    assert merchant.mails() == ["transcript"]


def test_a_guest_may_leave_an_address_and_the_operator_sees_it(
    street: Street, merchant: Merchant
) -> None:
    merchant.sets(ask_email=True)
    guest, _ = answered(street)
    field = guest.chat.get_by_role("textbox", name="Your e-mail address")
    expect(field).to_be_visible()
    field.fill("ada\u00a0@example.org")
    button(guest, "Save address").click()
    expect(field).to_have_accessible_description("Please check this e-mail address.")
    field.fill(ADA)
    button(guest, "Save address").click()
    says(guest, "Thank you. If you leave, our answer comes by e-mail.")
    assert merchant.addresses() == [ADA]
    guest.page.reload()
    guest.sees("Is it in stock?", "Yes.")
    expect(field).to_have_count(0)


def test_who_leaves_no_address_is_not_asked_again(street: Street, merchant: Merchant) -> None:
    merchant.sets(ask_email=True)
    guest, _ = answered(street)
    field = guest.chat.get_by_role("textbox", name="Your e-mail address")
    expect(field).to_be_visible()
    button(guest, "No, thanks").click()
    expect(field).to_have_count(0)
    expect(box(guest)).to_be_focused()
    guest.page.reload()
    guest.sees("Is it in stock?", "Yes.")
    expect(field).to_have_count(0)
    guest.writes("Thanks.")
    guest.sees("Thanks.")
    expect(field).to_have_count(0)


def test_customers_are_not_asked_for_an_address(street: Street, merchant: Merchant) -> None:
    merchant.sets(ask_email=True)
    john, _ = answered(street, signed_in=True)
    expect(john.chat.get_by_role("textbox", name="Your e-mail address")).to_have_count(0)


def test_after_signing_out_nothing_of_it_is_left(street: Street, merchant: Merchant) -> None:
    john, _ = over(street, signed_in=True)
    star(john, "2 stars").check()
    john.chat.get_by_role("textbox", name="Anything you would like to add?").fill("Rude!")
    other_tab = john.context.new_page()
    other_tab.goto("/?mylogout=")
    john.page.bring_to_front()
    john.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(john.page.locator("online-chat .question:visible")).to_have_count(0)
    john.page.reload()
    john.opens_chat()
    expect(john.page.locator("online-chat .question")).to_have_count(0)
    kept = john.page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "Rude" not in kept
    assert '"questions"' not in kept
    assert merchant.ratings() == []


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


def test_the_questions_work_under_a_strict_content_security_policy(
    street: Street, merchant: Merchant, origin: Origin
) -> None:
    origin.shop.content_security_policy("default-src 'self'")
    try:
        blocked: list[str] = []
        guest, sara = answered(street)
        guest.page.on(
            "console",
            lambda line: blocked.append(line.text) if "Content Security" in line.text else None,
        )
        guest.page.reload()
        sara.ends(window(sara))
        star(guest, "3 stars").check()
        button(guest, "Send rating").click()
        says(guest, "Thank you! You gave 3 stars.")
        assert blocked == []
        assert merchant.ratings() == [(3, "")]
    finally:
        origin.shop.content_security_policy("")


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
