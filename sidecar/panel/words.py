"""What people type to find a customer, and the words by which the customer is found."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 64
SHORTEST = 3
"""Letters that have to be typed before names are looked up; digits of a phone one more."""
DIGITS = 4
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text may stand for; what it cannot is empty."""

    number: int | None = None
    words: tuple[str, ...] = ()
    """Beginnings of names, the longest first."""
    digits: str = ""
    """Beginning of a phone number."""
    email: str = ""
    """Beginning of an address."""
    address: str = ""
    """A whole IP address."""

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.number or self.words or self.digits or self.email or self.address)


def wanted(text: str) -> Wanted:
    """What somebody means who types this."""
    typed = text.strip()
    if (address := _address(typed)) is not None:
        return Wanted(address=address)
    if "@" in typed:
        return Wanted(email=typed.casefold()) if len(typed) >= SHORTEST else Wanted()
    digits = _digits(typed)
    if re.fullmatch(r"[#+\d ()./-]+", typed):
        bare = re.fullmatch(r"#?([1-9]\d{0,8})", typed)
        return Wanted(
            number=int(bare[1]) if bare else None,
            digits=digits if len(digits) >= DIGITS else "",
        )
    names = sorted(split(typed), key=len, reverse=True)
    if not names or len(names[0]) < SHORTEST:
        return Wanted()
    return Wanted(words=tuple(names[:4]), email="" if re.search(r"\s", typed) else typed.casefold())


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _digits(phone: str) -> str:
    """The digits that are dialled: `0033…` is `+33…`, and `+33 (0)6…` is `+336…`."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    return digits.removeprefix("00")


def split(text: str) -> list[str]:
    """The words of a name without accents, case and marks: `de-la Tour` → `de`, `la`, `tour`."""
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
        if not unicodedata.combining(character)
    )
    words = re.findall(r"[^\W_]+", bare)
    return list(dict.fromkeys(word[:LONGEST] for word in words))


def of_customer(names: Iterable[str], phones: Iterable[tuple[str, int]]) -> set[str]:
    """All words by which a customer is found; phones with their country's prefix (33)."""
    words = {word for name in names for word in split(name)}
    for phone, prefix in phones:
        words |= of_phone(phone, prefix)
    return words


def of_phone(phone: str, prefix: int) -> set[str]:
    """A phone number as people type it: `0601020304`, `601020304`, `33601020304`."""
    digits = _digits(phone)
    if len(digits) < DIGITS:
        return set()
    abroad = phone.strip().startswith(("+", "00"))
    code = str(prefix) if prefix else ""
    forms = {digits}
    if abroad and code and digits.startswith(code):
        local = digits.removeprefix(code)
        forms |= {local, f"0{local}"}
    elif not abroad and code:
        local = digits.lstrip("0")
        forms |= {local, f"{code}{local}"}
    return {form[:LONGEST] for form in forms}


def fits(wanted: Wanted, names: Iterable[str]) -> bool:
    """Whether every word that is looked for begins one of the names: the index may be behind."""
    there = [word for name in names for word in split(name)]
    return all(any(word.startswith(typed) for word in there) for typed in wanted.words)
