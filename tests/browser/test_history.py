"""The Conversation history page as employees use it: what was said is found, printed, deleted."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.configuration import overflow, violations
from tests.browser.conftest import MARC, SARA, Street
from tests.browser.people import Employee, picture
from tests.stack.mariadb import MariaDb


class History:
    """The tab Conversations in an employee's browser."""

    def __init__(self, employee: Employee) -> None:
        self.page: Page = employee.page

    def opens(self) -> "History":
        """Go there by the menu."""
        link = self.page.locator("#subtab-AdminOnlinechatHistory a").get_attribute("href")
        assert link is not None
        self.page.goto(link)
        expect(self.search).to_be_visible()
        return self

    @property
    def table(self) -> Locator:
        """What was found."""
        return self.page.get_by_role("table", name="Conversations")

    @property
    def search(self) -> Locator:
        """The search."""
        return self.page.get_by_role("searchbox", name="Search history")

    def rows(self) -> Locator:
        """The lines below the head."""
        return self.table.locator("tbody tr[data-person]")

    def row(self, who: str) -> Locator:
        """Somebody's line."""
        return self.rows().filter(has_text=who)

    def shows(self, *whos: str) -> None:
        """These lines and no others, in this order."""
        expect(self.rows()).to_have_count(len(whos))
        expect(self.rows()).to_contain_text(list(whos))

    def views(self, who: str) -> Locator:
        """Open somebody's pop-up."""
        self.row(who).get_by_role("button", name="View").click()
        dialog = self.page.get_by_role("dialog", name=f"Conversation with {who}")
        expect(dialog).to_be_visible()
        return dialog

    def question(self) -> Locator:
        """What is asked before something is deleted."""
        return self.page.get_by_role("alertdialog")


@pytest.fixture
def talked(street: Street) -> None:
    """John and a guest have chatted with Sara, who went home."""
    sara = street.employee(SARA)
    for answer, *texts in (
        ("Yes, see https://shop.example/set", "Do you have the crème brûlée set?", "Thank you"),
        ("That too", "And a brush for it?"),
    ):
        john = street.customer()
        john.signs_in()
        john.goes_to("/en/")
        john.opens_chat()
        for text in texts:
            john.writes(text)
        window = sara.window("John DOE (#2)")
        expect(window).to_be_visible()
        sara.answers(window, answer)
        john.sees(answer)
        sara.ends(window)
        sara.goes(online=False)
        sara.goes(online=True)
        john.signs_out()
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("<b>Bonjour</b> & merci")
    window = sara.window(re.compile("^Conversation with Guest"))
    expect(window).to_be_visible()
    sara.ends(window)
    sara.goes(online=False)


@pytest.mark.usefixtures("talked")
def test_what_was_said_is_found_read_and_deleted(street: Street, tmp_path: Path) -> None:
    marc = street.employee(MARC, online=False)
    history = History(marc).opens()
    history.shows("Guest", "John DOE (#2)")
    expect(history.row("Guest")).to_contain_text("<b>Bonjour</b> & merci")
    expect(history.row("John")).to_contain_text("2 conversations")
    expect(history.row("John")).to_contain_text("pub@prestashop.com")
    for column in ("Customer", "Last message at", "Last customer message", "Email", "Phone"):
        expect(history.table.get_by_role("columnheader", name=column, exact=True)).to_be_visible()
    assert violations(marc.page) == []
    picture(marc.page, "history")

    # Sorted by name, then searched: the address keeps both, for a reload and for back.
    history.table.get_by_role("button", name="Customer", exact=True).click()
    customer = history.table.get_by_role("columnheader", name="Customer", exact=True)
    expect(customer).to_have_attribute("aria-sort", "ascending")
    history.search.fill("BRULEE")
    history.shows("John DOE (#2)")
    expect(history.row("John")).to_contain_text("1 of 2 conversations")
    marc.page.reload()
    expect(history.search).to_have_value("BRULEE")
    history.shows("John DOE (#2)")
    marc.page.go_back()
    expect(history.search).to_have_value("")
    history.shows("John DOE (#2)", "Guest")
    marc.page.go_forward()
    history.shows("John DOE (#2)")

    # The pop-up marks what was found, and keeps the focus.
    dialog = history.views("John DOE (#2)")
    expect(dialog.locator("[data-fits] mark")).to_have_text("brûlée")
    expect(dialog.get_by_text("Found", exact=True)).to_have_count(1)
    expect(dialog.get_by_role("heading", name=re.compile("^Conversation of "))).to_have_count(2)
    expect(dialog.get_by_text("The conversation was ended by the operator.")).to_have_count(2)
    expect(dialog.get_by_role("link", name="https://shop.example/set").first).to_have_attribute(
        "rel", "noopener nofollow"
    )
    customer = dialog.get_by_role("link", name="Customer’s page in the shop")
    address = customer.get_attribute("href")
    assert violations(marc.page) == []
    picture(marc.page, "history-exchange")
    marc.page.keyboard.press("Escape")
    expect(history.row("John").get_by_role("button", name="View")).to_be_focused()

    # A file of what is filtered.
    with marc.page.expect_download() as download:
        marc.page.get_by_role("button", name="Export JSON").click()
    file = tmp_path / "history.json"
    download.value.save_as(file)
    assert [one["messages"][0]["body"] for one in json.loads(file.read_text())] == [
        "Do you have the crème brûlée set?"
    ]

    # Deleting asks which: one conversation, or all of the row.
    history.row("John").get_by_role("button", name="Delete").click()
    question = history.question()
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    assert violations(marc.page) == []
    picture(marc.page, "history-delete")
    marc.page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    history.row("John").get_by_role("button", name="Delete").click()
    question.get_by_role("radio", name=re.compile("Only the one")).check()
    question.get_by_role("button", name="Delete").click()
    expect(marc.page.get_by_text("No conversation found", exact=True)).to_be_visible()
    expect(
        marc.page.get_by_role("status").filter(has_text="1 conversation deleted.")
    ).to_have_count(1)
    picture(marc.page, "history-none")
    marc.page.get_by_role("button", name="Show all conversations").click()
    history.shows("Guest", "John DOE (#2)")
    expect(history.row("John")).not_to_contain_text("conversations")

    # All that are left, by their boxes.
    chosen = marc.page.get_by_role("button", name="Delete selected")
    expect(chosen).to_be_disabled()
    marc.page.get_by_role("checkbox", name="Select all").check()
    expect(marc.page.get_by_text("2 rows selected")).to_be_visible()
    chosen.click()
    expect(question).to_contain_text("2 conversations will be deleted.")
    question.get_by_role("button", name="Delete").click()
    expect(marc.page.get_by_text("Nothing archived yet")).to_be_visible()
    picture(marc.page, "history-empty")

    assert address is not None
    marc.page.goto(address)
    expect(marc.page.get_by_text("pub@prestashop.com").first).to_be_visible()


@pytest.mark.usefixtures("talked")
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_who_may_only_read_is_offered_only_that(street: Street, *, phone: bool) -> None:
    sara = street.employee(SARA, online=False, phone=phone)
    history = History(sara).opens()
    history.shows("Guest", "John DOE (#2)")
    expect(sara.page.get_by_role("checkbox")).to_have_count(0)
    expect(history.table.get_by_role("button", name="Delete")).to_have_count(0)
    assert violations(sara.page) == []
    assert overflow(sara.page) <= 0
    picture(sara.page, f"history-sara{'-phone' if phone else ''}")
    if phone:
        sara.page.get_by_role("button", name="Filters").click()
    sara.page.get_by_label("Visitors", exact=True).select_option("Guests")
    history.shows("Guest")
    dialog = history.views("Guest")
    expect(dialog.get_by_text("<b>Bonjour</b> & merci")).to_be_visible()
    expect(dialog.get_by_role("button", name="Delete")).to_have_count(0)
    # Sara's profile sees no customers in this shop.
    expect(dialog.get_by_role("link", name="Customer’s page in the shop")).to_have_count(0)
    assert overflow(sara.page) <= 0
    picture(sara.page, f"history-sara-exchange{'-phone' if phone else ''}")


def recorded(server: MariaDb, messages: int) -> None:
    """A guest's archived conversation of so many messages, as if from last year."""
    with server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ps_onlinechat_conversation (id_shop, state, vid, id_guest, lang,"
            " started_at, last_message_at, last_seq) VALUES"
            " (1, 'archived', %s, 7, 'en', '2025-03-01 10:00:00', '2025-03-02 10:00:00', %s)",
            ("a" * 32, messages),
        )
        number = cursor.lastrowid
        cursor.executemany(
            "INSERT INTO ps_onlinechat_message (id_conversation, seq, client_id, author, body,"
            " sent_at) VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (number, seq, f"{seq:026}", "visitor" if seq % 2 else "operator", f"line {seq}",
                 f"2025-03-0{1 if seq <= messages // 2 else 2} 10:00:00")
                for seq in range(1, messages + 1)
            ],
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO ps_onlinechat_history_person (id_shop, guest_conversation, conversations,"
            " last_conversation, last_message_at) VALUES (1, %s, 1, %s, '2025-03-02 10:00:00')",
            (number, number),
        )
        cursor.execute(
            "INSERT INTO ps_onlinechat_history_conversation (id_conversation, id_person, id_shop,"
            " last_message_at, words) VALUES (%s, %s, 1, '2025-03-02 10:00:00', ' w_line ')",
            (number, cursor.lastrowid),
        )


@pytest.mark.usefixtures("origin")
def test_a_long_exchange_comes_as_one_scrolls_and_is_printed_whole(
    street: Street, own_server: MariaDb
) -> None:
    recorded(own_server, 320)
    marc = street.employee(MARC, online=False)
    history = History(marc).opens()
    dialog = history.views("Guest #7")
    log = dialog.get_by_role("log", name="Messages")
    expect(log.get_by_text("line 320", exact=True)).to_be_in_viewport()
    expect(log.get_by_role("article")).to_have_count(100)
    expect(log.get_by_text("March 2, 2025")).to_have_count(1)

    # What comes in above leaves what one reads where it is.
    log.evaluate("log => { log.scrollTop = 0; }")
    expect(log.get_by_role("article")).to_have_count(200)
    expect(log.get_by_text("line 221", exact=True)).to_be_in_viewport()

    marc.page.evaluate("void (window.print = () => { dispatchEvent(new Event('beforeprint')); })")
    dialog.get_by_role("button", name="Print").click()
    sheet = marc.page.locator("body > .oc-print")
    expect(sheet.locator("[data-oc=message]")).to_have_count(320)
    marc.page.emulate_media(media="print")
    expect(sheet.get_by_text("line 1", exact=True)).to_be_visible()
    expect(sheet.get_by_role("heading", name="Conversation with Guest #7")).to_be_visible()
    expect(sheet.get_by_text("March 1, 2025")).to_have_count(1)
    expect(marc.page.locator("#main, #content, #header").first).to_be_hidden()
    expect(sheet.get_by_role("button")).to_have_count(0)
    picture(marc.page, "history-print")
    marc.page.emulate_media(media="screen")
    marc.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_count(0)
    expect(dialog).to_be_visible()


def test_without_the_sidecar_the_page_says_so_and_goes_on_afterwards(
    street: Street, own_server: MariaDb
) -> None:
    recorded(own_server, 3)
    marc = street.employee(MARC, online=False)
    history = History(marc).opens()
    history.shows("Guest #7")
    marc.context.set_offline(True)
    history.search.fill("line")
    expect(marc.page.get_by_role("alert").filter(has_text="doesn't answer")).to_be_visible()
    marc.context.set_offline(False)
    marc.page.get_by_label("Visitors", exact=True).select_option("Guests")
    history.shows("Guest #7")
    expect(marc.page.get_by_role("alert").filter(has_text="doesn't answer")).to_be_hidden()
    expect(history.search).to_have_value("line")
