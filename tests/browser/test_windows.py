"""Chat windows: which give way, what stays over pages, and five tabs of one operator in step."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import SARA, Street
from tests.browser.people import Employee, at_once, picture
from tests.browser.records import Records

OFFICE = "/admin/"


def shown(employee: Employee) -> list[str]:
    """Whose windows stand on this page, from the left."""
    names = employee.windows.evaluate_all(
        "all => all.sort((one, other) => one.getBoundingClientRect().x -"
        " other.getBoundingClientRect().x).map(one => one.getAttribute('aria-label'))"
    )
    return [str(name).removeprefix("Conversation with ") for name in names]


def test_the_window_used_longest_ago_gives_way_and_one_with_a_draft_never(
    street: Street, records: Records
) -> None:
    sara = street.employee(SARA)
    said = [f"Guest number {number}" for number in range(1, 5)]
    for text in said:
        street.guest(text)
    who = [records.where(text).who for text in said]
    expect(sara.windows).to_have_count(4)

    # The first is used again: the second is now the one used longest ago.
    sara.reply(sara.window(who[0])).click()
    sara.reply(sara.window(who[2])).fill("A half sentence for the third")
    sara.answers(sara.window(who[3]), "Hello, fourth")
    street.guest("Guest number 5")
    who.append(records.where("Guest number 5").who)
    expect(sara.window(who[4])).to_be_visible()
    expect(sara.windows).to_have_count(4)
    assert set(shown(sara)) == {who[0], who[2], who[3], who[4]}
    expect(sara.row("Guest #")).to_have_count(5)
    picture(sara.page, "operator-four-windows")

    # With a text in each of them none gives way: the new one stays in Ongoing, and says so.
    for at in (0, 3, 4):
        sara.reply(sara.window(who[at])).fill(f"A text for number {at}")
    street.guest("Guest number 6")
    who.append(records.where("Guest number 6").who)
    expect(sara.row(who[5])).to_have_accessible_name(re.compile("1 unread"))
    assert set(shown(sara)) == {who[0], who[2], who[3], who[4]}
    sara.row(who[5]).click()
    expect(sara.recap.get_by_text("Every window holds a text that isn't sent.")).to_be_visible()

    # Hidden, it stays in Ongoing with its text, and there is a place.
    sara.window(who[0]).get_by_role("button", name="Hide").click()
    expect(sara.window(who[0])).to_be_hidden()
    sara.row(who[5]).click()
    expect(sara.window(who[5]).get_by_text("Guest number 6")).to_be_visible()
    expect(sara.row("Guest #")).to_have_count(6)
    for at in (2, 3, 4):
        sara.reply(sara.window(who[at])).fill("")
    sara.row(who[0]).click()
    expect(sara.reply(sara.window(who[0]))).to_have_value("A text for number 0")


def test_windows_places_drafts_and_what_is_minimised_come_along_from_page_to_page(
    street: Street, records: Records
) -> None:
    sara = street.employee(SARA)
    texts = ("First", "Second", "Third")
    guests = [street.guest(text) for text in texts]
    first, second, third = (records.where(text).who for text in texts)
    expect(sara.windows).to_have_count(3)
    sara.reply(sara.window(first)).fill("Half a")
    sara.window(second).get_by_role("button", name="Minimise").click()
    expect(sara.reply(sara.window(second))).to_be_hidden()
    sara.window(third).get_by_role("button", name="Hide").click()
    places = shown(sara)
    assert set(places) == {first, second}

    def is_as_it_was() -> None:
        expect(sara.windows).to_have_count(2)
        expect(sara.reply(sara.window(first))).to_have_value("Half a")
        expect(sara.reply(sara.window(second))).to_be_hidden()
        assert shown(sara) == places
        expect(sara.row(third)).to_be_visible()

    sara.page.get_by_role("link", name="Conversation history").first.click()
    is_as_it_was()
    sara.page.reload()
    is_as_it_was()
    guests[1].writes("Are you there?")
    sara.goes_to(OFFICE)
    is_as_it_was()
    expect(sara.row(second)).to_have_accessible_name(re.compile("unread"))
    sara.row(second).click()
    expect(sara.window(second).get_by_text("Are you there?")).to_be_visible()
    sara.unfolds_recap()
    sara.recap.get_by_role("button", name=re.compile("^Online Chat")).click()
    sara.goes_to(OFFICE)
    top = sara.recap.get_by_role("button", name=re.compile("^Online Chat"))
    expect(top).to_have_attribute("aria-expanded", "false")
    expect(sara.reply(sara.window(first))).to_have_value("Half a")
    records.hold(*texts, "Are you there?")


def test_five_tabs_that_send_the_same_text_at_once_send_it_once(
    street: Street, records: Records
) -> None:
    sara = street.employee(SARA)
    tabs = [sara, *(sara.opens_tab() for _ in range(4))]
    guest = street.guest("Who of you is it?")
    who = records.where("Who of you is it?").who

    def window(tab: Employee) -> Locator:
        return tab.window(who)

    for tab in tabs:
        expect(window(tab).get_by_text("Who of you is it?")).to_be_visible()

    # What is half written in one is there in all; whichever sends it, it goes out once.
    tabs[0].reply(window(tabs[0])).fill("All of us")
    for tab in tabs[1:]:
        expect(tab.reply(window(tab))).to_have_value("All of us")
    at_once(*(window(tab).get_by_role("button", name="Send", exact=True) for tab in tabs))
    guest.sees("Who of you is it?", "All of us")
    for tab in tabs:
        expect(tab.reply(window(tab))).to_have_value("")
        expect(window(tab).get_by_text("All of us", exact=True)).to_have_count(1)

    records.hold("Who of you is it?", "All of us")
    assert guest.said() == ["Who of you is it?", "All of us"]


def test_what_is_done_in_one_of_five_tabs_is_done_in_all(street: Street, records: Records) -> None:
    sara = street.employee(SARA)
    tabs = [sara, *(sara.opens_tab() for _ in range(4))]
    street.guest("Who of you is it?")
    other = street.guest("And I am another one")
    who, whose = (records.where(text).who for text in ("Who of you is it?", "And I am another one"))
    for tab in tabs:
        expect(tab.window(who)).to_be_visible()
        expect(tab.window(whose)).to_be_visible()

    tabs[1].window(who).get_by_role("button", name="Minimise").click()
    tabs[2].window(whose).get_by_role("button", name="Hide").click()
    for tab in tabs:
        expect(tab.reply(tab.window(who))).to_be_hidden()
        expect(tab.window(whose)).to_be_hidden()
    tabs[3].row(who).click()
    for tab in tabs:
        expect(tab.reply(tab.window(who))).to_be_visible()
    other.writes("Still there?")
    for tab in tabs:
        expect(tab.row(whose)).to_have_accessible_name(re.compile("unread"))
    tabs[4].row(whose).click()
    tabs[4].answers(tabs[4].window(whose), "I am")
    for tab in tabs:
        expect(tab.window(whose).get_by_text("I am", exact=True)).to_have_count(1)
        expect(tab.row(whose)).not_to_have_accessible_name(re.compile("unread"))
    tabs[0].ends(tabs[0].window(who))
    for tab in tabs:
        expect(tab.window(who)).to_be_hidden()
        expect(tab.row(who)).to_have_count(0)
    tabs[2].goes(online=False)
    for tab in tabs:
        expect(tab.recap.get_by_role("switch", name="Online")).to_have_attribute(
            "aria-checked", "false"
        )
    records.hold("Who of you is it?", "And I am another one", "Still there?", "I am")
