"""The cart that the module signs is the shop's own cart page, to the cent."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest

from sidecar.platform.identity import Identity, Secrets
from sidecar.protocol.cart import LINES, CartContent
from tests.shop.people import SHOP_COOKIE, Browser, Page, claims
from tests.stack.shop import Shop

APRON, BOARD = 1, 2
JOHN = "pub@prestashop.com"
CHANGED = (
    "address", "cart", "cart_cart_rule", "cart_product", "cart_rule", "configuration", "group",
    "module_group", "orders", "product", "product_lang", "product_shop", "specific_price",
)  # fmt: skip


@pytest.fixture(scope="module")
def as_made(shop: Shop) -> Shop:
    """The shop, with what tests change kept aside."""
    for table in CHANGED:
        shop.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {{}}{table}")
    return shop


@pytest.fixture
def shop_of_prices(as_made: Shop) -> Iterator[Shop]:
    """A shop whose prices may be changed; put back afterwards."""
    yield as_made
    for table in CHANGED:
        as_made.execute(f"DELETE FROM {{}}{table}")
        as_made.execute(f"INSERT INTO {{}}{table} SELECT * FROM kept_{table}")


@pytest.fixture
async def visitor(shop_of_prices: Shop) -> AsyncIterator[Browser]:
    """Somebody who has opened the chat in that shop."""
    async with Browser(shop_of_prices) as one:
        await one.get("/en/")
        await one.chat_session()
        yield one


def page_of(text: str) -> dict[str, Any]:
    """What the shop's cart page says."""

    def all_of(pattern: str) -> list[str]:
        return [unescape(found) for found in re.findall(pattern, text)]

    def one(name: str) -> str | None:
        return next(iter(all_of(rf'<dd class="{name}">([^<]*)<')), None)

    return {
        "units": all_of(r'<span class="unit">([^<]*)<'),
        "sums": all_of(r"<strong>([^<]*)</strong>"),
        "vouchers": all_of(r'<span class="value">([^<]*)<'),
        **{name: one(name) for name in ("products", "discounts", "shipping", "total")},
    }


def as_page(cart: dict[str, Any]) -> dict[str, Any]:
    """What a page would say of the signed cart."""
    discounts = cart.get("discounts")
    return {
        "units": [line["unit"] for line in cart["lines"] if "unit" in line],
        "sums": [line["total"] for line in cart["lines"] if "total" in line],
        "vouchers": [one["value"] for one in cart["vouchers"] if "value" in one],
        "products": cart.get("products"),
        "discounts": f"-{discounts}" if discounts else None,
        "shipping": "Free" if cart.get("freeShipping") else cart.get("shipping"),
        "total": cart.get("total"),
    }


async def signed(visitor: Browser) -> dict[str, Any]:
    """The cart as the module signs it now, in the shape that the sidecar takes."""
    answer = await visitor.cart()
    assert answer.status == HTTPStatus.OK, answer.text
    cart: dict[str, Any] = claims(answer.json["cart"])["cart"]
    CartContent.model_validate(cart)
    return cart


async def compared(visitor: Browser, language: str = "en") -> dict[str, Any]:
    """The signed cart, which says what the cart page says."""
    page = await visitor.get(f"/{language}/cart?action=show")
    cart = await signed(visitor)
    assert as_page(cart) == page_of(page.text)
    return cart


async def fill(visitor: Browser) -> None:
    """Two aprons and a board."""
    for product in (APRON, APRON, BOARD):
        await visitor.add_to_cart(product)


async def test_a_guest_s_cart_in_the_shop_s_currency(visitor: Browser) -> None:
    await fill(visitor)
    cart = await compared(visitor)
    assert cart["lines"][0] == {
        "product": APRON,
        "combination": 0,
        "name": "Linen apron",
        "reference": "APRON-1",
        "quantity": 2,
        "unit": "€28.68",
        "total": "€57.36",
    }
    assert (cart["quantity"], cart["currency"], cart["taxIncluded"]) == (3, "EUR", True)
    assert (cart["shipping"], cart["total"]) == ("€8.40", "€113.16")
    assert cart["carrier"] == "My carrier"


async def test_another_currency(visitor: Browser) -> None:
    await visitor.get("/en/?SubmitCurrency=1&id_currency=2")
    await fill(visitor)
    cart = await compared(visitor)
    assert (cart["currency"], cart["lines"][0]["unit"]) == ("USD", "$30.97")


async def test_another_language_prints_amounts_its_own_way(
    visitor: Browser, shop_of_prices: Shop
) -> None:
    await fill(visitor)
    await visitor.get("/fr/")
    page = page_of((await visitor.get("/fr/cart?action=show")).text)
    answer = await visitor.post("/fr/module/onlinechat/cart")
    cart = claims(answer.json["cart"])["cart"]
    assert cart["lines"][0]["name"] == "Tablier en lin"
    assert cart["total"] == page["total"] == "113,16\u00a0€"


async def test_each_tax_group_has_its_own_rate(visitor: Browser, shop_of_prices: Shop) -> None:
    shop_of_prices.execute(
        "UPDATE {}product_shop SET id_tax_rules_group = 2 WHERE id_product = %s", BOARD
    )
    await fill(visitor)
    cart = await compared(visitor)
    assert [line["unit"] for line in cart["lines"]] == ["€28.68", "€41.67"]


async def test_a_specific_price_from_two_pieces_on(visitor: Browser, shop_of_prices: Shop) -> None:
    shop_of_prices.execute(
        "INSERT INTO {}specific_price (id_specific_price_rule, id_cart, id_product, id_shop,"
        " id_shop_group, id_currency, id_country, id_group, id_customer, id_product_attribute,"
        " price, from_quantity, reduction, reduction_tax, reduction_type, `from`, `to`)"
        " VALUES (0, 0, 1, 0, 0, 0, 0, 0, 0, 0, -1, 2, 0.15, 1, 'percentage', 0, 0)"
    )
    await visitor.add_to_cart(APRON)
    assert (await compared(visitor))["lines"][0]["unit"] == "€28.68"
    await visitor.add_to_cart(APRON)
    assert (await compared(visitor))["lines"][0]["unit"] == "€24.38"


async def test_a_voucher_of_the_customer_s(visitor: Browser) -> None:
    await visitor.sign_in(JOHN)
    await fill(visitor)
    await visitor.use_voucher("THANKYOU10")
    cart = await compared(visitor)
    assert cart["vouchers"] == [{"name": "Thank you", "code": "THANKYOU10", "value": "-€10.48"}]
    assert (cart["discounts"], cart["total"]) == ("€10.48", "€102.68")


async def test_a_voucher_that_ships_for_free(visitor: Browser, shop_of_prices: Shop) -> None:
    shop_of_prices.execute(
        "INSERT INTO {}cart_rule (id_cart_rule, date_from, date_to, quantity, quantity_per_user,"
        " code, free_shipping, active, date_add, date_upd) VALUES (90, '2026-01-01', '2037-01-01',"
        " 9, 9, 'SHIP', 1, 1, NOW(), NOW())"
    )
    await fill(visitor)
    await visitor.use_voucher("SHIP")
    cart = await signed(visitor)
    assert cart["freeShipping"]
    assert cart["vouchers"] == [{"name": "SHIP", "code": "SHIP"}]
    assert cart["total"] == "€104.76"


async def test_a_group_that_sees_prices_without_taxes(
    visitor: Browser, shop_of_prices: Shop
) -> None:
    shop_of_prices.execute("UPDATE {}group SET price_display_method = 1 WHERE id_group = 3")
    await visitor.sign_in(JOHN)
    await fill(visitor)
    cart = await compared(visitor)
    assert not cart["taxIncluded"]
    assert (cart["lines"][0]["unit"], cart["total"]) == ("€23.90", "€94.30")


async def test_a_group_that_may_not_see_prices_gets_none(
    visitor: Browser, shop_of_prices: Shop
) -> None:
    shop_of_prices.execute("UPDATE {}group SET show_prices = 0 WHERE id_group = 1")
    await fill(visitor)
    cart = await compared(visitor)
    assert not cart["prices"]
    assert "€" not in str(cart)
    assert [line["quantity"] for line in cart["lines"]] == [2, 1]


async def test_goods_that_leave_europe_have_no_tax(visitor: Browser, shop_of_prices: Shop) -> None:
    shop_of_prices.execute("UPDATE {}address SET id_country = 21 WHERE id_customer = 2")
    await visitor.sign_in(JOHN)
    await fill(visitor)
    cart = await compared(visitor)
    assert cart["lines"][0]["unit"] == "€23.90"


@pytest.mark.parametrize(("on", "unit"), [("1", "€23.90"), ("0", "€28.68")])
async def test_a_guest_pays_the_taxes_of_where_the_shop_has_located_them(
    visitor: Browser, shop_of_prices: Shop, on: str, unit: str
) -> None:
    shop_of_prices.configure("PS_GEOLOCATION_ENABLED", on)
    await visitor.come_from("US")
    await fill(visitor)
    assert (await compared(visitor))["lines"][0]["unit"] == unit


async def test_an_empty_cart(visitor: Browser) -> None:
    cart = await signed(visitor)
    assert (cart["id"], cart["lines"], cart["quantity"]) == (0, [], 0)
    assert "total" not in cart


async def test_a_cart_of_which_an_order_was_made_is_empty(
    visitor: Browser, shop_of_prices: Shop
) -> None:
    await fill(visitor)
    number = (await signed(visitor))["id"]
    shop_of_prices.execute("UPDATE {}orders SET id_cart = %s WHERE id_order = 1", number)
    assert (await signed(visitor))["id"] == 0


async def test_of_a_cart_with_very_many_products_the_first_are_told(
    visitor: Browser, shop_of_prices: Shop
) -> None:
    await visitor.add_to_cart(APRON)
    number = (await signed(visitor))["id"]
    for product in range(100, 140):
        for table in ("product", "product_shop", "product_lang"):
            _copy(shop_of_prices, table, product)
        shop_of_prices.execute(
            "INSERT INTO {}cart_product (id_cart, id_product, quantity, date_add)"
            " VALUES (%s, %s, 1, NOW())",
            number,
            product,
        )
    answer = await visitor.cart()
    cart = claims(answer.json["cart"])["cart"]
    assert (len(cart["lines"]), cart["more"], cart["quantity"]) == (LINES, 41 - LINES, 41)
    assert cart["total"] == page_of((await visitor.get("/en/cart?action=show")).text)["total"]


def _copy(shop: Shop, table: str, product: int) -> None:
    names = [
        row["name"]
        for row in shop.execute(
            "SELECT column_name AS name FROM information_schema.columns"
            f" WHERE table_schema = DATABASE() AND table_name = '{{}}{table}'"
        )
        if row["name"] != "id_product"
    ]
    listed = ", ".join(f"`{name}`" for name in names)
    shop.execute(
        f"INSERT INTO {{}}{table} (id_product, {listed}) SELECT %s, {listed} FROM {{}}{table}"
        " WHERE id_product = 1",
        product,
    )


# Who gets it


async def test_the_sidecar_can_tell_whose_and_of_which_moment_it_is(
    shop: Shop, browser: Callable[[], Browser]
) -> None:
    john = browser()
    await john.get("/en/")
    session = claims((await john.chat_session()).json["token"])
    await john.sign_in(JOHN)
    answers = [(await john.cart()).json["cart"] for _ in range(2)]
    [row] = shop.execute("SELECT value FROM {}configuration WHERE name = 'ONLINECHAT_SECRET'")
    identity = Identity(lambda: Secrets(row["value"]))
    first, second = [identity.cart(token)[0] for token in answers]
    assert (first.subject.shop, first.subject.vid) == (1, session["vid"])
    assert first.subject.customer == 2
    assert second.issued_at > first.issued_at


async def test_it_writes_no_cookie_and_is_kept_by_no_cache(browser: Callable[[], Browser]) -> None:
    guest = browser()
    await guest.get("/en/")
    await guest.chat_session()
    await guest.add_to_cart()
    answer = await guest.cart()
    assert answer.cookies == frozenset()
    assert "no-store" in answer.headers["Cache-Control"]
    assert [name for name in guest.cookies if name.startswith(SHOP_COOKIE)]


async def test_a_parallel_add_to_cart_is_not_undone(browser: Callable[[], Browser]) -> None:
    guest = browser()
    await guest.get("/en/")
    await guest.chat_session()
    token = (await guest.visitor())["token"]
    await asyncio.gather(guest.cart(delay=300), guest.put_into_cart(APRON, token))
    assert (await guest.visitor())["products"] == 1


@pytest.mark.parametrize("who", ["nobody", "the person before"])
async def test_who_has_not_opened_the_chat_gets_none(
    who: str, browser: Callable[[], Browser]
) -> None:
    guest = browser()
    await guest.get("/en/")
    if who == "the person before":
        await guest.chat_session()
        kept = guest.cookies["oc_vid"]
        await guest.sign_in(JOHN)
        guest.put_cookie("oc_vid", kept)
    answer = await guest.cart()
    assert (answer.status, answer.json["error"]["code"]) == (HTTPStatus.FORBIDDEN, "no_chat")


async def test_only_pages_of_the_shop_may_ask(browser: Callable[[], Browser]) -> None:
    guest = browser()
    await guest.get("/en/")
    await guest.chat_session()
    asked: Page = await guest.get("/en/module/onlinechat/cart")
    assert asked.status == HTTPStatus.METHOD_NOT_ALLOWED
    foreign = await guest.cart(headers={"Origin": "https://evil.example"})
    assert foreign.status == HTTPStatus.FORBIDDEN
    assert foreign.json["error"]["code"] == "cross_site"


async def test_a_group_without_the_chat_gets_none(visitor: Browser, shop_of_prices: Shop) -> None:
    shop_of_prices.execute(
        "DELETE g FROM {}module_group g JOIN {}module m ON m.id_module = g.id_module"
        " WHERE m.name = 'onlinechat' AND g.id_group = 1"
    )
    answer = await visitor.cart()
    assert (answer.status, answer.json["error"]["code"]) == (HTTPStatus.FORBIDDEN, "not_allowed")
