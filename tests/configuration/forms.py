"""The form of the Configuration page as a merchant fills it in."""

from datetime import date
from typing import Any

from sidecar.configuration.form import Changes, read_form
from sidecar.configuration.rules import ChatSettings
from sidecar.platform.pages import catalogue

LANGUAGES = ("en", "fr")
PRODUCT = {
    "header_text": "Hello, we are online",
    "welcome_text": "How can we help you?",
    "offline_header_text": "We are offline",
    "offline_welcome_text": "Leave us a message and we will answer by e-mail.",
}


def filled(**changed: str | None) -> dict[str, str]:
    """The form with the product's defaults, but for these fields; None takes a field out."""
    values: dict[str, str | None] = {
        "revision": "0",
        "languages": "en,fr",
        "operator_name": "Atelier du Coin",
        "sounds": "on",
        "most_at_once": "10",
        "reserved_places": "1",
        "offline_mode": "on",
        **{
            f"{name}[{lang}]": catalogue(lang).gettext(text)
            for name, text in PRODUCT.items()
            for lang in LANGUAGES
        },
        "header_background": "#25b9d7",
        "header_color": "#11333b",
        "operator_background": "#eff1f2",
        "operator_color": "#363a41",
        "customer_background": "#363a41",
        "customer_color": "#ffffff",
        "offline_email": "shop@example.com",
        "offline_header_background": "#363a41",
        "offline_header_color": "#ffffff",
        "firstname_asked": "on",
        "lastname_asked": "on",
        "email_asked": "on",
        "email_required": "on",
        "message_asked": "on",
        "message_required": "on",
        "sender": "shop",
        "rating": "on",
        "transcript": "on",
        "mail_unread": "on",
        "form_after": "60",
        "unanswered_after": "3",
        "silent_after": "10",
        "visitor_gone_after": "15",
        "typing_preview": "on",
        "retention": "1095",
        "shorten_addresses_after": "30",
        "mail_host": "",
        "mail_port": "",
        "mail_encryption": "starttls",
        "mail_user": "",
        "mail_password": "",
        **changed,
    }
    return {name: value for name, value in values.items() if value is not None}


def own_server(**changed: str | None) -> dict[str, str]:
    """The form with a mail server of the merchant's own."""
    return filled(
        **{
            "mail_own": "on",
            "mail_host": "smtp.example.com",
            "mail_port": "587",
            "mail_user": "shop",
            "mail_password": "s3cret",
            **changed,
        }
    )


TODAY = date(2026, 3, 4)
"""A Wednesday."""


def before(**settings: Any) -> ChatSettings:
    """What counted before the form was saved."""
    texts = {**PRODUCT, "launcher_label": "Open chat"}
    return ChatSettings(
        operator_name="Atelier", offline_email="shop@example.com", **texts, **settings
    )


def read(
    typed: dict[str, str], saved: ChatSettings | None = None
) -> tuple[Changes, dict[str, str]]:
    """What the form says and what is wrong with it, in English."""
    return read_form(typed, LANGUAGES, gettext=str, saved=saved or before(), today=TODAY)


def good(**changed: str | None) -> Changes:
    """What a form says that has nothing wrong."""
    changes, errors = read(filled(**changed))
    assert errors == {}
    return changes


def wrong(name: str, text: str | None, **more: Any) -> str:
    """What is said beside a field that holds this; nothing else is wrong."""
    _, errors = read(filled(**{name: text, **more}))
    assert set(errors) <= {name}
    return errors.get(name, "")
