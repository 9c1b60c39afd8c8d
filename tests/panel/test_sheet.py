"""The sheet beside a conversation: the shop's own data, as far as an employee may see it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sidecar.protocol.base import CustomerId
from tests.conftest import Shop
from tests.pages import Page
from tests.people import JOHN, MARC, SARA, customer, guest
from tests.running import Chat
from tests.waiting import until

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML) Chrome/126.0 Mobile Safari/5"
HEADERS = {"User-Agent": ANDROID, "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"}


def may(shop: Shop, *tabs: str) -> None:
    """Support may also see these pages of the shop."""
    for tab in tabs:
        shop.run(
            "INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2,"
            " id_authorization_role FROM ps_authorization_role WHERE slug = %s",
            f"ROLE_MOD_TAB_{tab}_READ",
        )


async def sheet(page: Page, number: int) -> dict[str, Any]:
    return await page.ask("visitor:sheet", conversationId=number)


async def of_john(chat: Chat, who: Any = MARC) -> dict[str, Any]:
    """What an employee sees beside John's conversation."""
    operator = await chat.employee(who)
    john = await chat.visitor(customer())
    return await sheet(operator, (await john.say("hello"))["conversationId"])


async def test_a_customer_s_account_is_what_the_shop_knows(chat: Chat) -> None:
    person = (await of_john(chat))["customer"]
    born = datetime(1970, 1, 15)  # noqa: DTZ001 - a birthday has no zone
    years = (datetime.now() - born) // timedelta(days=365.2425)  # noqa: DTZ005 - nor has today
    assert person == {
        "id": JOHN,
        "title": "Mr.",
        "firstname": "John",
        "lastname": "DOE",
        "email": "pub@prestashop.com",
        "age": years,
        "birthday": "1970-01-15",
        "language": "English (English)",
        "active": True,
        "isGuest": False,
        "registeredAt": "2026-01-07T09:20:00.000Z",
        "updatedAt": "2026-10-02T16:05:11.000Z",
        "lastVisitAt": "2026-10-02T15:58:40.000Z",
        "group": "Customer",
        "groups": ["Customer"],
        "newsletter": True,
        "partnerOffers": True,
        "note": "Prefers to be called in the morning.",
    }


async def test_orders_are_summed_in_their_own_currency_and_only_those_that_count(
    chat: Chat, shop: Shop
) -> None:
    shop.run("UPDATE ps_orders SET id_currency = 2, total_paid_real = 90 WHERE id_order = 3")
    orders = (await of_john(chat))["orders"]
    assert (orders["count"], orders["valid"]) == (3, 2)
    assert sorted((one["currency"], one["amount"]) for one in orders["paid"]) == [
        ("EUR", 84.48), ("USD", 90.0),
    ]  # fmt: skip
    assert [one["reference"] for one in orders["last"]] == ["UOYEVOLI", "OHSATSERP", "XKBKNABJK"]
    assert orders["last"][0] == {
        "id": 3,
        "reference": "UOYEVOLI",
        "placedAt": "2026-10-02T16:05:10.000Z",
        "state": "Payment accepted",
        "color": "#3498D8",
        "valid": True,
        "payment": "Card",
        "total": {"amount": 86.04, "currency": "USD"},
        "paid": {"amount": 90.0, "currency": "USD"},
    }
    assert [(one["name"], one["quantity"]) for one in orders["products"]] == [
        ("Linen apron", 4), ("Oak cutting board", 1),
    ]  # fmt: skip


async def test_addresses_vouchers_carts_and_letters_are_there(chat: Chat) -> None:
    seen = await of_john(chat)
    holidays, home = seen["addresses"]
    assert holidays["phones"] == ["+1 305 555 0142"]
    assert holidays["lines"] == ["1 Ocean Drive", "33133 Miami", "Florida"]
    assert (home["company"], home["country"]) == ("My Company", "France")
    assert seen["vouchers"] == [
        {
            "id": 1,
            "name": "Thank you",
            "code": "THANKYOU10",
            "percent": 10.0,
            "freeShipping": False,
            "until": "2027-12-31T22:59:59.000Z",
            "left": 1,
            "usable": True,
        }
    ]
    assert [(one["id"], one["state"], one.get("order")) for one in seen["carts"]] == [
        (3, "ordered", "UOYEVOLI"), (2, "ordered", "OHSATSERP"), (1, "ordered", "XKBKNABJK"),
    ]  # fmt: skip
    [letter] = seen["threads"]
    assert (letter["status"], letter["contact"]) == ("closed", "Customer service")
    assert letter["text"].startswith("Hello John, it left yesterday")
    assert letter["byShop"]


async def test_words_are_in_the_employee_s_language(chat: Chat) -> None:
    operator = await chat.employee(MARC, lang="fr")
    john = await chat.visitor(customer())
    seen = await sheet(operator, (await john.say("hello"))["conversationId"])
    assert (seen["customer"]["title"], seen["customer"]["group"]) == ("M.", "Client")
    assert seen["orders"]["last"][0]["state"] == "Paiement accepté"


async def test_a_cart_is_left_behind_after_a_day_without_an_order(chat: Chat, shop: Shop) -> None:
    shop.run(
        "INSERT INTO ps_cart (id_cart, id_carrier, delivery_option, id_lang, id_address_delivery,"
        " id_address_invoice, id_currency, id_customer, id_guest, date_add, date_upd) VALUES"
        " (90, 0, '', 1, 0, 0, 1, 2, 1, '2026-01-01', '2026-01-01'),"
        " (91, 0, '', 1, 0, 0, 1, 2, 1, UTC_TIMESTAMP(), UTC_TIMESTAMP()),"
        " (92, 0, '', 1, 0, 0, 1, 2, 1, UTC_TIMESTAMP(), UTC_TIMESTAMP())"
    )
    shop.run(
        "INSERT INTO ps_cart_product (id_cart, id_product, quantity, date_add)"
        " VALUES (90, 1, 2, NOW()), (91, 1, 1, NOW())"
    )
    try:
        carts = (await of_john(chat))["carts"]
    finally:
        shop.run("DELETE FROM ps_cart WHERE id_cart >= 90")
        shop.run("DELETE FROM ps_cart_product WHERE id_cart >= 90")
    assert [(one["id"], one["state"], one["quantity"]) for one in carts[:2]] == [
        (91, "open", 1), (90, "abandoned", 2),
    ]  # fmt: skip


async def test_without_a_right_on_customers_there_is_no_sheet(chat: Chat) -> None:
    seen = await of_john(chat, SARA)
    assert seen["withheld"] == ["customers", "orders"]
    assert not {"customer", "orders"} & set(seen)
    assert (seen["addresses"], seen["vouchers"], seen["carts"], seen["threads"]) == ([], [], [], [])


async def test_without_a_right_on_orders_there_are_no_orders(chat: Chat, shop: Shop) -> None:
    may(shop, "ADMINCUSTOMERS")
    seen = await of_john(chat, SARA)
    assert seen["withheld"] == ["orders"]
    assert seen["customer"]["lastname"] == "DOE"
    assert "orders" not in seen
    assert seen["carts"] == []
    assert seen["vouchers"]


async def test_a_right_that_is_taken_away_counts_at_once_it_is_noticed(
    chat: Chat, shop: Shop
) -> None:
    may(shop, "ADMINCUSTOMERS", "ADMINORDERS")
    operator, john = await chat.employee(SARA), await chat.visitor(customer())
    number = (await john.say("hello"))["conversationId"]
    assert (await sheet(operator, number))["withheld"] == []
    shop.run(
        "DELETE a FROM ps_access a JOIN ps_authorization_role r"
        " ON r.id_authorization_role = a.id_authorization_role"
        " WHERE a.id_profile = 2 AND r.slug = 'ROLE_MOD_TAB_ADMINCUSTOMERS_READ'"
    )

    async def withheld() -> bool:
        return bool((await sheet(operator, number))["withheld"])

    await until(withheld)


async def test_a_deleted_account_is_said_to_be_gone_and_nothing_of_it_is_shown(
    chat: Chat, shop: Shop
) -> None:
    shop.run("UPDATE ps_customer SET deleted = 1 WHERE id_customer = 2")
    try:
        seen = await of_john(chat)
    finally:
        shop.run("UPDATE ps_customer SET deleted = 0 WHERE id_customer = 2")
    assert seen["gone"]
    assert "customer" not in seen
    assert seen["addresses"] == []
    assert "orders" not in seen


async def test_a_customer_of_another_shop_is_shown_only_when_the_group_shares_customers(
    chat: Chat, shop: Shop
) -> None:
    shop.second()
    shop.run("UPDATE ps_customer SET id_shop = 2 WHERE id_customer = 2")
    operator, john = await chat.employee(), await chat.visitor(customer())
    number = (await john.say("hello"))["conversationId"]

    async def gone() -> bool:
        return bool((await sheet(operator, number))["gone"])

    async def there() -> Any:
        return (await sheet(operator, number)).get("customer")

    try:
        await until(gone)
        shop.run("UPDATE ps_shop_group SET share_customer = 1")
        assert (await until(there))["shop"] == "Second"
    finally:
        shop.run("UPDATE ps_shop_group SET share_customer = 0")
        shop.run("UPDATE ps_customer SET id_shop = 1 WHERE id_customer = 2")


async def test_of_a_guest_the_browser_is_known_and_where_they_came_from(chat: Chat) -> None:
    operator = await chat.employee(SARA)
    visitor = await chat.visitor(guest(), headers=HEADERS)
    page = {
        "url": "https://shop.example/en/1-apron.html?utm=x",
        "title": "Apron",
        "referrer": "https://search.example/?q=apron",
        "kind": "product",
        "product": 1,
    }
    await visitor.ask("conversation:open", page=page)
    number = (await visitor.say("hello"))["conversationId"]
    await visitor.ask("page:view", url="https://shop.example/en/identity", kind="identity")
    seen = await sheet(operator, number)
    assert seen["withheld"] == []
    assert "customer" not in seen
    visit = seen["visit"]
    assert (visit["browser"], visit["system"]) == ("Chrome 126", "Android")
    assert visit["languages"] == ["fr", "en"]
    assert visit["referrer"] == "https://search.example/"
    assert visit["firstPage"] == "https://shop.example/en/1-apron.html"
    account, apron = seen["pages"]
    assert (account["account"], account["url"], account["title"]) == (True, "", "")
    assert (apron["title"], apron["product"]) == ("Apron", 1)
    event = await operator.heard("visitor:page", lambda e: e["page"].get("account") is True)
    assert event["page"]["url"] == ""


async def test_the_shop_s_own_statistics_say_how_a_guest_came(chat: Chat, shop: Shop) -> None:
    shop.run(
        "INSERT INTO ps_connections (id_connections, id_guest, id_page, ip_address, date_add,"
        " http_referer) VALUES (90, 7, 1, 0, '2026-11-20 10:00:00', 'https://blog.example/')"
    )
    shop.run(
        "INSERT INTO ps_connections_source (id_connections, http_referer, request_uri, date_add)"
        " VALUES (90, '', 'shop.example/en/?utm=x', '2026-11-20 10:00:00')"
    )
    try:
        operator, visitor = await chat.employee(SARA), await chat.visitor(guest())
        seen = await sheet(operator, (await visitor.say("hello"))["conversationId"])
    finally:
        shop.run("DELETE FROM ps_connections WHERE id_connections = 90")
        shop.run("DELETE FROM ps_connections_source WHERE id_connections = 90")
    assert seen["visit"]["referrer"] == "https://blog.example/"
    assert seen["visit"]["firstPage"] == "shop.example/en/"
    assert seen["visit"]["cameAt"] == "2026-11-20T09:00:00.000Z"


async def test_earlier_conversations_are_the_customer_s_or_the_guest_s_own(chat: Chat) -> None:
    operator = await chat.operator()
    who, other = guest(), guest()
    visitor, stranger = await chat.visitor(who), await chat.visitor(other)
    await stranger.say("somebody else")
    first = (await visitor.say("is it   blue?"))["conversationId"]
    await operator.ask("conversation:end", conversationId=first)
    await operator.ask("operator:switch", online=False)
    await operator.ask("operator:switch", online=True)
    second = (await visitor.say("again"))["conversationId"]
    assert second != first
    [earlier] = (await sheet(operator, second))["conversations"]
    assert (earlier["id"], earlier["text"], earlier["operator"]) == (first, "is it blue?", "Marc")


async def test_a_company_is_shown_where_the_shop_sells_to_companies(chat: Chat, shop: Shop) -> None:
    shop.run("UPDATE ps_customer SET company = 'DOE Ltd', siret = '123' WHERE id_customer = 2")
    operator, john = await chat.employee(), await chat.visitor(customer())
    number = (await john.say("hello"))["conversationId"]
    try:
        assert "company" not in (await sheet(operator, number))["customer"]
        shop.run("UPDATE ps_configuration SET value = '1' WHERE name = 'PS_B2B_ENABLE'")

        async def company() -> Any:
            return (await sheet(operator, number))["customer"].get("company")

        assert await until(company) == {"name": "DOE Ltd", "siret": "123", "risk": "None"}
    finally:
        shop.run("UPDATE ps_customer SET company = NULL, siret = NULL WHERE id_customer = 2")


async def test_a_conversation_of_another_shop_has_no_sheet(chat: Chat) -> None:
    operator = await chat.employee()
    error = await operator.refused("visitor:sheet", conversationId=2**40)
    assert error["code"] == "not_found"


@pytest.mark.parametrize(
    ("column", "left_out"), [("birthday", {"birthday", "age"}), ("date_upd", {"updatedAt"})]
)
async def test_zero_dates_are_left_out(
    chat: Chat, shop: Shop, column: str, left_out: set[str]
) -> None:
    shop.run("SET sql_mode=''")
    shop.run(f"UPDATE ps_customer SET {column} = '0000-00-00' WHERE id_customer = 3")
    operator = await chat.employee()
    marie = await chat.visitor(customer(number=CustomerId(3)))
    seen = await sheet(operator, (await marie.say("bonjour"))["conversationId"])
    assert not left_out & set(seen["customer"])
