"""The Configuration page as an employee's browser asks for it."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from aiohttp import ClientSession

from sidecar.protocol.base import EmployeeId
from tests.people import MARC, employee_token
from tests.running import Chat

PAGE = "backoffice/configuration"


@dataclass
class Answer:
    """What came back, and the form in it."""

    status: int
    text: str

    @property
    def form(self) -> "Form":
        """The form's fields as the browser would show and send them."""
        found = Form()
        found.feed(self.text)
        return found


class Form(HTMLParser):
    """Reads `#oc-settings`: what the browser would send, and what is said beside the fields."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.locked: set[str] = set()
        self.errors: dict[str, str] = {}
        self.there = False
        self._inside = False
        self._cloned = False
        """Within a template, of which nothing is sent."""
        self._textarea = self._select = self._error = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field, or the place of an error."""
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._cloned = True
        if self._cloned:
            return
        if tag == "form" and given.get("id") == "oc-settings":
            self.there = self._inside = True
        if not self._inside:
            return
        self._error = given.get("data-error", "")
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given["value"]
        if name and "form" not in given:
            self._field(tag, name, given)

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        if "disabled" in given:
            self.locked.add(name)
        if tag == "textarea":
            self._textarea, self.values[name] = name, ""
        elif given.get("type") == "checkbox":
            if "checked" in given:
                self.values[name] = given.get("value", "on")
        elif tag == "input":
            self.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """The end of a field, an error or the form."""
        if tag == "template":
            self._cloned = False
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            # A browser drops the line break at the beginning.
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = ""
        if tag == "p":
            self._error = ""

    def handle_data(self, data: str) -> None:
        """What stands in a textarea, or is said of a field."""
        if self._textarea:
            self.values[self._textarea] += data
        elif self._error and data.strip():
            self.errors[self._error] = data.strip()


async def get(chat: Chat, path: str = "", *, who: EmployeeId = MARC, **claims: Any) -> Answer:
    """Open the page, or what stands below it."""
    headers = {"Authorization": f"Bearer {employee_token(who, **claims)}"}
    status, _, text = await chat.get(f"{PAGE}{path}", headers=headers)
    return Answer(status, text)


async def post(
    chat: Chat, values: Any, path: str = "", *, who: EmployeeId = MARC, **claims: Any
) -> Answer:
    """Send the form, as htmx does."""
    headers = {"Authorization": f"Bearer {employee_token(who, **claims)}"}
    async with (
        ClientSession() as client,
        client.post(f"{chat.url}{PAGE}{path}", data=values, headers=headers) as answer,
    ):
        return Answer(answer.status, await answer.text())
