"""Finds customers by what an operator knows of them; the shop's tables are never read through."""

from collections.abc import Callable, Sequence

from sidecar.operators import rights
from sidecar.panel import words
from sidecar.panel.service import May
from sidecar.panel.words import Wanted
from sidecar.platform.database import Database, Query, Row, Unit, marks
from sidecar.platform.identity import Employee
from sidecar.platform.pages import catalogue
from sidecar.protocol.base import ShopId
from sidecar.protocol.sheet import FoundCustomer, FoundCustomers
from sidecar.shop.shops import Shop

SHOWN = 20
LOOKED_AT = 3 * SHOWN


class Search:
    """The search over customers.

    `aside`: the database by connections of their own, so that looking never delays a message.
    """

    def __init__(self, aside: Database, *, may: May, shop: Callable[[int], Shop | None]) -> None:
        self._aside = aside
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
        async with self._aside.reading() as unit:
            groups = await unit.batch(candidates(wanted, shops))
            ids = list(dict.fromkeys(row["id_customer"] for rows in groups for row in rows))
            people = await _people(unit, ids[:LOOKED_AT], shops, employee.shops)
        fit = [one for one in people if not wanted.words or _fits(wanted, one)]
        return FoundCustomers(customers=[_found(row) for row in fit[:SHOWN]], more=len(fit) > SHOWN)

    def _shops(self, employee: Employee) -> list[ShopId]:
        known = [shop for number in employee.shops if (shop := self._shop(number))]
        return sorted({one for shop in known for one in shop.customer_shops})


def candidates(wanted: Wanted, shops: Sequence[ShopId]) -> list[Query]:
    """SELECTs for the numbers of customers who may fit, the best first; each goes by an index."""
    there = f"c.deleted = 0 AND c.id_shop IN ({marks(shops)})"
    queries = []
    if wanted.number:
        queries.append(
            Query(
                f"SELECT c.id_customer FROM PREFIX_customer c WHERE c.id_customer = %s AND {there}",
                (wanted.number, *shops),
            )
        )
    beginnings = wanted.words or ((wanted.digits,) if wanted.digits else ())
    if beginnings:
        others = "".join(
            f" JOIN PREFIX_onlinechat_customer_word w{place}"
            f" ON w{place}.id_customer = w.id_customer AND w{place}.word LIKE %s"
            for place in range(1, len(beginnings))
        )
        first, *more = map(_beginning, beginnings)
        queries.append(
            Query(
                f"SELECT w.id_customer FROM PREFIX_onlinechat_customer_word w{others}"
                f" JOIN PREFIX_customer c ON c.id_customer = w.id_customer AND {there}"
                " WHERE w.word LIKE %s ORDER BY w.word, w.id_customer LIMIT %s",
                (*more, *shops, first, LOOKED_AT),
            )
        )
    if wanted.email:
        queries.append(
            Query(
                "SELECT c.id_customer FROM PREFIX_customer c"
                f" WHERE c.email LIKE %s AND {there} ORDER BY c.email LIMIT %s",
                (_beginning(wanted.email), *shops, LOOKED_AT),
            )
        )
    if wanted.address:
        queries.append(
            Query(
                "SELECT v.id_customer FROM PREFIX_onlinechat_visitor v"
                f" JOIN PREFIX_customer c ON c.id_customer = v.id_customer AND {there}"
                " WHERE v.ip_address = %s ORDER BY v.id_customer LIMIT %s",
                (*shops, wanted.address, LOOKED_AT),
            )
        )
    return queries


def _beginning(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


async def _people(
    unit: Unit, ids: Sequence[int], shops: Sequence[ShopId], served: Sequence[ShopId]
) -> list[Row]:
    """What is shown of these customers, in their order."""
    if not ids:
        return []
    rows, phones, running = await unit.batch(
        [
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
    )
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
