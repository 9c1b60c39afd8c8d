"""A conversation filed in customer service by the module, with the shop's own objects."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Any

import pytest

from sidecar.platform import clock
from sidecar.platform.identity import Identity, Secrets
from sidecar.protocol.base import EmployeeId
from tests.shop.people import Browser
from tests.shop.tools import LOUIS, MARC, SARA, Operator, operator
from tests.stack.shop import Shop

EMPLOYEES = {MARC: EmployeeId(1), SARA: EmployeeId(2), LOUIS: EmployeeId(3)}
RIGHT = (
    "INSERT INTO {}access (id_profile, id_authorization_role) SELECT 2, id_authorization_role"
    " FROM {}authorization_role WHERE slug = 'ROLE_MOD_TAB_ADMINCUSTOMERTHREADS_%s'"
)


@pytest.fixture
def service(shop: Shop) -> Iterator[Shop]:
    """A shop whose support may answer in customer service; what is written is taken back."""
    shop.execute("CREATE TABLE before_access AS SELECT * FROM {}access")
    [row] = shop.execute("SELECT MAX(id_customer_thread) AS last FROM {}customer_thread")
    for action in ("READ", "UPDATE"):
        shop.execute(RIGHT % action)
    yield shop
    shop.execute("DELETE FROM {}access")
    shop.execute("INSERT INTO {}access SELECT * FROM before_access")
    shop.execute("DROP TABLE before_access")
    shop.execute("DELETE FROM {}customer_message WHERE id_customer_thread > %s", row["last"])
    shop.execute("DELETE FROM {}customer_thread WHERE id_customer_thread > %s", row["last"])
    shop.execute("DELETE FROM {}mail")


@pytest.fixture
async def sara(service: Shop) -> AsyncIterator[Operator]:
    async with Browser(service) as browser:
        yield await operator(browser)


def signed(place: Shop, by: str = SARA, *, secret: str = "", **more: Any) -> str:
    """What the sidecar has the module file."""
    [row] = place.execute("SELECT value FROM {}configuration WHERE name = 'ONLINECHAT_SECRET'")
    order = {
        "token": "abcdefghijkl", "shop": 1, "lang": "fr", "contact": 2, "customer": 2, "order": 3,
        "email": "pub@prestashop.com", "status": "pending1", "employee": EMPLOYEES[by],
        "text": "Conversation #7\n\nJohn DOE · 10:31\nWhere is “it” & \N{GRINNING FACE}",
        "note": "Sara Lindqvist filed this conversation from Online Chat.",
        **more,
    }  # fmt: skip
    identity = Identity(lambda: Secrets(secret or row["value"]))
    return identity.filing_order(EMPLOYEES[by], order, now=clock.now())


def threads(shop: Shop) -> list[dict[str, Any]]:
    """The threads that were filed."""
    return shop.execute("SELECT * FROM {}customer_thread WHERE token = 'abcdefghijkl'")


def said(shop: Shop, thread: int) -> list[dict[str, Any]]:
    return shop.execute(
        "SELECT * FROM {}customer_message WHERE id_customer_thread = %s ORDER BY 1", thread
    )


async def test_a_conversation_becomes_a_thread(sara: Operator, service: Shop) -> None:
    status, answer = await sara.ask("file", order=signed(service))
    assert status == HTTPStatus.OK
    [thread] = threads(service)
    assert answer == {"thread": thread["id_customer_thread"], "told": None}
    expected = {
        "id_shop": 1, "id_lang": 2, "id_contact": 2, "id_customer": 2, "id_order": 3,
        "id_product": 0, "status": "pending1", "email": "pub@prestashop.com",
    }  # fmt: skip
    assert {name: thread[name] for name in expected} == expected
    chat, note = said(service, thread["id_customer_thread"])
    assert chat["message"].endswith("Where is “it” & \N{GRINNING FACE}")
    assert (chat["id_employee"], chat["private"], chat["read"]) == (0, 0, 0)
    assert (note["id_employee"], note["private"]) == (2, 1)
    assert service.execute("SELECT * FROM {}mail") == []


async def test_it_is_shown_on_the_shop_s_own_page(sara: Operator, service: Shop) -> None:
    await sara.ask("file", order=signed(service))
    async with Browser(service) as marc:
        home = await marc.sign_in_to_back_office()
        listed = await marc.get(home.links()["AdminParentCustomerThreads"])
        page = await marc.get(listed.thread(threads(service)[0]["id_customer_thread"]))
        assert "John DOE · 10:31<br />\nWhere is “it” &amp; " in page.text
        assert "Sara Lindqvist" in page.text


async def test_a_colleague_in_charge_hears_of_it(sara: Operator, service: Shop) -> None:
    order = signed(service, employee=1, note="Look & <b>answer</b>")
    status, answer = await sara.ask("file", order=order)
    assert (status, answer["told"]) == (HTTPStatus.OK, True)
    _, note = said(service, answer["thread"])
    assert (note["id_employee"], note["private"]) == (1, 1)
    [mail] = service.execute("SELECT * FROM {}mail")
    assert (mail["recipient"], mail["template"]) == (MARC, "forward_msg")
    assert "Where is “it” &amp; " in mail["body"]
    assert "Look &amp; &lt;b&gt;answer&lt;/b&gt;" in mail["body"]
    assert "Sara Lindqvist" in mail["body"]
    again = await sara.ask("file", order=order)
    assert again == (HTTPStatus.OK, {"thread": answer["thread"], "told": None})
    assert len(service.execute("SELECT * FROM {}mail")) == 1


async def test_asked_twice_at_once_it_makes_one_thread(sara: Operator, service: Shop) -> None:
    order = signed(service)
    answers = await asyncio.gather(*(sara.ask("file", order=order) for _ in range(4)))
    assert {status for status, _ in answers} == {HTTPStatus.OK}
    assert len({answer["thread"] for _, answer in answers}) == 1
    assert len(threads(service)) == 1
    assert len(said(service, threads(service)[0]["id_customer_thread"])) == 2


@pytest.mark.parametrize(
    "text",
    ["He wrote javascript: in it", "Set onclick = 1, onerror= 2", "a\N{RIGHT-TO-LEFT OVERRIDE}b",
     "script :script:script :"],
)  # fmt: skip
async def test_who_speaks_of_scripts_can_be_filed(sara: Operator, service: Shop, text: str) -> None:
    status, answer = await sara.ask("file", order=signed(service, text=text))
    assert status == HTTPStatus.OK
    stored = said(service, answer["thread"])[0]["message"]
    assert stored.startswith(text[:1])


async def test_nothing_is_left_of_what_fails(sara: Operator, service: Shop) -> None:
    [before] = service.execute("SELECT COUNT(*) AS messages FROM {}customer_message")
    service.execute(
        "CREATE TRIGGER fails BEFORE INSERT ON {}customer_message FOR EACH ROW"
        " BEGIN IF NEW.private = 1 THEN SIGNAL SQLSTATE '45000'; END IF; END"
    )
    try:
        status, _ = await sara.ask("file", order=signed(service))
    finally:
        service.execute("DROP TRIGGER fails")
    assert "customer_message" in service.forgive()
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    status, _ = await sara.ask("file", order=signed(service, email="no address"))
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert threads(service) == []
    assert service.execute("SELECT COUNT(*) AS messages FROM {}customer_message") == [before]
    status, _ = await sara.ask("file", order=signed(service))
    assert status == HTTPStatus.OK


async def test_what_is_not_signed_for_them_is_refused(sara: Operator, service: Shop) -> None:
    for order in ("", "x", signed(service, MARC), signed(service, secret="0" * 64)):
        status, answer = await sara.ask("file", order=order)
        assert (status, answer["error"]["code"]) == (HTTPStatus.BAD_REQUEST, "order_invalid")
    status, answer = await sara.ask("file", order=signed(service, shop=2))
    assert (status, answer["error"]["code"]) == (HTTPStatus.BAD_REQUEST, "order_invalid")
    assert threads(service) == []


async def test_a_contact_that_was_deleted_is_said(sara: Operator, service: Shop) -> None:
    status, answer = await sara.ask("file", order=signed(service, contact=99))
    assert (status, answer["error"]["code"]) == (HTTPStatus.CONFLICT, "contact_gone")
    assert threads(service) == []


async def test_only_who_may_answer_there_may_file(service: Shop) -> None:
    service.execute(
        "DELETE FROM {}access WHERE id_profile = 2 AND id_authorization_role IN (SELECT"
        " id_authorization_role FROM {}authorization_role"
        " WHERE slug = 'ROLE_MOD_TAB_ADMINCUSTOMERTHREADS_UPDATE')"
    )
    async with Browser(service) as browser:
        status, answer = await (await operator(browser)).ask("file", order=signed(service))
        assert (status, answer["error"]["code"]) == (HTTPStatus.FORBIDDEN, "not_allowed")
        assert answer["error"]["needed"] == "AdminCustomerThreads"
    assert threads(service) == []
