"""What the module deletes by itself, in PHP, is what the sidecar stores."""

import re
from pathlib import Path

from sidecar.ending.letters import TRANSCRIPT, UNREAD_ANSWER
from sidecar.offline.letters import KIND
from sidecar.platform.migrations import available

MODULE = Path(__file__).resolve().parents[2] / "php-module" / "src"


def listed(name: str) -> set[str]:
    """The words of a list in PersonErasure."""
    code = (MODULE / "PersonErasure.php").read_text()
    found = re.search(rf"const {name} = \[([^]]*)\];", code)
    assert found
    return set(re.findall(r"'(\w+)'", found[1]))


def test_every_kind_of_mail_goes_with_what_it_is_about() -> None:
    assert listed("MAILS_OF_A_CONVERSATION") == {TRANSCRIPT, UNREAD_ANSWER}
    assert listed("MAILS_OF_AN_OFFLINE_MESSAGE") == {KIND}


def tables(*columns: str) -> set[str]:
    """Our tables that were made with one of these columns."""
    found: set[str] = set()
    for path in available().values():
        made = re.findall(
            r"CREATE TABLE PREFIX_onlinechat_(\w+) \((.*?)\n\)", path.read_text(), re.DOTALL
        )
        found |= {
            name
            for name, lines in made
            if any(re.search(rf"^  {column} ", lines, re.MULTILINE) for column in columns)
        }
    return found


def test_every_table_with_something_of_a_conversation_is_emptied() -> None:
    """But for blocks: those go on without a name, by number alone."""
    assert tables("id_conversation") - {"conversation", "block"} <= listed("OF_A_CONVERSATION")


def test_no_table_that_knows_people_is_forgotten() -> None:
    """Whoever adds one says in PersonErasure and PersonExport what becomes of it."""
    people = tables("vid", "id_customer", "id_guest", "visitor_name", "ip_address", "email")
    assert people - {"visitor", "conversation", "offline_message"} == {
        "block",
        "customer_word",
        "history_person",
    }
