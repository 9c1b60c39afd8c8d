"""What the shop's own statistics know of a visit: they have it only where its module runs."""

from dataclasses import dataclass
from datetime import datetime

from sidecar.platform.database import Query
from sidecar.protocol.base import GuestId
from sidecar.shop.parts import Part
from sidecar.shop.shops import Shop


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a guest's last visit began; the page without its scheme and query string."""

    at: datetime | None
    referrer: str
    page: str


def landing(guest: GuestId, shop: Shop) -> Part[Landing | None]:
    """How the guest came to the shop this time."""
    return Part(
        (
            Query(
                "SELECT n.date_add, n.http_referer, s.request_uri FROM PREFIX_connections n"
                " LEFT JOIN PREFIX_connections_source s ON s.id_connections = n.id_connections"
                " WHERE n.id_guest = %s"
                " ORDER BY n.id_connections DESC, s.id_connections_source LIMIT 1",
                (guest,),
            ),
        ),
        lambda rows: (
            Landing(
                shop.moment(rows[0]["date_add"]),
                rows[0]["http_referer"] or "",
                (rows[0]["request_uri"] or "").partition("?")[0],
            )
            if rows
            else None
        ),
    )
