"""The settings of a shop in one language, and their defaults."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sidecar.configuration.hours import Hours

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]

TEXTS = ("header_text", "welcome_text", "offline_header_text", "offline_welcome_text")
"""What the merchant writes in each language."""

ENOUGH = 4.5
"""The least contrast of text with its background for WCAG 2.2 AA."""

FIELDS = ("firstname", "lastname", "email", "phone", "message")
"""What the offline form can ask for, in the order shown."""


class MailServer(BaseModel):
    """The merchant's own mail server, for shops whose own settings cannot be used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: Annotated[int, Field(ge=1, le=65535)]
    encryption: Literal["none", "starttls", "tls"]
    user: str = ""
    password: str = Field("", repr=False)


class ChatSettings(BaseModel):
    """What the merchant may change; texts in the language they were asked for in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operator_name: str
    sounds: bool = True
    most_at_once: Annotated[int, Field(ge=1, le=100)] = 10
    offline_mode: bool = True
    first_groups: tuple[int, ...] = ()
    """Customer groups that are served first, by number."""
    reserved_places: Annotated[int, Field(ge=1, le=100)] = 1
    """So many places, of all operators together, are kept for them."""

    header_text: str
    welcome_text: str
    launcher_label: str
    header_background: Colour = "#25b9d7"
    header_color: Colour = "#11333b"
    operator_background: Colour = "#eff1f2"
    operator_color: Colour = "#363a41"
    customer_background: Colour = "#363a41"
    customer_color: Colour = "#ffffff"
    side: Literal["start", "end"] = "end"

    offline_email: str
    offline_header_text: str
    offline_welcome_text: str
    offline_header_background: Colour = "#363a41"
    offline_header_color: Colour = "#ffffff"
    firstname_asked: bool = True
    firstname_required: bool = False
    lastname_asked: bool = True
    lastname_required: bool = False
    email_asked: bool = True
    email_required: bool = True
    phone_asked: bool = False
    phone_required: bool = False
    message_asked: bool = True
    message_required: bool = True
    contact_choice: bool = False
    sender: Literal["shop", "customer"] = "shop"

    mail_server: MailServer | None = None
    """None: as the shop's own mail settings say."""

    hours: Hours = Hours()
    """When visitors may begin a conversation; off: whenever an operator is online."""

    unanswered_after: timedelta = timedelta(minutes=3)
    """A visitor who waits so long is offered to the other operators."""
    silent_after: timedelta = timedelta(minutes=10)
    """An operator who lets visitors wait so long, and answers nobody, is set offline; 0: never."""
    form_after: timedelta = timedelta(seconds=60)
    """A visitor whom nobody takes for so long is offered the form."""
    visitor_gone_after: timedelta = timedelta(minutes=15)
    rating: bool = True
    transcript: bool = True
    mail_unread: bool = True
    """An answer that a visitor did not wait for is e-mailed, once, where an address is known."""
    ask_email: bool = False
    """Guests may leave an e-mail address in the chat."""

    typing_preview: bool = True
    retention: timedelta = timedelta(days=3 * 365)
    """Archived conversations and offline messages are deleted after so long; 0: never."""
    shorten_addresses_after: timedelta = timedelta(days=30)
    """IP addresses lose their last part after so long; 0: never."""

    def shown_name(self, firstname: str) -> str:
        """The name under an operator's messages; `{firstname}` stands for the employee's."""
        return self.operator_name.replace("{firstname}", firstname)

    def asked(self) -> dict[str, bool]:
        """The fields of the offline form, in order, and whether each is required."""
        return {
            name: bool(getattr(self, f"{name}_required"))
            for name in FIELDS
            if getattr(self, f"{name}_asked")
        }


def contrast(background: str, text: str) -> float:
    """The contrast ratio of two colours (`#rrggbb`), 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(background), _luminance(text)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
