"""The catalogue as the module shows it to operators: what one visitor would see, signed."""

from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus

import pytest

from sidecar.platform.identity import Identity, Secrets
from tests.shop.people import Browser, claims
from tests.shop.tools import Operator, operator
from tests.stack.shop import Shop

JOHN = "2"
CHANGED = (
    "address", "cart", "category_group", "currency", "customer", "group", "orders",
    "product_shop", "specific_price", "stock_available",
)  # fmt: skip


@pytest.fixture
def catalogue(shop: Shop) -> Iterator[Shop]:
    """A shop whose products may be changed; put back afterwards."""
    for table in CHANGED:
        shop.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {{}}{table}")
    yield shop
    for table in CHANGED:
        shop.execute(f"DELETE FROM {{}}{table}")
        shop.execute(f"INSERT INTO {{}}{table} SELECT * FROM before_{table}")
        shop.execute(f"DROP TABLE before_{table}")


@pytest.fixture
async def sara(catalogue: Shop) -> AsyncIterator[Operator]:
    """An operator without any right on the shop's products."""
    async with Browser(catalogue) as browser:
        yield await operator(browser)


async def test_products_are_found_by_name_and_reference(sara: Operator, catalogue: Shop) -> None:
    apron = {
        "product": 1,
        "name": "Linen apron",
        "reference": "APRON-1",
        "link": f"{catalogue.url}/en/1-linen-apron.html",
        "image": f"{catalogue.url}/assets/product-1.svg",
        "quantity": 140,
        "orderable": True,
        "price": "€28.68",
    }
    assert await sara.found("apron") == [apron]
    assert await sara.found("PRON-1") == [apron]
    assert [one["name"] for one in await sara.found("planche", lang="fr")] == [
        "Planche à découper en chêne"
    ]
    [french] = await sara.found("tablier", lang="fr")
    assert french["price"] == "28,68\N{NO-BREAK SPACE}€"
    for nothing in ("", " ", "a", "nothing like it", "%", "' OR 1=1 -- "):
        assert await sara.found(nothing) == []


async def test_the_price_is_the_one_of_the_customers_group(sara: Operator, catalogue: Shop) -> None:
    catalogue.execute(
        "INSERT INTO {}specific_price (id_product, id_shop, id_group, id_customer, price,"
        " from_quantity, reduction, reduction_tax, reduction_type) VALUES"
        " (1, 0, 3, 0, -1, 1, 0.25, 1, 'percentage')"
    )
    [guest], [john] = await sara.found("apron"), await sara.found("apron", customer=JOHN)
    assert (guest["price"], "was" in guest) == ("€28.68", False)
    assert (john["price"], john["was"]) == ("€21.51", "€28.68")
    catalogue.execute("UPDATE {}group SET price_display_method = 1 WHERE id_group = 3")
    [john] = await sara.found("apron", customer=JOHN)
    assert john["price"] == "€17.93"


async def test_a_customer_who_shops_in_another_currency_sees_it_on_the_card(
    sara: Operator, catalogue: Shop
) -> None:
    async with Browser(catalogue) as john:
        await john.sign_in()
        await john.get("/en/?SubmitCurrency=1&id_currency=2")
        await john.add_to_cart()
        page = await john.get("/en/1-linen-apron.html")
    [guest], [apron] = await sara.found("apron"), await sara.found("apron", customer=JOHN)
    assert (guest["price"], apron["price"]) == ("€28.68", "$30.97")
    assert apron["price"] in page.text
    catalogue.execute("UPDATE {}currency SET active = 0 WHERE id_currency = 2")
    [apron] = await sara.found("apron", customer=JOHN)
    assert apron["price"] == "€28.68"


async def test_a_guest_s_card_has_the_currency_of_the_cart_they_fill(
    sara: Operator, catalogue: Shop
) -> None:
    async with Browser(catalogue) as guest:
        await guest.get("/en/?SubmitCurrency=1&id_currency=2")
        await guest.add_to_cart()
        page = await guest.get("/en/1-linen-apron.html")
    [cart] = catalogue.execute("SELECT id_guest FROM {}cart ORDER BY id_cart DESC LIMIT 1")
    assert cart["id_guest"] > 0
    number = str(cart["id_guest"])
    [theirs], [others] = (
        await sara.found("apron", guest=number),
        await sara.found("apron", guest="987654"),
    )
    assert (theirs["price"], others["price"]) == ("$30.97", "€28.68")
    assert theirs["price"] in page.text
    # Ordered: what they buy next is in the shop's own currency until they say otherwise.
    catalogue.execute("UPDATE {}orders SET id_cart = (SELECT MAX(id_cart) FROM {}cart)")
    [theirs] = await sara.found("apron", guest=number)
    assert theirs["price"] == "€28.68"


async def test_taxes_on_the_card_are_those_of_the_address_that_the_cart_goes_to(
    sara: Operator, catalogue: Shop
) -> None:
    catalogue.execute(
        "INSERT INTO {}address (id_address, id_country, id_customer, alias, lastname, firstname,"
        " address1, city, date_add, date_upd)"
        " VALUES (50, 21, 2, 'Away', 'DOE', 'John', '1 Main St', 'Miami', NOW(), NOW())"
    )
    async with Browser(catalogue) as john:
        await john.sign_in()
        await john.add_to_cart()
        catalogue.execute(
            "UPDATE {}cart SET id_address_delivery = 50, id_address_invoice = 50"
            " WHERE id_customer = 2 ORDER BY id_cart DESC LIMIT 1"
        )
        page = await john.get("/en/1-linen-apron.html")
    [apron] = await sara.found("apron", customer=JOHN)
    assert apron["price"] == "€23.90"
    assert apron["price"] in page.text
    catalogue.execute("UPDATE {}address SET deleted = 1 WHERE id_customer = 2")
    [apron] = await sara.found("apron", customer=JOHN)
    assert apron["price"] == "€28.68"


async def test_who_may_not_see_prices_is_sent_none(sara: Operator, catalogue: Shop) -> None:
    catalogue.execute("UPDATE {}group SET show_prices = 0 WHERE id_group = 3")
    [guest], [john] = await sara.found("apron"), await sara.found("apron", customer=JOHN)
    assert guest["price"] == "€28.68"
    assert "price" not in john
    catalogue.execute("UPDATE {}product_shop SET show_price = 0 WHERE id_product = 1")
    [guest] = await sara.found("apron")
    assert "price" not in guest


async def test_what_is_not_sold_is_neither_found_nor_signed(
    sara: Operator, catalogue: Shop
) -> None:
    catalogue.execute("UPDATE {}product_shop SET visibility = 'none' WHERE id_product = 1")
    assert await sara.found("apron") == []
    assert (await sara.ask("product", product="1"))[0] == HTTPStatus.OK
    catalogue.execute("UPDATE {}product_shop SET active = 0 WHERE id_product = 1")
    for fields in ({"product": "1"}, {"product": "99"}, {"product": "-1"}, {"product": "x"}, {}):
        status, answer = await sara.ask("product", **fields)
        assert (status, answer["error"]["code"]) == (HTTPStatus.NOT_FOUND, "not_found")


async def test_what_a_group_may_not_open_it_is_neither_shown_nor_sent(
    sara: Operator, catalogue: Shop
) -> None:
    catalogue.execute("DELETE FROM {}category_group WHERE id_group = 3")
    async with Browser(catalogue) as john:
        await john.sign_in()
        page = await john.get("/en/1-linen-apron.html")
    assert page.status == HTTPStatus.FORBIDDEN
    assert await sara.found("apron", customer=JOHN) == []
    status, answer = await sara.ask("product", product="1", customer=JOHN)
    assert (status, answer["error"]["code"]) == (HTTPStatus.NOT_FOUND, "not_found")
    assert len(await sara.found("apron")) == 1


async def test_a_product_that_is_sold_out_says_so(sara: Operator, catalogue: Shop) -> None:
    catalogue.execute("UPDATE {}stock_available SET quantity = 0, out_of_stock = 0")
    [apron] = await sara.found("apron")
    assert (apron["quantity"], apron["orderable"]) == (0, False)
    catalogue.execute("UPDATE {}stock_available SET out_of_stock = 1")
    [apron] = await sara.found("apron")
    assert (apron["quantity"], apron["orderable"]) == (0, True)


async def test_one_is_signed_for_its_shop_and_customer(sara: Operator, catalogue: Shop) -> None:
    status, answer = await sara.ask("product", product="1", customer=JOHN)
    assert status == HTTPStatus.OK
    said = claims(answer["ref"])
    assert (said["sub"], said["shop"], said["customer"], said["aud"]) == (
        "product:1", 1, 2, "product",
    )  # fmt: skip
    assert said["card"] == answer["product"]
    [row] = catalogue.execute("SELECT value FROM {}configuration WHERE name = 'ONLINECHAT_SECRET'")
    card = Identity(lambda: Secrets(row["value"])).product(answer["ref"])
    assert (card.number, card.shop, card.customer) == (1, 1, 2)


async def test_a_customer_who_is_gone_counts_as_a_guest(sara: Operator, catalogue: Shop) -> None:
    catalogue.execute("UPDATE {}customer SET deleted = 1 WHERE id_customer = 2")
    for customer in (JOHN, "999"):
        _, answer = await sara.ask("product", product="1", customer=customer)
        assert claims(answer["ref"])["customer"] == 0


@pytest.mark.parametrize(
    ("path", "product"),
    [("/en/1-linen-apron.html", 1), ("/fr/1-tablier-en-lin.html?utm=x#1", 1),
     ("/index.php?id_product=2&controller=product", 2), ("/en/2-oak-cutting-board.html", 2),
     ("/en/2-linen-apron.html", None), ("/en/", None), ("/en/cart", None), ("/en/99-x.html", None)],
)  # fmt: skip
async def test_an_address_of_the_shop_leads_to_its_product(
    sara: Operator, catalogue: Shop, path: str, product: int | None
) -> None:
    _, answer = await sara.ask("product", url=f"{catalogue.url}{path}")
    assert answer.get("product", {}).get("product") == product


async def test_another_hosts_address_leads_nowhere(sara: Operator) -> None:
    for url in (
        "https://evil.example/en/1-linen-apron.html",
        "javascript:1-linen-apron",
        "1-linen-apron",
        "http://",
    ):
        status, _ = await sara.ask("product", url=url)
        assert status == HTTPStatus.NOT_FOUND


async def test_only_operators_of_the_shop_ask(catalogue: Shop, sara: Operator) -> None:
    for shop in ("2", "0", "x", ""):
        status, answer = await sara.ask("products", q="apron", shop=shop)
        assert (status, answer["error"]["code"]) == (HTTPStatus.FORBIDDEN, "not_allowed")
    async with Browser(catalogue) as browser:
        url = sara.url.replace("action=token", "action=products")
        answer = await browser.post(url, {"q": "apron", "shop": "1"})
        assert "apron" not in answer.text.lower()
