"""The merchant shapes the chat: three steps, a live preview, and the shop follows."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.configuration import Configuration, overflow, violations
from tests.browser.conftest import MARC, SARA, Street
from tests.browser.people import picture
from tests.stack.mariadb import MariaDb
from tests.stack.origin import Origin
from tests.stack.ports import free_port

PANELS = ("Business hours", "End of a chat", "Privacy")
TABS = ("Help getting started", "Configuration", "FAQ", "Contact")
VERSION = re.compile(r'"version": "([^"]+)"')


@pytest.fixture(autouse=True)
def settings_as_installed(origin: Origin, own_server: MariaDb) -> Iterator[None]:
    """The next test finds a shop whose merchant has saved nothing."""
    before = version(origin)
    yield
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ps_onlinechat_setting")
        cursor.execute("DELETE FROM ps_onlinechat_setting_change")
        cursor.execute("DELETE FROM ps_configuration WHERE name = 'ONLINECHAT_DROP_TABLES'")
    deadline = time.monotonic() + 15
    while version(origin) != before:
        assert time.monotonic() < deadline, "the sidecar keeps the settings"
        time.sleep(0.05)


def version(origin: Origin) -> str:
    """What stands for everything that the widget shows."""
    address = f"{origin.sidecar.url}state?shop=1&lang=en"
    with urlopen(address, timeout=5) as answer:  # noqa: S310
        found = VERSION.search(answer.read().decode())
    assert found
    return found[1]


def merchant(street: Street, tab: str = "Configuration", *, phone: bool = False) -> Configuration:
    """Marc, who may edit everything, on the page."""
    return Configuration(street.employee(MARC, online=False, phone=phone)).opens(tab)


def test_a_colour_is_in_the_preview_and_after_save_on_open_pages(street: Street) -> None:
    street.employee(SARA)
    guest = street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.page.evaluate("window.stillTheSame = true")
    guest.page.get_by_role("textbox", name="Your message").fill("Half a sentence")
    page = merchant(street)

    page.field("Header background").fill("#7A1F3D")
    expect(page.preview.locator(".head")).to_have_css("background-color", "rgb(122, 31, 61)")
    page.field("Header text colour").fill("#fff")
    expect(page.preview.locator(".head")).to_have_css("color", "rgb(255, 255, 255)")
    expect(guest.chat.locator(".head")).to_have_css("background-color", "rgb(37, 185, 215)")

    page.saves()
    expect(page.field("Header background")).to_have_value("#7a1f3d")
    expect(guest.chat.locator(".head")).to_have_css("background-color", "rgb(122, 31, 61)")
    expect(guest.chat.locator(".head")).to_have_css("color", "rgb(255, 255, 255)")
    expect(guest.page.get_by_role("textbox", name="Your message")).to_have_value("Half a sentence")
    assert guest.page.evaluate("window.stillTheSame") is True


def test_the_preview_follows_every_text_field_and_switch(street: Street) -> None:
    page = merchant(street)
    asked: list[str] = []
    expect(page.preview.locator(".head")).to_be_visible()
    page.page.on("request", lambda request: asked.append(request.url))

    page.field("Operator name").fill("{firstname} of Linen")
    page.field("Header text (English)").fill("Hello <b>you</b>")
    page.field("Welcome text (English)").fill("What may it be?")
    expect(page.preview.get_by_text("Hello <b>you</b>")).to_be_visible()
    expect(page.preview.get_by_text("What may it be?")).to_be_visible()
    expect(page.preview.get_by_text("Marc of Linen").first).to_be_visible()

    page.field("Offline header text (English)").fill("Gone fishing")
    expect(page.preview.get_by_text("Gone fishing")).to_be_visible()
    phone = page.preview.locator("form [name=phone]")
    expect(phone).to_be_hidden()
    page.field("Phone: required").check()
    expect(page.field("Phone: asked")).to_be_checked()
    expect(phone).to_be_visible()
    page.preview.get_by_role("button", name="Online").click()
    expect(page.preview.get_by_text("Hello <b>you</b>")).to_be_visible()
    wide = page.preview.locator(".panel").bounding_box()
    page.preview.get_by_role("button", name="Phone").click()
    expect(page.preview.locator("[data-width=phone].oc-stage")).to_be_visible()
    expect(page.preview.locator(".specimen[data-phone] .panel")).to_be_visible()
    full = page.preview.locator(".panel").bounding_box()
    assert wide
    assert full
    assert full["height"] > wide["height"]
    ours = [url for url in asked if "/backoffice/" in url and "/help" not in url]
    assert ours == [], "nothing is asked while one types"


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
    street: Street, origin: Origin
) -> None:
    page = merchant(street)
    before = version(origin)
    typed = {
        "Operator name": "  ",
        "Maximum simultaneous conversations": "1e9",
        "Header background": "blue",
        "Operator text colour": "#12345",
        "Email to notify": '"<script>"@x.y',
        "Header text (English)": "x" * 10_000,
    }
    for name, value in typed.items():
        page.field(name).fill(value)
    page.speaks("Français")
    page.field("Welcome text (Français)").fill("y" * 501)
    page.speaks("English")
    page.unfolds("Mail server")
    page.field("Own mail server").check()
    page.field("Server").fill("mail.example.com")
    page.field("Port").fill("70000")
    page.field("Password").fill("not shown again")
    page.clicks_save()

    page.is_refused()
    expect(page.field("Operator name")).to_be_focused()
    for name, value in {**typed, "Port": "70000", "Server": "mail.example.com"}.items():
        expect(page.field(name)).to_have_value(value)
    for name in (*typed, "Port"):
        page.says_of(name, re.compile(r"\w{3}"))
    expect(page.field("Password")).to_have_value("not shown again")
    assert "not shown again" not in page.page.content()
    elsewhere = page.form.get_by_role("button", name="Show Welcome text (Français)")
    elsewhere.click()
    expect(page.field("Welcome text (Français)")).to_be_focused()
    page.says_of("Welcome text (Français)", "500")
    expect(page.unsaved).to_be_visible()
    assert version(origin) == before, "nothing of it is saved"

    for name, value in {
        "Operator name": "Linen",
        "Maximum simultaneous conversations": "20",
        "Header background": "#00f",
        "Operator text colour": "#123456",
        "Email to notify": "shop@example.com",
        "Welcome text (Français)": "Bonjour",
        "Port": "587",
    }.items():
        page.field(name).fill(value)
    page.field("Own mail server").uncheck()
    page.speaks("English")
    page.field("Header text (English)").fill("Hello")
    page.saves()
    page.opens()
    expect(page.field("Operator name")).to_have_value("Linen")
    expect(page.field("Header background")).to_have_value("#0000ff")


def test_a_pair_that_is_hard_to_read_is_saved_with_a_warning(street: Street) -> None:
    page = merchant(street)
    warning = page.form.locator(".oc-contrast:visible")
    expect(warning).to_have_count(0)
    page.field("Customer background").fill("#ffffff")
    expect(warning).to_have_text(
        "Hard to read: the contrast is 1.0 : 1, at least 4.5 : 1 is recommended."
    )
    page.saves()
    expect(warning).to_be_visible()
    page.field("Customer text colour").fill("#000000")
    expect(warning).to_have_count(0)


def test_leaving_with_unsaved_changes_asks(street: Street) -> None:
    page = merchant(street)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.page.on("dialog", stay)
    expect(page.unsaved).to_be_hidden()
    page.field("Operator name").fill("Other")
    expect(page.unsaved).to_be_visible()
    page.chooses("FAQ")
    page.chooses("Configuration")
    expect(page.field("Operator name")).to_have_value("Other")
    address = page.page.url
    page.page.get_by_role("link", name="Conversation history").click()
    expect(page.field("Operator name")).to_have_value("Other")
    assert (asked, page.page.url) == (["beforeunload"], address)

    page.saves()
    page.page.get_by_role("link", name="Conversation history").click()
    history = page.page.locator("#onlinechat-page").get_by_role("tab", name="Conversations")
    expect(history).to_be_visible()
    assert asked == ["beforeunload"]


def test_texts_are_of_a_language_and_others_fall_back(street: Street) -> None:
    street.employee(SARA)
    page = merchant(street)
    page.speaks("Français")
    expect(page.field("Header text (English)")).to_be_hidden()
    page.field("Header text (Français)").fill("Bonjour à vous")
    expect(page.preview.get_by_text("Bonjour à vous")).to_be_visible()
    page.speaks("English")
    page.field("Header text (English)").fill("Hello to you")
    page.preview.get_by_label("Language of the preview").select_option(label="Français")
    expect(page.preview.get_by_text("Bonjour à vous")).to_be_visible()
    page.field("Welcome text (Français)").fill("")
    page.saves()
    missing = page.form.locator(".alert-warning", has_text="Some texts are missing")
    expect(missing.get_by_text("Welcome text (Français)")).to_be_visible()

    guest = street.customer()
    guest.goes_to("/fr/")
    guest.page.locator("online-chat").get_by_role("button").first.click()
    chat = guest.page.locator("online-chat")
    expect(chat.get_by_text("Bonjour à vous")).to_be_visible()
    expect(chat.get_by_text("How can we help you?")).to_be_visible()


def test_the_offline_step_is_there_only_while_the_offline_mode_is_on(
    street: Street, origin: Origin
) -> None:
    guest = street.customer()
    guest.goes_to("/en/")
    launcher = guest.page.get_by_role("button", name="Open chat")
    expect(launcher).to_be_visible()
    page = merchant(street)
    step = page.step("Offline window")
    page.field("Offline header text (English)").fill("Gone fishing")
    page.field("Offline mode").uncheck()
    expect(step).to_be_hidden()
    expect(page.preview.get_by_role("button", name="Offline")).to_be_disabled()
    page.field("Offline mode").check()
    expect(step).to_be_visible()
    expect(page.field("Offline header text (English)")).to_have_value("Gone fishing")
    page.field("Offline mode").uncheck()
    page.saves()
    expect(step).to_be_hidden()
    guest.goes_to("/en/")
    expect(guest.page.locator("online-chat[data-state=hidden]")).to_have_count(1)
    expect(launcher).to_be_hidden()


def test_business_hours_are_filled_in_and_found_again(street: Street) -> None:
    page = merchant(street)
    page.unfolds("Business hours")
    monday, saturday = page.day("Monday"), page.day("Saturday")
    expect(monday).to_be_hidden()
    page.field("Only in business hours").check()
    expect(page.hours(monday)).to_have_count(1)
    expect(page.hours(monday).get_by_label("Opens at")).to_have_value("09:00")
    expect(saturday.get_by_text("Closed", exact=True)).to_be_visible()

    monday.get_by_label("Closes at").fill("12:30")
    monday.get_by_role("button", name="Add hours").press("Enter")
    expect(monday.get_by_label("Opens at").nth(1)).to_be_focused()
    monday.get_by_label("Opens at").nth(1).fill("14:00")
    monday.get_by_label("Closes at").nth(1).fill("12:00")
    monday.get_by_role("button", name="Copy to Tuesday – Friday").click()
    expect(page.hours(page.day("Friday"))).to_have_count(2)
    page.form.get_by_role("button", name="Add a special day").click()
    special = page.form.get_by_role("group", name="Special day", exact=True)
    special.get_by_label("Day", exact=True).fill("2000-12-25")
    page.clicks_save()

    page.is_refused()
    late = page.day("Wednesday").get_by_label("Closes at").nth(1)
    expect(late).to_have_value("12:00")
    expect(late).to_have_accessible_description(re.compile("The end must come after"))
    day = special.get_by_label("Day", exact=True)
    expect(day).to_have_value("2000-12-25")
    expect(day).to_have_accessible_description(re.compile("This day is over"))
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.day(name).get_by_label("Closes at").nth(1).fill("18:00")
    christmas = f"{datetime.now(UTC).year + 1}-12-25"
    day.fill(christmas)
    expect(special.get_by_text("This day is over")).to_be_hidden()
    page.day("Friday").get_by_role("button", name="Remove these hours").nth(1).click()
    page.saves()

    page.opens()
    page.unfolds("Business hours")
    ends = page.day("Thursday").get_by_label("Closes at")
    assert [ends.nth(at).input_value() for at in range(2)] == ["12:30", "18:00"]
    expect(page.hours(page.day("Friday"))).to_have_count(1)
    expect(special.get_by_label("Day", exact=True)).to_have_value(christmas)
    expect(special.get_by_text("Closed", exact=True)).to_be_visible()


def test_hours_that_never_open_are_warned_of(street: Street) -> None:
    page = merchant(street)
    page.unfolds("Business hours")
    page.field("Only in business hours").check()
    warning = page.form.get_by_text("Without any hours the chat never opens.")
    expect(warning).to_be_hidden()
    while page.form.get_by_role("button", name="Remove these hours").count():
        page.form.get_by_role("button", name="Remove these hours").first.click()
    expect(warning).to_be_visible()
    page.saves()
    expect(warning).to_be_visible()


def test_ends_and_privacy_are_set_and_the_preview_follows(street: Street) -> None:
    page = merchant(street)
    line = page.preview.get_by_text("Our team can see what you type")
    for panel in ("End of a chat", "Privacy"):
        page.unfolds(panel)
    expect(line).to_be_visible()
    page.field("Typing preview").uncheck()
    expect(line).to_be_hidden()
    page.field("Keep conversations for").select_option(label="6 months")
    page.field("Rating").uncheck()
    page.field("Message form after").fill("5")
    page.clicks_save()
    page.is_refused()
    page.says_of("Message form after", "Enter a whole number from 10 to 900.")
    expect(page.field("Keep conversations for")).to_have_value("183")
    page.field("Message form after").fill("120")
    page.saves()
    page.opens()
    for panel in ("End of a chat", "Privacy"):
        page.unfolds(panel)
    expect(page.field("Message form after")).to_have_value("120")
    expect(page.field("Rating")).not_to_be_checked()
    expect(page.field("Keep conversations for")).to_have_value("183")
    expect(line).to_be_hidden()


def test_who_may_only_view_can_not_change_anything(street: Street) -> None:
    page = Configuration(street.employee(SARA, online=False)).opens()
    expect(page.form.get_by_text("You can look at these settings.")).to_be_visible()
    expect(page.form.get_by_role("button", name="Save")).to_have_count(0)
    for panel in PANELS:
        page.unfolds(panel)
    kinds = ("Operator name", "Sounds", "Header background", "Phone: asked", "Sender")
    for name in (*kinds, "Only in business hours", "Rating", "Finished after", "Typing preview"):
        expect(page.field(name)).to_be_disabled()
    assert page.form.locator("[name]:enabled:not([type=hidden])").count() == 0
    page.speaks("Français")
    expect(page.field("Header text (Français)")).to_be_visible()
    page.speaks("English")
    page.preview.get_by_role("button", name="Offline").click()
    expect(page.preview.get_by_text("We are offline")).to_be_visible()


def test_two_merchants_at_once_hear_of_each_other(street: Street) -> None:
    one, other = merchant(street), merchant(street)
    one.field("Operator name").fill("One")
    other.field("Operator name").fill("Other")
    one.saves()
    other.clicks_save()
    expect(other.form.get_by_text(re.compile("saved these settings meanwhile"))).to_be_visible()
    expect(other.field("Operator name")).to_have_value("Other")
    expect(other.unsaved).to_be_visible()
    other.saves()
    one.opens()
    expect(one.field("Operator name")).to_have_value("Other")


def test_a_test_mail_says_what_the_mail_server_answered(street: Street) -> None:
    page = merchant(street)
    page.unfolds("Mail server")
    page.field("Own mail server").check()
    page.field("Server").fill("127.0.0.1")
    page.field("Port").fill(str(free_port()))
    page.field("Encryption").select_option("none")
    button = page.form.get_by_role("button", name="Send a test mail")
    result = page.form.locator("#oc-tested")
    page.field("Send a test mail to").fill("nobody")
    button.click()
    expect(result.get_by_text("Enter a complete e-mail address")).to_be_visible()
    page.field("Send a test mail to").fill("marc@example.com")
    button.click()
    expect(result.get_by_text("The mail server cannot be reached.")).to_be_visible()
    expect(page.field("Server")).to_have_value("127.0.0.1")
    expect(page.unsaved).to_be_visible()


def test_a_reload_comes_back_to_the_same_tab(street: Street) -> None:
    page = merchant(street, "FAQ")
    page.page.get_by_text("Can I use HTML in the texts?").click()
    expect(page.page.get_by_text("Texts are shown exactly as they are written")).to_be_visible()
    page.page.reload()
    expect(page.page.get_by_role("tabpanel", name="FAQ")).to_be_visible()
    page.chooses("Help getting started")
    page.page.get_by_role("link", name="Open Configuration").click()
    expect(page.field("Operator name")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_tab_is_accessible_and_fits(street: Street, *, phone: bool) -> None:
    page = merchant(street, phone=phone)
    expect(page.preview.locator(".head")).to_be_visible()
    for tab in TABS:
        page.chooses(tab)
        assert violations(page.page) == [], tab
        assert overflow(page.page) <= 0, tab
        picture(page.page, f"configuration-{tab.split()[0].lower()}{'-phone' if phone else ''}")
    page.chooses("Configuration")
    for panel in (*PANELS, "Mail server", "Uninstalling"):
        page.unfolds(panel)
    page.field("Own mail server").check()
    page.field("Only in business hours").check()
    page.form.get_by_role("button", name="Add a special day").click()
    expect(page.form.get_by_role("button", name="Add a special day")).to_be_visible()
    assert violations(page.page) == []
    page.field("Message form after").fill("1")
    page.field("Operator name").fill("")
    page.field("Header background").fill("blue")
    page.field("Sender").select_option("customer")
    page.clicks_save()
    page.is_refused()
    # PrestaShop's own button is hard to read while the mouse is on it.
    page.page.mouse.move(0, 0)
    assert violations(page.page) == []
    assert overflow(page.page) <= 0
    picture(page.page, f"configuration-errors{'-phone' if phone else ''}")


def test_each_shop_has_its_own_values_and_follows_the_rest(
    chromium: Browser, tmp_path: Path
) -> None:
    server = MariaDb(tmp_path / "db")
    server.start()
    try:
        origin = Origin(server, tmp_path / "shops")
        port = origin.shop.domain.rpartition(":")[2]
        origin.shop.add_shop("Atelier de Lyon", f"localhost:{port}")
        try:
            origin.start()
            _two_shops(chromium, origin)
        finally:
            origin.stop()
    finally:
        server.stop()


def _two_shops(chromium: Browser, origin: Origin) -> None:
    street = Street(chromium, origin)
    marc = street.employee(MARC, online=False)
    page = Configuration(marc).opens()
    expect(page.form.get_by_text("These settings are for: All shops.")).to_be_visible()
    page.field("Header background").fill("#7a1f3d")
    page.field("Header text (English)").fill("Hello from both")
    page.saves()

    marc.page.locator("#header_shop summary").click()
    marc.page.get_by_role("link", name="Atelier de Lyon").click()
    page.opens()
    expect(page.form.get_by_text("These settings are for: Atelier de Lyon.")).to_be_visible()
    expect(page.field("Header background")).to_have_value("#7a1f3d")
    expect(page.form.get_by_text("Own value")).to_have_count(0)
    page.field("Header background").fill("#104020")
    page.saves()
    expect(page.form.get_by_text("Own value")).to_have_count(1)
    marc.goes(online=True)

    guest = street.customer()
    for host, colour in ((origin.shop.url, "122, 31, 61"), ("lyon", "16, 64, 32")):
        address = host if host != "lyon" else f"http://localhost:{origin.shop.url.split(':')[-1]}"
        guest.goes_to(f"{address}/en/")
        guest.opens_chat()
        expect(guest.chat.locator(".head")).to_have_css("background-color", f"rgb({colour})")
        expect(guest.chat.get_by_text("Hello from both")).to_be_visible()
    complaints = [complaint for person in street.people for complaint in person.complaints]
    for person in street.people:
        person.leaves()
    assert complaints == []
