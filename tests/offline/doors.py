"""The form as a browser sends it, and the back office's tab, over HTTP."""

from typing import Any

from aiohttp import ClientSession

from sidecar.platform.identity import Visitor
from tests.offline.rooms import body
from tests.people import MARC, employee_token, guest, visitor_token
from tests.running import Chat


async def send(
    chat: Chat,
    who: Visitor | None = None,
    *,
    data: Any = None,
    headers: dict[str, str] | None = None,
    **fields: Any,
) -> tuple[int, dict[str, Any]]:
    """Send the form; status and answer."""
    whole = {"Authorization": f"Bearer {visitor_token(who or guest())}"} | (headers or {})
    more: dict[str, Any] = {"json": body(**fields)} if data is None else {"data": data}
    async with (
        ClientSession() as client,
        client.post(f"{chat.url}offline", headers=whole, **more) as answer,
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.json()


async def left(chat: Chat, who: Visitor | None = None, **fields: Any) -> int:
    """Leave a message; its number."""
    status, answer = await send(chat, who, **fields)
    assert (status, answer["ok"]) == (200, True), answer
    return int(answer["data"]["id"])


async def office(
    chat: Chat, path: str = "", *, method: str = "GET", who: Any = MARC, **claims: Any
) -> tuple[int, str]:
    """Ask for a fragment of the tab; status and text."""
    headers = {"Authorization": f"Bearer {employee_token(who, **claims)}"}
    async with (
        ClientSession() as client,
        client.request(method, f"{chat.url}backoffice/offline{path}", headers=headers) as answer,
    ):
        return answer.status, await answer.text()
