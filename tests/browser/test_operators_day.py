"""The operators' day: two of them, four visitors at once, from the first hello to the history."""

import re

from playwright.sync_api import expect

from sidecar.configuration.hours import DAYS
from tests.browser.conftest import MARC, SARA, Street, wait_until
from tests.browser.merchant import Merchant
from tests.browser.records import Records
from tests.stack.origin import Origin


def test_from_the_first_hello_to_the_history(street: Street, records: Records) -> None:
    marc, sara = street.employee(MARC), street.employee(SARA)
    questions = {
        "john": "Is the apron machine washable?",
        "ada": "Do you ship to Corsica?",
        "ben": "Are you open on Sunday?",
        "cleo": "Where is my parcel?",
    }
    john = street.john(questions["john"])
    ada = street.guest(questions["ada"])
    ben = street.guest(questions["ben"], phone=True)
    cleo = street.guest(questions["cleo"])
    people = {"john": john, "ada": ada, "ben": ben, "cleo": cleo}
    who = {name: records.where(said).who for name, said in questions.items()}

    # Each goes to whoever has the most room, and nobody else sees it.
    assert [records.where(said).operator for said in questions.values()] == [
        "Marc",
        "Sara",
        "Marc",
        "Sara",
    ]
    assert who["john"] == "John DOE (#2)"
    for operator, own in ((marc, ("john", "ben")), (sara, ("ada", "cleo"))):
        expect(operator.windows).to_have_count(2)
        for name in own:
            expect(operator.window(who[name])).to_be_visible()
            expect(operator.row(who[name])).to_be_visible()
        expect(
            operator.recap.get_by_role("button", name=re.compile(r"^(John|Guest #)"))
        ).to_have_count(2)

    # Everybody gets an answer, and reads only what is theirs.
    answers = {name: f"An answer to {name}" for name in people}
    for operator, own in ((marc, ("john", "ben")), (sara, ("ada", "cleo"))):
        for name in own:
            operator.answers(operator.window(who[name]), answers[name])
    for name, person in people.items():
        person.sees(questions[name], answers[name])
        assert person.said() == [questions[name], answers[name]]

    # What is unread is counted on either side, and no longer once it is looked at.
    sara.window(who["cleo"]).get_by_role("button", name="Minimise").click()
    cleo.writes("It should have come on Monday.")
    cleo.writes("I am worried.")
    expect(sara.row(who["cleo"])).to_have_accessible_name(re.compile("2 unread"))
    sara.row(who["cleo"]).click()
    expect(sara.window(who["cleo"]).get_by_text("I am worried.")).to_be_visible()
    expect(sara.row(who["cleo"])).not_to_have_accessible_name(re.compile("unread"))
    ben.page.get_by_role("button", name="Minimise chat").click()
    marc.answers(marc.window(who["ben"]), "From ten to four.")
    marc.answers(marc.window(who["ben"]), "Not in August.")
    ben.page.get_by_role("button", name="Open chat, 2 unread").click()
    ben.sees("From ten to four.", "Not in August.")

    # Ended, reopened by the operator while the customer is there, and by a message.
    marc.ends(marc.window(who["john"]))
    expect(marc.row(who["john"])).to_have_count(0)
    marc.shows("Finished")
    marc.row(who["john"]).click()
    over = marc.window(who["john"])
    expect(marc.reply(over)).to_be_hidden()
    over.get_by_role("button", name="Reopen").click()
    marc.answers(over, "One thing I forgot: wash it cold.")
    john.sees("One thing I forgot: wash it cold.")
    sara.ends(sara.window(who["ada"]))
    expect(sara.window(who["ada"])).to_be_hidden()
    ada.writes("And to Réunion? 🏝️")
    expect(sara.window(who["ada"]).get_by_text("And to Réunion? 🏝️")).to_be_visible()
    sara.answers(sara.window(who["ada"]), "There, too.")
    ada.sees("And to Réunion? 🏝️", "There, too.")
    for name, person in people.items():
        records.agree(person, (marc if name in ("john", "ben") else sara).window(who[name]))

    # Sara goes home: what she finished is in the history; the others stay with Marc.
    sara.ends(sara.window(who["ada"]))
    sara.ends(sara.window(who["cleo"]))
    sara.shows("Finished")
    expect(sara.row("Guest #")).to_have_count(2)
    sara.goes(online=False)
    expect(sara.row("Guest #")).to_have_count(0)
    states = {name: records.where(said).state for name, said in questions.items()}
    assert states == {"john": "ongoing", "ada": "archived", "ben": "ongoing", "cleo": "archived"}
    sara.page.get_by_role("link", name="Conversation history").first.click()
    table = sara.page.get_by_role("table", name="Conversations")
    expect(table.get_by_text("I am worried.")).to_be_visible()
    expect(table.get_by_text("And to Réunion? 🏝️")).to_be_visible()
    expect(table.get_by_text(questions["john"])).to_have_count(0)

    # Whoever writes again after that begins anew, with whoever is there.
    cleo.writes("Found it, thank you!")
    expect(marc.window(who["cleo"]).get_by_text("Found it, thank you!")).to_be_visible()
    assert records.where("Found it, thank you!").operator == "Marc"
    assert records.where("Found it, thank you!").id != records.where(questions["cleo"]).id
    records.hold(
        *questions.values(),
        *answers.values(),
        "It should have come on Monday.",
        "I am worried.",
        "From ten to four.",
        "Not in August.",
        "One thing I forgot: wash it cold.",
        "And to Réunion? 🏝️",
        "There, too.",
        "Found it, thank you!",
    )


def test_when_both_are_full_there_is_the_form_and_then_the_chat_again(
    street: Street, origin: Origin, merchant: Merchant, records: Records
) -> None:
    merchant.sets(most_at_once=1)
    marc, sara = street.employee(MARC), street.employee(SARA)
    street.guest("One for Marc")
    street.guest("One for Sara")
    assert records.where("One for Marc").operator == "Marc"
    assert records.where("One for Sara").operator == "Sara"
    third = street.customer()
    wait_until("offline", origin)
    third.goes_to("/en/")
    expect(third.page.locator("online-chat")).to_have_attribute("data-state", "offline")
    third.opens_form()
    expect(marc.row("Guest #")).to_have_count(1)

    sara.ends(sara.window(records.where("One for Sara").who))
    wait_until("online", origin)
    third.goes_to("/en/")
    expect(third.page.locator("online-chat")).to_have_attribute("data-state", "online")
    # What was open stays open, and is the chat again.
    third.writes("Now there is room")
    third.is_heard()
    assert records.where("Now there is room").operator == "Sara"
    expect(sara.window(records.where("Now there is room").who)).to_be_visible()
    expect(marc.windows).to_have_count(1)


def test_the_chat_keeps_business_hours_whoever_is_online(
    street: Street, merchant: Merchant
) -> None:
    sara = street.employee(SARA)
    visitor = street.customer()
    visitor.goes_to("/en/")
    widget = visitor.page.locator("online-chat")
    expect(widget).to_have_attribute("data-state", "online")
    closed = {"on": True, "week": {}, "exceptions": {}}
    merchant.sets(hours=closed)
    visitor.goes_to("/en/")
    expect(widget).to_have_attribute("data-state", "offline")
    visitor.opens_form()
    expect(sara.recap.get_by_text("Outside business hours.")).to_be_visible()
    always = [["00:00:00", "00:00:00"]]
    week = dict.fromkeys(DAYS, always)
    merchant.sets(hours=closed | {"week": week})
    visitor.goes_to("/en/")
    expect(widget).to_have_attribute("data-state", "online")
    expect(sara.recap.get_by_text("Outside business hours.")).to_be_hidden()
