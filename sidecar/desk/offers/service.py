"""Offers: kept by the merchant, sent by operators, followed by visitors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from gettext import NullTranslations
from typing import Literal

from sidecar.conversations.rules import Conversation
from sidecar.desk.offers import store
from sidecar.desk.offers.rules import Offer, Standing
from sidecar.desk.pictures import store as pictures
from sidecar.desk.pictures.rules import Picture
from sidecar.desk.reach import Reach, reach
from sidecar.errors import InvalidFields, NotAllowed, NotFound, Unsendable
from sidecar.platform import clock
from sidecar.platform.database import Database, Unit
from sidecar.platform.identity import Employee
from sidecar.protocol.base import CustomerId, ShopId
from sidecar.protocol.shapes import Card
from sidecar.shop import vouchers
from sidecar.shop.shops import Shop
from sidecar.shop.vouchers import Hindrance

GONE = "This offer does not exist any more."

Why = Literal["gone"] | Standing | Hindrance
Hindered = Literal["no_voucher"] | Hindrance


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer with what there is to say of it now; `voucher`: why its voucher does not count."""

    offer: Offer
    standing: Standing
    voucher: Hindered | None


class Offers:
    """The offers that are kept ready."""

    def __init__(
        self,
        database: Database,
        shops: Callable[[], Mapping[ShopId, Shop]],
        catalogue: Callable[[str], NullTranslations],
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._shops = shops
        self._catalogue = catalogue
        self._now = now

    def reach(self, employee: Employee) -> Reach:
        """For which shops and languages this employee keeps offers."""
        return reach(employee, self._shops())

    async def listed(self, employee: Employee) -> list[Listed]:
        """All of the employee's shops, the newest first, with what hinders them."""
        async with self._database.reading() as unit:
            found = await store.of_shops(unit, employee.shops)
            return [
                Listed(one, one.standing(self._now()), await self._voucher(unit, one))
                for one in found
            ]

    async def one(self, number: int, employee: Employee) -> Offer:
        """One of the employee's shops.

        Raises:
            NotFound: there is none.
        """
        async with self._database.reading() as unit:
            offer = await store.one(unit, number, employee.shops)
        if offer is None:
            raise NotFound(GONE)
        return offer

    def may_change(self, offer: Offer, employee: Employee) -> bool:
        """Whether it is of shops that are all the employee's."""
        return self.reach(employee).may_change(offer.shop)

    async def save(self, offer: Offer, upload: Picture | None, employee: Employee) -> None:
        """Keep it with its picture, a new one has the number 0: all of it or nothing.

        Raises:
            InvalidFields: `code` is that of no voucher of the shop (`no_voucher`).
            NotFound: it was deleted meanwhile.
            NotAllowed: it is kept for shops that are not the employee's.
        """
        before = await self.one(offer.id, employee) if offer.id else None
        if before is not None:
            self._require(before, employee)
        now = self._now()
        async with self._database.unit() as unit:
            if offer.code and (before is None or offer.code != before.code):
                found = await vouchers.by_code(unit, self._shop(offer), offer.code)
                if found is None:
                    raise InvalidFields({"code": "no_voucher"})
                offer = replace(offer, rule=found.id, code=found.code)
            elif offer.code and before is not None:
                offer = replace(offer, rule=before.rule)
            if upload is not None:
                await pictures.keep(unit, upload, now)
                offer = replace(offer, picture=upload.name, product=None, picture_url="")
            await store.save(unit, offer, now)
            if before is not None and not before.sent and before.picture != offer.picture:
                await pictures.drop(unit, before.picture)

    async def delete(self, number: int, employee: Employee) -> None:
        """Delete it.

        Raises:
            NotFound: it is gone already.
            NotAllowed: it is kept for shops that are not the employee's.
        """
        offer = await self.one(number, employee)
        self._require(offer, employee)
        async with self._database.unit() as unit:
            await store.delete(unit, number)
            if not offer.sent:
                await pictures.drop(unit, offer.picture)

    async def sendable(
        self, employee: Employee, conversation: Conversation | None = None
    ) -> list[Card]:
        """The cards that can be sent now, for the visitor of a conversation and in its language."""
        visitor = conversation.visitor if conversation else None
        shops = (visitor.shop,) if visitor else employee.shops
        customer = visitor.customer if visitor else None
        lang = visitor.lang if visitor else employee.lang
        now = self._now()
        async with self._database.reading() as unit:
            return [
                self._card(one, shops[0], lang)
                for one in await store.of_shops(unit, shops)
                if one.standing(now) == "valid"
                and await self._voucher(unit, one, shops[0], customer) is None
            ]

    async def card(self, number: int, conversation: Conversation, *, lang: str) -> Card:
        """The card of an offer for a conversation, as it counts at this moment.

        Raises:
            Unsendable: it does not count for this visitor now; says why in `lang`.
        """
        visitor = conversation.visitor
        async with self._database.reading() as unit:
            offer = await store.one(unit, number, (visitor.shop,))
            why: Why | Hindered = "gone"
            if offer is not None:
                standing = offer.standing(self._now())
                hindered = await self._voucher(unit, offer, visitor.shop, visitor.customer)
                if standing == "valid" and hindered is None:
                    return self._card(offer, visitor.shop, visitor.lang)
                why = hindered if standing == "valid" and hindered else standing
        raise Unsendable(self._said(why, lang))

    async def count(self, number: int, *, clicked: bool) -> None:
        """It was sent, or the visitor followed it."""
        async with self._database.unit() as unit:
            await store.count(unit, number, clicked=clicked)

    def _card(self, offer: Offer, shop: ShopId, lang: str) -> Card:
        known = self._shops().get(shop)
        return offer.card([lang, *([known.default_language] if known else [])])

    async def _voucher(
        self,
        unit: Unit,
        offer: Offer,
        shop: ShopId | None = None,
        customer: CustomerId | None = None,
    ) -> Hindered | None:
        if offer.rule is None:
            return None
        asked = self._shops().get(shop) if shop is not None else self._shop(offer)
        found = await vouchers.by_number(unit, asked, offer.rule) if asked else None
        if found is None:
            return "no_voucher"
        used = await vouchers.used(unit, found.id, customer)
        whose = customer if shop is not None else found.customer
        return found.hindrance(self._now(), whose, used)

    def _shop(self, offer: Offer) -> Shop:
        """The shop of an offer; any of them for one of all shops."""
        shops = self._shops()
        return shops.get(offer.shop) or next(iter(shops.values()))

    def _said(self, why: Why | Hindered, lang: str) -> str:
        _ = self._catalogue(lang).gettext
        return {
            "gone": _("This offer no longer exists."),
            "later": _("This offer is not valid yet."),
            "over": _("This offer is over."),
            "no_voucher": _("The voucher of this offer was deleted."),
            "off": _("The voucher of this offer is switched off."),
            "used_up": _("The voucher of this offer is used up."),
            "elsewhere": _("The voucher of this offer is for another shop."),
            "somebody_else": _("The voucher of this offer belongs to another customer."),
        }[why]

    def _require(self, offer: Offer, employee: Employee) -> None:
        if not self.may_change(offer, employee):
            raise NotAllowed("This offer is kept for shops that are not yours.")
