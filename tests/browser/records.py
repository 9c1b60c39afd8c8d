"""What the database says was said: nothing lost, doubled, or shown to the wrong person."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.people import Customer, said_in
from tests.stack.mariadb import MariaDb


@dataclass(frozen=True)
class Line:
    """A message as it is stored."""

    seq: int
    client_id: str
    author: str
    body: str


@dataclass(frozen=True)
class Conversation:
    """A conversation as it is stored, with all of it."""

    id: int
    state: str
    who: str
    """As operators see them: `John DOE (#2)`, `Guest #7`."""
    operator: str
    """The first name of whoever has it."""
    last_seq: int
    lines: tuple[Line, ...]

    @property
    def said(self) -> list[str]:
        """What people said, in order."""
        return [line.body for line in self.lines if line.author != "system"]


class Records:
    """The chat's tables, and the pages held against them."""

    def __init__(self, server: MariaDb) -> None:
        self._server = server

    def conversations(self) -> list[Conversation]:
        """All of them, oldest first."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT id_conversation, seq, client_id, author, body FROM ps_onlinechat_message"
                " ORDER BY id_conversation, seq"
            )
            lines: dict[int, list[Line]] = {}
            for number, *line in cursor.fetchall():
                lines.setdefault(number, []).append(Line(*line))
            cursor.execute(
                "SELECT id_conversation, state, IF(id_customer, CONCAT(visitor_name, ' (#',"
                " id_customer, ')'), CONCAT('Guest #', id_guest)),"
                " COALESCE((SELECT e.firstname FROM ps_employee e WHERE e.id_employee ="
                " c.id_employee), ''), last_seq FROM ps_onlinechat_conversation c ORDER BY 1"
            )
            return [
                Conversation(number, *facts, tuple(lines.get(number, ())))
                for number, *facts in cursor.fetchall()
            ]

    def employee(self, email: str) -> int:
        """An employee's number."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute("SELECT id_employee FROM ps_employee WHERE email = %s", (email,))
            return int(cursor.fetchone()[0])

    def where(self, said: str) -> Conversation:
        """The one conversation in which this was said, once."""
        found = [one for one in self.conversations() if said in one.said]
        assert [one.said.count(said) for one in found] == [1], (said, found)
        return found[0]

    def hold(self, *said: str) -> None:
        """All of this was said once, and nothing else; nowhere is there a gap."""
        conversations = self.conversations()
        for one in conversations:
            assert [line.seq for line in one.lines] == [*range(1, one.last_seq + 1)], one
        everything = [text for one in conversations for text in one.said]
        assert sorted(everything) == sorted(said)

    def agree(self, customer: Customer, *windows: Locator) -> None:
        """The customer's chat and the operators' windows show what is stored, in its order."""
        expect(customer.log.locator("[data-state=waiting]")).to_have_count(0)
        said = customer.said()
        assert said == self.where(said[0]).said
        for window in windows:
            expect(window.locator("[data-state=waiting]")).to_have_count(0)
            expect(window.get_by_role("log").locator(TEXTS)).to_have_text(said)
            assert said_in(window) == said


TEXTS = "[data-oc=message]:not([data-author=system]) [data-part=body]"
