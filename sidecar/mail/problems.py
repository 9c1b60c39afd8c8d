"""Why a mail is not out: a code for programs and pages, the mail server's own words behind it."""

import base64
import re
from collections.abc import Callable

CODES = (
    "unreachable",
    "timeout",
    "certificate",
    "login",
    "refused",
    "closed",
    "disabled",
    "no_server",
    "no_sendmail",
    "no_sender",
    "no_recipient",
    "other",
)
SETTINGS = frozenset({"disabled", "no_server", "no_sendmail", "no_sender", "no_recipient"})
"""Nothing was attempted: the merchant's settings leave nothing to attempt."""
OF_SERVER = frozenset({"unreachable", "timeout", "certificate", "login"})
"""Not this mail's fault: every other mail on that server meets the same."""
LONGEST = 400


class MailProblem(Exception):
    """A mail could not be sent, or not to everybody; `detail` is for people and holds no password.

    `of_server`: every other mail to this server would have met the same.
    """

    def __init__(self, code: str, detail: str = "", *, of_server: bool | None = None) -> None:
        self.code = code if code in CODES else "other"
        self.detail = tidy(detail)
        self.of_server = self.code in OF_SERVER if of_server is None else of_server
        super().__init__(str(self))

    def __str__(self) -> str:
        """As `outbox.last_error` keeps it."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


def parsed(last_error: str) -> tuple[str, str]:
    """Code and detail of an `outbox.last_error`; both empty when there was none."""
    code, _, detail = last_error.partition(": ")
    return (code if not code or code in CODES else "other"), detail


def sentence(code: str, gettext: Callable[[str], str]) -> str:
    """What a code says in a language; the detail stands behind it."""
    _ = gettext
    known = {
        "unreachable": _("The mail server cannot be reached."),
        "timeout": _("The mail server does not answer in time."),
        "certificate": _("The mail server's certificate is not valid."),
        "login": _("The mail server refuses the user or the password."),
        "refused": _("The mail server refuses the message."),
        "closed": _("The mail server closed the connection too early."),
        "disabled": _("E-mails are disabled in the shop (Advanced Parameters › E-mail)."),
        "no_server": _("No mail server is set."),
        "no_sendmail": _(
            "The shop sends its e-mails with PHP, and the chat server's machine has no sendmail."
            " Set a mail server of your own in Configuration › Mail server."
        ),
        "no_sender": _("The shop's e-mail address is missing or not valid."),
        "no_recipient": _("There is no valid e-mail address to send to."),
        "other": _("The e-mail could not be sent."),
    }
    return known.get(code, known["other"])


def tidy(text: str, *secrets: str) -> str:
    """A server's words on one line, without control characters and without what is secret."""
    for secret in secrets:
        if secret:
            coded = base64.b64encode(secret.encode()).decode()
            text = text.replace(secret, "…").replace(coded, "…")
    text = text.encode("utf-8", "replace").decode()
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
