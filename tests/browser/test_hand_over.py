"""Conversations that change hands: offered, raced for, handed over, taken over, left behind."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import INES, MARC, SARA, Street
from tests.browser.merchant import Merchant
from tests.browser.passing import Time
from tests.browser.people import at_once, picture
from tests.browser.records import Records

QUESTION = "Who answers me?"
SETTLED = 90_000
"""Milliseconds: for a minute after its start, a sidecar counts nothing as late."""


def test_of_two_who_accept_at_once_exactly_one_gets_it(
    street: Street, records: Records, ines: str
) -> None:
    sara, marc, third = street.employee(SARA), street.employee(MARC), street.employee(INES)
    guest = street.guest(QUESTION)
    # Marc is the first by number.
    assert records.where(QUESTION).operator == "Marc"
    who = records.where(QUESTION).who
    marc.goes(online=False)
    for one in (sara, third):
        expect(one.offer(who)).to_be_visible()
    picture(sara.page, "operator-offer")
    at_once(*(one.offer(who).get_by_role("button", name="Accept") for one in (sara, third)))
    for one in (sara, third):
        expect(one.offer(who)).to_have_count(0)
    winner = records.where(QUESTION).operator
    assert winner in ("Sara", "Ines")
    has, lacks = (sara, third) if winner == "Sara" else (third, sara)
    expect(has.window(who)).to_be_visible()
    expect(lacks.window(who)).to_be_hidden()
    expect(lacks.row(who)).to_have_count(0)
    has.answers(has.window(who), "I do.")
    guest.sees(QUESTION, "I do.")
    records.agree(guest, has.window(who))
    records.hold(QUESTION, "I do.")


def test_what_one_leaves_is_offered_and_a_decline_is_remembered(
    street: Street, records: Records
) -> None:
    sara = street.employee(SARA)
    guest = street.guest(QUESTION)
    who = records.where(QUESTION).who
    expect(sara.window(who)).to_be_visible()
    marc = street.employee(MARC)
    sara.goes(online=False)
    expect(sara.window(who)).to_be_hidden()
    expect(guest.log.locator("[data-author=system]")).not_to_have_count(0)
    marc.offer(who).get_by_role("button", name="Decline").click()
    expect(marc.offer(who)).to_have_count(0)
    marc.page.reload()
    expect(marc.recap).to_be_visible()
    guest.writes("Anybody?")
    guest.is_heard()
    expect(marc.offer(who)).to_have_count(0)
    assert records.where(QUESTION).state == "waiting"

    sara.goes(online=True)
    window = sara.accepts(who)
    sara.answers(window, "I am back.")
    guest.sees(QUESTION, "Anybody?", "I am back.")
    expect(marc.row(who)).to_have_count(0)
    records.agree(guest, window)


@pytest.mark.timeout(240)
def test_a_conversation_is_handed_to_a_colleague_who_declines_lets_it_pass_and_accepts(
    street: Street, records: Records, time: Time
) -> None:
    sara = street.employee(SARA)
    guest = street.guest(QUESTION)
    who = records.where(QUESTION).who
    mine = sara.window(who)
    sara.answers(mine, "I do, at first.")
    marc = street.employee(MARC)

    sara.hands_over(records.where(QUESTION).id, to=records.employee(MARC), note="Wants a discount")
    expect(marc.offer(who)).to_contain_text("Sara offers you this conversation")
    expect(marc.offer(who)).to_contain_text("Wants a discount")
    expect(mine.get_by_text("It stays yours until somebody accepts.")).to_be_visible()
    marc.offer(who).get_by_role("button", name="Decline").click()
    expect(mine.get_by_text("It stays yours until somebody accepts.")).to_be_hidden()
    assert records.where(QUESTION).operator == "Sara"

    sara.hands_over(records.where(QUESTION).id, to=records.employee(MARC))
    expect(marc.offer(who)).to_be_visible()
    time.offers_run_out()
    expect(marc.offer(who)).to_have_count(0, timeout=SETTLED)
    expect(mine.get_by_text("It stays yours until somebody accepts.")).to_be_hidden()
    sara.answers(mine, "Still me.")
    guest.sees("Still me.")

    sara.hands_over(records.where(QUESTION).id, to=records.employee(MARC))
    theirs = marc.accepts(who)
    expect(mine).to_be_hidden()
    expect(
        sara.recap.get_by_text(f"Marc has taken over the conversation with {who}.")
    ).to_be_visible()
    marc.answers(theirs, "Now it is me.")
    guest.sees(QUESTION, "I do, at first.", "Still me.", "Now it is me.")
    records.agree(guest, theirs)
    records.hold(QUESTION, "I do, at first.", "Still me.", "Now it is me.")


def test_who_closes_the_back_office_is_set_offline_and_the_conversations_go_on(
    street: Street, records: Records, time: Time
) -> None:
    sara = street.employee(SARA)
    other = sara.opens_tab()
    guest = street.guest(QUESTION)
    done = street.guest("Just a short question")
    who, whose = (records.where(text).who for text in (QUESTION, "Just a short question"))
    sara.answers(sara.window(whose), "A short answer")
    sara.ends(sara.window(whose))
    marc = street.employee(MARC)

    # One of two tabs is closed: nothing happens.
    other.page.close()
    expect(sara.recap.get_by_role("switch", name="Online")).to_have_attribute(
        "aria-checked", "true"
    )
    expect(marc.offer(who)).to_have_count(0)

    sara.page.close()
    time.passes_for(SARA)
    window = marc.accepts(who)
    marc.answers(window, "Sara has left; I go on.")
    guest.sees(QUESTION, "Sara has left; I go on.")
    assert records.where("Just a short question").state == "archived"
    back = sara.opens_tab()
    expect(back.recap.get_by_role("switch", name="Online")).to_have_attribute(
        "aria-checked", "false"
    )
    expect(
        back.recap.get_by_text("You were set offline: no page of the back office")
    ).to_be_visible()
    expect(back.windows).to_have_count(0)
    expect(back.row("Guest #")).to_have_count(0)
    back.goes(online=True)
    expect(back.recap.get_by_text("You were set offline")).to_be_hidden()
    records.agree(guest, window)
    assert done.said() == ["Just a short question", "A short answer"]


@pytest.mark.timeout(240)
def test_whom_nobody_answers_in_time_the_others_are_offered(
    street: Street, records: Records, merchant: Merchant
) -> None:
    merchant.sets(unanswered_after="PT1S")
    marc, sara = street.employee(MARC), street.employee(SARA)
    guest = street.guest(QUESTION)
    who = records.where(QUESTION).who
    expect(sara.offer(who)).to_be_visible(timeout=SETTLED)
    window = sara.accepts(who)
    sara.answers(window, "Marc seems to be busy.")
    guest.sees(QUESTION, "Marc seems to be busy.")
    expect(marc.window(who)).to_be_hidden()
    expect(marc.row(who)).to_have_count(0)
    records.agree(guest, window)
