"""The history as a file: complete, harmless in a spreadsheet, and only for who has a ticket."""

import csv
import io
import json
import re
from typing import Any

import pytest
from aiohttp import ClientSession

from sidecar.history import exports
from sidecar.history.exports import as_json, chapters
from sidecar.history.rules import Filters
from sidecar.platform.database import Database
from sidecar.protocol.base import ShopId
from tests.conftest import Shop, rows
from tests.history.doors import Office
from tests.history.rooms import Past, ago
from tests.history.test_listing import ZONES
from tests.people import SARA, customer, guest
from tests.running import Chat


async def fetch(chat: Chat, who: Office, **fields: str) -> tuple[dict[str, str], str]:
    """Order a file and download it; headers and text."""
    path = await order(who, **fields)
    async with (
        ClientSession() as client,
        client.get(f"{chat.url}backoffice/{path}") as answer,
    ):
        assert answer.status == 200
        return dict(answer.headers), (await answer.read()).decode()


async def order(who: Office, **fields: str) -> str:
    """Where a file can be fetched."""
    status, said = await who.ask("POST", "/export", dict(fields))
    assert status == 200, said
    path: str = json.loads(said)["data"]["path"]
    return path


async def test_a_spreadsheet_has_a_line_for_each_message(chat: Chat, past: Past) -> None:
    at = ago(days=1).replace(microsecond=0)
    john = await past.record(
        ["Hello; \"you\"\nthere", "Good day"], customer(), at=at, email="john@example.com",
        operator_name="Sara", stars=4, rating_comment="=HYPERLINK(1)",
    )  # fmt: skip
    headers, text = await fetch(chat, Office(chat), format="csv")
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="conversations-\d{4}-\d\d-\d\d\.csv"', headers["Content-Disposition"]
    )
    assert headers["Cache-Control"] == "no-store"
    assert text.startswith("\ufeffConversation,")
    titles, first, second = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    line = dict(zip(titles, first, strict=True))
    assert line["Conversation"] == str(john)
    assert line["Message"] == 'Hello; "you"\nthere'
    assert line["Customer ID"] == "2"
    assert line["Email"] == "john@example.com"
    assert (line["Stars"], line["Comment"]) == ("4", "'=HYPERLINK(1)")
    assert (line["Author"], line["From"]) == ("Visitor", "John DOE")
    assert line["Time"] == f"{at.astimezone(ZONES[ShopId(1)]):%Y-%m-%d %H:%M:%S}"
    assert second[-1] == "Good day"


async def test_a_spreadsheet_is_in_the_employee_s_language(chat: Chat, past: Past) -> None:
    await past.record(["Bonjour"], guest(), at=ago(days=1))
    _, text = await fetch(chat, Office(chat, lang="fr"), format="csv")
    assert text.startswith("\ufeffConversation;Boutique;")


@pytest.mark.parametrize("order_", ["=1+1", "+33 6 12", "-1", "@SUM(1)", "\t=1", "  =1", "＝1"])
async def test_what_a_spreadsheet_would_carry_out_is_made_text(
    chat: Chat, past: Past, order_: str
) -> None:
    await past.record([order_], guest(), at=ago(days=1))
    _, text = await fetch(chat, Office(chat), format="csv")
    *_, line = csv.reader(io.StringIO(text))
    assert line[-1] == f"'{order_}"


async def test_json_has_everything_under_the_wire_s_own_names(chat: Chat, past: Past) -> None:
    at = ago(days=1)
    older = await past.record(["One"], guest(number=5), at=ago(days=2))
    newer = await past.record(["=Two 👍", "Yes"], customer(), at=at, email="john@example.com")
    await past.sql(
        "UPDATE PREFIX_onlinechat_message SET kind = 'link', data = %s"
        " WHERE id_conversation = %s AND seq = 2",
        '{"url": "https://shop.example/"}',
        newer,
    )
    headers, text = await fetch(chat, Office(chat), format="json")
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    found = json.loads(text)
    assert [one["id"] for one in found] == [newer, older]
    assert found[0]["customerId"] == 2
    assert found[0]["email"] == "john@example.com"
    assert found[1]["guestId"] == 5
    assert "customerId" not in found[1]
    assert [one["body"] for one in found[0]["messages"]] == ["=Two 👍", "Yes"]
    assert found[0]["messages"][1]["data"] == {"url": "https://shop.example/"}
    assert found[0]["messages"][0]["sentAt"].endswith("Z")


async def test_only_what_the_filters_leave_is_in_the_file(chat: Chat, past: Past) -> None:
    john = customer()
    await past.record(["About hats"], john, at=ago(days=3))
    wanted = await past.record(["About shoes"], john, at=ago(days=2), stars=5)
    office = Office(chat)
    for fields in ({"q": "shoe"}, {"rating": "5"}, {"q": "about", "rating": "5"}):
        _, text = await fetch(chat, office, format="json", **fields)
        assert [one["id"] for one in json.loads(text)] == [wanted]
    for fields in ({"q": "boots"}, {"q": "%"}, {"lang": "xx"}):
        _, text = await fetch(chat, office, format="json", **fields)
        assert json.loads(text) == []


async def test_a_file_is_only_of_the_shops_of_who_asked(chat: Chat, past: Past, shop: Shop) -> None:
    shop.second()
    await past.record(["Here"], guest(), at=ago(days=1))
    there = await past.record(["There"], guest(shop=ShopId(2)), at=ago(days=2))
    _, text = await fetch(chat, Office(chat, shops=[2]), format="json")
    assert [one["id"] for one in json.loads(text)] == [there]


async def all_of(database: Database, messages: int, filters: Filters) -> list[dict[str, Any]]:
    """The JSON file, made from so many messages at a time."""
    told = chapters(database, filters, ZONES, messages=messages)
    found: list[dict[str, Any]] = json.loads("".join([piece async for piece in as_json(told)]))
    return found


@pytest.mark.parametrize("messages", [1, 2, 3, 7, 1000])
async def test_however_it_is_cut_up_nothing_is_lost_or_doubled(
    past: Past, database: Database, messages: int
) -> None:
    sizes = (1, 7, 2, 2, 3, 14, 1)
    made = [
        await past.record(
            [f"{one} of {size}" for one in range(size)],
            guest(number=place + 1, shop=ShopId(1 + place % 2)),
            at=ago(days=place),
        )
        for place, size in enumerate(sizes)
    ]
    found = await all_of(database, messages, Filters())
    assert [one["id"] for one in found] == [*made[::2], *made[1::2]]
    for one in found:
        size = sizes[made.index(one["id"])]
        assert [said["body"] for said in one["messages"]] == [f"{n} of {size}" for n in range(size)]


async def test_more_than_is_read_at_once_comes_whole(past: Past, database: Database) -> None:
    number = exports.CONVERSATIONS + 7
    at = ago(days=1)
    made = [await past.record(["Hello"], guest(number=one % 5 + 1), at=at) for one in range(number)]
    found = await all_of(database, 1000, Filters())
    assert sorted(one["id"] for one in found) == made


# Tickets


async def test_a_ticket_is_good_once_and_for_a_minute(
    chat: Chat, past: Past, database: Database
) -> None:
    await past.record(["Hello"], guest(), at=ago(days=1))
    office = Office(chat)
    path, late = await order(office, format="csv"), await order(office, format="csv")
    await past.sql(
        "UPDATE PREFIX_onlinechat_ticket SET good_until = good_until - INTERVAL 61 SECOND"
        " WHERE ticket = SHA2(%s, 256)",
        late.rpartition("/")[2],
    )
    async with ClientSession() as client:
        for address, status in ((path, 200), (path, 404), (late, 404), (f"{path}x", 404)):
            async with client.get(f"{chat.url}backoffice/{address}") as answer:
                assert answer.status == status
    assert await order(office, format="csv")
    assert len(await rows(database, "SELECT 1 FROM PREFIX_onlinechat_ticket")) == 1
    kept = await rows(database, "SELECT ticket FROM PREFIX_onlinechat_ticket")
    assert kept[0]["ticket"] not in path


async def test_looking_whether_it_is_there_does_not_use_a_ticket_up(chat: Chat) -> None:
    path = await order(Office(chat), format="json")
    async with ClientSession() as client:
        async with client.head(f"{chat.url}backoffice/{path}") as answer:
            assert answer.status == 405
        async with client.get(f"{chat.url}backoffice/{path}") as answer:
            assert await answer.json() == []


@pytest.mark.parametrize("format_", ["", "xml", "CSV"])
async def test_other_formats_are_refused(chat: Chat, format_: str) -> None:
    status, _ = await Office(chat, SARA).ask("POST", "/export", {"format": format_})
    assert status == 400
