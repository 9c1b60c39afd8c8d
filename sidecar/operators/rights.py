"""What an employee needs for what: the one table from action to right on our two entries."""

from collections.abc import Callable
from typing import Literal

from sidecar.errors import NotAllowed
from sidecar.shop.employees import Employee

Action = Literal[
    "answer",
    "take_over",
    "read_history",
    "edit_history",
    "delete_history",
    "see_settings",
    "edit_settings",
]

NEEDED: dict[Action, tuple[str, str]] = {
    "answer": ("history", "view"),
    "read_history": ("history", "view"),
    "take_over": ("history", "edit"),
    "edit_history": ("history", "edit"),
    "delete_history": ("history", "delete"),
    "see_settings": ("configuration", "view"),
    "edit_settings": ("configuration", "edit"),
}


def require(employee: Employee, action: Action, *, gettext: Callable[[str], str] = str) -> None:
    """Raise NotAllowed, in the employee's language, unless their profile has the right."""
    entry, right = NEEDED[action]
    if employee.may(entry, right):
        return
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
