"""Whom a block meets, on plain values."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from sidecar.platform.identity import Visitor
from sidecar.protocol.base import ConversationId, CustomerId, EmployeeId, GuestId, ShopId, VisitorId

REASON = 255
"""Characters of a reason at most."""


@dataclass(frozen=True, slots=True)
class Block:
    """A visitor who is kept out of a shop's chat; `until` None is for good."""

    id: int
    shop: ShopId
    vid: VisitorId
    customer: CustomerId | None
    guest: GuestId | None
    address: str
    """Empty where it would meet others than the visitor alone."""
    name: str
    conversation: ConversationId
    reason: str
    employee: EmployeeId
    employee_name: str
    created_at: datetime
    until: datetime | None

    def meets(self, visitor: Visitor, address: str) -> bool:
        """Whether it keeps this visitor out.

        An address alone keeps guests out, never a customer: people of one household or company
        share it.
        """
        if visitor.shop != self.shop:
            return False
        if visitor.vid == self.vid or (visitor.customer and visitor.customer == self.customer):
            return True
        same_line = self.address != "" and self.address == blockable(address)
        return same_line and visitor.customer is None


def blockable(address: str) -> str:
    """The part of an address that stands for one connection to the internet; empty for none.

    A private one is a proxy's, or that of everybody in a building: to block it would block all.
    A household has 2^64 addresses of IPv6.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if not ip.is_global:
        return ""
    if ip.version == 6:
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)
