"""Reads the fields of the configuration form one by one; says what is wrong with them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal

from sidecar.protocol.email import valid_email

Gettext = Callable[[str], str]

ENCRYPTIONS: dict[Literal["none", "starttls", "tls"], int] = {
    "none": 25,
    "starttls": 587,
    "tls": 465,
}
"""How a mail server is spoken to, and the port usual for it."""
LONGEST = 255
MOST_ADDRESSES = 5
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?")


class Wrong(Exception):
    """What is wrong with a field, in words."""


class Fields:
    """The fields of one form: those that are good in `values`, what is wrong in `errors`."""

    def __init__(self, typed: Mapping[str, str], gettext: Gettext) -> None:
        self.typed = typed
        self.gettext = gettext
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}

    def take(self, name: str, read: Callable[[str], Any]) -> None:
        """Read a field; what is wrong with it stands beside it."""
        try:
            self.values[name] = read(name)
        except Wrong as wrong:
            self.errors[name] = str(wrong)

    def refuse(self, name: str, why: str) -> None:
        """A field that is good alone and not with the others."""
        self.values.pop(name, None)
        self.errors[name] = why

    def text(self, name: str, limit: int, *, breaks: bool = False) -> str:
        """Text without the characters that nobody sees; with `breaks` it may have lines."""
        text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", self.typed.get(name, "")).strip()
        if _unseen(text.replace("\n", "")):
            raise Wrong(self.gettext("This contains control characters. Please type it again."))
        if "\n" in text and not breaks:
            raise Wrong(self.gettext("Please write this on one line."))
        if len(text) > limit:
            raise Wrong(
                self.gettext("{count} of {limit} characters: please shorten this.")
                .replace("{count}", str(len(text)))
                .replace("{limit}", str(limit))
            )
        return text if any(unicodedata.category(one)[0] not in "ZC" for one in text) else ""

    def filled(self, name: str, limit: int) -> str:
        """A line that must not be empty."""
        text = self.text(name, limit)
        if not text:
            raise Wrong(self.gettext("Please fill this in."))
        return text

    def number(self, name: str, lowest: int, highest: int) -> int:
        """A whole number, written in digits only."""
        text = self.typed.get(name, "").strip()
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
        if not lowest <= number <= highest:
            raise Wrong(
                self.gettext("Enter a whole number from {lowest} to {highest}.")
                .replace("{lowest}", str(lowest))
                .replace("{highest}", str(highest))
            )
        return number

    def colour(self, name: str) -> str:
        """A colour as `#rrggbb`; `#rgb` and capitals are taken as well."""
        digits = self.typed.get(name, "").strip().lower()
        if re.fullmatch(r"#[0-9a-f]{3}", digits):
            digits = "#" + "".join(2 * one for one in digits[1:])
        if not re.fullmatch(r"#[0-9a-f]{6}", digits):
            raise Wrong(self.gettext("Write the colour like #25b9d7."))
        return digits

    def switch(self, name: str) -> bool:
        """A checkbox: `on` or not there."""
        text = self.typed.get(name)
        if text not in (None, "on"):
            raise Wrong(self.gettext("Please choose one of the options."))
        return text == "on"

    def choice(self, name: str, possible: tuple[str, ...]) -> str:
        """One of several."""
        text = self.typed.get(name, "")
        if text not in possible:
            raise Wrong(self.gettext("Please choose one of the options."))
        return text

    def addresses(self, name: str) -> str:
        """E-mail addresses with commas between them, each once, as they are sent to."""
        parts = [part.strip() for part in self.text(name, 254 * MOST_ADDRESSES).split(",")]
        good = dict.fromkeys(self._address(part) for part in parts if part)
        if len(good) > MOST_ADDRESSES:
            raise Wrong(
                self.gettext("Please enter at most {limit} addresses.").replace(
                    "{limit}", str(MOST_ADDRESSES)
                )
            )
        return ", ".join(good)

    def _address(self, text: str) -> str:
        address = valid_email(text)
        if address is None:
            shown = text if len(text) <= 60 else f"{text[:60]}…"
            raise Wrong(
                self.gettext("“{address}” is not a complete e-mail address.").replace(
                    "{address}", shown
                )
            )
        return address

    def host(self, name: str) -> str:
        """The name or address of a machine, in ASCII."""
        text = self.text(name, LONGEST).lower()
        try:
            host = text if ":" in text else text.encode("idna").decode("ascii")
        except UnicodeError:
            host = ""
        if not _HOST.fullmatch(host):
            raise Wrong(self.gettext("Enter the server's name, such as smtp.example.com."))
        return host.strip("[]")

    def port(self, name: str) -> int:
        """A port; when empty the usual one for the encryption, which is read before."""
        if self.typed.get(name, "").strip():
            return self.number(name, 1, 65535)
        return ENCRYPTIONS.get(self.values.get("mail_encryption", "none"), 25)

    def password(self, name: str) -> str:
        """A password, blanks and all."""
        text = self.typed.get(name, "")
        if len(text) > LONGEST or _unseen(text):
            raise Wrong(
                self.gettext(
                    "This password is too long or has control characters. Please check it."
                )
            )
        return text


def _unseen(text: str) -> bool:
    return any(unicodedata.category(one) in ("Cc", "Cs") for one in text)
