"""Tokens as the module signs them, for shops of the bench."""

import secrets
import time
from typing import Any

import jwt

from sidecar.platform.identity import Secrets

SECRET = Secrets("0b" * 32)


def visitor(vid: str | None = None, *, shop: int = 1, seconds: int = 600) -> str:
    """A guest's token."""
    vid = vid or secrets.token_hex(16)
    return _sign(SECRET, "visitor", seconds, sub=f"visitor:{vid}", vid=vid, shop=shop, name="")


def employee(number: int, *, shop: int = 1, secret: Secrets = SECRET) -> str:
    """An employee's token."""
    return _sign(
        secret,
        "operator",
        600,
        sub=f"employee:{number}",
        shop=shop,
        shops=[shop],
        rights={"history": "view,edit,delete", "configuration": "view,edit"},
        name=f"Operator {number}",
    )


def signed(audience: Any, **claims: object) -> str:
    """Whatever the module signs."""
    return _sign(SECRET, audience, 600, **claims)


def _sign(secret: Secrets, audience: Any, seconds: int, **claims: object) -> str:
    now = int(time.time())
    base = {"iss": "onlinechat", "aud": audience, "iat": now, "exp": now + seconds, "lang": "en"}
    return jwt.encode(
        {**base, **claims}, secret.key(audience), "HS256", headers={"kid": secret.kid()}
    )
