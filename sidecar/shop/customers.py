"""Who a customer is, and how they can be reached."""

from dataclasses import dataclass

from sidecar.platform.database import Unit, marks
from sidecar.protocol.base import CustomerId


@dataclass(frozen=True, slots=True)
class Contact:
    """How a customer can be reached: the phone is the newest address's."""

    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Account:
    """A customer's own account."""

    firstname: str
    lastname: str
    email: str
    phone: str


async def account(unit: Unit, customer: CustomerId) -> Account | None:
    """The account of a customer; None when it is gone."""
    row = await unit.row(
        "SELECT firstname, lastname FROM PREFIX_customer WHERE id_customer = %s AND deleted = 0",
        customer,
    )
    found = (await contacts(unit, [customer])).get(customer)
    if row is None or found is None:
        return None
    return Account(row["firstname"], row["lastname"], found.email, found.phone)


async def contacts(unit: Unit, customers: list[CustomerId]) -> dict[CustomerId, Contact]:
    """E-mail and phone of customers, in two queries however many there are."""
    if not customers:
        return {}
    emails = await unit.rows(
        f"SELECT id_customer, email FROM PREFIX_customer WHERE id_customer IN ({marks(customers)})",
        *customers,
    )
    phones: dict[int, str] = {}
    for row in await unit.rows(
        "SELECT id_customer, phone, phone_mobile FROM PREFIX_address"
        f" WHERE deleted = 0 AND id_customer IN ({marks(customers)}) ORDER BY id_address",
        *customers,
    ):
        phones[row["id_customer"]] = (
            row["phone"] or row["phone_mobile"] or phones.get(row["id_customer"], "")
        )
    return {
        CustomerId(row["id_customer"]): Contact(row["email"], phones.get(row["id_customer"], ""))
        for row in emails
    }
