"""Contacts, orders and privacy texts as the form reads them from the shop's tables."""

import pytest

from sidecar.protocol.base import CustomerId, ShopId
from sidecar.shop import consent, orders
from tests.offline.rooms import OTHER_SHOP, Room, consents, second_contact
from tests.people import JOHN, SHOP


def names(room: Room, lang: str = "en", shop: ShopId = SHOP) -> list[str]:
    return [one.name for one in room.facts.contacts_of(room.facts.shops[shop], lang)]


async def test_contacts_have_the_page_s_language_and_the_merchant_s_order(room: Room) -> None:
    assert names(room) == ["Webmaster", "Customer service"]
    assert names(room, "fr") == ["Webmestre", "Service client"]
    room.tables.run("UPDATE ps_contact SET position = 9 WHERE id_contact = 1")
    await room.look()
    assert names(room) == ["Customer service", "Webmaster"]


async def test_each_shop_has_its_own_contacts(room: Room) -> None:
    room.tables.second()
    second_contact(room.tables)
    await room.look()
    assert names(room) == ["Webmaster", "Customer service"]
    assert names(room, shop=OTHER_SHOP) == ["Second shop"]


async def test_contacts_are_offered_only_where_the_merchant_wants_it(room: Room) -> None:
    shop = room.facts.shops[SHOP]
    assert room.forms.of(shop, "en").contacts == ()
    await room.set(contact_choice=True)
    shop = room.facts.shops[SHOP]
    found = room.forms.of(shop, "en")
    assert [(one.id, one.name) for one in found.contacts] == [
        (1, "Webmaster"),
        (2, "Customer service"),
    ]
    assert found == room.forms.of(shop, "en")


async def test_without_psgdpr_s_tables_nothing_is_asked(room: Room) -> None:
    room.tables.run("RENAME TABLE ps_psgdpr_consent_lang TO away")
    try:
        await room.look()
    finally:
        room.tables.run("RENAME TABLE away TO ps_psgdpr_consent_lang")
    assert room.facts.consents == {}


async def test_the_consent_is_plain_text_in_the_page_s_language(room: Room) -> None:
    consents(
        room.tables,
        en="<p>I agree to the <a href='/terms'>terms</a> &amp; more.</p><script>x()</script>",
        fr="<p>J’accepte</p><p>tout</p>",
    )
    await room.look()
    shop = room.facts.shops[SHOP]
    assert room.forms.of(shop, "en").consent == "I agree to the terms & more."
    assert room.forms.of(shop, "fr").consent == "J’accepte tout"


async def test_a_language_without_consent_text_has_the_default_one_s(room: Room) -> None:
    consents(room.tables, en="I agree", fr="<p> </p>")
    await room.look()
    assert room.facts.consent_of(room.facts.shops[SHOP], "fr") == "I agree"


@pytest.mark.parametrize(
    "off",
    [
        "UPDATE ps_psgdpr_consent SET active = 0",
        "UPDATE ps_module SET active = 0 WHERE name = 'psgdpr'",
        "DELETE FROM ps_module_shop WHERE id_module = 2",
        "DELETE FROM ps_module WHERE name = 'onlinechat'",
        "UPDATE ps_psgdpr_consent_lang SET message = NULL",
    ],
)
async def test_consent_is_not_asked_where_it_is_switched_off(room: Room, off: str) -> None:
    consents(room.tables, en="I agree")
    await room.look()
    assert room.facts.consents != {}
    room.tables.run(off)
    await room.look()
    assert room.facts.consents == {}


async def test_a_shop_s_own_consent_text_goes_before_another_s(room: Room) -> None:
    room.tables.second()
    room.tables.run("INSERT INTO ps_module_shop VALUES (2, 2, 7)")
    consents(room.tables, en="first")
    consents(room.tables, shop=2, en="second")
    await room.look()
    assert [room.facts.consents[shop, "en"] for shop in (SHOP, OTHER_SHOP)] == ["first", "second"]


@pytest.mark.parametrize("markup", ["<p", "<<<>>>", "a < b", "&", "&#0;", "</script>x", "<!--x"])
def test_odd_markup_does_no_harm(markup: str) -> None:
    assert "\n" not in consent.plain(markup)


async def test_a_customer_s_orders_come_newest_first_with_their_products(room: Room) -> None:
    shop = room.facts.shops[SHOP]
    async with room.database.reading() as unit:
        found = await orders.last(unit, JOHN, shop)
        [first] = [one for one in found if one.id == 1]
        assert await orders.find(unit, JOHN, shop, 1) == first
        assert await orders.find(unit, CustomerId(3), shop, 1) is None
        assert await orders.find(unit, JOHN, shop, 2**60) is None
    assert [one.id for one in found] == sorted((one.id for one in found), reverse=True)
    assert first.placed_at == "2026-01-07"
    assert first.products
    assert all(first.products.values())


async def test_orders_of_another_shop_are_there_only_when_the_group_shares_them(
    room: Room,
) -> None:
    room.tables.second()
    room.tables.run("UPDATE ps_orders SET id_shop = 2 WHERE id_order = 1")
    await room.look()
    async with room.database.reading() as unit:
        assert await orders.find(unit, JOHN, room.facts.shops[SHOP], 1) is None
        room.tables.run("UPDATE ps_shop_group SET share_order = 1")
        await room.look()
        assert await orders.find(unit, JOHN, room.facts.shops[SHOP], 1) is not None


async def test_zero_dates_are_shown_as_they_are(room: Room) -> None:
    room.tables.run("SET sql_mode=''")
    room.tables.run("UPDATE ps_orders SET date_add = '0000-00-00 00:00:00' WHERE id_order = 1")
    async with room.database.reading() as unit:
        found = await orders.find(unit, JOHN, room.facts.shops[SHOP], 1)
    assert found is not None
    assert found.placed_at == "0000-00-00"
