"""A laptop sleeps, clocks are set, a right goes, a page comes back: the desk is as it should be."""

import re

from playwright.sync_api import WebSocketRoute, expect

from tests.browser import senses
from tests.browser.conftest import SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.people import Customer, Employee, said_in

GUEST = re.compile(r"^Conversation with Guest #\d+$")
HOUR = 3_600_000


class Line:
    """The sockets of an employee's pages; they can go dead without a word."""

    def __init__(self, employee: Employee) -> None:
        self.opened = 0
        self._dead: set[WebSocketRoute] = set()
        self._open: list[WebSocketRoute] = []
        employee.context.route_web_socket(re.compile("/oc/socket.io"), self._connect)

    def _connect(self, page: WebSocketRoute) -> None:
        self.opened += 1
        self._open.append(page)
        server = page.connect_to_server()
        page.on_message(lambda said: None if page in self._dead else server.send(said))
        server.on_message(lambda said: None if page in self._dead else page.send(said))

    def goes_dead(self) -> None:
        """Nothing comes through the sockets that are open, and nobody is told."""
        self._dead.update(self._open)

    def breaks(self) -> None:
        """They close."""
        for page in self._open:
            page.close()
        self._open.clear()


def talk(street: Street, *scripts: str) -> tuple[Employee, Customer, Line]:
    """Sara and a guest who have just begun."""
    sara = street.employee(SARA)
    line = Line(sara)
    for script in scripts:
        sara.context.add_init_script(script)
    sara.page.reload()
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Before")
    window = sara.window(GUEST)
    sara.answers(window, "Also before")
    guest.sees("Before", "Also before")
    return sara, guest, line


def test_after_a_sleep_a_dead_line_is_noticed_at_once(street: Street) -> None:
    sara, guest, line = talk(street, senses.CLOCK)
    window = sara.window(GUEST)
    line.goes_dead()
    guest.writes("While you slept")
    sara.page.evaluate("window.ahead = 10 * 60_000")
    # Without a look at the line it would take the 45 seconds of a missing ping.
    expect(window.get_by_text("While you slept")).to_be_visible(timeout=12_000)
    sara.answers(window, "Good morning")
    guest.sees("Before", "Also before", "While you slept", "Good morning")
    assert line.opened == 2


def test_a_clock_that_is_set_changes_no_duration_and_holds_nothing_up(street: Street) -> None:
    for hours in (1, -1):
        sara, guest, line = talk(street, senses.CLOCK)
        window = sara.window(GUEST)
        guest.writes("How long does it take?")
        row = sara.row("Guest #")
        expect(row.get_by_text(re.compile(r"Waiting for you · \d+ sec"))).to_be_visible()
        sara.page.evaluate("ahead => { window.ahead = ahead; }", hours * HOUR)
        line.breaks()
        sara.answers(window, "Three days.")
        guest.sees("Before", "Also before", "How long does it take?", "Three days.")
        expect(row.get_by_text(re.compile(r"Waiting for the visitor · \d+ sec"))).to_be_visible()
        guest.writes("Thanks")
        expect(row.get_by_text(re.compile(r"Waiting for you · \d+ sec"))).to_be_visible()
        sara.ends(window)
        sara.goes(online=False)
        sara.leaves()
        guest.leaves()


def test_a_wrong_clock_shows_right_waiting_times(street: Street) -> None:
    slow = senses.CLOCK + f"window.ahead = -{HOUR};"
    sara, guest, _ = talk(street, slow)
    guest.writes("How long?")
    row = sara.row("Guest #")
    expect(row.get_by_text(re.compile(r"Waiting for you · [1-9]\d* sec"))).to_be_visible()


def test_who_may_no_longer_answer_is_told_and_finds_the_draft_again(
    street: Street, merchant: Merchant
) -> None:
    sara, _guest, line = talk(street)
    reply = sara.window(GUEST).get_by_role("textbox", name="Reply")
    reply.fill("Half a sen")
    with merchant.without_rights(SARA, "ROLE_MOD_TAB_ADMINONLINECHATHISTORY"):
        line.breaks()
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
    sara, guest, line = talk(street)
    window = sara.window(GUEST)
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    guest.writes("While you were on another page")
    expect(guest.log.locator("[data-state=waiting]")).to_have_count(0)
    assert "While you were on another page" not in said_in(window)
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(window.get_by_text("While you were on another page")).to_be_visible()
    assert line.opened == 2

    # Somebody else has signed in meanwhile: the desk is not theirs.
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    other = sara.context.new_page()
    other.goto("/admin/index.php?logout")
    sara.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(sara.recap).to_have_count(0)
