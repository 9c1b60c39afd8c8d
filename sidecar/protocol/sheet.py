"""Who the visitor is, from the shop's own tables: what the panel beside a conversation shows."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from sidecar.protocol.base import Moment, Wire
from sidecar.protocol.cart import Cart
from sidecar.protocol.shapes import Page

EXCERPT = 200


def excerpt(text: object) -> object:
    """Text on one line, cut where it goes on for long."""
    if not isinstance(text, str):
        return text
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"


Excerpt = Annotated[str, BeforeValidator(excerpt)]


class Company(Wire):
    """What a shop that sells to companies (B2B) knows of one."""

    name: str
    siret: str | None = None
    ape: str | None = None
    website: str | None = None
    risk: str | None = None


class Customer(Wire):
    """The customer's account; names of groups, language and title in the employee's language.

    `shop` is the name of the shop it was opened in, where that is another one.
    """

    id: int
    title: str | None = None
    firstname: str
    lastname: str
    email: str
    age: int | None = None
    birthday: str | None = None
    language: str | None = None
    active: bool
    is_guest: bool
    shop: str | None = None
    registered_at: Moment | None = None
    updated_at: Moment | None = None
    last_visit_at: Moment | None = None
    group: str | None = None
    groups: list[str]
    newsletter: bool
    partner_offers: bool
    note: str | None = None
    company: Company | None = None


class PostalAddress(Wire):
    """One of the customer's addresses."""

    id: int
    alias: str
    name: str
    company: str | None = None
    lines: list[str]
    country: str
    phones: list[str]
    vat_number: str | None = None


class Money(Wire):
    """An amount in a currency (ISO code)."""

    amount: float
    currency: str


class Order(Wire):
    """An order in its own currency; `paid` is what came in. Without `valid` it does not count."""

    id: int
    reference: str
    placed_at: Moment | None = None
    state: str
    color: str | None = None
    valid: bool
    payment: str
    total: Money
    paid: Money


class BoughtProduct(Wire):
    """A product of the customer's valid orders."""

    id: int
    name: str
    quantity: int
    last_at: Moment | None = None


class Orders(Wire):
    """How many, how many of them count, what was paid for these in each currency; the newest."""

    count: int
    valid: int
    paid: list[Money]
    last: list[Order]
    products: list[BoughtProduct]


class EarlierCart(Wire):
    """A cart of the customer's: ordered, still being filled, or left behind for a day."""

    id: int
    changed_at: Moment | None = None
    quantity: int
    state: Literal["ordered", "open", "abandoned"]
    order: str | None = None


class Voucher(Wire):
    """A voucher of the customer's own; `left` is how often it may still be used."""

    id: int
    name: str
    code: str | None = None
    percent: float | None = None
    amount: Money | None = None
    free_shipping: bool = False
    until: Moment | None = None
    left: int
    usable: bool


class ServiceThread(Wire):
    """What was written to the shop's customer service; the last message of a thread."""

    id: int
    status: Literal["open", "closed", "pending1", "pending2"]
    contact: str | None = None
    at: Moment | None = None
    text: Excerpt
    by_shop: bool


class EarlierConversation(Wire):
    """A chat before this one; `text` is the visitor's last message in it."""

    id: int
    started_at: Moment
    last_message_at: Moment
    operator: str | None = None
    text: Excerpt | None = None
    stars: int | None = None


class Visit(Wire):
    """What the browser and the shop's own statistics tell of the visit."""

    browser: str | None = None
    system: str | None = None
    languages: list[str]
    referrer: str | None = None
    first_page: str | None = None
    came_at: Moment | None = None


Part = Literal["customers", "orders"]


class Sheet(Wire):
    """Everything the panel shows at first; `withheld` is what the employee's profile may not see.

    `gone`: there was a customer, and the account was deleted.
    """

    conversation_id: int
    withheld: list[Part]
    gone: bool = False
    customer: Customer | None = None
    addresses: list[PostalAddress]
    orders: Orders | None = None
    carts: list[EarlierCart]
    vouchers: list[Voucher]
    threads: list[ServiceThread]
    conversations: list[EarlierConversation]
    visit: Visit
    cart: Cart | None = None
    pages: list[Page]


class FoundCustomer(Wire):
    """A customer that fits what was looked for; `conversation_id` of the chat that runs, if any."""

    id: int
    name: str
    email: str
    company: str | None = None
    phone: str | None = None
    active: bool
    conversation_id: int | None = None


class FoundCustomers(Wire):
    """The best fits first; `more` when there are others."""

    customers: list[FoundCustomer]
    more: bool
