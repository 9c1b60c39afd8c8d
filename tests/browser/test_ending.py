"""The end of a chat, from both sides: what is asked, and what is mailed."""

from playwright.sync_api import expect

from tests.browser.conftest import Street
from tests.browser.endings import ADA, JOHN, answered, box, button, over, says, star, stars, window
from tests.browser.merchant import Merchant
from tests.stack.origin import Origin


def test_a_chat_is_rated_by_keyboard_and_the_rating_can_be_changed(
    street: Street, merchant: Merchant
) -> None:
    john, sara = over(street, signed_in=True)
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
    sara.recap.get_by_role("tab", name="Finished conversations").click()
    sara.row(JOHN).click()
    expect(window(sara, signed_in=True).get_by_text("Quick and kind.")).to_be_visible()

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
    field = guest.chat.get_by_role("textbox", name="Your e-mail address")
    expect(button(guest, "E-mail me this chat")).to_be_visible()
    expect(field).to_have_count(0)
    button(guest, "E-mail me this chat").click()
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
    expect(button(john, "E-mail me this chat")).to_be_visible()
    expect(john.chat.get_by_role("textbox", name="Your e-mail address")).to_have_count(0)
    button(john, "E-mail me this chat").click()
    says(john, "The chat is on its way to the address of your account.")
    expect(john.chat.get_by_role("textbox", name="Your e-mail address")).to_have_count(0)
    assert merchant.mails() == ["transcript"]


def test_a_guest_may_leave_an_address(street: Street, merchant: Merchant) -> None:
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
