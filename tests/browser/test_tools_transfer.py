"""A conversation is transferred from the pane, with a note for the colleague."""

from playwright.sync_api import expect

from tests.browser.conftest import INES, MARC, SARA, Street
from tests.browser.tools import JOHN, chats, opens_tools, tool, tools_of


def test_it_is_there_only_while_somebody_else_is_online(street: Street) -> None:
    _, marc = chats(street)
    pane = opens_tools(marc.window(JOHN))
    assert "Transfer" not in tools_of(pane)
    button = pane.get_by_role("button", name="Transfer")

    sara = street.employee(SARA)
    expect(button).to_be_visible()
    button.click()
    expect(pane.get_by_role("radio", name="Sara")).to_be_checked()
    sara.goes(online=False)
    expect(pane.get_by_role("status").filter(has_text="Nobody else is online")).to_be_visible()
    expect(pane.get_by_role("button", name="Transfer the conversation")).to_be_disabled()
    pane.get_by_role("button", name="Back").click()
    expect(button).to_be_hidden()


def test_the_colleague_reads_the_note_and_goes_on(street: Street) -> None:
    john, marc = chats(street)
    sara = street.employee(SARA)
    window = marc.window(JOHN)
    marc.answers(window, "A colleague knows better.")
    pane = tool(window, "Transfer")
    pane.get_by_role("textbox", name="Note for your colleague").fill("He asks about the linen")
    pane.get_by_role("button", name="Transfer the conversation").click()

    expect(pane).to_be_hidden()
    expect(window.get_by_text("Offered to Sara. It stays yours until")).to_be_visible()
    expect(sara.offer(JOHN)).to_contain_text("Marc offers you this conversation")
    expect(sara.offer(JOHN)).to_contain_text("He asks about the linen")
    theirs = sara.accepts(JOHN)
    expect(window).to_be_hidden()
    sara.answers(theirs, "Yes, at 40 degrees.")
    john.sees("Is it washable?", "A colleague knows better.", "Yes, at 40 degrees.")
    expect(john.log).not_to_contain_text("He asks about the linen")


def test_of_several_one_is_chosen_or_whoever_is_free(street: Street, ines: str) -> None:
    _, marc = chats(street, MARC)
    sara, third = street.employee(SARA), street.employee(INES)
    pane = tool(marc.window(JOHN), "Transfer")
    expect(pane.get_by_role("radio")).to_have_count(3)
    expect(pane.get_by_role("radio", name="Whoever is free")).to_be_checked()
    pane.get_by_role("radio", name="Ines").check()
    pane.get_by_role("button", name="Transfer the conversation").click()
    expect(third.offer(JOHN)).to_be_visible()
    expect(sara.offer(JOHN)).to_have_count(0)
    third.offer(JOHN).get_by_role("button", name="Decline").click()
    expect(marc.window(JOHN).get_by_text("Offered to Ines.")).to_be_hidden()

    pane = tool(marc.window(JOHN), "Transfer")
    pane.get_by_role("button", name="Transfer the conversation").click()
    expect(sara.offer(JOHN)).to_contain_text("Marc offers this conversation to everybody")
