"""The history's pages as an employee's browser asks for them."""

import re
from typing import Any

from aiohttp import ClientSession, FormData

from sidecar.protocol.base import EmployeeId
from tests.people import MARC, employee_token
from tests.running import Chat

Fields = dict[str, str | list[str]]


class Office:
    """An employee in front of the Conversation history page."""

    def __init__(self, chat: Chat, who: EmployeeId = MARC, **claims: Any) -> None:
        self._chat = chat
        self.token = employee_token(who, **claims)

    async def ask(self, method: str, path: str, fields: Fields | None = None) -> tuple[int, str]:
        """Status and text of an address below `backoffice/history`."""
        form = FormData()
        for name, value in (fields or {}).items():
            for one in value if isinstance(value, list) else [value]:
                form.add_field(name, one)
        async with (
            ClientSession() as client,
            client.request(
                method,
                f"{self._chat.url}backoffice/history{path}",
                data=form if fields is not None else None,
                headers={"Authorization": f"Bearer {self.token}"},
            ) as answer,
        ):
            return answer.status, await answer.text()

    async def sees(self, path: str = "", **fields: str | list[str]) -> str:
        """A page that is there; with fields, by POST."""
        method = "POST" if fields or (path not in ("", "/") and not path[1:].isdecimal()) else "GET"
        status, text = await self.ask(
            method, path, {name.rstrip("_"): value for name, value in fields.items()}
            if method == "POST" else None,
        )  # fmt: skip
        assert status == 200, text
        return text

    async def table(self, **fields: str) -> list[int]:
        """The conversations that the table shows, page after page."""
        asked = {name.rstrip("_"): value for name, value in fields.items()}
        status, text = await self.ask("POST", "/table", asked)
        assert status == 200, text
        found = shown(text)
        while after := re.search(r"""hx-vals='\{"after": "([^"]+)"\}'""", text):
            status, text = await self.ask("POST", "/more", {**asked, "after": after[1]})
            assert status == 200, text
            found += shown(text)
        return found


def shown(text: str) -> list[int]:
    """The conversations that lines of the table stand for."""
    return [int(one) for one in re.findall(r'<tr data-conversation="(\d+)"', text)]


def persons(text: str) -> list[str]:
    """The numbers of the lines."""
    return re.findall(r'data-person="(\d+)"', text)


def seqs(text: str) -> list[int]:
    """The numbers of the messages in a pop-up."""
    return [int(one) for one in re.findall(r'data-seq="(\d+)"', text)]
