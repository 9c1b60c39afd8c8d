"""What an employee's profile lets them do."""

import pytest

from sidecar.errors import NotAllowed
from sidecar.operators.rights import NEEDED, Action, require
from sidecar.shop.employees import TABS, Employee
from tests.people import SARA


def employee(*rights: tuple[str, str], super_admin: bool = False) -> Employee:
    return Employee(
        SARA, "Sara", super_admin=super_admin, shops=frozenset(), rights=frozenset(rights)
    )


@pytest.mark.parametrize("action", NEEDED)
def test_every_action_needs_one_of_its_rights_and_no_other_will_do(action: Action) -> None:
    enough = NEEDED[action]
    for needed in enough:
        require(employee(needed), action)
    require(employee(super_admin=True), action)
    everything_else = {
        (entry, right) for entry in TABS for right in ("view", "add", "edit", "delete")
    } - set(enough)
    with pytest.raises(NotAllowed):
        require(employee(*everything_else), action)


def test_the_sentence_names_the_right_and_where_it_is_given() -> None:
    with pytest.raises(NotAllowed, match=r"“View” on Online Chat › Conversation history"):
        require(employee(), "answer")
