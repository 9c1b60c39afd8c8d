"""The team as a supervisor sees it, why somebody is offline, and the desk for everybody's eyes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.configuration import violations
from tests.browser.conftest import MARC, SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.people import picture
from tests.stack.mariadb import MariaDb

GUEST = re.compile(r"^Conversation with Guest #\d+$")
DESK = "online-chat-recap"


def test_a_supervisor_sees_who_has_what_and_takes_over(street: Street) -> None:
    sara = street.employee(SARA)
    guest = street.guest("Who answers me?")
    expect(sara.window(GUEST)).to_be_visible()
    marc = street.employee(MARC)
    marc.recap.get_by_role("tab", name="Team").click()
    team = marc.recap.get_by_role("tabpanel").get_by_role("listitem")
    with_sara = team.filter(has_text="Sara").first
    expect(with_sara).to_contain_text("1 of 10")
    expect(with_sara).to_contain_text(re.compile(r"Guest #\d+"))
    expect(with_sara).to_contain_text("Unanswered")
    picture(marc.page, "supervisor-team")

    # It follows what happens, by itself.
    sara.answers(sara.window(GUEST), "I do.")
    expect(with_sara).to_contain_text("Answered")
    with_sara.get_by_role("button", name="Take over").click()
    expect(marc.window(GUEST)).to_be_visible()
    expect(sara.recap.get_by_text(re.compile("Marc has taken over"))).to_be_visible()
    expect(sara.window(GUEST)).to_be_hidden()
    marc.answers(marc.window(GUEST), "Now I do.")
    guest.sees("Who answers me?", "I do.", "Now I do.")
    expect(team.filter(has_text="Marc").first).to_contain_text("1 of 10")
    expect(team.filter(has_text="Marc").first.get_by_role("button")).to_have_count(0)

    sara.goes(online=False)
    expect(with_sara).to_contain_text("offline")


def test_who_supervises_nobody_sees_names_only(street: Street, merchant: Merchant) -> None:
    marc = street.employee(MARC)
    tab = "ROLE_MOD_TAB_ADMINONLINECHAT"
    with merchant.without_rights(SARA, f"{tab}CONFIG", f"{tab}HISTORY_UPDATE"):
        sara = street.employee(SARA)
        expect(sara.recap.get_by_text("Marc is online")).to_be_visible()
        expect(sara.recap.get_by_role("tab", name="Team")).to_be_hidden()
    expect(marc.recap.get_by_role("tab", name="Team")).to_be_visible()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("away", "no page of the back office was open"), ("silent", "nothing was answered")],
)
def test_who_was_set_offline_reads_why_and_what_to_do(
    street: Street, own_server: MariaDb, reason: str, sentence: str
) -> None:
    sara = street.employee(SARA)
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE ps_onlinechat_operator SET online = 0, reason = %s", (reason,))
    sara.page.reload()
    line = sara.recap.get_by_role("status").filter(has_text=sentence)
    expect(line).to_contain_text("Turn on the switch to go online again.")
    sara.goes(online=True)
    expect(line).to_have_count(0)


def test_every_state_of_the_desk_is_accessible(street: Street) -> None:
    sara, marc = street.employee(SARA), street.employee(MARC)
    for one in (sara, marc):
        # While a window fades in, its colours are others.
        one.page.emulate_media(reduced_motion="reduce")
    guests = [street.guest(f"Question {number}") for number in range(2)]
    operators = [sara, marc]
    for operator in operators:
        expect(operator.window(GUEST)).to_be_visible()
        assert violations(operator.page, DESK) == []
    operator = marc
    operator.answers(operator.window(GUEST), "An answer")
    search = operator.recap.get_by_role("searchbox")
    search.fill("question")
    expect(operator.recap.locator("mark").first).to_be_visible()
    assert violations(operator.page, DESK) == []
    search.fill("nowhere")
    assert violations(operator.page, DESK) == []
    search.fill("")
    operator.recap.get_by_role("tab", name="Team").click()
    expect(operator.recap.get_by_role("button", name="Take over").first).to_be_visible()
    assert violations(operator.page, DESK) == []
    operator.recap.get_by_role("button", name="Settings", exact=True).click()
    assert violations(operator.page, DESK) == []
    operator.page.keyboard.press("Alt+Shift+K")
    assert violations(operator.page, DESK) == []
    operator.page.keyboard.press("Escape")
    operator.page.keyboard.press("Escape")
    operator.window(GUEST).get_by_role("button", name="End the conversation").click()
    assert violations(operator.page, DESK) == []
    operator.page.keyboard.press("Escape")
    operator.ends(operator.window(GUEST))
    operator.shows("Finished")
    operator.row("Guest #").click()
    expect(operator.window(GUEST).get_by_role("button", name="Reopen")).to_be_visible()
    assert violations(operator.page, DESK) == []
    sara.goes(online=False)
    expect(marc.page.get_by_role("button", name="Accept")).to_be_visible()
    assert violations(marc.page, DESK) == []
    assert len(guests) == len(operators)
