"""Offers from all sides: kept in the back office, sent by operators, followed by visitors."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from sidecar.platform.database import Database
from sidecar.platform.ids import ulid
from tests.conftest import Shop, Starts, rows
from tests.desk import samples
from tests.desk.office import ask, page
from tests.pages import Page, auth
from tests.people import JOHN, SARA, customer, guest, visitor_token
from tests.running import Chat

LINK = "https://shop.example/en/12-sale"


def typed(upload: bytes | None = None, file: str = "picture.png", **fields: str | None) -> FormData:
    """What the form sends, with a file as browsers send one."""
    whole: dict[str, str | None] = {
        "offer_title[en]": "Spring sale", "offer_title[fr]": "Soldes de printemps",
        "offer_text[en]": "20 % off all aprons.", "offer_link[en]": LINK, **fields,
    }  # fmt: skip
    form = FormData(default_to_multipart=True)
    for name, text in whole.items():
        if text is not None:
            form.add_field(name, text)
    form.add_field("offer_picture", BytesIO(upload or b""), filename=file if upload else "")
    return form


async def added(chat: Chat, upload: bytes | None = None, **fields: Any) -> int:
    claims = {name: fields.pop(name) for name in ("shops", "who") if name in fields}
    status, text = await ask(chat, "offers", method="POST", data=typed(upload, **fields), **claims)
    assert status == 200, text
    return max(map(int, re.findall(r'data-offer="(\d+)"', text)))


def errors(text: str) -> dict[str, str]:
    """What is said beside the fields."""
    found = re.findall(r'data-error="([^"]+)">([^<]+)<', text)
    return {name: html.unescape(sentence) for name, sentence in found}


@pytest.fixture
def voucher(shop: Shop) -> Iterator[int]:
    """A voucher for everybody; its number."""
    shop.run(
        "INSERT INTO ps_cart_rule (id_cart_rule, date_from, date_to, quantity, quantity_per_user,"
        " code, reduction_percent, active, date_add, date_upd) VALUES"
        " (77, '2026-01-01', '2036-01-01', 5, 1, 'SPRING20', 20, 1, NOW(), NOW())"
    )
    yield 77
    shop.run("DELETE FROM ps_cart_rule WHERE id_cart_rule = 77")
    shop.run("DELETE FROM ps_order_cart_rule WHERE id_cart_rule = 77")


async def talking(chat: Chat, who: Any = None) -> tuple[Page, Page, int]:
    """An operator, a visitor and the number of their conversation."""
    desk, visitor = await chat.operator(SARA), await chat.visitor(who or guest())
    return desk, visitor, (await visitor.say("Anything new?"))["conversationId"]


async def sent(desk: Page, number: int, offer: int) -> dict[str, Any]:
    return await desk.say("x", conversationId=number, kind="offer", ref=offer)


# In the back office


async def test_an_offer_is_added_changed_and_deleted(chat: Chat, database: Database) -> None:
    assert "No offers yet" in await page(chat, "offers")
    assert 'hx-post="offers"' in await page(chat, "offers/new")
    number = await added(chat, samples.JPEG, **{"offer_title[en]": "<b>Sale</b>"})
    text = await page(chat, "offers")
    assert "&lt;b&gt;Sale&lt;/b&gt;" in text
    [name] = re.findall(r'data-picture="pictures/([0-9a-f]{32}\.jpg)"', text)

    form = await page(chat, f"offers/{number}")
    assert f'hx-post="offers/{number}"' in form
    assert name in form
    kept = {"offer_picture_kept": name, "offer_ends": "2036-05-01T12:00"}
    status, text = await ask(chat, f"offers/{number}", method="POST", data=typed(**kept))
    assert (status, name in text, "Spring sale" in text) == (200, True, True)
    assert 'value="2036-05-01T12:00"' in await page(chat, f"offers/{number}")
    [row] = await rows(database, "SELECT ends_at FROM PREFIX_onlinechat_offer")
    assert str(row["ends_at"]) == "2036-05-01 10:00:00"

    await page(chat, f"offers/{number}", method="POST", data=typed())
    assert await rows(database, "SELECT 1 FROM PREFIX_onlinechat_picture") == []
    assert "No offers yet" in await page(chat, f"offers/{number}", method="DELETE")
    for method in ("GET", "POST", "DELETE"):
        data = typed() if method == "POST" else None
        assert (await ask(chat, f"offers/{number}", method=method, data=data))[0] == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"offer_title[en]": "", "offer_title[fr]": "", "offer_text[en]": "", "offer_link[en]": ""},
      {"offer_title[en]": "Please fill this in."}),
     ({"offer_title[en]": " "}, {"offer_title[en]": "Please fill this in."}),
     ({"offer_title[fr]": "x" * 121},
     {"offer_title[fr]": "121 of 120 characters: please shorten this."}),
     ({"offer_link[en]": "javascript:alert(1)"},
      {"offer_link[en]": "Enter a complete address of a web page, beginning with https://"}),
     ({"offer_link[fr]": "/fr/12-soldes"},
      {"offer_link[fr]": "Enter a complete address of a web page, beginning with https://"}),
     ({"offer_starts": "tomorrow"}, {"offer_starts": "Enter a day and a time."}),
     ({"offer_ends": "9999-01-01T00:00"}, {"offer_ends": "Enter a day and a time."}),
     ({"offer_starts": "2026-05-02T00:00", "offer_ends": "2026-05-01T00:00"},
      {"offer_ends": "The end must come after the beginning."}),
     ({"offer_code": "NOSUCHCODE"}, {"offer_code": "Your shop has no voucher with this code."})],
)  # fmt: skip
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    chat: Chat, database: Database, fields: dict[str, str], wrong: dict[str, str]
) -> None:
    status, text = await ask(chat, "offers", method="POST", data=typed(samples.PNG, **fields))
    assert (status, errors(text)) == (422, wrong)
    for table in ("offer", "picture"):
        assert await rows(database, f"SELECT 1 FROM PREFIX_onlinechat_{table}") == []


@pytest.mark.parametrize(
    ("upload", "file", "why"),
    [(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "x.svg",
      "Choose a picture in JPEG, PNG or WebP."),
     (b"<svg><script>alert(1)</script></svg>", "x.png", "Choose a picture in JPEG, PNG or WebP."),
     (b"\x89PNG\r\n\x1a\n<script>", "x.png", "This picture is damaged. Please choose another one."),
     (samples.png(5000, 2), "x.png",
      "This picture is too large: 4096 pixels at most on each side."),
     (samples.PNG + b"\0" * 20_000_000, "x.png", "This picture is too large: 1 MB at most.")],
    ids=["svg", "svg as png", "broken", "pixels", "20 MB"],
)  # fmt: skip
async def test_what_is_no_picture_is_refused(
    chat: Chat, database: Database, upload: bytes, file: str, why: str
) -> None:
    status, text = await ask(chat, "offers", method="POST", data=typed(upload, file))
    assert (status, errors(text)) == (422, {"offer_picture": why})
    assert "Spring sale" in text
    assert await rows(database, "SELECT 1 FROM PREFIX_onlinechat_offer") == []


@pytest.mark.parametrize("data", [b"x" * 100_000, {"offer_title[en]": "x" * 90_000}])
async def test_a_form_that_is_none_is_refused(chat: Chat, data: Any) -> None:
    status, _ = await ask(chat, "offers", method="POST", data=data)
    assert status in (400, 422)


async def test_offers_are_for_those_who_may_edit_in_their_shops(shop: Shop, start: Starts) -> None:
    shop.second()
    chat = await start()
    everywhere = await added(chat, offer_shop="0", shops=[1, 2])
    first = await added(chat, offer_shop="1", shops=[1, 2])
    second = await added(chat, offer_shop="2", shops=[1, 2])
    text = await page(chat, "offers")
    assert re.findall(r'data-offer="(\d+)"', text) == [str(first), str(everywhere)]
    assert re.findall(r'hx-delete="offers/(\d+)"', text) == [str(first)]
    assert (await ask(chat, f"offers/{second}", method="DELETE"))[0] == 404
    assert (await ask(chat, f"offers/{everywhere}", method="DELETE"))[0] == 403
    assert (await ask(chat, f"offers/{everywhere}", method="POST", data=typed()))[0] == 403
    for method, path in (("GET", ""), ("GET", "/new"), ("POST", ""), ("GET", f"/{first}"),
                         ("POST", f"/{first}"), ("DELETE", f"/{first}")):  # fmt: skip
        data = typed() if method == "POST" else None
        status, _ = await ask(chat, f"offers{path}", method=method, who=SARA, data=data)
        assert status == 403, path


# Pictures


async def test_a_product_s_picture_stays_where_the_shop_has_it(chat: Chat) -> None:
    picture = "https://cdn.example/7-home_default/apron.jpg"
    of_product = {"offer_product": "7", "offer_product_picture": picture}
    number = await added(chat, **of_product)
    form = await page(chat, f"offers/{number}")
    assert f'data-picture="{picture}"' in form
    assert 'name="offer_product" value="7"' in form
    desk = await chat.operator(SARA)
    [listed] = (await desk.ask("offer:list"))["offers"]
    assert listed["card"]["image"] == picture
    # A file takes its place.
    await page(chat, f"offers/{number}", method="POST", data=typed(samples.PNG, **of_product))
    [listed] = (await desk.ask("offer:list"))["offers"]
    assert listed["card"]["image"].startswith("pictures/")


@pytest.mark.parametrize(
    "picture",
    ["javascript:alert(1)", "data:image/png;base64,x", "/img/7.jpg", "", "https://" + "x" * 600],
)
async def test_a_product_s_picture_is_on_the_web(chat: Chat, picture: str) -> None:
    await added(chat, offer_product="7", offer_product_picture=picture)
    desk = await chat.operator(SARA)
    [listed] = (await desk.ask("offer:list"))["offers"]
    assert "image" not in listed["card"]


async def test_a_picture_is_served_as_what_it_is(chat: Chat) -> None:
    for body in samples.GOOD.values():
        await added(chat, body)
    for name in set(re.findall(r'data-picture="(pictures/[^"]+)"', await page(chat, "offers"))):
        status, headers, _ = await picture(chat, name)
        assert status == 200
        assert headers["Content-Type"].removeprefix("image/") in ("jpeg", "png", "webp")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "immutable" in headers["Cache-Control"]
        mark = {"If-None-Match": headers["ETag"]}
        assert (await picture(chat, name, mark))[0] == 304


async def picture(chat: Chat, name: str, headers: Any = None) -> tuple[int, Any, bytes]:
    async with (
        ClientSession() as client,
        client.get(f"{chat.url}{name}", headers=headers) as answer,
    ):
        return answer.status, answer.headers, await answer.read()


@pytest.mark.parametrize(
    "name", ["x.png", "0" * 32 + ".png", "0" * 32 + ".svg", "..%2f..%2fetc%2fpasswd", "0" * 32]
)
async def test_there_are_no_other_pictures(chat: Chat, name: str) -> None:
    assert (await picture(chat, f"pictures/{name}"))[0] == 404


# In the chat


async def test_an_offer_is_sent_as_a_card_in_the_visitor_s_language(
    chat: Chat, voucher: int
) -> None:
    number = await added(
        chat, samples.PNG, offer_code="spring20", offer_ends="2036-05-01T12:00",
        **{"offer_text[fr]": "20 % sur les tabliers."},
    )  # fmt: skip
    desk = await chat.operator(SARA)
    french = await chat.page("/visitor", auth(visitor_token(guest(), lang="fr")))
    conversation = (await french.say("Bonjour"))["conversationId"]
    [listed] = (await desk.ask("offer:list", conversationId=conversation))["offers"]
    assert (listed["id"], listed["card"]["title"]) == (number, "Soldes de printemps")
    assert (await desk.ask("offer:list"))["offers"][0]["card"]["title"] == "Spring sale"

    message = await sent(desk, conversation, number)
    assert message["kind"] == "offer"
    image = message["data"].pop("image")
    assert re.fullmatch(r"pictures/[0-9a-f]{32}\.png", image)
    assert message["data"] == {
        "offer": number,
        "title": "Soldes de printemps",
        "text": "20 % sur les tabliers.",
        "link": LINK,
        "code": "SPRING20",
        "until": "2036-05-01T10:00:00.000Z",
    }
    assert message["body"] == (f"Soldes de printemps\n20 % sur les tabliers.\nSPRING20\n{LINK}")
    heard = await french.heard("message:created", lambda e: e["message"]["kind"] == "offer")
    assert heard["message"]["data"] == message["data"] | {"image": image}
    assert re.search(r'text-right">1</td>\s*<td class="text-right">0<', await page(chat, "offers"))


async def test_what_no_longer_counts_is_refused_with_the_reason(
    chat: Chat, shop: Shop, voucher: int
) -> None:
    desk, _, conversation = await talking(chat, customer())
    number = await added(chat, offer_code="SPRING20")

    async def refusal() -> tuple[str, str]:
        listed = await desk.ask("offer:list", conversationId=conversation)
        assert listed["offers"] == []
        error = await desk.refused(
            "message:send", conversationId=conversation, clientId=ulid(), body="x", kind="offer",
            ref=number,
        )  # fmt: skip
        return error["code"], error["message"]

    change = "UPDATE ps_cart_rule SET {} WHERE id_cart_rule = 77"
    for what, back, sentence in (
        ("active = 0", "active = 1", "The voucher of this offer is switched off."),
        ("date_from = '2035-01-01'", "date_from = '2026-01-01'", "This offer is not valid yet."),
        ("date_to = '2026-02-01'", "date_to = '2036-01-01'", "This offer is over."),
        ("quantity = 0", "quantity = 5", "The voucher of this offer is used up."),
        ("id_customer = 3", "id_customer = 0",
         "The voucher of this offer belongs to another customer."),
        ("shop_restriction = 1", "shop_restriction = 0",
         "The voucher of this offer is for another shop."),
    ):  # fmt: skip
        shop.run(change.format(what))
        assert await refusal() == ("invalid_format", sentence)
        shop.run(change.format(back))
    shop.run(
        "INSERT INTO ps_order_cart_rule (id_order, id_cart_rule, name, value, value_tax_excl)"
        " VALUES (3, 77, 'x', 1, 1)"
    )
    assert (await refusal())[1] == "The voucher of this offer is used up."
    shop.run("DELETE FROM ps_order_cart_rule WHERE id_cart_rule = 77")
    await sent(desk, conversation, number)
    shop.run("DELETE FROM ps_cart_rule WHERE id_cart_rule = 77")
    assert (await refusal())[1] == "The voucher of this offer was deleted."
    assert "The voucher was deleted." in await page(chat, "offers")
    await page(chat, f"offers/{number}", method="DELETE")
    assert (await refusal())[1] == "This offer no longer exists."


async def test_an_offer_counts_from_its_first_to_its_last_moment(chat: Chat) -> None:
    desk, _, conversation = await talking(chat)
    now = datetime.now(UTC)
    past, soon = ((now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for days in (-2, 2))
    for fields, sentence in (
        ({"offer_ends": past}, "This offer is over."),
        ({"offer_starts": soon}, "This offer is not valid yet."),
    ):
        number = await added(chat, **fields)
        error = await desk.refused(
            "message:send", conversationId=conversation, clientId=ulid(), body="x", kind="offer",
            ref=number,
        )  # fmt: skip
        assert error["message"] == sentence
    number = await added(chat, offer_starts=past, offer_ends=soon)
    assert [one["id"] for one in (await desk.ask("offer:list"))["offers"]] == [number]
    text = await page(chat, "offers")
    assert [text.count(f">{state}<") for state in ("Over", "Not yet", "Valid")] == [1, 1, 1]


async def test_an_offer_of_another_shop_does_not_exist(shop: Shop, start: Starts) -> None:
    shop.second()
    chat = await start()
    number = await added(chat, offer_shop="2", shops=[1, 2])
    desk, _, conversation = await talking(chat)
    assert (await desk.ask("offer:list"))["offers"] == []
    error = await desk.refused(
        "message:send", conversationId=conversation, clientId=ulid(), body="x", kind="offer",
        ref=number,
    )  # fmt: skip
    assert error["message"] == "This offer no longer exists."


async def test_sent_again_a_card_gets_its_first_answer(chat: Chat) -> None:
    desk, _, conversation = await talking(chat)
    number, other = await added(chat), await added(chat)
    once = {"conversationId": conversation, "clientId": ulid(), "body": "x", "kind": "offer"}
    first = await desk.ask("message:send", **once, ref=number)
    await page(chat, f"offers/{number}", method="DELETE")
    assert await desk.ask("message:send", **once, ref=number) == first
    assert (await desk.refused("message:send", **once, ref=other))["code"] == "conflict"
    error = await desk.refused("message:send", **{**once, "kind": "link"}, ref=LINK)
    assert error["code"] == "conflict"


@pytest.mark.parametrize("ref", [None, "3", LINK])
async def test_an_offer_is_named_by_its_number(chat: Chat, ref: Any) -> None:
    desk, _, conversation = await talking(chat)
    fields = {"conversationId": conversation, "clientId": ulid(), "body": "x", "kind": "offer"}
    error = await desk.refused("message:send", **fields, **({} if ref is None else {"ref": ref}))
    assert error["code"] == "invalid_format"


# Links


@pytest.mark.parametrize(
    ("body", "title"),
    [("Care instructions", "Care instructions"), (LINK, "shop.example/en/12-sale"),
     (" two\n lines ", "two lines"), ("x" * 300, "x" * 200)],
)  # fmt: skip
async def test_a_link_is_sent_as_a_card(chat: Chat, body: str, title: str) -> None:
    desk, visitor, conversation = await talking(chat)
    message = await desk.say(body, conversationId=conversation, kind="link", ref=LINK)
    assert message["data"] == {"title": title, "link": LINK}
    assert message["body"] == f"{title}\n{LINK}"
    await visitor.heard("message:created", lambda e: e["message"] == message)


@pytest.mark.parametrize("ref", ["javascript:alert(1)", "/en/", "", 3, None, "ftp://x/"])
async def test_an_address_that_is_none_is_not_sent(chat: Chat, ref: Any) -> None:
    desk, _, conversation = await talking(chat)
    fields = {"conversationId": conversation, "clientId": ulid(), "body": "x", "kind": "link"}
    error = await desk.refused("message:send", **fields, ref=ref)
    assert error["code"] == "invalid_format"


# Clicks


async def test_each_card_s_first_click_is_counted_and_told(chat: Chat, database: Database) -> None:
    number = await added(chat)
    desk, visitor, conversation = await talking(chat)
    seq = (await sent(desk, conversation, number))["seq"]
    for _ in range(3):
        await visitor.ask("card:click", conversationId=conversation, seq=seq)
    clicked = await desk.heard("card:clicked")
    assert (clicked["conversationId"], clicked["seq"]) == (conversation, seq)
    assert len(desk.all("card:clicked")) == 1
    [row] = await rows(database, "SELECT sent, clicked FROM PREFIX_onlinechat_offer")
    assert row == {"sent": 1, "clicked": 1}
    listed = await desk.ask("message:list", conversationId=conversation)
    assert listed["messages"][-1]["data"]["clickedAt"] == clicked["at"]
    again = (await sent(desk, conversation, number))["seq"]
    await visitor.ask("card:click", conversationId=conversation, seq=again)
    [row] = await rows(database, "SELECT sent, clicked FROM PREFIX_onlinechat_offer")
    assert row == {"sent": 2, "clicked": 2}


async def test_only_one_s_own_cards_are_clicked(chat: Chat) -> None:
    desk, visitor, conversation = await talking(chat)
    card = await desk.say("x", conversationId=conversation, kind="link", ref=LINK)
    text = await desk.say("no card", conversationId=conversation)
    stranger = await chat.visitor()
    for page_of, seq in (
        (stranger, card["seq"]), (visitor, text["seq"]), (visitor, 1), (visitor, 0), (visitor, 99)
    ):  # fmt: skip
        error = await page_of.refused("card:click", conversationId=conversation, seq=seq)
        assert error["code"] == "not_found"
    await visitor.ask("card:click", conversationId=conversation, seq=card["seq"])
    await desk.heard("card:clicked")


async def test_a_customer_clicks_from_any_device(chat: Chat) -> None:
    desk, _, conversation = await talking(chat, customer())
    card = await desk.say("x", conversationId=conversation, kind="link", ref=LINK)
    phone = await chat.visitor(customer())
    await phone.ask("card:click", conversationId=conversation, seq=card["seq"])
    other = await chat.visitor(customer(number=type(JOHN)(3)))
    error = await other.refused("card:click", conversationId=conversation, seq=card["seq"])
    assert error["code"] == "not_found"
