"""What the sidecar answers over HTTP: state, health, shells, origins."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from sidecar.platform.static import Static
from tests.conftest import DOMAIN, Shop, Starts
from tests.people import INES, LOUIS, MARC, SARA, employee_token, guest, visitor_token
from tests.running import Chat
from tests.stack.mariadb import MariaDb
from tests.waiting import until


async def state(chat: Chat, query: str = "shop=1&lang=en", **more: Any) -> dict[str, Any]:
    status, _, text = await chat.get(f"state?{query}", **more)
    assert status == 200, text
    answer: dict[str, Any] = json.loads(text)
    return answer


async def test_without_an_operator_there_is_the_form(chat: Chat) -> None:
    answer = await state(chat)
    assert answer["oc"] == 1
    assert answer["state"] == "offline"
    assert answer["version"].startswith(f"{Static().version}-")
    assert set(answer["launcher"]) == {"label", "background", "color", "side", "dir"}


async def test_the_chat_comes_and_goes_with_the_operator(chat: Chat) -> None:
    sara = await chat.operator(SARA)
    assert (await state(chat))["state"] == "online"
    await sara.ask("operator:switch", online=False)
    assert (await state(chat))["state"] == "offline"


async def test_an_operator_who_only_opened_the_back_office_is_not_online(chat: Chat) -> None:
    await chat.employee(SARA)
    assert (await state(chat))["state"] == "offline"


async def test_with_every_operator_full_there_is_the_form_until_there_is_room(
    chat: Chat,
) -> None:
    sara = await chat.operator(SARA)
    visitors = [await chat.visitor() for _ in range(10)]
    numbers = [(await one.say("Hello"))["conversationId"] for one in visitors]
    await until(lambda: _is(chat, "offline"))
    await visitors[0].heard("state:changed", lambda e: e["state"] == "offline")
    late = await chat.visitor()
    await late.say("Am I too late?")
    await sara.heard("conversation:created", lambda e: e["conversation"]["state"] == "waiting")
    await sara.ask("conversation:end", conversationId=numbers[0])
    await until(lambda: _is(chat, "online"))
    await visitors[0].heard("state:changed", lambda e: e["state"] == "online")


async def _is(chat: Chat, wanted: str) -> bool:
    return bool((await state(chat))["state"] == wanted)


async def test_who_knows_the_state_gets_nothing_again_until_it_changes(chat: Chat) -> None:
    _, headers, _ = await chat.get("state?shop=1&lang=en")
    etag = {"If-None-Match": headers["ETag"]}
    status, headers, text = await chat.get("state?shop=1&lang=en", headers=etag)
    assert (status, text) == (304, "")
    assert headers["Cache-Control"] == "no-cache"
    await chat.operator(SARA)
    status, headers, _ = await chat.get("state?shop=1&lang=en", headers=etag)
    assert status == 200
    assert headers["ETag"] != etag["If-None-Match"]


async def test_the_state_is_in_the_page_s_language(chat: Chat) -> None:
    english = (await state(chat))["launcher"]["label"]
    french = (await state(chat, "shop=1&lang=fr"))["launcher"]["label"]
    assert english == "Open chat"
    assert french != english
    assert (await state(chat, "shop=1&lang=xx"))["launcher"]["label"] == english
    assert (await state(chat, "shop=1"))["launcher"]["label"] == english


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [("", 400, "invalid_format"), ("?shop=x", 400, "invalid_format"),
     ("?shop=-1", 400, "invalid_format"), ("?shop=9999999999", 400, "invalid_format"),
     ("?shop=%C2%B2", 400, "invalid_format"), ("?shop=2", 404, "not_found"),
     ("?shop=0", 404, "not_found")],
)  # fmt: skip
async def test_a_shop_that_does_not_exist_is_refused(
    chat: Chat, query: str, status: int, code: str
) -> None:
    for page in ("state", "widget", "questions"):
        found, headers, text = await chat.get(f"{page}{query}")
        assert found == status
        assert json.loads(text)["error"]["code"] == code
        assert headers["Cache-Control"] == "no-store"


async def test_a_second_shop_has_a_state_of_its_own(chat: Chat, shop: Shop) -> None:
    shop.second()

    async def there() -> bool:
        return (await chat.get("state?shop=2&lang=en"))[0] == 200

    await until(there)
    await chat.operator(INES)
    assert (await state(chat))["state"] == "online"
    assert (await state(chat, "shop=2&lang=en"))["state"] == "offline"
    await chat.operator(SARA, shops=[1, 2])
    assert (await state(chat, "shop=2&lang=en"))["state"] == "online"


# Origins


@pytest.mark.parametrize(
    "path",
    [
        "state?shop=1&lang=en",
        "widget?shop=1&lang=en",
        "questions?shop=1&lang=en",
        "static/questions.js",
        "health",
    ],
)
async def test_pages_of_the_shop_s_domains_may_read_answers(chat: Chat, path: str) -> None:
    for origin in (f"https://{DOMAIN}", f"http://{DOMAIN}"):
        _, headers, _ = await chat.get(path, headers={"Origin": origin})
        assert headers["Access-Control-Allow-Origin"] == origin
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Origin" in headers.getall("Vary")


@pytest.mark.parametrize("origin", ["https://evil.example", f"https://{DOMAIN}.evil", "null"])
async def test_pages_of_other_domains_may_not(chat: Chat, origin: str) -> None:
    _, headers, _ = await chat.get("state?shop=1&lang=en", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in headers
    assert "Origin" in headers.getall("Vary"), "a cache must not hand this to the shop's pages"


async def test_a_browser_that_asks_first_is_answered(chat: Chat) -> None:
    async with (
        ClientSession() as client,
        client.options(
            f"{chat.url}backoffice/history",
            headers={
                "Origin": f"https://{DOMAIN}",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "authorization,hx-request",
            },
        ) as answer,
    ):
        assert answer.status == 204
        allowed = answer.headers["Access-Control-Allow-Headers"].lower()
        assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]
        assert "authorization" in allowed
        assert "hx-request" in allowed


# Health


async def test_health_says_that_the_process_lives(chat: Chat) -> None:
    status, headers, text = await chat.get("health")
    answer = json.loads(text)
    assert (status, answer["oc"], answer["status"]) == (200, 1, "ok")
    assert headers["Cache-Control"] == "no-store"


async def test_ready_says_that_the_work_can_be_done(chat: Chat) -> None:
    status, _, text = await chat.get("ready")
    assert (status, json.loads(text)["status"]) == (200, "ok")


async def test_without_the_module_the_sidecar_runs_says_so_and_lets_nobody_in(
    start: Starts, shop: Shop
) -> None:
    shop.run("DELETE FROM ps_configuration WHERE name LIKE 'ONLINECHAT%%'")
    chat = await start()
    assert (await chat.get("health"))[0] == 200
    status, _, text = await chat.get("ready")
    assert status == 503
    assert "is not installed" in json.loads(text)["status"]
    shop.configure("ONLINECHAT_SECRET", "ab" * 32)

    async def ready() -> bool:
        return (await chat.get("ready"))[0] == 200

    await until(ready)
    await chat.page("/visitor", {"protocol": 1, "token": visitor_token(guest(), secret="ab" * 32)})


# Shells and files


@pytest.mark.parametrize(
    "path", ["widget?shop=1&lang={}", "questions?shop=1&lang={}", "recap?lang={}"]
)
async def test_the_shells_come_in_three_languages_and_are_kept_by_version(
    chat: Chat, path: str
) -> None:
    texts = {}
    for lang in ("en", "fr", "it", "xx", "../../x"):
        status, headers, texts[lang] = await chat.get(path.format(lang))
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers["Cache-Control"] == "no-cache"
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert "<template" in texts["en"]
    assert texts["fr"] != texts["en"]
    assert texts["xx"] == texts["../../x"] == texts["en"]
    version = (await state(chat))["version"] if "shop=" in path else Static().version
    _, headers, _ = await chat.get(f"{path.format('en')}&v={version}")
    assert "immutable" in headers["Cache-Control"]


async def test_a_shell_needs_no_inline_script_or_style(chat: Chat) -> None:
    """A shop may forbid both by its content security policy."""
    for path in ("widget?shop=1&lang=en", "questions?shop=1&lang=en", "recap?lang=en"):
        _, _, text = await chat.get(path)
        assert "<script" not in text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text


async def test_what_does_not_exist_is_said_as_json(chat: Chat) -> None:
    for path in ("nothing", "static/nothing.js", "backoffice/nothing", "../setup.cfg"):
        status, headers, text = await chat.get(path)
        assert status == 404
        assert json.loads(text)["error"]["code"] == "not_found"
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_post_to_a_page_that_is_read_is_refused(chat: Chat) -> None:
    async with ClientSession() as client, client.post(f"{chat.url}state?shop=1") as answer:
        assert answer.status == 405
        assert (await answer.json())["ok"] is False


# Back office


async def back_office(chat: Chat, page: str, token: str | None) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    status, answered, text = await chat.get(f"backoffice/{page}", headers=headers)
    assert answered["Cache-Control"] == "no-store"
    return status, text


@pytest.mark.parametrize("page", ["history", "history/1", "configuration"])
async def test_back_office_pages_are_for_employees_with_the_right(chat: Chat, page: str) -> None:
    assert (await back_office(chat, page, None))[0] == 401
    assert (await back_office(chat, page, ""))[0] == 401
    assert (await back_office(chat, page, "nonsense"))[0] == 401
    assert (await back_office(chat, page, visitor_token(guest())))[0] == 401
    assert (await back_office(chat, page, employee_token(iat=1, exp=2)))[0] == 401
    assert (await back_office(chat, page, employee_token(LOUIS)))[0] == 403
    status, text = await back_office(chat, page, employee_token(MARC, shops=[7]))
    assert status == 403
    assert json.loads(text)["error"]["code"] == "not_allowed"


async def test_support_sees_the_history_and_not_the_configuration(chat: Chat) -> None:
    assert (await back_office(chat, "history", employee_token(SARA)))[0] == 200
    status, text = await back_office(chat, "configuration", employee_token(SARA))
    assert status == 403
    assert "“View”" in json.loads(text)["error"]["message"]


async def test_the_configuration_page_shows_the_steps_with_their_state(chat: Chat) -> None:
    status, text = await back_office(chat, "configuration", employee_token(MARC))
    assert status == 200
    assert "Atelier du Coin" in text
    await chat.operator(SARA)
    _, after = await back_office(chat, "configuration", employee_token(MARC))
    assert "Sara" in after


async def test_a_database_that_is_gone_is_said_by_ready_and_health_goes_on(
    server: MariaDb, start: Starts
) -> None:
    """The pool is closed under the running application; killed servers are in tests/faults."""
    chat = await start()
    await chat.database.close()
    assert (await chat.get("health"))[0] == 200
    status, _, text = await chat.get("ready")
    assert status == 503
    assert f"127.0.0.1:{server.port}" in text
