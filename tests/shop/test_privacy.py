"""What the shop's GDPR module, in both its ways, and a deleted customer take away, and what not."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from tests.shop.chats import AT, Chats, make_tables
from tests.shop.people import Browser
from tests.stack.shop import Shop

EACH_VERSION = pytest.mark.parametrize("version", [1, 2])


@pytest.fixture(scope="module")
def tables(shop: Shop) -> Shop:
    """A shop whose sidecar ran once."""
    asyncio.run(make_tables(shop))
    return shop


@pytest.fixture
def chats(tables: Shop) -> Iterator[Chats]:
    """Nothing was said yet."""
    one = Chats(tables)
    yield one
    one.forget()
    one.close()
    tables.execute("DELETE FROM {}customer WHERE id_customer >= 100")
    tables.execute("DELETE FROM {}address WHERE id_address >= 100")


def gdpr(shop: Shop, *calls: tuple[str, str, object, int]) -> list[Any]:
    """What the GDPR module gets: method, kind of person, person, version of the module."""
    return json.loads(  # type: ignore[no-any-return]
        shop.evaluate(
            "$psgdpr = Module::getInstanceByName('psgdpr'); echo json_encode(array_map("
            "fn ($call) => $psgdpr->{$call[0]}($call[1], $call[2], $call[3]), json_decode("
            f"base64_decode('{_encoded(calls)}'), true)));"
        )
    )


def _encoded(calls: object) -> str:
    return b64encode(json.dumps(calls).encode()).decode()


def export(shop: Shop, kind: str, *people: object) -> list[list[dict[str, str]]]:
    """Our rows of each of these."""
    answers = gdpr(shop, *(("modulesData", kind, str(person), 1) for person in people))
    return [answer["Online Chat"] for answer in answers]


def erase(shop: Shop, version: int, kind: str, *people: object) -> None:
    """Each of these wants to be forgotten."""
    answers = gdpr(shop, *(("deletePerson", kind, str(person), version) for person in people))
    assert answers == [True] * len(people)


def log(shop: Shop) -> set[tuple[Any, ...]]:
    """What was written down of deletions."""
    rows = shop.execute("SELECT cause, id_employee, kind, amount, ids FROM {}onlinechat_deletion")
    return {tuple(row.values()) for row in rows}


@EACH_VERSION
def test_a_customer_who_is_erased_leaves_nothing_and_the_others_stay(
    chats: Chats, version: int
) -> None:
    ada, eve = chats.customer("ada@example.org"), chats.customer("eve@example.org")
    gone = [chats.conversation(ada), chats.conversation(ada)]
    left = chats.offline_message(ada, email="typed@example.org")
    kept, kept_message = chats.conversation(eve), chats.offline_message(eve)
    chats.insert("onlinechat_presence", open_key=f"1:c{ada}", present_until="2030-01-01")
    for who in (ada, eve):
        chats.insert("onlinechat_customer_word", word="byron", id_customer=who)
    chats.insert("onlinechat_presence", open_key=f"1:c{eve}", present_until="2030-01-01")
    erase(chats.shop, version, "customer", ada)
    assert chats.numbers("conversation") == [kept]
    for table in ("message", "decline", "history_conversation", "filing"):
        assert chats.numbers(table, "id_conversation") == [kept], table
    assert blocks(chats) == [*["" for _ in gone], "Ada BYRON"]
    assert chats.numbers("history_person", "last_conversation") == [kept]
    assert chats.numbers("offline_message") == [kept_message]
    assert chats.numbers("presence", "open_key") == [f"1:c{eve}"]
    assert chats.numbers("customer_word", "id_customer") == [eve]
    assert {(row["kind"], row["id_subject"]) for row in mails(chats)} == {
        ("transcript", kept),
        ("offline_message", kept_message),
    }
    assert len(chats.personal()) == 2
    cause = "erasure" if version == 1 else "customer_deleted"
    assert log(chats.shop) == {
        (cause, None, "conversation", 2, ",".join(map(str, gone))),
        (cause, None, "offline_message", 1, str(left)),
        (cause, None, "visitor", 3, ""),
    }


def mails(chats: Chats) -> list[dict[str, Any]]:
    """What waits to be sent."""
    return chats.shop.execute("SELECT kind, id_subject FROM {}onlinechat_outbox")


@EACH_VERSION
def test_what_a_customer_said_before_signing_in_goes_with_them(chats: Chats, version: int) -> None:
    ada = chats.customer("ada@example.org")
    chats.conversation(email="Ada@Example.ORG")
    chats.offline_message(email="ada@example.org")
    erase(chats.shop, version, "customer", ada)
    assert chats.numbers("conversation") == []
    assert chats.numbers("offline_message") == []
    assert chats.personal() == []


@EACH_VERSION
def test_what_belongs_to_another_account_stays_whatever_address_was_typed(
    chats: Chats, version: int
) -> None:
    ada, eve = chats.customer("ada@example.org"), chats.customer("eve@example.org")
    about_ada = chats.offline_message(eve, email="ada@example.org", phone="0612345678")
    chats.conversation(ada)
    erase(chats.shop, version, "email", "ada@example.org")
    assert chats.numbers("conversation") == []
    erase(chats.shop, version, "customer", ada)
    erase(chats.shop, version, "phone", "0612345678")
    assert chats.numbers("offline_message") == [about_ada]
    assert len(chats.personal()) == 1


@EACH_VERSION
def test_an_address_is_that_very_address(chats: Chats, version: int) -> None:
    others = (
        "", " ", "adà@example.org", "ada@example.org.", "ada@example.or", "ad_@example.org", "%",
        "xada@example.org", "ada@example.org'", "ada@example.org\\", "ada", "a%@example.org",
    )  # fmt: skip
    kept = chats.conversation(email="ada@example.org")
    also = chats.conversation(email="")
    message = chats.offline_message(email="ada@example.org")
    assert export(chats.shop, "email", *others) == [[]] * len(others)
    erase(chats.shop, version, "email", *others)
    assert chats.numbers("conversation") == [kept, also]
    assert chats.numbers("offline_message") == [message]


@EACH_VERSION
def test_a_phone_number_is_that_very_number(chats: Chats, version: int) -> None:
    others = ("", "+", "-", "0", "0612", "061234567", "612345678", "+0612345678", "%", "(-) ./")
    kept = chats.conversation(phone="06 12 34 56 78")
    also = chats.conversation(phone="")
    assert export(chats.shop, "phone", *others) == [[]] * len(others)
    erase(chats.shop, version, "phone", *others)
    assert chats.numbers("conversation") == [kept, also]


@EACH_VERSION
def test_a_guest_is_found_by_the_phone_number_however_it_is_written(
    chats: Chats, version: int
) -> None:
    ways = ("0612345678", "06 12 34 56 78", "(06) 12.34-56/78")
    chats.conversation(phone="06 12 34 56 78")
    chats.offline_message(phone="06.12.34.56.78")
    first, *others = export(chats.shop, "phone", *ways)
    assert len(first) > 1
    assert others == [first, first]
    erase(chats.shop, version, "phone", ways[2])
    assert chats.numbers("conversation") == []
    assert chats.numbers("offline_message") == []


@EACH_VERSION
def test_a_number_in_one_address_book_leads_to_that_account_one_in_two_to_none(
    chats: Chats, version: int
) -> None:
    alone = chats.customer(phone="+33 1 11 11 11 11")
    him, her = chats.customer(phone="01 22 22 22 22"), chats.customer(phone="0122222222")
    chats.conversation(alone)
    kept = [chats.conversation(him), chats.conversation(her)]
    erase(chats.shop, version, "phone", "+33111111111", "0122222222")
    assert chats.numbers("conversation") == kept


def test_a_browser_that_somebody_else_uses_now_is_left_alone(chats: Chats) -> None:
    eve = chats.customer()
    shared = chats.browser(eve)
    chats.conversation(vid=shared, email="guest@example.org")
    erase(chats.shop, 1, "email", "guest@example.org")
    assert chats.personal() == [shared]


@EACH_VERSION
def test_a_block_goes_on_without_a_word_though_its_conversation_went_long_ago(
    chats: Chats, version: int
) -> None:
    ada, eve = chats.customer(), chats.customer()
    vid = chats.browser(ada)
    chats.block(vid, ada, 4711)
    chats.block(chats.browser(eve), eve, 4712)
    erase(chats.shop, version, "customer", ada)
    adas, eves = chats.shop.execute("SELECT * FROM {}onlinechat_block ORDER BY id_block")
    assert (adas["vid"], adas["id_customer"], adas["until"]) == (vid, ada, None)
    assert {adas[one] for one in ("visitor_name", "reason", "ip_address", "id_guest")} == {"", None}
    assert (eves["visitor_name"], eves["reason"]) == ("Ada BYRON", "Shouts")


def blocks(chats: Chats) -> list[str]:
    """The names of those who are kept out."""
    rows = chats.shop.execute("SELECT visitor_name FROM {}onlinechat_block ORDER BY id_block")
    return [row["visitor_name"] for row in rows]


def test_an_erased_customer_s_browser_is_signed_out(chats: Chats) -> None:
    ada = chats.customer()
    chats.conversation(ada)
    erase(chats.shop, 1, "customer", ada)
    [row] = chats.shop.execute(
        "SELECT revoked_at IS NOT NULL AS revoked, seen_at FROM {}onlinechat_visitor"
    )
    assert (row["revoked"], row["seen_at"]) == (1, None)


def test_a_customer_deleted_without_a_gdpr_module_is_forgotten(chats: Chats) -> None:
    ada = chats.customer("ada@example.org")
    chats.conversation(ada)
    chats.offline_message(email="ada@example.org")
    chats.shop.evaluate(f"(new Customer({ada}))->delete();")
    assert chats.numbers("conversation") == []
    assert chats.numbers("offline_message") == []
    assert {row[0] for row in log(chats.shop)} == {"customer_deleted"}


def test_many_conversations_go_a_few_at_a_time(chats: Chats) -> None:
    ada = chats.customer()
    vid = chats.browser(ada)
    numbers = [chats.conversation(ada, vid=vid) for _ in range(45)]
    erase(chats.shop, 1, "customer", ada)
    assert chats.numbers("conversation") == []
    rows = sorted(row for row in log(chats.shop) if row[2] == "conversation")
    assert sorted(row[3] for row in rows) == [5, 20, 20]
    assert sorted(int(one) for row in rows for one in row[4].split(",")) == numbers


def test_the_export_has_every_word_and_what_is_known_besides(chats: Chats) -> None:
    ada = chats.customer("ada@example.org")
    number = chats.conversation(
        ada,
        says='Is it <b>linen</b>?\n"Yes" & ‘no’ 🙂',
        email="ada@example.org",
        phone="0612345678",
    )
    left = chats.offline_message(ada, email="other@example.org", phone="0601020304")
    [rows] = export(chats.shop, "customer", ada)
    assert {tuple(row) for row in rows} == {
        ("Type", "Number", "Date", "Author", "Text", "Email", "Phone", "Page", "IP address",
         "Browser", "Stars"),
    }  # fmt: skip
    assert all(isinstance(value, str) for row in rows for value in row.values())
    conversation, question, answer, rating, message, *visits, block = rows
    assert (conversation["Type"], conversation["Number"]) == ("Conversation", str(number))
    assert (conversation["Email"], conversation["Phone"]) == ("ada@example.org", "0612345678")
    assert (question["Author"], question["Text"]) == (
        "Ada BYRON",
        'Is it <b>linen</b>?\n"Yes" & ‘no’ 🙂',
    )
    assert (answer["Author"], answer["Text"]) == ("Marc", "Good day")
    assert (rating["Type"], rating["Text"], rating["Stars"]) == ("Rating", "Friendly", "4")
    assert (message["Type"], message["Number"], message["Text"]) == (
        "Offline message",
        str(left),
        "Where is my apron?",
    )
    assert (message["Email"], message["Page"], message["IP address"], message["Browser"]) == (
        "other@example.org",
        "http://shop.example/apron",
        "203.0.113.7",
        "Mozilla/5.0",
    )
    assert [(row["Type"], row["IP address"], row["Page"], row["Browser"]) for row in visits] == [
        ("Visit", "203.0.113.7", "http://shop.example/apron", "Mozilla/5.0"),
        ("Visit", "", "http://shop.example/", ""),
        ("Visit", "", "https://search.example/", ""),
    ] * 2
    assert (block["Type"], block["Text"]) == ("Block", "Shouts")
    # The shop's time, not ours.
    assert conversation["Date"] == "2026-10-02 20:00:00"


def test_columns_in_which_nothing_stands_are_left_out(chats: Chats) -> None:
    ada = chats.customer()
    chats.browser(ada)
    [visits] = export(chats.shop, "customer", ada)
    assert {tuple(row) for row in visits} == {
        ("Type", "Date", "Text", "Page", "IP address", "Browser")
    }


def test_nothing_is_exported_of_anybody_else(chats: Chats) -> None:
    ada, eve = chats.customer("ada@example.org"), chats.customer("eve@example.org")
    chats.conversation(eve, says="a secret", email="eve@example.org")
    chats.offline_message(eve, email="ada@example.org")
    assert export(chats.shop, "customer", ada) == [[]]
    adas, eves = export(chats.shop, "email", "ada@example.org", "EVE@example.org")
    assert adas == []
    assert "a secret" in json.dumps(eves)


def test_nothing_is_known_of_somebody_who_never_chatted(chats: Chats) -> None:
    ada = chats.customer()
    assert export(chats.shop, "customer", ada) == [[]]
    erase(chats.shop, 1, "customer", ada)
    assert log(chats.shop) == set()


async def test_who_asks_gets_it_in_their_language_and_is_named_in_the_log(chats: Chats) -> None:
    ada = chats.customer()
    chats.conversation(ada)
    async with Browser(chats.shop) as marc:
        page = await marc.sign_in_to_back_office()
        modules = await marc.get(page.links()["AdminParentModulesSf"])
        start = modules.text.index("controller=AdminModules&amp;configure=psgdpr")
        url = "/admin/index.php?" + modules.text[start:].split('"')[0].replace("&amp;", "&")
        chats.shop.execute("UPDATE {}employee SET id_lang = 2 WHERE id_employee = 1")
        try:
            asked = {"kind": "customer", "person": str(ada), "version": "1"}
            [rows] = (await marc.post(url, {**asked, "do": "export"})).json.values()
            assert (rows[1]["Type"], rows[1]["Auteur"], rows[1]["Texte"]) == (
                "Message",
                "Ada BYRON",
                "Hello",
            )
            await marc.post(url, {**asked, "do": "delete"})
        finally:
            chats.shop.execute("UPDATE {}employee SET id_lang = 1 WHERE id_employee = 1")
    assert {(row[0], row[1]) for row in log(chats.shop)} == {("erasure", 1)}


def test_with_tables_that_are_too_old_the_answer_is_a_sentence(chats: Chats) -> None:
    ada = chats.customer()
    chats.conversation(ada)
    kept = chats.shop.execute("SELECT version FROM {}onlinechat_migration WHERE version >= 5")
    chats.shop.execute("DELETE FROM {}onlinechat_migration WHERE version >= 5")
    try:
        [sentence] = gdpr(chats.shop, ("modulesData", "customer", str(ada), 1))
        assert sentence["Online Chat"].startswith("Online Chat could not reach its data.")
    finally:
        for row in kept:
            chats.insert("onlinechat_migration", version=row["version"], name="", applied_at=AT)
    log_of_the_shop = chats.shop.directory / "var" / "logs" / "prestashop.log"
    assert "Online Chat: RuntimeException in PersonalData.php" in log_of_the_shop.read_text()


def test_before_the_sidecar_ever_ran_nothing_is_known_and_nothing_fails(bare_shop: Shop) -> None:
    bare_shop.install()
    assert export(bare_shop, "customer", 2) == [[]]
    erase(bare_shop, 1, "customer", 2)
