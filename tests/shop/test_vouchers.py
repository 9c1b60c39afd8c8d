"""A voucher for an offer, made by the module with the shop's own object."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest

from tests.shop.people import Browser
from tests.shop.tools import MARC, SARA, Operator, operator
from tests.stack.shop import Shop

ROLE = "ROLE_MOD_TAB_ADMINCARTRULES_CREATE"


@pytest.fixture
def discounts(shop: Shop) -> Iterator[Shop]:
    """A shop in which vouchers are made; they are gone afterwards."""
    yield shop
    shop.execute("DELETE FROM {}cart_rule WHERE id_cart_rule > 1")
    shop.execute("DELETE FROM {}cart_rule_lang WHERE id_cart_rule > 1")
    shop.execute("DELETE FROM {}cart_rule_shop")
    shop.execute(
        "DELETE FROM {}access WHERE id_profile = 2 AND id_authorization_role IN"
        " (SELECT id_authorization_role FROM {}authorization_role WHERE slug = %s)",
        ROLE,
    )


@pytest.fixture
async def marc(discounts: Shop) -> AsyncIterator[Operator]:
    async with Browser(discounts) as browser:
        yield await operator(browser, MARC)


async def made(who: Operator, **more: str) -> tuple[int, Any]:
    fields = {"name": "Spring", "kind": "percent", "value": "12.5", "quantity": "50"}
    return await who.ask("voucher", **{**fields, "code": "", "until": "", **more})


def rules(shop: Shop) -> list[dict[str, Any]]:
    return shop.execute("SELECT * FROM {}cart_rule WHERE id_cart_rule > 1 ORDER BY 1")


async def test_a_voucher_takes_percents_off(marc: Operator, discounts: Shop) -> None:
    status, answer = await made(marc, code="Spring-26", until="2036-05-01T10:00")
    assert (status, answer) == (HTTPStatus.OK, {"code": "Spring-26"})
    [rule] = rules(discounts)
    expected = {
        "code": "Spring-26", "quantity": 50, "quantity_per_user": 1, "active": 1, "highlight": 0,
        "free_shipping": 0, "reduction_tax": 1, "id_customer": 0, "shop_restriction": 0,
        "partial_use": 0,
    }  # fmt: skip
    assert {name: rule[name] for name in expected} == expected
    assert str(rule["date_to"]) == "2036-05-01 10:00:59"
    assert (float(rule["reduction_percent"]), float(rule["reduction_amount"])) == (12.5, 0)
    names = discounts.execute("SELECT name FROM {}cart_rule_lang WHERE id_cart_rule > 1")
    assert [row["name"] for row in names] == ["Spring"] * 3
    [active] = discounts.execute(
        "SELECT value FROM {}configuration WHERE name = 'PS_CART_RULE_FEATURE_ACTIVE'"
    )
    assert active == {"value": "1"}


async def test_an_amount_or_the_shipping(marc: Operator, discounts: Shop) -> None:
    await made(marc, kind="amount", value="7,50")
    await made(marc, kind="shipping", value="")
    amount, shipping = rules(discounts)
    assert (float(amount["reduction_amount"]), float(amount["reduction_percent"])) == (7.5, 0)
    assert amount["reduction_currency"] == 1
    assert shipping["free_shipping"] == 1
    assert float(shipping["reduction_amount"]) == 0


async def test_without_code_and_end_it_gets_them(marc: Operator, discounts: Shop) -> None:
    codes = {(await made(marc))[1]["code"] for _ in range(3)}
    assert len(codes) == 3
    assert all(len(code) == 8 and code.isalnum() and code.isupper() for code in codes)
    [year, *_] = {rule["date_to"] - rule["date_from"] for rule in rules(discounts)}
    assert year == timedelta(days=365)


@pytest.mark.parametrize(
    ("field", "values"),
    [("value", ("", "0", "-1", "101", "x", "NAN", "1e9")),
     ("quantity", ("", "0", "-1", "1.5", "x")),
     ("code", ("ab", "x" * 33, "a b c", "<b>x</b>", "a'b\"c")),
     ("until", ("2020-01-01T00:00", "tomorrow", "2036-13-41T99:99", "2036-05-01"))],
)  # fmt: skip
async def test_what_makes_no_sense_is_marked(
    marc: Operator, discounts: Shop, field: str, values: tuple[str, ...]
) -> None:
    for value in values:
        status, answer = await made(marc, **{field: value})
        assert (status, list(answer["error"]["fields"])) == (422, [field]), value
    assert rules(discounts) == []


async def test_a_code_is_one_voucher_s(marc: Operator, discounts: Shop) -> None:
    for code in ("THANKYOU10", "thankyou10"):
        status, answer = await made(marc, code=code)
        assert (status, answer["error"]["fields"]) == (422, {"code": "code_taken"})
    assert rules(discounts) == []


async def test_only_who_may_add_discounts_makes_one(discounts: Shop) -> None:
    async with Browser(discounts) as browser:
        sara = await operator(browser, SARA)
        status, answer = await made(sara)
        assert (status, answer["error"]["needed"]) == (HTTPStatus.FORBIDDEN, "AdminCartRules")
        discounts.execute(
            "INSERT INTO {}access SELECT 2, id_authorization_role FROM {}authorization_role"
            " WHERE slug = %s",
            ROLE,
        )
        assert (await made(sara))[0] == HTTPStatus.OK


async def test_it_counts_in_the_shop_it_was_made_for(bare_shop: Shop) -> None:
    bare_shop.install()
    second = bare_shop.add_shop("Second", f"localhost:{bare_shop.port}")
    async with Browser(bare_shop) as browser:
        marc = await operator(browser, MARC)
        await made(marc, shop=str(second))
        await made(marc, shop=str(second), everywhere="1")
    one, everywhere = rules(bare_shop)
    assert (one["shop_restriction"], everywhere["shop_restriction"]) == (1, 0)
    assert bare_shop.execute("SELECT * FROM {}cart_rule_shop") == [
        {"id_cart_rule": one["id_cart_rule"], "id_shop": second}
    ]
