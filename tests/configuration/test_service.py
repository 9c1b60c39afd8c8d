"""Saving and reading settings on a real database, as several processes and several people do."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from sidecar.configuration.form import Changes
from sidecar.configuration.scopes import ALL, Place, Scope
from sidecar.configuration.service import Configuration, SavedMeanwhile
from sidecar.errors import NotAllowed, StorageUnavailable
from sidecar.platform.database import Database, parse_url
from sidecar.platform.pages import Pages
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.shop import shops as tables
from sidecar.shop.shops import Shop as ShopFacts
from tests.configuration.forms import good, own_server, read
from tests.conftest import Shop, rows
from tests.people import MARC, SARA
from tests.stack.mariadb import MariaDb

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CHANGES = "SELECT * FROM PREFIX_onlinechat_setting_change ORDER BY id_change"
STORED = "SELECT * FROM PREFIX_onlinechat_setting WHERE name <> 'saved'"


def configuration(database: Database) -> Configuration:
    """One process's settings."""
    return Configuration(database, Pages)


class Office:
    """A merchant's office: one process, and the shops as they are now."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.configuration = configuration(database)

    async def shops(self) -> dict[ShopId, ShopFacts]:
        """The shops."""
        async with self.database.reading() as unit:
            return await tables.read(unit)

    async def place(self, scope: Scope = ALL) -> Place:
        """A scope with its shops."""
        found = (await self.configuration.installation()).place(scope, await self.shops())
        assert found is not None
        return found

    async def save(
        self, changes: Changes, *, scope: Scope = ALL, by: EmployeeId = MARC,
        revision: int | None = None,
    ) -> int:  # fmt: skip
        """Save a form that was just opened, or opened at a revision."""
        place = await self.place(scope)
        if revision is None:
            revision = (await self.configuration.sheet(place)).revision
        return await self.configuration.save(place, changes, revision=revision, by=by, now=NOW)


@pytest.fixture
async def office(database: Database) -> Office:
    """The office on the first day."""
    one = Office(database)
    await one.configuration.look()
    return one


@pytest.fixture
def several(shop: Shop) -> Shop:
    """Two shops in one group."""
    shop.second()
    return shop


async def test_before_anything_is_saved_the_defaults_count(office: Office) -> None:
    place = await office.place()
    settings = office.configuration.of(place.base, "fr")
    assert settings.header_text == "Bonjour, nous sommes en ligne"
    assert settings.operator_name == "Atelier du Coin"
    assert settings.offline_email == "shop@example.com"
    assert not await office.configuration.ever_saved()


async def test_before_the_first_look_too(database: Database) -> None:
    office = Office(database)
    assert office.configuration.of((await office.place()).base, "en").most_at_once == 10


async def test_saving_the_defaults_stores_nothing_but_that_it_was_saved(office: Office) -> None:
    assert await office.save(good()) == 0
    assert await rows(office.database, STORED) == []
    assert await rows(office.database, CHANGES) == []
    assert await office.configuration.ever_saved()


async def test_what_is_saved_counts_at_once_and_is_told(office: Office) -> None:
    told: list[int] = []

    async def changed() -> None:
        told.append(office.configuration.of((await office.place()).base, "en").most_at_once)

    office.configuration.changed = changed
    assert await office.save(good(most_at_once="3", header_background="#ABC")) == 2
    assert told == [3]
    settings = office.configuration.of((await office.place()).base, "en")
    assert settings.header_background == "#aabbcc"


async def test_the_same_object_until_something_changes(office: Office) -> None:
    base = (await office.place()).base
    first = office.configuration.of(base, "en")
    await office.configuration.look()
    assert office.configuration.of((await office.place()).base, "en") is first
    await office.save(good(**{"header_text[fr]": "Salut"}))
    assert office.configuration.of(base, "fr").header_text == "Salut"
    assert office.configuration.of(base, "en") is first, "nothing changed in English"


async def test_who_changed_what_and_when_is_written_down(office: Office) -> None:
    await office.save(good(most_at_once="3"))
    await office.save(good(most_at_once="4"), by=SARA)
    await office.save(good(), by=SARA)
    found = [
        (row["employee_name"], row["id_employee"], row["name"], row["old_value"], row["new_value"])
        for row in await rows(office.database, CHANGES)
    ]
    assert found == [
        ("Marc", MARC, "most_at_once", None, "3"),
        ("Sara", SARA, "most_at_once", "3", "4"),
        ("Sara", SARA, "most_at_once", "4", None),
    ]
    sheet = await office.configuration.sheet(await office.place())
    assert sheet.last is not None
    assert (sheet.last.name, sheet.last.at) == ("Sara", NOW)
    assert await rows(office.database, STORED) == [], "back at the default"


async def test_another_process_sees_it_at_its_next_look(office: Office) -> None:
    other = configuration(office.database)
    await other.look()
    told: list[str] = []

    async def changed() -> None:
        told.append("changed")

    other.changed = changed
    base = (await office.place()).base
    before = other.of(base, "en")
    await office.save(good(most_at_once="3"))
    assert other.of(base, "en") is before
    await other.look()
    assert other.of(base, "en").most_at_once == 3
    await other.look()
    assert told == ["changed"]


async def test_a_form_that_is_out_of_date_is_refused_whole(office: Office) -> None:
    opened = (await office.configuration.sheet(await office.place())).revision
    await office.save(good(most_at_once="3"), by=SARA)
    with pytest.raises(SavedMeanwhile) as refusal:
        await office.save(good(sounds=None), revision=opened)
    assert refusal.value.last is not None
    assert refusal.value.last.name == "Sara"
    settings = office.configuration.of((await office.place()).base, "en")
    assert (settings.most_at_once, settings.sounds) == (3, True)


async def test_pressing_save_twice_is_saving_once(office: Office) -> None:
    opened = (await office.configuration.sheet(await office.place())).revision
    form = good(most_at_once="3")
    assert await office.save(form, revision=opened) == 1
    assert await office.save(form, revision=opened) == 0
    assert len(await rows(office.database, CHANGES)) == 1


async def test_of_two_who_save_at_the_same_moment_one_is_told(office: Office) -> None:
    other = Office(office.database)
    forms = [good(most_at_once=str(number)) for number in (3, 4)]
    results = await asyncio.gather(
        office.save(forms[0], revision=0),
        other.save(forms[1], revision=0, by=SARA),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in results) == ["SavedMeanwhile", "int"]
    assert len(await rows(office.database, CHANGES)) == 1


async def test_texts_are_stored_by_language(office: Office) -> None:
    texts = {"header_text[en]": "Hi", "header_text[fr]": "", "welcome_text[fr]": "Quoi ?"}
    await office.save(good(**texts))
    base = (await office.place()).base
    english, french = (office.configuration.of(base, lang) for lang in ("en", "fr"))
    assert (english.header_text, french.header_text) == ("Hi", "Hi")
    assert (english.welcome_text, french.welcome_text) == ("How can we help you?", "Quoi ?")
    sheet = await office.configuration.sheet(await office.place())
    assert sheet.texts["header_text", "fr"] == ""
    assert sheet.texts["welcome_text", "en"] == "How can we help you?"


async def test_changing_one_language_leaves_the_others_as_they_were_shown(office: Office) -> None:
    await office.save(good(**{"header_text[en]": "Hi"}))
    base = (await office.place()).base
    assert office.configuration.of(base, "fr").header_text == "Bonjour, nous sommes en ligne"


async def test_markup_and_every_character_survive_the_database(office: Office) -> None:
    text = "<script>alert(\"1\")</script> & 'quoted' \\ %s {0} 🎉 ελ"
    await office.save(good(operator_name=text))
    other = configuration(office.database)
    await other.look()
    assert other.of((await office.place()).base, "en").operator_name == text


async def test_a_row_that_nobody_can_read_breaks_nothing(office: Office) -> None:
    async with office.database.unit() as unit:
        for name, value in (("sounds", "{"), ("most_at_once", '"<b>"'), ("header_color", '"#000"'),
                            ("operator_name", '"Ada"')):  # fmt: skip
            await unit.run(
                "INSERT INTO PREFIX_onlinechat_setting (name, value) VALUES (%s, %s)", name, value
            )
    other = configuration(office.database)
    await other.look()
    settings = other.of((await office.place()).base, "en")
    assert (settings.operator_name, settings.most_at_once, settings.sounds) == ("Ada", 10, True)


async def test_a_password_is_kept_and_never_written_down(office: Office) -> None:
    form, errors = read(own_server())
    assert errors == {}
    await office.save(form)
    base = (await office.place()).base
    server = office.configuration.of(base, "en").mail_server
    assert server is not None
    assert server.password == "s3cret"
    assert "s3cret" not in repr(office.configuration.of(base, "en"))
    (change,) = await rows(office.database, CHANGES)
    assert json.loads(change["new_value"])["password"] is True
    form, errors = read(own_server(mail_password="an0ther"))
    assert await office.save(form) == 1
    assert "s3cret" not in str(await rows(office.database, CHANGES))
    assert "an0ther" not in str(await rows(office.database, CHANGES))


async def test_shops_inherit_from_their_group_and_this_from_all(
    office: Office, several: Shop
) -> None:
    await office.save(good(most_at_once="3", sounds=None))
    await office.save(good(most_at_once="4", sounds=None), scope=Scope(group=1))
    form = good(most_at_once="4", sounds="on", operator_name="Second")
    await office.save(form, scope=Scope(shop=2))
    found = {
        number: office.configuration.of(one, "en") for number, one in (await office.shops()).items()
    }
    assert (found[ShopId(1)].most_at_once, found[ShopId(1)].sounds) == (4, False)
    assert (found[ShopId(2)].most_at_once, found[ShopId(2)].sounds) == (4, True)
    own = {
        (row["id_shop_group"], row["id_shop"], row["name"])
        for row in await rows(office.database, STORED)
    }
    assert own == {
        (0, 0, "most_at_once"),
        (0, 0, "sounds"),
        (1, 0, "most_at_once"),
        (0, 2, "sounds"),
    }
    assert found[ShopId(2)].operator_name == "Second", "its own name is its default"
    await office.save(good(most_at_once="5", sounds=None), scope=Scope(group=1))
    assert office.configuration.of((await office.shops())[ShopId(2)], "en").most_at_once == 5


async def test_a_wider_scope_s_value_can_be_put_back_to_the_default_in_a_shop(
    office: Office, several: Shop
) -> None:
    await office.save(good(most_at_once="3"))
    await office.save(good(most_at_once="10"), scope=Scope(shop=1))
    base = (await office.shops())[ShopId(1)]
    assert office.configuration.of(base, "en").most_at_once == 10
    sheet = await office.configuration.sheet(await office.place(Scope(shop=1)))
    assert ("most_at_once", "") in sheet.own


async def test_a_shop_may_use_the_shop_s_mail_settings_where_its_group_does_not(
    office: Office, several: Shop
) -> None:
    form, _ = read(own_server())
    await office.save(form)
    await office.save(good(), scope=Scope(shop=1))
    found = await office.shops()
    assert office.configuration.of(found[ShopId(1)], "en").mail_server is None
    assert office.configuration.of(found[ShopId(2)], "en").mail_server is not None


async def test_what_others_save_for_another_shop_makes_no_form_out_of_date(
    office: Office, several: Shop
) -> None:
    opened = (await office.configuration.sheet(await office.place(Scope(shop=1)))).revision
    await office.save(good(most_at_once="3"), scope=Scope(shop=2))
    assert await office.save(good(sounds=None), scope=Scope(shop=1), revision=opened) == 1
    await office.save(good(most_at_once="7"))
    with pytest.raises(SavedMeanwhile):
        await office.save(good(), scope=Scope(shop=1), revision=opened)


async def test_without_multistore_left_over_rows_of_shops_do_not_count(
    office: Office, several: Shop
) -> None:
    await office.save(good(most_at_once="3"), scope=Scope(shop=1))
    several.run(
        "UPDATE ps_configuration SET value = '0' WHERE name = 'PS_MULTISHOP_FEATURE_ACTIVE'"
    )
    await office.configuration.look()
    assert office.configuration.of((await office.place()).base, "en").most_at_once == 10


async def test_the_shop_is_told_whether_uninstalling_deletes(office: Office, shop: Shop) -> None:
    told = "SELECT value FROM ps_configuration WHERE name = 'ONLINECHAT_DROP_TABLES'"
    await office.save(good())
    assert shop.run(told) == []
    assert await office.save(good(drop_tables="on")) == 1
    assert shop.run(told) == [("1",)]
    assert (await office.configuration.sheet(await office.place())).drop_tables
    await office.save(good())
    assert shop.run(told) == [("0",)]
    assert len(await rows(office.database, CHANGES)) == 2
    assert await rows(office.database, STORED) == []


async def test_only_for_all_shops(office: Office, several: Shop) -> None:
    assert await office.save(good(drop_tables="on"), scope=Scope(shop=1)) == 0


async def test_a_database_user_who_may_not_write_there_is_told_what_to_do(
    office: Office, server: MariaDb, shop: Shop
) -> None:
    address = office.database.address
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE USER 'narrow'@'%' IDENTIFIED BY 'pw'")
        cursor.execute(f"GRANT SELECT ON {address.name}.* TO 'narrow'@'%'")
        cursor.execute(
            f"GRANT INSERT, UPDATE, DELETE ON {address.name}.ps_onlinechat_setting TO 'narrow'@'%'"
        )
        cursor.execute(
            f"GRANT INSERT ON {address.name}.ps_onlinechat_setting_change TO 'narrow'@'%'"
        )
    narrow = Database(
        parse_url(server.url(address.name).replace("mysql://root@", "mysql://narrow:pw@"))
    )
    await narrow.open()
    try:
        small = Office(narrow)
        assert await small.save(good(most_at_once="3")) == 1
        with pytest.raises(NotAllowed, match=r"sql/grants\.sql"):
            await small.save(good(drop_tables="on"))
    finally:
        await narrow.close()
    assert len(await rows(office.database, STORED)) == 1, "nothing of the refused form was stored"


async def test_without_a_database_what_is_known_goes_on(office: Office) -> None:
    base = (await office.place()).base
    place = await office.place()
    await office.save(good(most_at_once="3"))
    await office.database.close()
    with pytest.raises(StorageUnavailable):
        await office.configuration.look()
    with pytest.raises(StorageUnavailable):
        await office.configuration.save(place, good(), revision=0, by=MARC, now=NOW)
    assert office.configuration.of(base, "en").most_at_once == 3
