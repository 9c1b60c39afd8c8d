"""Who uses the chat in the tests, and the tokens with which the module vouches for them."""

import secrets
import time
from typing import Any

import jwt

from sidecar.platform.identity import Secrets, Visitor
from sidecar.protocol.base import CustomerId, EmployeeId, GuestId, ShopId, VisitorId

SECRET = "5f2c" * 16
MARC, SARA, LOUIS, INES, PAUL = (EmployeeId(number) for number in (1, 2, 3, 4, 5))
"""Marc is the super-admin, Sara, Ines and Paul are support, Louis may not use the chat."""
NAMES = {MARC: "Marc", SARA: "Sara", LOUIS: "Louis", INES: "Ines", PAUL: "Paul"}
SHOP = ShopId(1)
JOHN = CustomerId(2)


def vid() -> VisitorId:
    """The key of a new browser."""
    return VisitorId(secrets.token_hex(16))


def guest(browser: VisitorId | None = None, *, shop: ShopId = SHOP, number: int = 7) -> Visitor:
    """A guest in a browser."""
    return Visitor(shop, browser or vid(), None, GuestId(number), "", "en")


def customer(
    browser: VisitorId | None = None, *, shop: ShopId = SHOP, number: CustomerId = JOHN
) -> Visitor:
    """A signed-in customer in a browser."""
    return Visitor(shop, browser or vid(), number, GuestId(7), "John DOE", "en")


def token(audience: str, *, secret: str = SECRET, seconds: int = 600, **claims: Any) -> str:
    """A token as the module signs it; claims given as None are left out."""
    of = Secrets(secret)
    now = int(time.time())
    whole = {"iss": "onlinechat", "aud": audience, "iat": now, "exp": now + seconds, "lang": "en"}
    whole |= claims
    return jwt.encode(
        {name: value for name, value in whole.items() if value is not None},
        of.key(audience),  # type: ignore[arg-type]
        "HS256",
        headers={"kid": of.kid()},
    )


def visitor_token(who: Visitor, **claims: Any) -> str:
    """What the front controller `session` answers this visitor."""
    subject = f"customer:{who.customer}" if who.customer else f"guest:{who.guest}"
    return token(
        "visitor",
        **{
            "sub": subject,
            "shop": who.shop,
            "vid": who.vid,
            "name": who.name,
            "guest": who.guest,
            **claims,
        },
    )


def cart_token(
    who: Visitor, cart: Any, *, moment: float | None = None, secret: str = SECRET, **claims: Any
) -> str:
    """What the front controller `cart` answers this visitor; `moment`: when it was computed."""
    subject = f"customer:{who.customer}" if who.customer else f"guest:{who.guest}"
    return token(
        "cart",
        secret=secret,
        **{
            "sub": subject,
            "shop": who.shop,
            "vid": who.vid,
            "iat_ms": round((moment or time.time()) * 1000),
            "cart": cart,
            **claims,
        },
    )


def employee_token(who: EmployeeId = MARC, **claims: Any) -> str:
    """What the admin action `token` answers this employee."""
    rights = {"history": "view,edit,delete", "configuration": "view,edit"}
    return token(
        "operator",
        **{
            "sub": f"employee:{who}",
            "shop": 1,
            "shops": [1],
            "rights": rights,
            "name": NAMES.get(who, ""),
            **claims,
        },
    )
