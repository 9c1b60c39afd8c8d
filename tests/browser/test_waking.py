"""A laptop sleeps, clocks are set, a right goes, a page comes back: the desk is as it should be."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import senses
from tests.browser.conftest import SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.people import Customer, Employee, said_in

GUEST = re.compile(r"^Conversation with Guest #\d+$")
HOUR = 3_600_000


def talk(street: Street, *scripts: str) -> tuple[Employee, Customer]:
    """Sara, whose network can be cut, and a guest; they have just begun."""
    sara = street.employee(SARA, cuttable=True)
    for script in scripts:
        sara.context.add_init_script(script)
    sara.page.reload()
    guest = street.guest("Before")
    sara.answers(sara.window(GUEST), "Also before")
    guest.sees("Before", "Also before")
    return sara, guest


def breaks(employee: Employee) -> None:
    """Every connection closes; there are new ones at once."""
    assert employee.network
    employee.network.cut()
    employee.network.mend()


def test_after_a_sleep_a_dead_line_is_noticed_at_once(street: Street) -> None:
    sara, guest = talk(street, senses.CLOCK)
    window = sara.window(GUEST)
    assert sara.network
    sara.network.falls_silent()
    guest.writes("While you slept")
    guest.is_heard()
    sara.network.mend()
    sara.page.evaluate("window.ahead = 10 * 60_000")
    # Without a look at the line it would take the 45 seconds of a missing ping.
    expect(window.get_by_text("While you slept")).to_be_visible(timeout=12_000)
    sara.answers(window, "Good morning")
    guest.sees("Before", "Also before", "While you slept", "Good morning")


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_set_changes_no_duration_and_holds_nothing_up(
    street: Street, hours: int
) -> None:
    sara, guest = talk(street, senses.CLOCK)
    guest.writes("How long does it take?")
    row = sara.row("Guest #")
    expect(row.get_by_text(re.compile(r"Waiting for you · \d+ sec"))).to_be_visible()
    sara.page.evaluate("ahead => { window.ahead = ahead; }", hours * HOUR)
    breaks(sara)
    sara.answers(sara.window(GUEST), "Three days.")
    guest.sees("Before", "Also before", "How long does it take?", "Three days.")
    expect(row.get_by_text(re.compile(r"Waiting for the visitor · \d+ sec"))).to_be_visible()
    guest.writes("Thanks")
    expect(row.get_by_text(re.compile(r"Waiting for you · \d+ sec"))).to_be_visible()


def test_a_wrong_clock_shows_right_waiting_times(street: Street) -> None:
    slow = senses.CLOCK + f"window.ahead = -{HOUR};"
    sara, guest = talk(street, slow)
    guest.writes("How long?")
    row = sara.row("Guest #")
    expect(row.get_by_text(re.compile(r"Waiting for you · [1-9]\d* sec"))).to_be_visible()


def test_who_may_no_longer_answer_is_told_and_finds_the_draft_again(
    street: Street, merchant: Merchant
) -> None:
    sara, _ = talk(street)
    reply = sara.window(GUEST).get_by_role("textbox", name="Reply")
    reply.fill("Half a sen")
    with merchant.without_rights(SARA, "ROLE_MOD_TAB_ADMINONLINECHATHISTORY"):
        breaks(sara)
        told = sara.page.get_by_role("status").filter(has_text="Online Chat is closed")
        expect(told).to_be_visible()
        expect(sara.recap).to_have_count(0)
        told.get_by_role("button", name="Close this notice").click()
        expect(told).to_have_count(0)
        sara.page.reload()
        expect(sara.page.get_by_role("link", name="Sign out")).to_be_visible()
        expect(sara.recap).to_have_count(0)
    sara.page.reload()
    expect(sara.recap).to_be_visible()
    sara.row("Guest #").click()
    expect(reply).to_have_value("Half a sen")


def test_a_page_that_the_browser_put_away_comes_back_with_all_that_was_said(
    street: Street,
) -> None:
    sara, guest = talk(street)
    window = sara.window(GUEST)
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    guest.writes("While you were on another page")
    guest.is_heard()
    assert "While you were on another page" not in said_in(window)
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(window.get_by_text("While you were on another page")).to_be_visible()

    # Somebody else has signed in meanwhile: the desk is not theirs.
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    other = sara.context.new_page()
    other.goto("/admin/index.php?logout")
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(sara.recap).to_have_count(0)
