"""What an employee needs for what: the one table from action to rights on our two entries."""

from collections.abc import Callable
from typing import Literal

from sidecar.errors import NotAllowed
from sidecar.shop.employees import Employee

Action = Literal[
    "answer",
    "take_over",
    "supervise",
    "block",
    "read_history",
    "edit_history",
    "delete_history",
    "see_settings",
    "edit_settings",
]

NEEDED: dict[Action, tuple[tuple[str, str], ...]] = {
    "answer": (("history", "view"),),
    "read_history": (("history", "view"),),
    "take_over": (("history", "edit"),),
    "block": (("history", "edit"),),
    "supervise": (("configuration", "view"), ("history", "edit")),
    "edit_history": (("history", "edit"),),
    "delete_history": (("history", "delete"),),
    "see_settings": (("configuration", "view"),),
    "edit_settings": (("configuration", "edit"),),
}
"""Any one of the rights will do."""


def granted(employee: Employee) -> frozenset[Action]:
    """All that this employee may do."""
    return frozenset(
        action
        for action, enough in NEEDED.items()
        if any(employee.may(entry, right) for entry, right in enough)
    )


def require(employee: Employee, action: Action, *, gettext: Callable[[str], str] = str) -> None:
    """Raise NotAllowed, in the employee's language, unless their profile has the right."""
    if action in granted(employee):
        return
    entry, right = NEEDED[action][0]
    rights = {"view": gettext("View"), "edit": gettext("Edit"), "delete": gettext("Delete")}
    entries = {
        "history": gettext("Conversation history"),
        "configuration": gettext("Configuration"),
    }
    raise NotAllowed(
        gettext(
            "Your profile needs the right “{right}” on Online Chat › {where}"
            " (Advanced Parameters › Team › Permissions)."
        )
        .replace("{right}", rights[right])
        .replace("{where}", entries[entry])
    )
