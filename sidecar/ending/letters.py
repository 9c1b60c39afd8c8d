"""The two mails of a chat that is over: its transcript, and the answer its visitor missed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, takewhile

from sidecar.configuration.service import Configuration
from sidecar.ending import store
from sidecar.ending.rules import unlinked
from sidecar.ending.store import Said, Subject
from sidecar.mail.problems import MailProblem
from sidecar.mail.rules import Letter, Mailbox
from sidecar.platform.database import Unit
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ShopId
from sidecar.protocol.email import valid_email
from sidecar.shop import customers
from sidecar.shop.shops import Shop

TRANSCRIPT, UNREAD_ANSWER = "transcript", "unread_answer"
"""The outbox's names for these mails, and their folders in templates/emails/; a subject is a
conversation."""
LONGEST = 500
"""Messages in one mail, the last ones."""
LARGEST = 200_000
"""Characters in one mail."""
QUOTED = 5
"""The visitor's messages above an answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message in a mail: the visitor's have no name; `at` is in the shop's time."""

    name: str
    at: datetime
    body: str


class Letters:
    """Composes them in the visitor's language, by the settings of the moment."""

    def __init__(
        self, pages: Pages, configuration: Configuration, shop: Callable[[ShopId], Shop | None]
    ) -> None:
        self._pages = pages
        self._configuration = configuration
        self._shop = shop

    async def transcript(self, unit: Unit, number: int) -> Letter | None:
        """The conversation; None when it was deleted, or its customer was.

        Raises:
            MailProblem: the shop is switched off; its mail waits until it is there again.
        """
        known = await self._known(unit, number)
        if known is None:
            return None
        about, shop, to = known
        whole = await store.said(unit, about.id, limit=LONGEST + 1)
        said = _fitting(whole[-LONGEST:])
        lines = [self._line(one, about, shop) for one in said]
        return self._letter(
            TRANSCRIPT,
            about,
            shop,
            to,
            days=[list(day) for _, day in groupby(lines, key=lambda one: one.at.date())],
            cut=len(said) < len(whole),
        )

    async def unread_answer(self, unit: Unit, number: int) -> Letter | None:
        """The answers that their visitor has not seen; None when there are none any more.

        Raises:
            MailProblem: the shop is switched off; its mail waits until it is there again.
        """
        known = await self._known(unit, number)
        if known is None:
            return None
        about, shop, to = known
        if not self._configuration.of(shop, shop.default_language).mail_unread:
            return None
        said = await store.said(unit, about.id, limit=LONGEST)
        answers = [
            one for one in said if one.author == "operator" and one.seq > about.seen_by_visitor
        ]
        if not answers:
            return None
        before = [one for one in said if one.seq < answers[0].seq]
        asked = list(takewhile(lambda one: one.author == "visitor", reversed(before)))[:QUOTED]
        return self._letter(
            UNREAD_ANSWER,
            about,
            shop,
            to,
            answers=[self._line(one, about, shop) for one in _fitting(answers)],
            question=[self._line(one, about, shop) for one in reversed(asked)],
        )

    async def _known(self, unit: Unit, number: int) -> tuple[Subject, Shop, str] | None:
        """The conversation, its shop and where its visitor is reached; None when one is gone."""
        about = await store.subject(unit, number)
        to = await _address(unit, about) if about else ""
        if about is None or not to:
            return None
        shop = self._shop(about.shop)
        if shop is None:
            raise MailProblem("other", "This shop is not active.")
        return about, shop, to

    def _letter(
        self, kind: str, about: Subject, shop: Shop, to: str, /, **context: object
    ) -> Letter:
        lang = shop.language(about.lang).iso
        settings = self._configuration.of(shop, shop.default_language)
        context |= {"shop": shop, "verified": about.customer is not None}

        def render(part: str) -> str:
            return self._pages.render(f"emails/{kind}/{part}", lang, **context)

        mine = Mailbox(shop.name, shop.email)
        notified = (valid_email(one) for one in settings.offline_email.split(","))
        reply_to = next((one for one in notified if one), None)
        return Letter(
            shop=mine,
            to=(Mailbox("", to),),
            sender=mine,
            reply_to=Mailbox(shop.name, reply_to) if reply_to else None,
            subject=render("subject.txt").strip(),
            text=render("body.txt"),
            html=render("body.html"),
        )

    @staticmethod
    def _line(said: Said, about: Subject, shop: Shop) -> Line:
        line = Line(said.name or shop.name, shop.local(said.at), said.body)
        if said.author == "operator":
            return line
        return replace(line, name="", body=said.body if about.customer else unlinked(said.body))


async def _address(unit: Unit, about: Subject) -> str:
    """A customer's by their account as it is now, a guest's as they left it; empty without one."""
    if about.customer is None:
        return about.email
    account = await customers.account(unit, about.customer)
    return (valid_email(account.email) if account else None) or ""


def _fitting(said: Sequence[Said]) -> Sequence[Said]:
    """The last ones, as many as a mail can carry."""
    room = LARGEST
    for place in range(len(said) - 1, -1, -1):
        room -= len(said[place].body)
        if room < 0:
            return said[place + 1 :]
    return said
