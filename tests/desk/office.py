"""The pages of the operator's tools, as an employee's browser asks for them."""

from typing import Any

from aiohttp import ClientSession

from sidecar.protocol.base import EmployeeId
from tests.people import MARC, employee_token
from tests.running import Chat


async def ask(
    chat: Chat,
    path: str,
    *,
    method: str = "GET",
    who: EmployeeId = MARC,
    data: Any = None,
    **claims: Any,
) -> tuple[int, str]:
    """A request below `backoffice/`: status and text of the answer."""
    headers = {"Authorization": f"Bearer {employee_token(who, **claims)}"}
    url = f"{chat.url}backoffice/{path}"
    async with (
        ClientSession() as client,
        client.request(method, url, headers=headers, data=data) as answer,
    ):
        return answer.status, await answer.text()


async def page(chat: Chat, path: str, **more: Any) -> str:
    """The fragment at an address; it must be there."""
    status, text = await ask(chat, path, **more)
    assert status == 200, text
    return text
