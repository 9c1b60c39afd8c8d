"""A customer's account and addresses, as the shop's own customer page shows them."""

from datetime import date

from sidecar.platform.database import Query, Row, marks
from sidecar.protocol.base import CustomerId
from sidecar.protocol.sheet import Company, Customer, PostalAddress
from sidecar.shop.parts import Part
from sidecar.shop.shops import Shop

ADDRESSES = 20


def account(customer: CustomerId, shop: Shop, lang: int, today: date) -> Part[Customer | None]:
    """The account, if the shop may see it; None when it is gone. `lang`: of the words in it."""
    shops = shop.customer_shops
    return Part(
        (
            Query(
                "SELECT c.id_customer, c.id_shop, c.id_default_group, c.company, c.siret, c.ape,"
                " c.website, c.firstname, c.lastname, c.email, c.birthday, c.newsletter, c.optin,"
                " c.note, c.active, c.is_guest, c.date_add, c.date_upd, g.name AS title,"
                " l.name AS lang_name, r.name AS risk, s.name AS shop_name"
                " FROM PREFIX_customer c"
                " LEFT JOIN PREFIX_gender_lang g ON g.id_gender = c.id_gender AND g.id_lang = %s"
                " LEFT JOIN PREFIX_risk_lang r ON r.id_risk = c.id_risk AND r.id_lang = %s"
                " LEFT JOIN PREFIX_lang l ON l.id_lang = c.id_lang"
                " LEFT JOIN PREFIX_shop s ON s.id_shop = c.id_shop"
                f" WHERE c.id_customer = %s AND c.id_shop IN ({marks(shops)}) AND c.deleted = 0",
                (lang, lang, customer, *shops),
            ),
            Query(
                "SELECT cg.id_group, gl.name FROM PREFIX_customer_group cg"
                " JOIN PREFIX_group_lang gl ON gl.id_group = cg.id_group AND gl.id_lang = %s"
                " WHERE cg.id_customer = %s ORDER BY cg.id_group LIMIT 50",
                (lang, customer),
            ),
            Query(
                "SELECT MAX(n.date_add) AS last_visit FROM PREFIX_guest g"
                " JOIN PREFIX_connections n ON n.id_guest = g.id_guest WHERE g.id_customer = %s",
                (customer,),
            ),
        ),
        lambda accounts, groups, visits: (
            _customer(accounts[0], groups, visits[0]["last_visit"], shop, today)
            if accounts
            else None
        ),
    )


def _customer(row: Row, groups: list[Row], last_visit: object, shop: Shop, today: date) -> Customer:
    born = row["birthday"] if isinstance(row["birthday"], date) else None
    return Customer(
        id=row["id_customer"],
        title=row["title"] or None,
        firstname=row["firstname"],
        lastname=row["lastname"],
        email=row["email"],
        age=age(born, today) if born else None,
        birthday=born.isoformat() if born else None,
        language=row["lang_name"],
        active=bool(row["active"]),
        is_guest=bool(row["is_guest"]),
        shop=row["shop_name"] if row["id_shop"] != shop.id else None,
        registered_at=shop.moment(row["date_add"]),
        updated_at=shop.moment(row["date_upd"]),
        last_visit_at=shop.moment(last_visit),
        group=next(
            (one["name"] for one in groups if one["id_group"] == row["id_default_group"]), None
        ),
        groups=[one["name"] for one in groups],
        newsletter=bool(row["newsletter"]),
        partner_offers=bool(row["optin"]),
        note=(row["note"] or "").strip() or None,
        company=_company(row) if shop.companies else None,
    )


def _company(row: Row) -> Company | None:
    if not row["company"]:
        return None
    return Company(
        name=row["company"],
        siret=row["siret"] or None,
        ape=row["ape"] or None,
        website=row["website"] or None,
        risk=row["risk"],
    )


def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def addresses(customer: CustomerId, lang: int) -> Part[list[PostalAddress]]:
    """The customer's addresses, the newest first."""
    return Part(
        (
            Query(
                "SELECT a.id_address, a.alias, a.company, a.firstname, a.lastname, a.address1,"
                " a.address2, a.postcode, a.city, a.phone, a.phone_mobile, a.vat_number,"
                " cl.name AS country, s.name AS region FROM PREFIX_address a"
                " LEFT JOIN PREFIX_country_lang cl"
                " ON cl.id_country = a.id_country AND cl.id_lang = %s"
                " LEFT JOIN PREFIX_state s ON s.id_state = a.id_state"
                " WHERE a.id_customer = %s AND a.deleted = 0"
                " ORDER BY a.id_address DESC LIMIT %s",
                (lang, customer, ADDRESSES),
            ),
        ),
        lambda rows: [_address(row) for row in rows],
    )


def _address(row: Row) -> PostalAddress:
    place = " ".join(part for part in (row["postcode"], row["city"]) if part)
    lines = (row["address1"], row["address2"], place, row["region"])
    phones = (row["phone"], row["phone_mobile"])
    return PostalAddress(
        id=row["id_address"],
        alias=row["alias"],
        name=f"{row['firstname']} {row['lastname']}".strip(),
        company=row["company"] or None,
        lines=[line for line in lines if line],
        country=row["country"] or "",
        phones=[phone for phone in dict.fromkeys(phones) if phone],
        vat_number=row["vat_number"] or None,
    )
