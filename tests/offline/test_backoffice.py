"""The tab Offline messages: the list, a message, sending again, deleting, and who may."""

import re

import pytest

from sidecar.platform.database import Database
from tests.conftest import Shop, Starts, rows
from tests.offline.doors import left, office
from tests.offline.rooms import SERVICE, choose
from tests.people import MARC, SARA, customer, employee_token, guest
from tests.running import Chat
from tests.stack.ports import free_port
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
async def chat(start: Starts, shop: Shop) -> Chat:
    """The running application; the shop's mail server is down."""
    shop.run(
        "UPDATE ps_configuration SET value = %s WHERE name = 'PS_MAIL_SMTP_PORT'", str(free_port())
    )
    return await start()


async def page(chat: Chat, path: str = "", **more: object) -> str:
    status, text = await office(chat, path, **more)  # type: ignore[arg-type]
    assert status == 200, text
    return text


async def state(chat: Chat) -> str:
    found = re.search(r'data-state="(\w+)"', await page(chat))
    return found[1] if found else ""


def shown(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-message="(\d+)"', text)]


async def test_the_history_has_a_tab_for_them(chat: Chat) -> None:
    _, _, text = await chat.get(
        "backoffice/history", headers={"Authorization": f"Bearer {employee_token(MARC)}"}
    )
    assert re.search(r'role="tab" id="oc-tab-offline"[^>]*>Offline messages<', text)
    assert 'id="oc-panel-offline"' in text
    assert 'hx-get="offline"' in text


async def test_without_messages_it_says_what_comes_here(chat: Chat) -> None:
    assert "No messages yet" in await page(chat)


async def test_a_message_is_listed_and_can_be_read(chat: Chat, shop: Shop) -> None:
    choose(shop, contact_choice=True)
    number = await left(
        chat,
        customer(),
        values={"message": "Is <b>it</b> & 'that' in stock?", "firstname": "<i>Ada"},
        page={"url": "http://shop.example/apron", "title": "</a><script>alert(1)</script>"},
    )
    for text in (await page(chat), await page(chat, f"/{number}")):
        assert "Is &lt;b&gt;it&lt;/b&gt; &amp; &#39;that&#39; in stock?" in text
        assert "&lt;i&gt;Ada Byron" in text
        assert 'href="mailto:ada@example.org"' in text
        for markup in ("<script", "<b>", "<i>"):
            assert markup not in text
    text = await page(chat, f"/{number}")
    assert "#2 John DOE" in text
    assert 'href="http://shop.example/apron"' in text


async def test_the_shop_s_thread_is_named(shop: Shop, start: Starts) -> None:
    choose(shop, contact_choice=True)
    chat = await start()
    number = await left(chat, contact=SERVICE)
    text = await page(chat, f"/{number}")
    assert re.search(r"Customer Service</dt><dd>Thread #\d+", text)
    assert "Customer service" in text


async def test_what_could_not_be_sent_says_why_and_when_it_is_tried_again(chat: Chat) -> None:
    number = await left(chat)
    await until(lambda: is_state(chat, "retrying"))
    text = await page(chat)
    assert "The mail server cannot be reached." in text
    assert "Next try:" in text
    assert f'hx-post="offline/{number}/send"' in text
    text = await page(chat, f"/{number}/send", method="POST")
    assert shown(text) == [number]
    assert "<table" not in text


async def is_state(chat: Chat, name: str) -> bool:
    return await state(chat) == name


async def test_what_was_given_up_can_be_sent_again(chat: Chat, shop: Shop) -> None:
    number = await left(chat)
    await until(lambda: is_state(chat, "retrying"))
    shop.run(
        "UPDATE ps_onlinechat_outbox SET state = 'given_up', last_error = %s",
        "refused: 550 <b>no</b>",
    )
    text = await page(chat)
    assert 'data-state="given_up"' in text
    assert "550 &lt;b&gt;no&lt;/b&gt;" in text
    assert "Send again" in text
    text = await page(chat, f"/{number}/send", method="POST")
    assert 'data-state="given_up"' not in text
    assert "550" not in text


async def test_what_the_shop_s_settings_hold_up_says_so(chat: Chat, shop: Shop) -> None:
    shop.run("UPDATE ps_configuration SET value = '3' WHERE name = 'PS_MAIL_METHOD'")
    await left(chat)

    async def said() -> bool:
        return "E-mails are disabled in the shop" in await page(chat)

    await until(said)
    text = await page(chat)
    assert 'data-state="waiting"' in text
    assert "Send again" in text


async def test_what_looks_like_a_program_s_can_be_sent_anyway(
    chat: Chat, database: Database
) -> None:
    number = await left(chat, values={"website": "x"})
    text = await page(chat)
    assert 'data-state="suspect"' in text
    assert "Send anyway" in text
    assert 'data-state="suspect"' not in await page(chat, f"/{number}/send", method="POST")
    assert len(await rows(database, "SELECT 1 FROM PREFIX_onlinechat_outbox")) == 1


async def test_a_message_is_deleted_with_its_mail(chat: Chat, database: Database) -> None:
    number = await left(chat)
    text = await page(chat)
    assert f'hx-delete="offline/{number}"' in text
    assert "hx-confirm=" in text
    assert await page(chat, f"/{number}", method="DELETE") == ""
    assert shown(await page(chat)) == []
    assert await rows(database, "SELECT 1 FROM PREFIX_onlinechat_outbox") == []
    assert (await office(chat, f"/{number}", method="DELETE"))[0] == 404
    assert (await office(chat, f"/{number}"))[0] == 404


async def test_rights_decide_what_is_there_to_do(chat: Chat, shop: Shop) -> None:
    """Sara's profile may view only; the token's own claims do not count."""
    number = await left(chat)
    await until(lambda: is_state(chat, "retrying"))
    text = await page(chat, who=SARA)
    assert shown(text) == [number]
    assert "hx-delete" not in text
    assert "hx-post" not in text
    assert (await office(chat, f"/{number}/send", method="POST", who=SARA))[0] == 403
    assert (await office(chat, f"/{number}", method="DELETE", who=SARA))[0] == 403
    shop.run(
        "INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2, id_authorization_role"
        " FROM ps_authorization_role WHERE slug = 'ROLE_MOD_TAB_ADMINONLINECHATHISTORY_UPDATE'"
    )
    text = await page(chat, who=SARA)
    assert "hx-post" in text
    assert "hx-delete" not in text


async def test_only_the_employee_s_own_shops_are_shown(shop: Shop, start: Starts) -> None:
    shop.second()
    chat = await start()
    second = guest(shop=type(guest().shop)(2))
    await until(lambda: both(chat))
    first, other = await left(chat), await left(chat, second)
    assert shown(await page(chat)) == [first]
    assert shown(await page(chat, shops=[1, 2])) == [other, first]
    for method, path in (("GET", ""), ("POST", "/send"), ("DELETE", "")):
        assert (await office(chat, f"/{other}{path}", method=method))[0] == 404


async def both(chat: Chat) -> bool:
    return (await chat.get("state?shop=2&lang=en"))[0] == 200


@pytest.mark.parametrize("same_moment", [False, True])
async def test_going_through_the_pages_shows_each_message_once(
    chat: Chat, shop: Shop, same_moment: bool
) -> None:
    age = "0" if same_moment else "number"
    numbers = " UNION ALL ".join(f"SELECT {number} AS number" for number in range(123))
    shop.run(
        "INSERT INTO ps_onlinechat_offline_message (id_shop, vid, client_id, message, created_at)"
        " SELECT 1, MD5(number), LPAD(number, 26, '0'), 'Hello',"
        f" TIMESTAMPADD(MICROSECOND, -7000 * {age}, '2026-05-01 10:00:00.123')"
        f" FROM ({numbers}) AS made"
    )
    text = await page(chat)
    seen = shown(text)
    assert len(seen) == 50
    while found := re.search(r'hx-get="(offline\?before=[\d-]+)"', text):
        text = await page(chat, found[1].removeprefix("offline"))
        assert "<table" not in text
        seen += shown(text)
    assert len(seen) == len(set(seen)) == 123


@pytest.mark.parametrize(
    ("path", "status"),
    [("?before=x", 400), ("?before=1", 400), ("?before=1-x", 400),
     ("?before=" + "9" * 30 + "-1", 400), ("?before=1-" + "9" * 30, 400),
     ("?before=%C2%B2-%C2%B2", 400),
     ("/0", 404), ("/x", 404),
     ("/99999999999999999999", 404), ("/%C2%B2", 404), ("/%D9%A3", 404)],
)  # fmt: skip
async def test_addresses_that_lead_nowhere_are_refused(chat: Chat, path: str, status: int) -> None:
    assert (await office(chat, path))[0] == status


async def test_nobody_else_reads_them(chat: Chat) -> None:
    for method, path in (("GET", ""), ("GET", "/1"), ("POST", "/1/send"), ("DELETE", "/1")):
        assert (await office(chat, path, method=method, secret="0" * 64))[0] == 401
        assert (await office(chat, path, method=method, shops=[7]))[0] == 403
