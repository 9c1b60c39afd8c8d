"""The mail about an offline message, and the text for the shop's customer service."""

import unicodedata
from collections.abc import Callable, Mapping

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

from sidecar.configuration.service import Configuration
from sidecar.mail.problems import MailProblem
from sidecar.mail.rules import Letter, Mailbox
from sidecar.offline import store
from sidecar.offline.rules import LINES
from sidecar.offline.store import Left
from sidecar.platform.database import Unit
from sidecar.platform.pages import Pages
from sidecar.protocol.base import ShopId
from sidecar.shop import configuration as shop_configuration
from sidecar.shop.contacts import Contact
from sidecar.shop.shops import Shop
from sidecar.shop.threads import Thread

KIND = "offline_message"
"""The outbox's name for these mails, and their folder in templates/emails/."""
NO_SYNC = "[no_sync]"
"""PrestaShop's IMAP sync makes no thread of a mail with this in its subject."""


class Letters:
    """Composes them in the merchant's language, by the settings of the moment."""

    def __init__(
        self,
        pages: Pages,
        configuration: Configuration,
        shop: Callable[[ShopId], Shop | None],
        contacts: Callable[[Shop, str], tuple[Contact, ...]],
    ) -> None:
        self._pages = pages
        self._configuration = configuration
        self._shop = shop
        self._contacts = contacts

    async def compose(self, unit: Unit, number: int) -> Letter | None:
        """The mail about a message; None when the message was deleted.

        Raises:
            MailProblem: the shop is switched off; its mail waits until it is there again.
        """
        left = await store.one(unit, number)
        if left is None:
            return None
        shop = self._shop(left.shop)
        if shop is None:
            raise MailProblem("other", "This shop is not active.")
        unwanted = left.contact is not None or await _makes_threads(unit, shop)
        return self.letter(left, shop, no_sync=unwanted)

    def letter(self, left: Left, shop: Shop, *, no_sync: bool = False) -> Letter:
        """The mail: to whom, from whom, and every field."""
        settings = self._configuration.of(shop, shop.default_language)
        mine = Mailbox(shop.name, shop.email)
        theirs = Mailbox(left.name, left.email) if left.email else None
        from_them = theirs is not None and settings.sender == "customer"
        context = self._context(left, shop)
        return Letter(
            shop=mine,
            to=self._to(left, shop, settings.offline_email),
            sender=theirs if theirs and from_them else mine,
            reply_to=None if from_them else theirs,
            subject=self._subject(left, shop, no_sync=no_sync),
            text=self._render("body.txt", shop, **context),
            html=self._render("body.html", shop, **context),
            marks=Thread(left.thread, left.thread_token).marks if left.thread else "",
        )

    def thread_text(self, left: Left, shop: Shop) -> str:
        """What the shop's customer service keeps: the message, and what it has no place for."""
        return self._render("thread.txt", shop, **self._context(left, shop)).strip()

    def _to(self, left: Left, shop: Shop, notified: str) -> tuple[Mailbox, ...]:
        """The chosen contact at its address of today, else whom the merchant wants notified."""
        if left.contact is not None:
            contacts = self._contacts(shop, shop.default_language)
            today = next((one.email for one in contacts if one.id == left.contact), "")
            if address := today or left.contact_email:
                return (Mailbox(left.contact_name, address),)
        addresses = [one.strip() for one in notified.split(",")]
        return tuple(Mailbox("", one) for one in addresses if one)

    def _subject(self, left: Left, shop: Shop, *, no_sync: bool) -> str:
        # With a thread the whole subject is ASCII: mail programs code others whole, marks and all.
        name = _ascii(left.name) if left.thread else left.name
        subject = self._render("subject.txt", shop, name=name).strip()
        return f"{subject} {NO_SYNC}" if no_sync else subject

    def _context(self, left: Left, shop: Shop) -> dict[str, object]:
        asked = self._configuration.of(shop, shop.default_language).asked()
        return {"left": left, "shop": shop, "facts": facts(left, shop, asked)}

    def _render(self, part: str, of: Shop, /, **context: object) -> str:
        return self._pages.render(f"emails/{KIND}/{part}", of.default_language, **context)


def facts(left: Left, shop: Shop, asked: Mapping[str, bool]) -> list[tuple[str, str]]:
    """What is known beside the message, name and value; what was asked is there when empty too."""
    customer = f"#{left.customer} {left.customer_name}".strip() if left.customer else ""
    page = f"{left.page_title} {left.page_url}".strip() if left.page_url else ""
    others = {
        "customer": customer,
        "contact": left.contact_name,
        "order": left.order_reference,
        "product": left.product_name,
        "page": page,
        "language": shop.language(left.lang).name if len(shop.languages) > 1 else "",
        "received": _moment(left, shop),
        "consent": left.consent or "",
    }
    typed = {name: getattr(left, name) for name in LINES}
    return [
        *((name, value) for name, value in typed.items() if value or name in asked),
        *((name, value) for name, value in others.items() if value),
    ]


async def _makes_threads(unit: Unit, shop: Shop) -> bool:
    """Whether the shop turns any mail into a thread, our own to its mailbox too."""
    name = "PS_SAV_IMAP_CREATE_THREADS"
    scope = shop_configuration.Scope(shop.id, shop.group)
    values = await shop_configuration.read(unit, [name], scope)
    return values.get(name, "0") not in ("", "0")


def _ascii(name: str) -> str:
    """A name without its accents; empty when something else would be missing."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)
    )
    return bare if bare.isascii() else ""


def _moment(left: Left, shop: Shop) -> str:
    """When it was left, in the shop's time and language."""
    try:
        locale = Locale.parse(shop.default_language)
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(format_datetime(shop.local(left.created_at), "long", locale=locale))
