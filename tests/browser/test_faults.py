"""The sidecar gone and the database restarted in mid-conversation, seen from the pages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SARA, Street
from tests.browser.records import Records
from tests.stack.mariadb import MariaDb
from tests.stack.origin import Origin

GUEST = re.compile(r"^Conversation with Guest #\d+$")


@pytest.fixture(autouse=True)
def everything_runs_afterwards(origin: Origin, own_server: MariaDb) -> Iterator[None]:
    """The next test finds the stack whole, whatever happened here."""
    yield
    if not own_server.alive:
        own_server.start()
    if not origin.sidecar.alive:
        origin.sidecar.start()


def test_a_restarted_database_loses_and_doubles_nothing(
    street: Street, own_server: MariaDb, records: Records
) -> None:
    sara, guest = street.employee(SARA), street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Before")
    window = sara.window(GUEST)
    expect(window).to_be_visible()

    own_server.kill()
    guest.writes("While it was away")
    sara.answers(window, "Me too, meanwhile")
    expect(
        guest.log.locator("[data-state=waiting]").get_by_text("While it was away")
    ).to_be_visible()
    own_server.start()

    for text in ("While it was away", "Me too, meanwhile"):
        expect(guest.log.get_by_text(text, exact=True)).to_have_count(1)
        expect(window.get_by_role("log").get_by_text(text, exact=True)).to_have_count(1)
    records.agree(guest, window)
    records.hold("Before", "While it was away", "Me too, meanwhile")


def test_what_waits_survives_a_reload(street: Street, origin: Origin) -> None:
    sara, guest = street.employee(SARA), street.customer()
    guest.goes_to("/en/")
    guest.opens_chat()
    guest.writes("Before")
    window = sara.window(GUEST)
    expect(window).to_be_visible()
    origin.sidecar.kill()
    guest.writes("Kept over the reload")
    expect(
        guest.log.locator("[data-state=waiting]").get_by_text("Kept over the reload")
    ).to_be_visible()
    origin.sidecar.launch()
    guest.goes_to("/en/1-linen-apron.html")
    expect(guest.log.get_by_text("Kept over the reload", exact=True)).to_have_count(1)
    expect(window.get_by_role("log").get_by_text("Kept over the reload", exact=True)).to_have_count(
        1
    )


def test_the_shop_and_its_back_office_work_without_the_sidecar(
    street: Street, origin: Origin
) -> None:
    sara = street.employee(SARA)
    guest = street.customer()
    origin.sidecar.kill()
    guest.goes_to("/en/")
    expect(guest.page.get_by_role("link").first).to_be_visible()
    expect(guest.page.get_by_role("button", name="Open chat")).to_have_count(0)
    sara.goes_to("/admin/")
    expect(sara.recap).to_have_count(0)
    sara.page.get_by_role("link", name="Conversation history").first.click()
    expect(
        sara.page.get_by_role("heading", name=re.compile("Help|started|running"))
    ).not_to_have_count(0)


def test_leaving_a_page_before_it_has_its_answer_costs_the_next_one_nothing(
    street: Street,
) -> None:
    """A click comes quicker than the sidecar: what was cut off is no reason to wait a minute."""
    guest = street.customer()
    guest.page.route("**/oc/state?*", lambda route: route.abort("aborted"), times=1)
    with guest.page.expect_event("requestfailed"):
        guest.goes_to("/en/")
    guest.page.get_by_role("link", name="Linen apron").first.click()
    expect(guest.page.get_by_role("button", name="Open chat")).to_be_visible(timeout=5_000)


HALF_AN_ANSWER = """
  if (!sessionStorage.getItem("came")) {
    const whole = window.fetch;
    window.fetch = async (...asked) => {
      const answer = await whole(...asked);
      if (!String(asked[0]).includes("/oc/state?")) return answer;
      const half = (await answer.text()).slice(0, 20);
      sessionStorage.setItem("came", half);
      return new Response(new ReadableStream({
        start: (body) => body.enqueue(new TextEncoder().encode(half)),
        pull: (body) => body.error(new TypeError("network error")),
      }));
    };
  }
"""


def test_leaving_a_page_amid_its_answer_costs_the_next_one_nothing(street: Street) -> None:
    guest = street.customer()
    guest.page.add_init_script(HALF_AN_ANSWER)
    guest.goes_to("/en/")
    guest.page.wait_for_function("sessionStorage.getItem('came')")
    guest.page.get_by_role("link", name="Linen apron").first.click()
    expect(guest.page.get_by_role("button", name="Open chat")).to_be_visible(timeout=5_000)
