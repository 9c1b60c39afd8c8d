"""What a customer wrote to the shop's own customer service, and what it answered."""

from sidecar.platform.database import Query, Row
from sidecar.protocol.base import CustomerId
from sidecar.protocol.sheet import ServiceThread
from sidecar.shop.consent import plain
from sidecar.shop.parts import Part
from sidecar.shop.shops import Shop

THREADS = 10


def threads(customer: CustomerId, shop: Shop, lang: int) -> Part[list[ServiceThread]]:
    """The customer's threads with the last message of each, the newest first.

    Private messages are the employees' own, and employees read this.
    """
    return Part(
        (
            Query(
                "SELECT t.id_customer_thread, t.status, cl.name AS contact, m.message,"
                " m.id_employee, m.date_add FROM PREFIX_customer_thread t"
                " JOIN PREFIX_customer_message m ON m.id_customer_message ="
                " (SELECT MAX(n.id_customer_message) FROM PREFIX_customer_message n"
                " WHERE n.id_customer_thread = t.id_customer_thread)"
                " LEFT JOIN PREFIX_contact_lang cl"
                " ON cl.id_contact = t.id_contact AND cl.id_lang = %s"
                " WHERE t.id_customer = %s ORDER BY t.id_customer_thread DESC LIMIT %s",
                (lang, customer, THREADS),
            ),
        ),
        lambda rows: [_thread(row, shop) for row in rows],
    )


def _thread(row: Row, shop: Shop) -> ServiceThread:
    return ServiceThread(
        id=row["id_customer_thread"],
        status=row["status"],
        contact=row["contact"] or None,
        at=shop.moment(row["date_add"]),
        text=plain(row["message"]),
        by_shop=bool(row["id_employee"]),
    )
