"""One shop with the chat for all browser tests; nothing said yet and nobody online for each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import nobody
from tests.browser.merchant import Merchant
from tests.browser.network import Network
from tests.browser.passing import Time
from tests.browser.people import Customer, Employee, Person
from tests.browser.ready import Ready
from tests.browser.records import Records
from tests.browser.waiting import until
from tests.stack.mariadb import MariaDb
from tests.stack.origin import Origin

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SARA, MARC = "sara@prestashop.com", "demo@prestashop.com"
INES = "ines@prestashop.com"
"""Support as Sara is; there only in tests that ask for `ines`."""


@pytest.fixture(scope="package")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDb]:
    """A database server that tests may kill."""
    one = MariaDb(tmp_path_factory.mktemp("db"))
    one.start()
    try:
        yield one
    finally:
        one.stop()


@pytest.fixture(scope="package")
def shop_with_chat(
    own_server: MariaDb, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Origin]:
    """Shop, back office and sidecar behind one web server."""
    folder: Path = tmp_path_factory.mktemp("browser")
    one = Origin(own_server, folder)
    try:
        one.start()
        yield one
    finally:
        one.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def origin(shop_with_chat: Origin, own_server: MariaDb) -> Origin:
    """The running shop, nothing said yet."""
    nobody.forget(own_server)
    if not is_shown("offline", shop_with_chat):
        nobody.look(shop_with_chat, own_server)
    wait_until("offline", shop_with_chat)
    return shop_with_chat


def wait_until(state: str, origin: Origin) -> None:
    """Until this is what a shop page is told that asks now."""
    until(lambda: is_shown(state, origin), what=f"the chat is {state}")


def is_shown(state: str, origin: Origin) -> bool:
    """Whether this is what a shop page is told that asks now."""
    with urlopen(f"{origin.sidecar.url}state?shop=1&lang=en", timeout=5) as answer:  # noqa: S310
        return f'"state": "{state}"' in answer.read().decode()


@pytest.fixture
def merchant(origin: Origin, own_server: MariaDb) -> Iterator[Merchant]:
    """Whoever runs the shop; what they changed is as before when the test is over."""
    one = Merchant(own_server, origin)
    yield one
    one.takes_all_back()


@pytest.fixture
def ready(origin: Origin, own_server: MariaDb) -> Iterator[Ready]:
    """What is kept ready for operators in this test; nothing of it is left."""
    one = Ready(own_server, origin.shop.url)
    one.takes_all_away()
    yield one
    one.takes_all_away()


class Street:
    """Where people come from; everybody has left when the test is over."""

    def __init__(self, chromium: Browser, origin: Origin) -> None:
        self._chromium = chromium
        self._origin = origin
        self.people: list[Person] = []

    def customer(self, *, phone: bool = False, cuttable: bool = False) -> Customer:
        """Somebody with a fresh browser; `cuttable`: on a network that can be cut."""
        one = Customer(self._chromium, self._origin, phone=phone, network=_network(cuttable))
        self.people.append(one)
        return one

    def guest(self, said: str = "", *, phone: bool = False, cuttable: bool = False) -> Customer:
        """Somebody who opens the chat and says something."""
        one = self.customer(phone=phone, cuttable=cuttable)
        one.goes_to("/en/")
        one.opens_chat()
        if said:
            one.writes(said)
            one.is_heard()
        return one

    def john(self, said: str = "", *, cuttable: bool = False) -> Customer:
        """John DOE, signed in, on a product's page."""
        one = self.customer(cuttable=cuttable)
        one.signs_in()
        one.goes_to("/en/1-linen-apron.html")
        one.opens_chat()
        if said:
            one.writes(said)
            one.is_heard()
        return one

    def employee(
        self,
        email: str = SARA,
        *,
        online: bool = True,
        phone: bool = False,
        cuttable: bool = False,
    ) -> Employee:
        """An employee in the back office."""
        one = Employee(self._chromium, self._origin, phone=phone, network=_network(cuttable))
        self.people.append(one)
        one.signs_in(email)
        if online:
            one.goes(online=True)
        return one


def _network(cuttable: bool) -> Network | None:
    return Network() if cuttable else None


@pytest.fixture
def records(own_server: MariaDb) -> Records:
    """What the database says."""
    return Records(own_server)


@pytest.fixture
def time(own_server: MariaDb) -> Time:
    """What takes a minute otherwise."""
    return Time(own_server)


@pytest.fixture
def ines(own_server: MariaDb) -> Iterator[str]:
    """A third employee who may answer."""
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ps_employee WHERE email = %s", (SARA,))
        names = [one[0] for one in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
        row |= {"firstname": "Ines", "email": INES}
        del row["id_employee"]
        marks = ", ".join(["%s"] * len(row))
        cursor.execute(
            f"INSERT INTO ps_employee ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
        )
        cursor.execute("INSERT INTO ps_employee_shop VALUES (LAST_INSERT_ID(), 1)")
    yield INES
    with own_server.connect("origin") as connection, connection.cursor() as cursor:
        cursor.execute(
            "DELETE s FROM ps_employee_shop s JOIN ps_employee e USING (id_employee)"
            " WHERE e.email = %s",
            (INES,),
        )
        cursor.execute("DELETE FROM ps_employee WHERE email = %s", (INES,))


@pytest.fixture
def street(chromium: Browser, origin: Origin, request: pytest.FixtureRequest) -> Iterator[Street]:
    """People for one test; their pages must not have thrown an error by the end."""
    one = Street(chromium, origin)
    yield one
    complaints = [complaint for person in one.people for complaint in person.complaints]
    failed = getattr(request.node, "failed", False)
    folder = Path(__file__).resolve().parents[2] / ".var" / "pictures"
    for number, person in enumerate(one.people):
        if failed:
            folder.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=folder / f"failed-{request.node.name}-{number}.png")
        person.leaves()
    assert complaints == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> "Callable[[], pytest.TestReport]":
    """Let the fixtures know that the test failed: they then keep pictures."""
    report = yield
    if report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report
