"""The operators' rows: a lease that is over switches off, one that was renewed does not."""

from sidecar.operators import store
from sidecar.platform.database import Database
from tests.people import INES, SARA, SHOP

PAST = "UPDATE PREFIX_onlinechat_operator SET lease_until = UTC_TIMESTAMP(3) WHERE id_employee = %s"


async def known(database: Database) -> None:
    """Sara and Ines are online."""
    async with database.unit() as unit:
        for who, name in ((SARA, "Sara"), (INES, "Ines")):
            await store.register(unit, who, name, [SHOP])
            await store.switch(unit, who, online=True, lease=60)


async def test_who_came_back_between_the_look_and_the_switch_stays_online(
    database: Database,
) -> None:
    await known(database)
    async with database.unit() as unit:
        await unit.run(PAST, SARA)
        assert await store.lapsed(unit) == [SARA]
        await store.renew(unit, [SARA], 60)
        assert not await store.lapse(unit, SARA)
        assert [seat.online for seat in await store.seats(unit)] == [True, True]


async def test_a_lease_that_is_over_switches_off_once(database: Database) -> None:
    await known(database)
    async with database.unit() as unit:
        await unit.run(PAST, SARA)
        assert await store.lock_online(unit, SHOP) == [INES]
        assert await store.lapse(unit, SARA)
        assert not await store.lapse(unit, SARA)
        sara, ines = await store.seats(unit)
        assert (sara.online, sara.reason, ines.online) == (False, "away", True)


async def test_who_is_offline_has_no_lease_to_renew(database: Database) -> None:
    await known(database)
    async with database.unit() as unit:
        await store.switch(unit, SARA, online=False, lease=0)
        await store.renew(unit, [SARA, INES], 60)
        assert await store.lock_online(unit, SHOP) == [INES]


async def test_switching_twice_changes_once(database: Database) -> None:
    await known(database)
    async with database.unit() as unit:
        assert not await store.switch(unit, SARA, online=True, lease=60)
        assert await store.switch(unit, SARA, online=False, lease=60)


async def test_an_operator_s_shops_are_those_of_the_last_entry(database: Database) -> None:
    await known(database)
    async with database.unit() as unit:
        await store.register(unit, SARA, "Sara L.", [])
        sara, ines = await store.seats(unit)
        assert (sara.name, sara.shops, ines.shops) == ("Sara L.", frozenset(), {SHOP})
        assert await store.lock_online(unit, SHOP) == [INES]
