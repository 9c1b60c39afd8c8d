"""What an employee needs for what: the one table from action to rights.

Most are rights on our two entries; what the shop's own pages show needs the rights on those pages.
"""

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
    "see_customers",
    "see_orders",
    "file",
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
    "see_customers": (("customers", "view"),),
    "see_orders": (("orders", "view"),),
    "file": (("threads", "edit"),),
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
    if action not in granted(employee):
        raise refusal(action, gettext=gettext)


def refusal(action: Action, *, gettext: Callable[[str], str] = str) -> NotAllowed:
    """Says, in the employee's language, which right is missing and where to give it."""
    entry, right = NEEDED[action][0]
    rights = {"view": gettext("View"), "edit": gettext("Edit"), "delete": gettext("Delete")}
    entries = {
        "history": gettext("Online Chat › Conversation history"),
        "configuration": gettext("Online Chat › Configuration"),
        "customers": gettext("Customers › Customers"),
        "orders": gettext("Orders › Orders"),
        "threads": gettext("Customer Service › Customer Service"),
    }
    return NotAllowed(
        gettext(
            "Your profile needs the right “{right}” on {where}"
            " (Advanced Parameters › Team › Permissions)."
        )
        .replace("{right}", rights[right])
        .replace("{where}", entries[entry])
    )
