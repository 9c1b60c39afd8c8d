"""What operators have at hand is kept on the module's pages: replies, offers, blocked visitors."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.configuration import Configuration, overflow, violations
from tests.browser.conftest import MARC, Street
from tests.browser.people import picture
from tests.desk import samples
from tests.stack.mariadb import MariaDb

LONG = "Versand nach Übersee und in die französischen Überseegebiete mit Nachverfolgung"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture far larger than a card."""
    path = tmp_path / "shelf.png"
    path.write_bytes(samples.png(2400, 1600))
    return path


@pytest.fixture
def _no_vouchers(own_server: MariaDb) -> Iterator[None]:
    """Vouchers that are made are gone afterwards."""
    yield
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        for table in ("cart_rule", "cart_rule_lang", "cart_rule_shop"):
            cursor.execute(f"DELETE FROM ps_{table} WHERE id_cart_rule > 1")


def panel(page: Page, name: str) -> Locator:
    """One of the tabs."""
    return page.get_by_role("tabpanel", name=name, exact=True)


def keeps_reply(panel: Locator, shortcut: str, title: str, text: str) -> None:
    """Write a canned reply and save it."""
    panel.get_by_role("button", name="Add a reply").click()
    panel.get_by_label("Shortcut", exact=True).fill(shortcut)
    panel.get_by_label("Title", exact=True).fill(title)
    panel.get_by_label("Text (English)", exact=True).fill(text)
    panel.get_by_role("button", name="Save", exact=True).click()


def test_canned_replies_are_added_found_corrected_and_deleted(street: Street) -> None:
    marc = Configuration(street.employee(MARC, online=False)).opens("Canned replies")
    replies = panel(marc.page, "Canned replies")
    expect(replies.get_by_text("No canned replies yet")).to_be_visible()
    picture(marc.page, "canned-empty")

    keeps_reply(replies, "ship", "Shipping", "Hello {firstname}, it takes {days} days.")
    expect(replies.get_by_role("alert")).to_contain_text("Nothing was saved")
    text = replies.get_by_label("Text (English)", exact=True)
    expect(text).to_have_accessible_description(re.compile(re.escape("{days}")))
    picture(marc.page, "canned-unknown-variable")
    text.fill("Hello {firstname}, it takes three days.")
    replies.get_by_role("button", name="Save", exact=True).click()
    expect(replies.get_by_role("status")).to_contain_text("/ship")

    keeps_reply(replies, "overseas", LONG, f"{LONG}. " * 20)
    rows = replies.locator("[data-reply]")
    expect(rows).to_have_count(2)
    replies.get_by_role("searchbox", name="Search canned replies").fill("THREE DAYS")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("/ship")
    replies.get_by_role("searchbox", name="Search canned replies").fill("50 % off_")
    expect(replies.get_by_text("Nothing found")).to_be_visible()
    replies.get_by_role("searchbox", name="Search canned replies").fill("")
    expect(rows).to_have_count(2)
    assert violations(marc.page) == []
    picture(marc.page, "canned")

    rows.filter(has_text="/ship").get_by_role("button", name="Edit").click()
    expect(replies.get_by_label("Title", exact=True)).to_have_value("Shipping")
    replies.get_by_label("For", exact=True).select_option(label="Only me")
    assert violations(marc.page) == []
    picture(marc.page, "canned-form")
    replies.get_by_role("button", name="Save", exact=True).click()
    expect(rows.filter(has_text="/ship")).to_contain_text("Only me")

    rows.filter(has_text="/ship").get_by_role("button", name="Delete").click()
    question = marc.page.get_by_role("alertdialog")
    expect(question).to_contain_text("Shipping")
    question.get_by_role("button", name="Cancel").click()
    expect(rows).to_have_count(2)
    rows.filter(has_text="/ship").get_by_role("button", name="Delete").click()
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(LONG)


@pytest.mark.usefixtures("_no_vouchers")
def test_an_offer_has_a_small_picture_and_a_voucher_that_the_shop_made(
    street: Street, photo: Path, tmp_path: Path
) -> None:
    marc = Configuration(street.employee(MARC, online=False)).opens("Offers")
    offers = panel(marc.page, "Offers")
    expect(offers.get_by_text("No offers yet")).to_be_visible()
    offers.get_by_role("button", name="Add an offer").click()
    offers.get_by_label("Title (English)", exact=True).fill("Spring sale")
    offers.get_by_label("Text (English)", exact=True).fill("A tenth off all aprons.")
    link = offers.get_by_label("Link (English)", exact=True)
    link.fill("javascript:alert(1)")
    disguised = tmp_path / "photo.png"
    disguised.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    offers.get_by_label("Picture", exact=True).set_input_files(disguised)
    offers.get_by_role("button", name="Save", exact=True).click()
    expect(offers.get_by_role("alert").first).to_contain_text("Nothing was saved")
    for field in (link, offers.get_by_label("Picture", exact=True)):
        expect(field).to_have_attribute("aria-invalid", "true")
    picture(marc.page, "offer-wrong")
    link.fill(f"{marc.employee.origin.shop.url}/en/1-linen-apron.html")
    offers.get_by_label("Picture", exact=True).set_input_files(photo)
    expect(offers.locator("[data-part=shown-picture]")).to_be_visible()

    offers.get_by_role("button", name="Create a voucher").click()
    maker = offers.get_by_role("group", name="Create a voucher")
    maker.get_by_label("Value", exact=True).fill("110")
    maker.get_by_label("Code", exact=True).fill("SPRING-10")
    maker.get_by_role("button", name="Create the voucher").click()
    expect(maker.get_by_label("Value", exact=True)).to_have_attribute("aria-invalid", "true")
    assert violations(marc.page) == []
    picture(marc.page, "offer-voucher")
    maker.get_by_label("Value", exact=True).fill("10")
    maker.get_by_role("button", name="Create the voucher").click()
    expect(offers.get_by_role("status").filter(has_text="SPRING-10 was created")).to_be_visible()
    expect(offers.get_by_label("Voucher code", exact=True)).to_have_value("SPRING-10")

    offers.get_by_role("button", name="Save", exact=True).click()
    row = offers.locator("[data-offer]")
    expect(row).to_contain_text("Valid")
    expect(row).to_contain_text("SPRING-10")
    thumb = row.locator("img")
    expect(thumb).to_have_js_property("complete", value=True)
    assert thumb.evaluate("image => image.naturalWidth") in range(1, 801)
    assert violations(marc.page) == []
    picture(marc.page, "offers")

    row.get_by_role("button", name="Delete").click()
    marc.page.get_by_role("alertdialog").get_by_role("button", name="Delete", exact=True).click()
    expect(offers.get_by_text("No offers yet")).to_be_visible()


def test_an_offer_shows_a_product_s_picture(street: Street) -> None:
    marc = Configuration(street.employee(MARC, online=False)).opens("Offers")
    offers = panel(marc.page, "Offers")
    offers.get_by_role("button", name="Add an offer").click()
    offers.get_by_label("Title (English)", exact=True).fill("The apron")
    offers.get_by_role("button", name="Use a product's picture").click()
    search = offers.get_by_role("searchbox", name="Search products")
    expect(search).to_be_focused()
    search.fill("nothing like it")
    said = offers.get_by_role("status").filter(has_text="No product with a picture was found.")
    expect(said).to_be_visible()
    search.fill("apron")
    offers.get_by_role("button", name="Linen apron").click()
    expect(search).to_be_hidden()
    offers.get_by_role("button", name="Save", exact=True).click()
    expect(offers.locator("[data-offer] img")).to_have_js_property("complete", value=True)
    assert offers.locator("[data-offer] img").evaluate("image => image.naturalWidth") > 0


@pytest.fixture
def french(own_server: MariaDb) -> Iterator[Callable[[], None]]:
    """Lets Marc read French from his next page on."""

    def speaks(lang: str) -> None:
        with own_server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ps_employee SET id_lang = (SELECT id_lang FROM ps_lang WHERE iso_code = %s)"
                " WHERE email = %s",
                (lang, MARC),
            )

    yield lambda: speaks("fr")
    speaks("en")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_lists_and_forms_fit_on_every_screen_in_french(
    street: Street, french: Callable[[], None], *, phone: bool
) -> None:
    marc = Configuration(street.employee(MARC, online=False, phone=phone))
    french()
    for tab, add, title in (
        ("Réponses enregistrées", "Ajouter une réponse", "Titre"),
        ("Offres", "Ajouter une offre", "Titre (Français)"),
    ):
        marc.opens(tab)
        shown = panel(marc.page, tab)
        shown.get_by_role("button", name=add).click()
        expect(shown.get_by_label(title, exact=True)).to_be_visible()
        assert overflow(marc.page) <= 0
        assert violations(marc.page) == []
        picture(marc.page, f"{tab}-{'phone' if phone else 'desktop'}-fr")
