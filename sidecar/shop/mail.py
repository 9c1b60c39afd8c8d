"""How the shop sends its e-mails (Advanced Parameters > E-mail; classes/Mail.php)."""

from dataclasses import dataclass, field

from sidecar.platform.database import Unit
from sidecar.shop import configuration
from sidecar.shop.configuration import Scope

PHP, SMTP, DISABLED = 1, 2, 3
NAMES = [
    "PS_MAIL_METHOD",
    "PS_MAIL_SERVER",
    "PS_MAIL_SMTP_PORT",
    "PS_MAIL_SMTP_ENCRYPTION",
    "PS_MAIL_USER",
    "PS_MAIL_PASSWD",
    "PS_MAIL_DOMAIN",
    "PS_VERSION_DB",
]


@dataclass(frozen=True, slots=True)
class ShopMail:
    """The shop's own mail settings; `port` is 0 where none is set."""

    method: int
    host: str
    port: int
    encryption: str
    user: str
    password: str = field(repr=False)
    domain: str
    """What the shop says it is called when it greets the server (PS_MAIL_DOMAIN); often empty."""
    major: int
    """PrestaShop's version: 9 begins encryption differently."""


async def read(unit: Unit, scope: Scope) -> ShopMail:
    """The settings that count for a shop."""
    values = await configuration.read(unit, NAMES, scope)

    def text(name: str) -> str:
        return values.get(name, "").strip()

    return ShopMail(
        method=_number(text("PS_MAIL_METHOD")) or PHP,
        host=text("PS_MAIL_SERVER"),
        port=_number(text("PS_MAIL_SMTP_PORT")),
        encryption=text("PS_MAIL_SMTP_ENCRYPTION").lower(),
        user=text("PS_MAIL_USER"),
        password=values.get("PS_MAIL_PASSWD", ""),
        domain=text("PS_MAIL_DOMAIN"),
        major=_number(text("PS_VERSION_DB").partition(".")[0]),
    )


def _number(text: str) -> int:
    """A port or version as the shop stores it; 0 for "default" and other words."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
