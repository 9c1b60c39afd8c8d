"""What the sidecar must know of the shop at any moment, read again as it changes."""

from dataclasses import dataclass, field

from sidecar.platform.database import Database
from sidecar.platform.identity import Secrets
from sidecar.protocol.base import ShopId
from sidecar.shop import configuration, consent
from sidecar.shop import contacts as directory
from sidecar.shop import groups as customer_groups
from sidecar.shop import shops as tables

NOT_INSTALLED = (
    "The module Online Chat is not installed in this shop:"
    " install it in the back office (Modules > Module Manager)."
)


@dataclass(slots=True)
class Facts:
    """The shops, what their forms offer and ask, and the module's secrets: as of the last look."""

    shops: dict[ShopId, tables.Shop] = field(default_factory=dict)
    secrets: Secrets | None = None
    contacts: directory.Contacts = field(default_factory=dict)
    consents: consent.Consents = field(default_factory=dict)
    groups: customer_groups.Groups = field(default_factory=dict)

    async def look(self, database: Database) -> None:
        """Read them again."""
        async with database.reading() as unit:
            shops = await tables.read(unit)
            self.contacts = await directory.read(unit, shops.values())
            self.consents = await consent.read(unit, shops.values())
            self.groups = await customer_groups.read(unit, shops.values())
            self.shops = shops
            values = await configuration.read(
                unit, ["ONLINECHAT_SECRET", "ONLINECHAT_SECRET_PREVIOUS"]
            )
        current = values.get("ONLINECHAT_SECRET")
        previous = values.get("ONLINECHAT_SECRET_PREVIOUS") or None
        self.secrets = Secrets(current, previous) if current else None

    def known(self, shop: ShopId) -> bool:
        """Whether this shop exists and is active."""
        return shop in self.shops

    def shop(self, number: int) -> tables.Shop | None:
        """A shop by its number."""
        return self.shops.get(ShopId(number))

    def contacts_of(self, shop: tables.Shop, lang: str) -> tuple[directory.Contact, ...]:
        """The contacts of a shop in one of its languages."""
        return self.contacts.get((shop.id, lang), ())

    def groups_of(self, shop: tables.Shop, lang: str) -> tuple[customer_groups.Group, ...]:
        """The customer groups of a shop, in a language or else in the shop's own."""
        return self.groups.get((shop.id, shop.language(lang).iso), ())

    def consent_of(self, shop: tables.Shop, lang: str) -> str:
        """What has to be agreed to before a form is sent; nothing where nothing is asked."""
        return self.consents.get((shop.id, lang), "")

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin is one of the shop's own."""
        _, _, domain = origin.partition("://")
        return any(domain in shop.domains for shop in self.shops.values())
