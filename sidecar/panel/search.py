"""Finds customers by what an operator knows of them; the shop's tables are never read through."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sidecar.operators import rights
from sidecar.panel import words
from sidecar.panel.service import May
from sidecar.panel.words import Wanted
from sidecar.platform.database import Database, Query, Row, Unit, marks
from sidecar.platform.identity import Employee
from sidecar.platform.pages import catalogue
from sidecar.protocol.base import CustomerId, ShopId
from sidecar.protocol.sheet import FoundCustomer, FoundCustomers
from sidecar.shop.shops import Shop

SHOWN = 20
LOOKED_AT = 3 * SHOWN
COMMON = 1_000
"""So many customers with a word, or more, are not told apart: counting them would take as long."""


class Search:
    """The search over customers.

    `apart`: the database by few connections of their own, each of which gives up on what takes
    too long: nothing else waits for people who look for somebody.
    """

    def __init__(self, apart: Database, *, may: May, shop: Callable[[int], Shop | None]) -> None:
        self._apart = apart
        self._may = may
        self._shop = shop

    async def find(self, text: str, employee: Employee) -> FoundCustomers:
        """The customers of the employee's shops that fit; nobody while too little is typed.

        Raises:
            NotAllowed: the employee's profile may not see customers.
            StorageUnavailable: it took too long.
        """
        if not self._may(employee.id, "see_customers"):
            raise rights.refusal("see_customers", gettext=catalogue(employee.lang).gettext)
        wanted = words.wanted(text)
        shops = self._shops(employee)
        if not wanted or not shops:
            return FoundCustomers(customers=[], more=False)
        async with self._apart.reading() as unit:
            if len(wanted.words) > 1:
                counts = [row["n"] for [row] in await unit.batch(rarity(wanted))]
                wanted = rarest_first(wanted, counts)
            groups = await unit.batch(candidates(wanted, shops))
            ids = list(dict.fromkeys(row["id_customer"] for rows in groups for row in rows))
            people = await _people(unit, ids[:LOOKED_AT], shops, employee.shops)
        fit = [one for one in people if not wanted.words or _fits(wanted, one)]
        return FoundCustomers(customers=[_found(row) for row in fit[:SHOWN]], more=len(fit) > SHOWN)

    def _shops(self, employee: Employee) -> list[ShopId]:
        known = [shop for number in employee.shops if (shop := self._shop(number))]
        return sorted({one for shop in known for one in shop.customer_shops})


def rarity(wanted: Wanted) -> list[Query]:
    """How many customers have each of the words, as far as that matters: by the index alone."""
    return [
        Query(
            "SELECT COUNT(*) AS n FROM (SELECT 1 FROM PREFIX_onlinechat_customer_word"
            " WHERE word LIKE %s LIMIT %s) some",
            (_beginning(word), COMMON),
        )
        for word in wanted.words
    ]


def rarest_first(wanted: Wanted, counts: Sequence[int]) -> Wanted:
    """The word that fewest customers have leads to them, the others are looked up for those."""
    ranked = sorted(zip(counts, wanted.words, strict=True), key=lambda one: one[0])
    return replace(wanted, words=tuple(word for _, word in ranked))


def candidates(wanted: Wanted, shops: Sequence[ShopId]) -> list[Query]:
    """SELECTs for the numbers of customers who may fit, the best first.

    A shop's tables may have the core's own indexes only: of `customer` the primary one and that on
    `email` are of use here. Each SELECT names a few rows by an index, in its order, and stops at
    the LIMIT; the shop of a customer is looked at afterwards: its index would lead through all.
    """
    by_number = [_by_number(wanted.number, shops)] if wanted.number else []
    beginnings = wanted.words or ((wanted.digits,) if wanted.digits else ())
    by_words = [_by_words(beginnings, shops)] if beginnings else []
    by_email = [_by_email(wanted.email, shops)] if wanted.email else []
    by_address = [_by_address(wanted.address, shops)] if wanted.address else []
    return [*by_number, *by_words, *by_email, *by_address]


def _by_number(number: int, shops: Sequence[ShopId]) -> Query:
    """The shop's PRIMARY (id_customer): one row."""
    return Query(
        f"SELECT c.id_customer FROM PREFIX_customer c WHERE c.id_customer = %s AND {_in(shops)}",
        (number, *shops),
    )


def _by_words(beginnings: Sequence[str], shops: Sequence[ShopId]) -> Query:
    """Our words by PRIMARY (word, id_customer), in its order.

    Of who is found the other words by KEY (id_customer), and the shop's customer by PRIMARY. In
    this order whatever the server thinks: it would begin with all the customers of a small shop,
    or sort all that fit.
    """
    others = "".join(
        f" JOIN PREFIX_onlinechat_customer_word w{place}"
        f" ON w{place}.id_customer = w.id_customer AND w{place}.word LIKE %s"
        for place in range(1, len(beginnings))
    )
    first, *more = map(_beginning, beginnings)
    return Query(
        f"SELECT STRAIGHT_JOIN w.id_customer FROM PREFIX_onlinechat_customer_word w{others}"
        f" JOIN PREFIX_customer c ON c.id_customer = w.id_customer AND {_in(shops)}"
        " WHERE w.word LIKE %s ORDER BY w.word, w.id_customer LIMIT %s",
        (*more, *shops, first, LOOKED_AT),
    )


def _by_email(email: str, shops: Sequence[ShopId]) -> Query:
    """The shop's KEY customer_email (email), in its order."""
    return Query(
        "SELECT c.id_customer FROM PREFIX_customer c"
        f" WHERE c.email LIKE %s AND {_in(shops)} ORDER BY c.email LIMIT %s",
        (_beginning(email), *shops, LOOKED_AT),
    )


def _by_address(address: str, shops: Sequence[ShopId]) -> Query:
    """Our browsers by KEY ip_address, as they come: behind a proxy all may have the same one."""
    return Query(
        "SELECT STRAIGHT_JOIN v.id_customer FROM PREFIX_onlinechat_visitor v"
        f" JOIN PREFIX_customer c ON c.id_customer = v.id_customer AND {_in(shops)}"
        " WHERE v.ip_address = %s AND v.id_customer IS NOT NULL LIMIT %s",
        (*shops, address, LOOKED_AT),
    )


def _in(shops: Sequence[ShopId]) -> str:
    """A customer `c` who is there, in one of these shops; `+ 0` so that no index is used for it."""
    return f"c.deleted = 0 AND c.id_shop + 0 IN ({marks(shops)})"


def _beginning(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def described(
    ids: Sequence[CustomerId], shops: Sequence[ShopId], served: Sequence[ShopId]
) -> list[Query]:
    """SELECTs for what is shown of these customers.

    The shop's `customer` by PRIMARY, its `address` by KEY address_customer (id_customer), our
    conversations by KEY customer (id_shop, id_customer).
    """
    return [
        Query(
            "SELECT id_customer, firstname, lastname, email, company, active"
            f" FROM PREFIX_customer WHERE id_customer IN ({marks(ids)})"
            f" AND deleted = 0 AND id_shop IN ({marks(shops)})",
            (*ids, *shops),
        ),
        Query(
            "SELECT id_customer, phone, phone_mobile FROM PREFIX_address"
            f" WHERE id_customer IN ({marks(ids)}) AND deleted = 0 ORDER BY id_address",
            tuple(ids),
        ),
        Query(
            "SELECT id_customer, id_conversation FROM PREFIX_onlinechat_conversation"
            f" WHERE id_shop IN ({marks(served)}) AND id_customer IN ({marks(ids)})"
            " AND open_key IS NOT NULL ORDER BY id_conversation",
            (*served, *ids),
        ),
    ]


async def _people(
    unit: Unit, ids: Sequence[CustomerId], shops: Sequence[ShopId], served: Sequence[ShopId]
) -> list[Row]:
    """What is shown of these customers, in their order."""
    if not ids:
        return []
    rows, phones, running = await unit.batch(described(ids, shops, served))
    numbers = {
        row["id_customer"]: row["phone"] or row["phone_mobile"]
        for row in phones
        if row["phone"] or row["phone_mobile"]
    }
    conversations = {row["id_customer"]: row["id_conversation"] for row in running}
    known = {
        row["id_customer"]: {
            **row,
            "phone": numbers.get(row["id_customer"]),
            "conversation": conversations.get(row["id_customer"]),
        }
        for row in rows
    }
    return [known[number] for number in ids if number in known]


def _fits(wanted: Wanted, row: Row) -> bool:
    names = (row["firstname"], row["lastname"])
    return words.fits(wanted, names) or bool(
        wanted.email and row["email"].casefold().startswith(wanted.email)
    )


def _found(row: Row) -> FoundCustomer:
    return FoundCustomer(
        id=row["id_customer"],
        name=f"{row['firstname']} {row['lastname']}".strip(),
        email=row["email"],
        company=row["company"] or None,
        phone=row["phone"],
        active=bool(row["active"]),
        conversation_id=row["conversation"],
    )
