"""What counts in a shop and language, from what is stored and the product's defaults."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from sidecar.configuration.rules import TEXTS, ChatSettings
from sidecar.configuration.scopes import Key
from sidecar.shop.shops import Shop

log = logging.getLogger(__name__)

Stored = Mapping[Key, Any]
Product = Callable[[str], Mapping[str, str]]
"""The product's own texts in a language."""


def effective(stored: Stored, shop: Shop, lang: str, product: Product) -> ChatSettings:
    """The settings that count; what is stored and can't be understood counts as not stored."""
    values = {name: value for (name, of), value in stored.items() if not of}
    values = {name: value for name, value in values.items() if name in ChatSettings.model_fields}
    defaults = {**product(lang), "operator_name": shop.name, "offline_email": shop.email}
    texts = {name: text(stored, name, lang, shop.default_language, product) for name in TEXTS}
    try:
        return ChatSettings.model_validate({**defaults, **values, **texts})
    except ValidationError as error:
        wrong = {str(problem["loc"][0]) for problem in error.errors()}
        log.warning("settings that cannot be understood have their defaults: %s", sorted(wrong))
        good = {name: value for name, value in values.items() if name not in wrong}
        return ChatSettings.model_validate({**defaults, **good, **texts})


def text(stored: Stored, name: str, lang: str, default: str, product: Product) -> str:
    """A text as customers read it: a language without text has the shop's default language's."""
    own = stored.get((name, lang))
    if own:
        return str(own)
    fallback = stored.get((name, default))
    if fallback:
        return str(fallback)
    return product(lang if own is None else default)[name]


def shown(stored: Stored, name: str, lang: str, default: str, product: Product) -> str:
    """A text as the merchant's form shows it: empty where another language's is read."""
    own = stored.get((name, lang))
    if own is not None:
        return str(own)
    return "" if lang != default and stored.get((name, default)) else product(lang)[name]


def own_texts(
    above: Stored, name: str, typed: Mapping[str, str], default: str, product: Product
) -> dict[str, str | None]:
    """What a scope has to store of a text for the form to show it again as it was typed.

    `above` is stored for the wider scopes. As soon as one language differs from them, all those
    are stored that nobody stored: as the product's own they would give way to the default language.
    """
    before = {lang: shown(above, name, lang, default, product) for lang in typed}
    if before == typed:
        return dict.fromkeys(typed)
    return {
        lang: None if said == before[lang] and (name, lang) in above else said
        for lang, said in typed.items()
    }
