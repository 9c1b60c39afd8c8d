"""Reads the form of an offer; says what is wrong with it, field by field."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sidecar.configuration.fields import Fields, Gettext, Wrong
from sidecar.desk.addresses import LONGEST, web_address
from sidecar.desk.choices import chosen_shop
from sidecar.desk.offers.rules import TEXT, TITLE, Offer, Words
from sidecar.desk.reach import Reach
from sidecar.shop.shops import Shop

CODE, PICTURE = 254, 500


def title_field(lang: str) -> str:
    """What the title's field for a language is called."""
    return f"offer_title[{lang}]"


def text_field(lang: str) -> str:
    """The text's."""
    return f"offer_text[{lang}]"


def link_field(lang: str) -> str:
    """The link's."""
    return f"offer_link[{lang}]"


def shown(offer: Offer, reach: Reach) -> dict[str, str]:
    """An offer as its form has it; days and times by the shop's own clock."""
    shop = reach.shops[0]
    values = {
        "offer_shop": str(offer.shop),
        "offer_picture_kept": offer.picture,
        "offer_product": str(offer.product or ""),
        "offer_product_picture": offer.picture_url,
        "offer_starts": _local(offer.starts_at, shop),
        "offer_ends": _local(offer.ends_at, shop),
        "offer_code": offer.code,
    }
    for language in reach.languages:
        words = offer.words.get(language.iso, Words(""))
        values |= {
            title_field(language.iso): words.title,
            text_field(language.iso): words.text,
            link_field(language.iso): words.link,
        }
    return values


def read(
    typed: Mapping[str, str], before: Offer | None, reach: Reach, *, gettext: Gettext
) -> tuple[Offer | None, dict[str, str]]:
    """The offer that a form says, apart from an upload; None and what is wrong by field."""
    fields = Fields(typed, gettext)
    shop = reach.shops[0]
    fields.take("offer_shop", lambda name: chosen_shop(fields, name, reach))
    words = _words(fields, reach)
    fields.take("offer_starts", lambda name: _moment(fields, name, shop))
    fields.take("offer_ends", lambda name: _moment(fields, name, shop))
    starts, ends = fields.values.get("offer_starts"), fields.values.get("offer_ends")
    if starts and ends and ends <= starts:
        fields.refuse("offer_ends", gettext("The end must come after the beginning."))
    fields.take("offer_code", lambda name: fields.text(name, CODE))
    if fields.errors:
        return None, fields.errors
    product, picture_url = _product(typed)
    keeps = before is not None and typed.get("offer_picture_kept") == before.picture
    return Offer(
        id=before.id if before else 0,
        shop=fields.values["offer_shop"],
        words=words,
        picture=before.picture if before and keeps else "",
        product=product,
        picture_url=picture_url,
        starts_at=starts,
        ends_at=ends,
        code=fields.values["offer_code"],
    ), {}


def _words(fields: Fields, reach: Reach) -> dict[str, Words]:
    words = {}
    for language in reach.languages:
        title, text, link = (field(language.iso) for field in (title_field, text_field, link_field))
        fields.take(title, lambda name: fields.text(name, TITLE))
        fields.take(text, lambda name: fields.text(name, TEXT, breaks=True))
        fields.take(link, lambda name: _link(fields, name))
        good = fields.values
        said = Words(good.get(title, ""), good.get(text, ""), good.get(link, ""))
        if said.title:
            words[language.iso] = said
        elif title not in fields.errors and (said.text or said.link):
            fields.refuse(title, fields.gettext("Please fill this in."))
    if not words and not any(title_field(one.iso) in fields.errors for one in reach.languages):
        fields.refuse(title_field(reach.default.iso), fields.gettext("Please fill this in."))
    return words


def _link(fields: Fields, name: str) -> str:
    text = fields.text(name, LONGEST)
    address = web_address(text) if text else ""
    if address is None:
        raise Wrong(
            fields.gettext("Enter a complete address of a web page, beginning with https://")
        )
    return address


def _product(typed: Mapping[str, str]) -> tuple[int | None, str]:
    """The product whose picture it shows, and where the shop has that picture."""
    number, picture = typed.get("offer_product", ""), typed.get("offer_product_picture", "")
    address = web_address(picture) if picture else None
    good = number.isdecimal() and number.isascii() and len(number) < 10
    if not good or address is None or len(address) > PICTURE:
        return None, ""
    return int(number), address


def _moment(fields: Fields, name: str, shop: Shop) -> datetime | None:
    text = fields.text(name, 25)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(fields.gettext("Enter a day and a time.")) from None
    if not 2000 <= moment.year <= 2100 or moment.tzinfo is not None:
        raise Wrong(fields.gettext("Enter a day and a time."))
    return moment.replace(tzinfo=shop.zone).astimezone(UTC)


def _local(moment: datetime | None, shop: Shop) -> str:
    return shop.local(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""
