"""The shop's contacts: to whom a visitor's message can go."""

from collections.abc import Iterable
from dataclasses import dataclass

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Shop


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact in one language; `customer_service`: its messages are kept as threads."""

    id: int
    name: str
    description: str
    email: str
    customer_service: bool


Contacts = dict[tuple[ShopId, str], tuple[Contact, ...]]
"""By shop and language (ISO), in the order the merchant gave them."""


async def read(unit: Unit, shops: Iterable[Shop]) -> Contacts:
    """The contacts of each shop in each of its languages; one without a name there is left out."""
    rows = await unit.rows(
        "SELECT c.id_contact, c.email, c.customer_service, cs.id_shop, cl.id_lang, cl.name,"
        " cl.description FROM PREFIX_contact c"
        " JOIN PREFIX_contact_shop cs ON cs.id_contact = c.id_contact"
        " JOIN PREFIX_contact_lang cl ON cl.id_contact = c.id_contact"
        " ORDER BY c.position, c.id_contact"
    )
    return {
        (shop.id, language.iso): tuple(
            Contact(
                id=row["id_contact"],
                name=row["name"],
                description=row["description"] or "",
                email=row["email"],
                customer_service=bool(row["customer_service"]),
            )
            for row in rows
            if row["id_shop"] == shop.id and row["id_lang"] == language.id and row["name"].strip()
        )
        for shop in shops
        for language in shop.languages
    }
