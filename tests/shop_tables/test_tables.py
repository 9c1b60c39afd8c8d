"""The shop's own tables: configuration by scope, shops, employees' rights, customers."""

from collections.abc import AsyncIterator

import pytest

from sidecar.platform.database import Database, Unit
from sidecar.protocol.base import CustomerId, ShopId
from sidecar.shop import configuration, customers, employees, shops
from sidecar.shop.configuration import Scope
from sidecar.shop.facts import Facts
from tests.conftest import DOMAIN, Shop
from tests.people import JOHN, LOUIS, MARC, SARA, SECRET

FIRST, SECOND = Scope(ShopId(1), 1), Scope(ShopId(2), 1)


@pytest.fixture
async def unit(database: Database) -> AsyncIterator[Unit]:
    """A connection for reading."""
    async with database.reading() as one:
        yield one


async def value(unit: Unit, scope: Scope | None = None) -> str | None:
    return (await configuration.read(unit, ["OC_TEST"], scope)).get("OC_TEST")


async def test_a_value_nobody_set_is_left_out(unit: Unit) -> None:
    assert await value(unit, FIRST) is None


async def test_with_one_shop_only_the_values_for_all_count(unit: Unit, shop: Shop) -> None:
    """Rows of shops and groups may be left over from when there were several."""
    shop.configure("OC_TEST", "all")
    shop.configure("OC_TEST", "group", group=1)
    shop.configure("OC_TEST", "one", shop=1, group=1)
    assert await value(unit, FIRST) == "all"


async def test_the_shop_s_value_counts_before_the_group_s_before_the_one_for_all(
    unit: Unit, shop: Shop
) -> None:
    shop.second()
    shop.configure("OC_TEST", "all")
    assert await value(unit, SECOND) == "all"
    shop.configure("OC_TEST", "group", group=1)
    assert await value(unit, SECOND) == "group"
    shop.configure("OC_TEST", "two", shop=2, group=1)
    assert await value(unit, SECOND) == "two"
    assert await value(unit, FIRST) == "group"
    assert await value(unit) == "all"


async def test_an_empty_value_of_the_shop_counts_before_a_full_one_of_the_group(
    unit: Unit, shop: Shop
) -> None:
    shop.second()
    shop.configure("OC_TEST", "group", group=1)
    shop.configure("OC_TEST", None, shop=2, group=1)
    assert await value(unit, SECOND) == ""


async def test_a_group_with_the_number_of_the_shop_is_not_that_shop(unit: Unit, shop: Shop) -> None:
    shop.second()
    shop.configure("OC_TEST", "group two", group=2)
    assert await value(unit, SECOND) is None


async def test_multistore_needs_the_flag_and_a_second_shop(unit: Unit, shop: Shop) -> None:
    assert not await configuration.multistore(unit)
    shop.second()
    assert await configuration.multistore(unit)
    shop.run("UPDATE ps_configuration SET value = '0' WHERE name = 'PS_MULTISHOP_FEATURE_ACTIVE'")
    assert not await configuration.multistore(unit)


async def test_shops_with_their_languages_and_domains(unit: Unit, shop: Shop) -> None:
    shop.second()
    shop.run("UPDATE ps_shop_url SET domain_ssl = 'secure.example' WHERE id_shop = 2")
    found = await shops.read(unit)
    assert found[ShopId(1)].domains == (DOMAIN,)
    assert found[ShopId(2)].domains == ("second.example", "secure.example")
    assert [one.iso for one in found[ShopId(1)].languages] == ["en", "fr"], "Italian is inactive"
    assert found[ShopId(1)].language("fr").iso == "fr"
    assert found[ShopId(1)].language("it").iso == "en"
    assert [one.iso for one in found[ShopId(2)].languages] == ["en"]


async def test_shops_that_are_off_or_deleted_are_not_there(unit: Unit, shop: Shop) -> None:
    shop.second()
    shop.run("UPDATE ps_shop SET active = 0 WHERE id_shop = 2")
    assert list(await shops.read(unit)) == [1]
    shop.run("UPDATE ps_shop SET active = 1, deleted = 1 WHERE id_shop = 2")
    assert list(await shops.read(unit)) == [1]


async def test_the_super_admin_may_everything_in_every_shop(unit: Unit, shop: Shop) -> None:
    shop.second()
    marc = await employees.read(unit, MARC)
    assert marc is not None
    assert marc.name == "Marc"
    assert marc.may("history", "delete")
    assert marc.may("configuration", "edit")
    assert marc.shops == {1, 2}


async def test_support_may_what_the_profile_was_granted(unit: Unit) -> None:
    sara = await employees.read(unit, SARA)
    assert sara is not None
    assert sara.may("history", "view")
    assert not sara.may("history", "delete")
    assert not sara.may("configuration", "view")
    assert sara.shops == {1}


async def test_a_profile_without_the_entries_may_only_what_the_shop_s_own_pages_let_it(
    unit: Unit,
) -> None:
    louis = await employees.read(unit, LOUIS)
    assert louis is not None
    assert louis.rights == {("orders", "view")}


async def test_an_employee_who_was_deactivated_is_nobody(unit: Unit, shop: Shop) -> None:
    shop.run("UPDATE ps_employee SET active = 0 WHERE id_employee = 2")
    assert await employees.read(unit, SARA) is None


async def test_the_phone_is_the_newest_address_s(unit: Unit, shop: Shop) -> None:
    found = await customers.contacts(unit, [JOHN, CustomerId(10**6)])
    assert found[JOHN].email == "pub@prestashop.com"
    assert list(found) == [JOHN]
    address = shop.run("SELECT MAX(id_address) FROM ps_address WHERE id_customer = 2")[0][0]
    shop.run(
        "UPDATE ps_address SET phone = '', phone_mobile = '06 12', deleted = 0"
        " WHERE id_address = %s",
        address,
    )
    assert (await customers.contacts(unit, [JOHN]))[JOHN].phone == "06 12"
    assert await customers.contacts(unit, []) == {}


async def test_the_secrets_are_the_module_s(database: Database, shop: Shop) -> None:
    facts = Facts()
    await facts.look(database)
    assert facts.secrets is not None
    assert facts.secrets.candidates() == [SECRET]
    shop.run("UPDATE ps_configuration SET name = 'ONLINECHAT_SECRET_PREVIOUS'"
             " WHERE name = 'ONLINECHAT_SECRET'")  # fmt: skip
    shop.configure("ONLINECHAT_SECRET", "new")
    await facts.look(database)
    assert facts.secrets.candidates() == ["new", SECRET]
    shop.run("DELETE FROM ps_configuration WHERE name LIKE 'ONLINECHAT%%'")
    await facts.look(database)
    assert facts.secrets is None


async def test_only_the_shops_own_domains_are_allowed(database: Database) -> None:
    facts = Facts()
    await facts.look(database)
    assert facts.allows(f"https://{DOMAIN}")
    assert facts.allows(f"http://{DOMAIN}")
    for origin in ("null", "", DOMAIN, f"https://evil.{DOMAIN}", f"https://{DOMAIN}.evil",
                   f"https://{DOMAIN}/x", "https://"):  # fmt: skip
        assert not facts.allows(origin), origin
