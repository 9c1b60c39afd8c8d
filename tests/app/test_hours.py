"""Business hours on open pages: they begin and end by themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sidecar.configuration.hours import Hours
from tests.conftest import Shop
from tests.offline.rooms import choose
from tests.people import SARA
from tests.running import Chat

PARIS = ZoneInfo("Europe/Paris")
CLOSED = Hours(on=True)


def only(begins: datetime, ends: datetime) -> Hours:
    """Open between these moments and never else, by the clocks of the test's shop."""
    since, until = begins.astimezone(PARIS), ends.astimezone(PARIS)
    if since.date() == until.date():
        return Hours(on=True, exceptions={since.date(): ((since.time(), until.time()),)})
    return Hours(
        on=True,
        exceptions={
            since.date(): ((since.time(), datetime.min.time()),),
            until.date(): ((datetime.min.time(), until.time()),),
        },
    )


async def test_the_shop_opens_and_closes_on_open_pages_by_itself(chat: Chat, shop: Shop) -> None:
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    choose(shop, hours=CLOSED)
    await visitor.heard("state:changed", lambda e: e["state"] == "offline")
    closed = await sara.heard("settings:changed", lambda e: not e["settings"]["open"])
    assert "opensAt" not in closed["settings"]

    for page in (sara, visitor):
        page.forget()
    now = datetime.now(UTC)
    opens = (now + timedelta(seconds=4)).replace(microsecond=0)
    choose(shop, hours=only(opens, opens + timedelta(seconds=2)))
    promised = await sara.heard("settings:changed", lambda e: "opensAt" in e["settings"])
    assert promised["settings"]["opensAt"] == f"{opens:%Y-%m-%dT%H:%M:%S}.000Z"
    await visitor.heard("state:changed", lambda e: e["state"] == "online")
    await sara.heard("settings:changed", lambda e: e["settings"]["open"])
    assert datetime.now(UTC) >= opens
    for page in (sara, visitor):
        page.forget()
    await visitor.heard("state:changed", lambda e: e["state"] == "offline")
    await sara.heard("settings:changed", lambda e: not e["settings"]["open"])
    assert datetime.now(UTC) >= opens + timedelta(seconds=2)


async def test_a_desk_that_is_opened_while_the_shop_is_closed_says_when_it_opens(
    chat: Chat, shop: Shop
) -> None:
    opens = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
    choose(shop, hours=only(opens, opens + timedelta(hours=1)))
    sara = await chat.operator(SARA)
    await sara.heard("settings:changed", lambda e: not e["settings"]["open"])
    settings = (await sara.ask("desk:enter"))["settings"]
    assert settings["open"] is False
    assert settings["opensAt"] == f"{opens:%Y-%m-%dT%H:%M:%S}.000Z"
