"""What calls an operator: sounds, notifications, the title; and the keys that answer."""

import re
from itertools import pairwise

from playwright.sync_api import Locator, expect

from tests.browser import senses
from tests.browser.conftest import MARC, SARA, Street
from tests.browser.people import Employee, picture
from tests.browser.waiting import until

GUEST = re.compile(r"^Conversation with Guest #\d+$")
QUIET = 4_500
"""Milliseconds after which a new conversation would have rung once more."""
APART = 1_200
"""Milliseconds that lie at least between two rings, in whichever tabs they are."""
ENOUGH = 3


def operator(street: Street, *scripts: str, email: str = SARA, deaf: bool = False) -> Employee:
    """Somebody online, with ears."""
    sara = street.employee(email)
    senses.listen(sara, deaf=deaf)
    for script in (senses.ELSEWHERE, *scripts):
        sara.context.add_init_script(script)
    sara.page.reload()
    expect(sara.recap).to_be_visible()
    expect(sara.recap.get_by_role("switch", name="Online")).to_have_attribute(
        "aria-checked", "true"
    )
    return sara


def settings(employee: Employee) -> Locator:
    """The recap's own settings, open."""
    employee.unfolds_recap()
    panel = employee.recap.get_by_role("dialog", name="Settings")
    if not panel.is_visible():
        employee.recap.get_by_role("button", name="Settings", exact=True).click()
    expect(panel).to_be_visible()
    return panel


def test_a_new_conversation_rings_in_one_tab_until_somebody_looks(street: Street) -> None:
    sara = operator(street)
    other = sara.opens_tab().page
    for page in (sara.page, other):
        senses.look_elsewhere(page)
    guest = street.guest("Is anybody there?")
    sara.page.wait_for_function("document.title.includes('New message')")
    expect(sara.window(GUEST)).to_be_visible()
    tabs = (sara.page, other)
    until(lambda: len(senses.rings(*tabs)) >= ENOUGH, what="three rings")
    heard = senses.rings(*tabs)
    assert all(later - earlier > APART for earlier, later in pairwise(heard)), heard
    senses.look_again(sara.page)
    expect(sara.row("Guest #")).not_to_have_accessible_name(re.compile("new"))
    rung = senses.rings(*tabs)
    sara.page.wait_for_timeout(QUIET)
    assert senses.rings(*tabs) == rung
    expect(sara.page).not_to_have_title(re.compile("New message"))

    # What comes later sounds once, in one of the tabs.
    senses.look_elsewhere(sara.page)
    guest.writes("Hello?")
    sara.page.wait_for_function("document.title.includes('New message')")
    sara.page.wait_for_timeout(1_000)
    assert len(senses.chimes(*tabs)) == 1


def test_ringing_and_sounds_are_muted_one_by_one_in_every_tab(street: Street) -> None:
    sara = operator(street)
    other = sara.opens_tab().page
    panel = settings(sara)
    panel.get_by_role("switch", name="New conversations ring").click()
    expect(panel.get_by_role("switch", name="New conversations ring")).not_to_be_checked()
    picture(sara.page, "operator-settings")
    panel.get_by_role("button", name="Close the settings").click()
    for page in (sara.page, other):
        senses.look_elsewhere(page)
    guest = street.guest("Quietly")
    expect(sara.window(GUEST)).to_be_visible()
    senses.look_again(sara.page)
    expect(sara.row("Guest #")).not_to_have_accessible_name(re.compile("new"))
    sara.answers(sara.window(GUEST), "Yes?")
    senses.look_elsewhere(sara.page)
    guest.writes("One sound")
    sara.page.wait_for_function("document.title.includes('New message')")
    sara.page.wait_for_timeout(1_000)
    assert senses.rings(sara.page, other) == []
    assert len(senses.chimes(sara.page, other)) == 1

    panel = settings(sara)
    panel.get_by_role("switch", name="New messages sound").click()
    # It is kept for the next page.
    sara.page.reload()
    panel = settings(sara)
    for name in ("New conversations ring", "New messages sound"):
        expect(panel.get_by_role("switch", name=name)).not_to_be_checked()
    panel.get_by_role("button", name="Listen").click()
    until(lambda: senses.chimes(sara.page), what="the sample")


def test_where_the_browser_lets_nothing_out_a_button_says_so(street: Street) -> None:
    sara = operator(street, deaf=True)
    enable = sara.recap.get_by_role("button", name="Enable sound")
    expect(enable).to_be_visible()
    street.guest("Unheard")
    expect(sara.window(GUEST)).to_be_visible()
    assert senses.rings(sara.page) == []
    enable.click()
    expect(enable).to_be_hidden()
    street.guest("Heard")
    expect(sara.window(GUEST)).to_have_count(2)
    until(lambda: senses.rings(sara.page), what="a ring")


def test_notifications_on_request_come_once_and_lead_to_the_window(street: Street) -> None:
    sara = operator(street, senses.NOTICES)
    sara.context.grant_permissions(["notifications"])
    other = sara.opens_tab().page
    guest = street.guest("Before it was asked for")
    expect(sara.window(GUEST)).to_be_visible()
    sara.answers(sara.window(GUEST), "I am here.")
    panel = settings(sara)
    panel.get_by_role("switch", name="Show them while I am elsewhere").click()
    expect(panel.get_by_role("switch", name="Show them while I am elsewhere")).to_be_checked()
    panel.get_by_role("button", name="Close the settings").click()
    guest.writes("Seen in the window")
    expect(sara.window(GUEST).get_by_text("Seen in the window")).to_be_visible()
    sara.window(GUEST).get_by_role("button", name="Hide").click()
    for page in (sara.page, other):
        senses.look_elsewhere(page)
    guest.writes("Are you still there? " + "It is long. " * 30)
    shown = "notices.map(({title, body}) => [title, body])"
    pages = (sara.page, other)
    sara.page.wait_for_function("document.title.includes('New message')")
    sara.page.wait_for_timeout(1_500)
    notices = [notice for page in pages for notice in page.evaluate(shown)]
    assert len(notices) == 1
    assert re.fullmatch(r"Guest #\d+", notices[0][0])
    assert notices[0][1].startswith("Are you still there? It is long.")
    assert notices[0][1].endswith("…")
    assert len(notices[0][1]) <= 120

    where = next(page for page in pages if page.evaluate("notices.length"))
    senses.look_again(where)
    where.evaluate("notices[0].notice.onclick()")
    window = where.get_by_role("region", name=GUEST)
    expect(window.get_by_role("textbox", name="Reply")).to_be_focused()

    # Without the text, for screens that others can see.
    panel = settings(sara)
    panel.get_by_role("switch", name="With what was written").click()
    for page in pages:
        senses.look_elsewhere(page)
    window.get_by_role("button", name="Hide").click()
    guest.writes("A secret")
    sara.page.wait_for_timeout(1_500)
    texts = [notice[1] for page in pages for notice in page.evaluate(shown)]
    assert len(texts) == 2
    assert "New message" in texts
    assert not any("secret" in text for text in texts)


def test_without_a_secure_context_notifications_are_not_offered(street: Street) -> None:
    sara = operator(
        street, "Object.defineProperty(window, 'isSecureContext', { get: () => false });"
    )
    panel = settings(sara)
    expect(panel.get_by_role("switch", name="Keyboard shortcuts")).to_be_visible()
    expect(panel.get_by_role("switch", name="Show them while I am elsewhere")).to_be_hidden()


def test_a_conversation_from_the_first_hello_to_the_end_by_keys_alone(street: Street) -> None:
    sara = operator(street)
    keys = sara.page.keyboard
    guest = street.guest("One")
    street.guest("Two")
    expect(sara.page.get_by_role("region", name=GUEST)).to_have_count(2)
    first = sara.page.get_by_role("region", name=GUEST).filter(has_text="One")
    second = sara.page.get_by_role("region", name=GUEST).filter(has_text="Two")
    search = sara.page.get_by_role("searchbox", name="Search conversations")

    keys.press("Alt+Shift+N")
    expect(first.get_by_role("textbox", name="Reply")).to_be_focused()
    keys.press("Alt+Shift+N")
    expect(second.get_by_role("textbox", name="Reply")).to_be_focused()
    keys.press("Alt+Shift+P")
    keys.type("Hello")
    keys.press("Enter")
    guest.sees("One", "Hello")
    keys.press("Alt+Shift+H")
    expect(first).to_be_hidden()
    guest.writes("Three")
    expect(sara.row("Guest #").filter(has_text="Three")).to_have_accessible_name(
        re.compile("unread")
    )
    keys.press("Alt+Shift+U")
    expect(first.get_by_role("textbox", name="Reply")).to_be_focused()
    keys.press("Alt+Shift+D")
    expect(first.get_by_role("textbox", name="Reply")).to_be_hidden()
    keys.press("Alt+Shift+R")
    expect(first.get_by_role("textbox", name="Reply")).to_be_focused()
    keys.press("Alt+Shift+E")
    question = sara.page.get_by_role("alertdialog", name="End the conversation?")
    expect(question).to_be_visible()
    keys.press("Escape")
    expect(question).to_be_hidden()
    keys.press("Alt+Shift+S")
    expect(search).to_be_focused()
    keys.press("Alt+Shift+C")
    expect(search).to_be_hidden()
    keys.press("Alt+Shift+O")
    expect(sara.page.get_by_role("button", name=re.compile("^Online Chat")).first).to_be_visible()
    keys.press("Alt+Shift+C")
    expect(sara.recap.get_by_role("switch", name="Online")).not_to_be_checked()


def test_the_help_lists_the_keys_and_gives_the_focus_back(street: Street) -> None:
    sara = operator(street)
    street.guest("Hello")
    reply = sara.window(GUEST).get_by_role("textbox", name="Reply")
    reply.click()
    keys = sara.page.keyboard
    keys.press("?")
    expect(reply).to_have_value("?")
    keys.press("Alt+Shift+K")
    help_ = sara.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_.get_by_role("listitem")).to_have_count(14)
    picture(sara.page, "operator-shortcuts")
    keys.press("Escape")
    expect(help_).to_be_hidden()
    expect(reply).to_be_focused()
    sara.row("Guest #").focus()
    keys.press("?")
    expect(help_).to_be_visible()
    keys.press("Escape")

    # Switched off they do nothing, and the page has its keys for itself.
    panel = settings(sara)
    panel.get_by_role("switch", name="Keyboard shortcuts").click()
    keys.press("Escape")
    keys.press("Alt+Shift+K")
    expect(help_).to_be_hidden()


def test_keys_never_disturb_whoever_types_in_the_page(street: Street) -> None:
    marc = operator(street, email=MARC)
    marc.page.get_by_role("link", name="Configuration").first.click()
    marc.page.get_by_role("tab", name="Configuration", exact=True).click()
    field = marc.page.get_by_role("textbox", name="Operator name")
    field.fill("")
    field.press_sequentially("Ursula? Nora, Rita & Karl")
    expect(field).to_have_value("Ursula? Nora, Rita & Karl")
    expect(field).to_be_focused()
