"""What an operator reads: what is new, what is older, what was said where, how it was liked."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, expect

from tests.browser.conftest import SARA, Street
from tests.browser.people import picture
from tests.stack.mariadb import MariaDb

GUEST = re.compile(r"^Conversation with Guest #\d+$")


def add_messages(server: MariaDb, count: int, text: str) -> None:
    """So many more messages of the visitor in the only conversation there is, an hour ago."""
    at = datetime.now(UTC) - timedelta(hours=1)
    with server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id_conversation, last_seq FROM ps_onlinechat_conversation")
        ((number, last),) = cursor.fetchall()
        cursor.executemany(
            "INSERT INTO ps_onlinechat_message"
            " (id_conversation, seq, client_id, author, body, sent_at)"
            " VALUES (%s, %s, %s, 'visitor', %s, %s)",
            [
                (number, last + at_, f"{at_:026}", f"{text} {at_}", at)
                for at_ in range(1, count + 1)
            ],
        )
        cursor.execute("UPDATE ps_onlinechat_conversation SET last_seq = %s", (last + count,))


def is_in_sight(locator: Locator) -> bool:
    """Whether it lies within its log."""
    return bool(
        locator.evaluate(
            """element => {
                const log = element.closest("[role=log]").getBoundingClientRect();
                const own = element.getBoundingClientRect();
                return own.top >= log.top - 1 && own.bottom <= log.bottom + 1;
            }"""
        )
    )


def test_a_window_opens_at_the_first_unread_message_and_a_button_leads_down(
    street: Street, own_server: MariaDb
) -> None:
    sara = street.employee(SARA)
    street.guest("The first one")
    window = sara.window(GUEST)
    sara.answers(window, "I am listening.")
    expect(window.locator("[data-state=seen], [data-state=sent]").last).to_be_visible()
    window.get_by_role("button", name="Hide").click()
    add_messages(own_server, 40, "Unread")
    sara.page.reload()
    row = sara.row("Guest #")
    expect(row).to_have_accessible_name(re.compile("40 unread"))
    row.click()

    log = window.get_by_role("log")
    expect(log.get_by_text("New", exact=True)).to_be_visible()
    expect(log.get_by_text("Unread 1", exact=True)).to_be_visible()
    assert is_in_sight(log.get_by_text("New", exact=True))
    assert is_in_sight(log.get_by_text("Unread 1", exact=True))
    assert not is_in_sight(log.get_by_text("Unread 40", exact=True))
    # What was not in sight does not count as read.
    expect(row).to_have_accessible_name(re.compile("40 unread"))
    picture(sara.page, "operator-unread")

    window.get_by_role("button", name="40 new messages").click()
    expect(row).not_to_have_accessible_name(re.compile("unread"))
    assert is_in_sight(log.get_by_text("Unread 40", exact=True))
    expect(log.get_by_text("New", exact=True)).to_have_count(1)


def test_older_messages_come_as_one_scrolls_up_and_the_place_is_kept(
    street: Street, own_server: MariaDb
) -> None:
    sara = street.employee(SARA)
    street.guest("The very first")
    window = sara.window(GUEST)
    sara.answers(window, "I am listening.")
    add_messages(own_server, 120, "Line")
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE ps_onlinechat_conversation SET seen_by_operator = last_seq")
    sara.page.reload()
    log = window.get_by_role("log")
    expect(log.get_by_text("Line 120", exact=True)).to_be_visible()
    expect(log.get_by_text("Line 71", exact=True)).to_have_count(1)
    expect(log.get_by_text("Line 70", exact=True)).to_have_count(0)

    log.evaluate("log => { log.scrollTop = 60; }")
    before = log.get_by_text("Line 74", exact=True).bounding_box()
    expect(log.get_by_text("Line 21", exact=True)).to_have_count(1)
    after = log.get_by_text("Line 74", exact=True).bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2

    log.evaluate("log => { log.scrollTop = 0; }")
    expect(log.get_by_text("The very first", exact=True)).to_have_count(1)
    window.get_by_role("button", name="To the newest message").click()
    assert is_in_sight(log.get_by_text("Line 120", exact=True))


def test_one_search_finds_ongoing_and_finished_conversations_and_says_where(
    street: Street,
) -> None:
    sara = street.employee(SARA)
    street.guest("Is the oak board still there?")
    first = sara.window(GUEST)
    sara.answers(first, "Yes, the small board is.")
    sara.ends(first)
    street.guest("Do you engrave a BÖARD?")
    street.guest("Something else")
    expect(sara.row("Guest #")).to_have_count(2)

    search = sara.recap.get_by_role("searchbox", name="Search conversations")
    search.fill("board")
    found = sara.recap.get_by_role("tabpanel").get_by_role("listitem")
    expect(found).to_have_count(4)
    expect(found.nth(0)).to_have_text("Ongoing conversations")
    expect(found.nth(1)).to_contain_text("engrave a BÖARD")
    expect(found.nth(2)).to_have_text("Finished conversations")
    # The newest message with the word, though it is not the last line.
    expect(found.nth(3).locator("mark")).to_have_text("board")
    expect(found.nth(3)).to_contain_text("the small board is")
    picture(sara.page, "operator-search")
    search.press("ArrowDown")
    sara.page.keyboard.press("ArrowDown")
    sara.page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="Reopen")).to_be_visible()

    search.fill("nothing like this")
    expect(sara.recap.get_by_text("Nothing found")).to_be_visible()
    search.press("Escape")
    expect(sara.row("Guest #")).to_have_count(2)


def test_the_stars_and_the_comment_stand_beside_a_finished_conversation(
    street: Street, own_server: MariaDb
) -> None:
    sara = street.employee(SARA)
    street.guest("How do I wash it?")
    window = sara.window(GUEST)
    sara.answers(window, "At 40 degrees.")
    sara.ends(window)
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ps_onlinechat_conversation SET stars = 4, rating_comment = 'Quick, thank you!',"
            " rated_at = UTC_TIMESTAMP(3)"
        )
    sara.page.reload()
    sara.shows("Finished")
    expect(sara.row("Guest #").get_by_text("★ 4")).to_be_visible()
    sara.row("Guest #").click()
    expect(window.get_by_role("img", name="Rated 4 of 5")).to_be_visible()
    expect(window.get_by_text("Quick, thank you!")).to_be_visible()
    picture(sara.page, "operator-rating")


def test_on_a_phone_hiding_leads_back_to_the_recap(street: Street) -> None:
    sara = street.employee(SARA, phone=True)
    street.guest("From the sofa")
    window = sara.window(GUEST)
    expect(window).to_be_visible()
    back = window.get_by_role("button", name="Hide")
    box = back.bounding_box()
    assert box
    assert box["x"] < 20
    back.click()
    expect(window).to_be_hidden()
    expect(sara.row("Guest #")).to_be_focused()
    expect(sara.row("Guest #")).to_be_in_viewport()


def test_on_a_phone_a_page_just_opened_is_not_covered(street: Street) -> None:
    street.employee(SARA)
    street.guest("Before the train")
    phone = street.employee(SARA, phone=True, online=False)
    phone.unfolds_recap()
    expect(phone.row("Guest #")).to_be_visible()
    expect(phone.window(GUEST)).to_have_count(0)
    street.guest("On the train")
    expect(phone.window(GUEST).get_by_text("On the train")).to_be_visible()
