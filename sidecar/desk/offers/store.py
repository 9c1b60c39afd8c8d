"""The tables of the offers."""

from collections.abc import Sequence
from datetime import datetime

from sidecar.desk.offers.rules import Offer, Words
from sidecar.desk.reach import ALL_SHOPS
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.protocol.base import ShopId

COLUMNS = (
    "o.id_offer, o.id_shop, o.picture, o.id_product, o.picture_url, o.starts_at, o.ends_at,"
    " o.id_cart_rule, o.code, o.sent, o.clicked"
)


async def of_shops(unit: Unit, shops: Sequence[ShopId]) -> list[Offer]:
    """The offers of these shops and those of all, the newest first."""
    found = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_offer o"
        f" WHERE o.id_shop IN ({marks([ALL_SHOPS, *shops])}) ORDER BY o.id_offer DESC LIMIT 500",
        ALL_SHOPS,
        *shops,
    )
    return await _with_words(unit, found)


async def one(unit: Unit, number: int, shops: Sequence[ShopId]) -> Offer | None:
    """An offer of these shops, or of all."""
    found = await unit.rows(
        f"SELECT {COLUMNS} FROM PREFIX_onlinechat_offer o WHERE o.id_offer = %s"
        f" AND o.id_shop IN ({marks([ALL_SHOPS, *shops])})",
        number,
        ALL_SHOPS,
        *shops,
    )
    offers = await _with_words(unit, found)
    return offers[0] if offers else None


async def save(unit: Unit, offer: Offer, now: datetime) -> int:
    """Write it, a new one when its number is 0; its number. What was counted stays."""
    values = (
        offer.shop,
        offer.picture,
        offer.product,
        offer.picture_url,
        _bare(offer.starts_at),
        _bare(offer.ends_at),
        offer.rule,
        offer.code,
        _bare(now),
    )
    number = offer.id
    if number:
        await unit.run(
            "UPDATE PREFIX_onlinechat_offer SET id_shop = %s, picture = %s, id_product = %s,"
            " picture_url = %s, starts_at = %s, ends_at = %s, id_cart_rule = %s, code = %s,"
            " updated_at = %s WHERE id_offer = %s",
            *values,
            number,
        )
        await unit.run("DELETE FROM PREFIX_onlinechat_offer_text WHERE id_offer = %s", number)
    else:
        number = await unit.insert(
            "INSERT INTO PREFIX_onlinechat_offer (id_shop, picture, id_product, picture_url,"
            " starts_at, ends_at, id_cart_rule, code, updated_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            *values,
        )
    await unit.insert_many(
        "INSERT INTO PREFIX_onlinechat_offer_text (id_offer, lang, title, text, link) VALUES",
        [(number, lang, one.title, one.text, one.link) for lang, one in offer.words.items()],
    )
    return number


async def delete(unit: Unit, number: int) -> None:
    """Delete it with its texts; its picture stays for the messages that show it."""
    for table in ("offer_text", "offer"):
        await unit.run(f"DELETE FROM PREFIX_onlinechat_{table} WHERE id_offer = %s", number)


async def count(unit: Unit, number: int, *, clicked: bool) -> None:
    """It was sent once more, or the visitor followed it."""
    column = "clicked" if clicked else "sent"
    await unit.run(
        f"UPDATE PREFIX_onlinechat_offer SET {column} = {column} + 1 WHERE id_offer = %s", number
    )


async def _with_words(unit: Unit, found: Sequence[Row]) -> list[Offer]:
    numbers = [row["id_offer"] for row in found]
    words: dict[int, dict[str, Words]] = {number: {} for number in numbers}
    if numbers:
        for row in await unit.rows(
            "SELECT id_offer, lang, title, text, link FROM PREFIX_onlinechat_offer_text"
            f" WHERE id_offer IN ({marks(numbers)}) ORDER BY lang",
            *numbers,
        ):
            words[row["id_offer"]][row["lang"]] = Words(row["title"], row["text"], row["link"])
    return [
        Offer(
            id=row["id_offer"],
            shop=ShopId(row["id_shop"]),
            words=words[row["id_offer"]],
            picture=row["picture"],
            product=row["id_product"],
            picture_url=row["picture_url"],
            starts_at=from_database(row["starts_at"]) if row["starts_at"] else None,
            ends_at=from_database(row["ends_at"]) if row["ends_at"] else None,
            rule=row["id_cart_rule"],
            code=row["code"],
            sent=row["sent"],
            clicked=row["clicked"],
        )
        for row in found
        if words[row["id_offer"]]
    ]


def _bare(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=None) if moment else None
