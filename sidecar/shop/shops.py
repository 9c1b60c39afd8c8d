"""The shops of this installation, their languages and addresses."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId
from sidecar.shop import configuration


@dataclass(frozen=True, slots=True)
class Language:
    """A language of a shop; `name` as the shop shows it, `id` as its tables know it."""

    iso: str
    rtl: bool
    name: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sharing:
    """The shops of a group that share something, if it does; a shop always has its own."""

    customers: tuple[ShopId, ...] = ()
    orders: tuple[ShopId, ...] = ()
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that visitors can reach."""

    id: ShopId
    group: int
    name: str
    languages: tuple[Language, ...]
    default_language: str
    domains: tuple[str, ...]
    email: str = ""
    """The shop's own address (PS_SHOP_EMAIL), from which its mail comes."""
    timezone: str = "UTC"
    """The zone in which its tables' DATETIMEs are (PS_TIMEZONE)."""
    sharing: Sharing = Sharing()
    companies: bool = False
    """Whether it sells to companies, too (PS_B2B_ENABLE)."""

    @property
    def customer_shops(self) -> tuple[ShopId, ...]:
        """The shops whose customers are this one's."""
        return self.sharing.customers or (self.id,)

    @property
    def order_shops(self) -> tuple[ShopId, ...]:
        """The shops whose orders this one shows its customers."""
        return self.sharing.orders or (self.id,)

    def language(self, iso: str) -> Language:
        """The asked language, or the shop's default one."""
        known = {language.iso: language for language in self.languages}
        return known.get(iso) or known.get(self.default_language) or Language("en", rtl=False)

    @property
    def zone(self) -> tzinfo:
        """Its time zone; UTC where the machine knows none of that name."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return UTC

    def local(self, moment: datetime) -> datetime:
        """A moment by the shop's own clock."""
        return moment.astimezone(self.zone)

    def moment(self, stored: object) -> datetime | None:
        """A DATETIME of its tables; None for NULL and for the zero dates that shops have."""
        if not isinstance(stored, datetime):
            return None
        return stored.replace(tzinfo=self.zone).astimezone(UTC)


async def read(unit: Unit) -> dict[ShopId, Shop]:
    """All active shops by id."""
    rows = await unit.rows(
        "SELECT id_shop, id_shop_group, name FROM PREFIX_shop WHERE active = 1 AND deleted = 0"
    )
    languages = await unit.rows(
        "SELECT ls.id_shop, l.id_lang, l.name, l.iso_code, l.is_rtl FROM PREFIX_lang l"
        " JOIN PREFIX_lang_shop ls ON ls.id_lang = l.id_lang WHERE l.active = 1 ORDER BY l.id_lang"
    )
    domains = await unit.rows(
        "SELECT id_shop, domain, domain_ssl FROM PREFIX_shop_url WHERE active = 1"
    )
    sharing = await _sharing(unit)
    shops = {}
    for row in rows:
        shop = ShopId(row["id_shop"])
        values = await configuration.read(
            unit,
            ["PS_LANG_DEFAULT", "PS_SHOP_EMAIL", "PS_TIMEZONE", "PS_B2B_ENABLE"],
            configuration.Scope(shop, row["id_shop_group"]),
        )
        own = [language for language in languages if language["id_shop"] == shop]
        default = next(
            (
                one["iso_code"]
                for one in own
                if str(one["id_lang"]) == values.get("PS_LANG_DEFAULT")
            ),
            "en",
        )
        addresses = [
            url[kind]
            for url in domains
            if url["id_shop"] == shop
            for kind in ("domain", "domain_ssl")
        ]
        shops[shop] = Shop(
            id=shop,
            group=row["id_shop_group"],
            name=row["name"],
            languages=tuple(
                Language(one["iso_code"], bool(one["is_rtl"]), one["name"], one["id_lang"])
                for one in own
            ),
            default_language=default,
            domains=tuple(sorted({address for address in addresses if address})),
            email=values.get("PS_SHOP_EMAIL", ""),
            timezone=values.get("PS_TIMEZONE") or "UTC",
            sharing=sharing.get(row["id_shop_group"], Sharing()),
            companies=values.get("PS_B2B_ENABLE") == "1",
        )
    return shops


async def _sharing(unit: Unit) -> dict[int, Sharing]:
    """What each group of shops shares; shops that are closed for now take part."""
    members: dict[int, list[ShopId]] = {}
    groups = await unit.rows(
        "SELECT s.id_shop, g.id_shop_group, g.share_customer, g.share_order, g.share_stock"
        " FROM PREFIX_shop s JOIN PREFIX_shop_group g ON g.id_shop_group = s.id_shop_group"
        " WHERE s.deleted = 0 ORDER BY s.id_shop"
    )
    for row in groups:
        members.setdefault(row["id_shop_group"], []).append(ShopId(row["id_shop"]))
    return {
        row["id_shop_group"]: Sharing(
            customers=tuple(members[row["id_shop_group"]]) if row["share_customer"] else (),
            orders=tuple(members[row["id_shop_group"]]) if row["share_order"] else (),
            stock=bool(row["share_stock"]),
        )
        for row in groups
    }
