"""A letter, how it becomes a mail, and when it is tried again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Literal

from sidecar.mail.problems import MailProblem
from sidecar.protocol.email import valid_email

PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
)
"""After the first failure, after the second …; the last one again and again."""
JITTER = 0.2
LONGEST_HOST = 120
GIVEN_UP_AFTER = timedelta(days=5)
SETTINGS_PAUSE = timedelta(minutes=10)
"""How long a mail waits for which the settings leave no way; a change of them looks at once."""

# Quoted-printable or base64 for all that is not ASCII: a server need not offer 8BITMIME.
POLICY = SMTP.clone(cte_type="7bit", max_line_length=76)

State = Literal["waiting", "sending", "retrying", "sent", "given_up"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address; the name may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said to whom, before it has the form of a mail.

    `shop` is the shop's own mailbox: bounces go there, whoever is the `sender`.
    """

    shop: Mailbox
    to: tuple[Mailbox, ...]
    sender: Mailbox
    reply_to: Mailbox | None
    subject: str
    text: str
    html: str
    marks: str = ""
    """ASCII behind the subject that only people's mail programs are to read: always coded."""


@dataclass(frozen=True, slots=True)
class MailState:
    """Where a mail stands; `code` and `detail` say why it is not out, or not out to everybody."""

    state: State
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None
    code: str
    detail: str


def next_attempt(
    attempts: int, give_up_at: datetime, *, now: datetime, random: float
) -> datetime | None:
    """When a mail is due after so many failed attempts; None when it is given up.

    A mail is given up only after it was tried with every pause: a chat that was off for a week
    gives none up at its first try. `random` lies in 0 … 1.
    """
    if now >= give_up_at and attempts >= len(PAUSES):
        return None
    pause = PAUSES[min(attempts, len(PAUSES)) - 1] if attempts else timedelta()
    return now + pause * (1 - JITTER + 2 * JITTER * random)


def build(letter: Letter, *, message_id: str, date: datetime) -> EmailMessage:
    """The mail; a name or subject cannot bring in a header, nor an address a second one.

    Raises:
        MailProblem: the shop, the sender or every recipient has no valid address.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(letter.sender, "no_sender")
    if _valid(letter.sender.address) != envelope_sender(letter):
        message["Sender"] = _address(letter.shop, "no_sender")
    message["To"] = _recipients(letter)
    if letter.reply_to is not None and _valid(letter.reply_to.address):
        message["Reply-To"] = _address(letter.reply_to, "other")
    message["Subject"] = _subject(letter)
    message["Message-ID"] = message_id
    message["Date"] = date
    message.set_content(_text(letter.text), charset="utf-8")
    message.add_alternative(_text(letter.html), subtype="html", charset="utf-8")
    return message


def envelope_sender(letter: Letter) -> str:
    """Whom the mail server tells when a mail comes back: always the shop.

    Raises:
        MailProblem: the shop has no valid address.
    """
    address = _valid(letter.shop.address)
    if address is None:
        raise MailProblem("no_sender", letter.shop.address)
    return address


def recipients(letter: Letter) -> tuple[str, ...]:
    """To whom the mail goes, each address once; empty when none is valid."""
    found = [_valid(one.address) for one in letter.to]
    return tuple(dict.fromkeys(address for address in found if address))


def message_id(unique: str, kind: str, domains: tuple[str, ...], email: str) -> str:
    """A name for a mail that stays the same over all its attempts."""
    place = host(*domains, email.rpartition("@")[2]) or "localhost"
    return f"<{unique}.{kind}@{place}>"


def host(*candidates: str) -> str | None:
    """The first that can be a computer's name, in ASCII and without a port."""
    for candidate in candidates:
        try:
            name = candidate.partition(":")[0].encode("idna").decode("ascii").lower()
        except UnicodeError:
            continue
        if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", name) and len(name) <= LONGEST_HOST:
            return name
    return None


def one_line(text: str) -> str:
    """Text for a header: runs of blanks, line breaks and control characters are one blank.

    What looks like an encoded word is taken apart: the email package would decode it, and with it
    whatever somebody hid there, line breaks and addresses included.
    """
    text = text.encode("utf-8", "replace").decode()
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()
    return text.replace("=?", "= ?")


class _Marked(str):
    """A subject whose end stands in the mail as an encoded word though it is ASCII.

    PrestaShop's IMAP sync takes every mail into a thread whose subject, as it stands in the mail,
    has the thread's marks: ours is no answer to it. Mail programs write them plainly in theirs.
    """

    name = "Subject"
    """With a name it is a header to the email package, and folds itself."""
    subject: str
    marks: str

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header's lines."""
        plain: str = policy.header_factory("Subject", self.subject).fold(policy=policy)
        coded = "".join(
            one if one.isalnum() else "_" if one == " " else f"={ord(one):02X}"
            for one in self.marks
        )
        plain = plain.rstrip()
        # The blank between two encoded words is not shown.
        blank = "_" if plain.endswith("?=") else ""
        return f"{plain}\r\n =?utf-8?q?{blank}{coded}?=\r\n"


def _subject(letter: Letter) -> str:
    subject = one_line(letter.subject)
    if not letter.marks:
        return subject
    marked = _Marked(f"{subject} {letter.marks}")
    marked.subject, marked.marks = subject, letter.marks
    return marked


def _address(mailbox: Mailbox, problem: str) -> Address:
    address = _valid(mailbox.address)
    if address is None:
        raise MailProblem(problem, mailbox.address)
    # What has a meaning in a list of addresses is left out of names: a name that reads like
    # another address deceives people, and folds wrongly in some versions of the email package.
    name = one_line(re.sub(r'[<>()\[\]\\",:;@]', " ", mailbox.name))
    return Address(display_name=name, addr_spec=address)


def _valid(address: str) -> str | None:
    return valid_email(address)


def _recipients(letter: Letter) -> list[Address]:
    """Several have no names: the email package folds a name that is not ASCII over the comma."""
    valid = [one for one in letter.to if _valid(one.address)]
    if not valid:
        raise MailProblem("no_recipient", ", ".join(one.address for one in letter.to))
    named = len(recipients(letter)) == 1
    return [
        _address(Mailbox(one.name if named else "", one.address), "no_recipient")
        for one in {_valid(one.address): one for one in valid}.values()
    ]


def _text(text: str) -> str:
    text = re.sub(r"\r\n?", "\n", text.encode("utf-8", "replace").decode())
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)
    return text if text.endswith("\n") else f"{text}\n"
