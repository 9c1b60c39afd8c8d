"""While the database does not answer everything is refused so that pages come back."""

import asyncio
from typing import Any

import pytest

from sidecar.platform.ids import ulid
from tests.conftest import Starts
from tests.pages import Page, auth
from tests.people import MARC, SARA, employee_token, guest, visitor_token
from tests.running import CALM, Chat

VISITOR: dict[str, dict[str, Any]] = {
    "conversation:open": {"page": {"url": "https://shop.example/"}},
    "message:send": {"clientId": ulid(), "body": "x"},
    "message:list": {},
    "page:view": {"url": "https://shop.example/"},
    "conversation:end": {},
}
OPERATOR: dict[str, dict[str, Any]] = {
    "desk:enter": {},
    "operator:switch": {"online": True},
    **{
        name: {"conversationId": 1}
        for name in (
            "message:list", "conversation:end", "conversation:reopen", "conversation:offer",
            "conversation:accept", "conversation:decline",
        )
    },
    "message:send": {"conversationId": 1, "clientId": ulid(), "body": "x"},
}  # fmt: skip


async def test_every_command_says_that_storage_is_unavailable_and_when_to_try_again(
    start: Starts,
) -> None:
    chat = await start(rhythm=CALM)
    sara, visitor = await chat.operator(SARA), await chat.visitor()
    await visitor.say("Hello")
    await chat.database.close()
    for page, commands in ((visitor, VISITOR), (sara, OPERATOR)):
        answers = await asyncio.gather(
            *(page.refused(name, **fields) for name, fields in commands.items())
        )
        assert {one["code"] for one in answers} == {"storage_unavailable"}
        assert all(one["retry"] > 0 for one in answers)
    await chat.database.open()
    await visitor.say("and on we go")
    await sara.ask("desk:enter")


@pytest.mark.parametrize("namespace", ["/visitor", "/operator"])
async def test_a_connection_is_refused_with_a_code_that_pages_try_again(
    start: Starts, namespace: str
) -> None:
    chat = await start(rhythm=CALM)
    await chat.database.close()
    token = visitor_token(guest()) if namespace == "/visitor" else employee_token(MARC)
    page = Page(chat.url, namespace)
    with pytest.raises(Exception, match=r"(?i)connect"):
        await page.open(auth(token))
    assert page.refusal is not None
    assert page.refusal["data"] == {"code": "storage_unavailable"}
    await page.close()
    await chat.database.open()
    await chat.page(namespace, auth(token))


async def test_the_state_is_answered_from_memory(start: Starts) -> None:
    chat = await start(rhythm=CALM)
    await chat.operator(SARA)
    await chat.database.close()
    status, _, text = await chat.get("state?shop=1&lang=en")
    assert status == 200
    assert '"online"' in text
    await chat.database.open()


async def test_back_office_pages_say_so(chat: Chat) -> None:
    await chat.database.close()
    headers = {"Authorization": f"Bearer {employee_token(MARC)}"}
    for page in ("history", "configuration", "history/1"):
        status, _, text = await chat.get(f"backoffice/{page}", headers=headers)
        assert status == 503
        assert "storage_unavailable" in text
    await chat.database.open()
