"""Who is asking: checks the shop's signed tokens and signs those to come back with."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

import jwt

from sidecar.errors import TokenExpired, TokenInvalid
from sidecar.platform import clock
from sidecar.protocol.base import CustomerId, EmployeeId, GuestId, ShopId, VisitorId

ISSUER = "onlinechat"
RESUME_HOURS = 12
ORDER_MINUTES = 5
MOST_GROUPS = 50
LEEWAY = 5
"""Seconds by which the clocks of the shop and the sidecar may differ."""

Purpose = Literal["visitor", "operator", "cart", "product", "file", "resume"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor as the shop vouches for them."""

    shop: ShopId
    vid: VisitorId
    customer: CustomerId | None
    guest: GuestId | None
    name: str
    lang: str
    groups: tuple[int, ...] = field(default=(), compare=False)
    """The customer groups that count for them; known of who is connected, stored nowhere."""

    @property
    def key(self) -> str:
        """Whose conversation it is: the customer's, wherever signed in, or this browser's."""
        return f"c{self.customer}" if self.customer else f"g{self.vid}"

    @property
    def open_key(self) -> str:
        """What at most one open conversation may have."""
        return f"{self.shop}:{self.key}"


@dataclass(frozen=True, slots=True)
class Browser:
    """What a visitor's program says of itself: headers, nothing the shop vouches for."""

    user_agent: str = ""
    languages: str = ""
    """Accept-Language."""


@dataclass(frozen=True, slots=True)
class Employee:
    """An employee as the shop vouches for them; the shop's tables say with which rights."""

    id: EmployeeId
    shops: tuple[ShopId, ...]
    lang: str


Subject = TypeVar("Subject", Visitor, Employee)


@dataclass(frozen=True, slots=True)
class Vouched(Generic[Subject]):
    """Whom a token speaks for, and since when."""

    subject: Subject
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class SignedProduct:
    """What the shop says of a product to one customer; `card` as the module's Catalogue has it."""

    number: int
    shop: ShopId
    customer: CustomerId | None
    card: Mapping[str, Any]
    issued_at: datetime


@dataclass(frozen=True)
class Secrets:
    """The shop's secret, and while it is being changed the one before."""

    current: str
    previous: str | None = None

    def key(self, purpose: Purpose, secret: str | None = None) -> bytes:
        """The key of one purpose: HMAC-SHA256(secret, purpose)."""
        return hmac.new(
            (secret or self.current).encode(), purpose.encode(), hashlib.sha256
        ).digest()

    def kid(self, secret: str | None = None) -> str:
        """The name by which a token tells which secret signed it."""
        return hashlib.sha256((secret or self.current).encode()).hexdigest()[:8]

    def candidates(self) -> list[str]:
        """The secrets that count, newest first."""
        return [secret for secret in (self.current, self.previous) if secret]


class Identity:
    """Checks and signs tokens with the shop's secrets, which may change while it runs."""

    def __init__(
        self,
        secrets: Callable[[], Secrets | None],
        *,
        now: Callable[[], datetime] = clock.of_machine,
    ) -> None:
        self._secrets = secrets
        self._now = now

    @property
    def secrets(self) -> Secrets:
        """The secrets of this moment; raises TokenInvalid while the module is not installed."""
        secrets = self._secrets()
        if secrets is None:
            raise TokenInvalid("The module is not installed in this shop.")
        return secrets

    def visitor(self, token: str) -> Vouched[Visitor]:
        """Who a visitor's token speaks for.

        Raises:
            TokenInvalid: forged, or not a visitor's.
            TokenExpired: no longer good.
        """
        claims = self._claims(token, "visitor")
        return Vouched(_visitor(claims), datetime.fromtimestamp(claims["iat"], UTC))

    def employee(self, token: str) -> Vouched[Employee]:
        """Who an employee's token speaks for.

        Raises:
            TokenInvalid: forged, or not an employee's.
            TokenExpired: no longer good.
        """
        claims = self._claims(token, "operator")
        return Vouched(_employee(claims), datetime.fromtimestamp(claims["iat"], UTC))

    def cart(self, token: str) -> tuple[Vouched[Visitor], object]:
        """Whose cart the shop computed, at which moment, and what it is.

        Raises:
            TokenInvalid: forged, or no cart's.
            TokenExpired: no longer good.
        """
        claims = self._claims(token, "cart")
        return Vouched(_visitor(claims), _milliseconds(claims)), claims.get("cart")

    def product(self, token: str) -> SignedProduct:
        """A product as the shop shows it to one customer at a moment.

        Raises:
            TokenInvalid: forged, or no product's.
            TokenExpired: no longer good.
        """
        claims = self._claims(token, "product")
        _, _, number = str(claims["sub"]).partition(":")
        customer, card = claims.get("customer"), claims.get("card")
        if not isinstance(card, Mapping):
            raise TokenInvalid
        return SignedProduct(
            number=_integer(number),
            shop=ShopId(_integer(claims.get("shop"))),
            customer=CustomerId(_integer(customer)) if customer else None,
            card=card,
            issued_at=datetime.fromtimestamp(claims["iat"], UTC),
        )

    def resumed_visitor(self, session: str) -> Vouched[Visitor]:
        """Which visitor comes back with a resume token; the caller asks if it was revoked.

        Raises:
            TokenInvalid: forged, or an employee's.
            TokenExpired: older than 12 hours.
        """
        claims = self._resumed(session, "visitor")
        return Vouched(_visitor(claims), _milliseconds(claims))

    def resumed_employee(self, session: str) -> Vouched[Employee]:
        """Which employee comes back with a resume token; raises as `resumed_visitor`."""
        claims = self._resumed(session, "operator")
        return Vouched(_employee(claims), _milliseconds(claims))

    def _resumed(self, session: str, audience: str) -> Mapping[str, Any]:
        claims = self._claims(session, "resume")
        if claims.get("for") != audience:
            raise TokenInvalid
        return claims

    def session(self, subject: Visitor | Employee, *, now: datetime) -> tuple[str, datetime]:
        """A resume token for this subject, and until when it is good."""
        until = now + timedelta(hours=RESUME_HOURS)
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": "resume",
            "iat": int(now.timestamp()),
            "iat_ms": int(now.timestamp() * 1000),
            "exp": int(until.timestamp()),
            "lang": subject.lang,
        }
        if isinstance(subject, Visitor):
            who = (
                f"customer:{subject.customer}"
                if subject.customer
                else f"guest:{subject.guest}"
                if subject.guest
                else f"visitor:{subject.vid}"
            )
            claims |= {"for": "visitor", "sub": who, "shop": subject.shop, "vid": subject.vid}
            claims |= {"name": subject.name}
            if subject.guest:
                claims["guest"] = subject.guest
            if subject.groups:
                claims["groups"] = list(subject.groups)
        else:
            claims |= {
                "for": "operator",
                "sub": f"employee:{subject.id}",
                "shops": list(subject.shops),
            }
        key = self.secrets.key("resume")
        return jwt.encode(claims, key, "HS256", headers={"kid": self.secrets.kid()}), until

    def filing_order(self, employee: EmployeeId, order: Mapping[str, Any], *, now: datetime) -> str:
        """What the module is to file in customer service, for this employee alone."""
        claims = {
            "iss": ISSUER,
            "aud": "file",
            "sub": f"employee:{employee}",
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=ORDER_MINUTES)).timestamp()),
            "order": dict(order),
        }
        key = self.secrets.key("file")
        return jwt.encode(claims, key, "HS256", headers={"kid": self.secrets.kid()})

    def _claims(self, token: str, purpose: Purpose) -> Mapping[str, Any]:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except (jwt.InvalidTokenError, UnicodeError):
            raise TokenInvalid from None
        for secret in self.secrets.candidates():
            if kid is not None and kid != self.secrets.kid(secret):
                continue
            try:
                claims: dict[str, Any] = jwt.decode(
                    token,
                    self.secrets.key(purpose, secret),
                    algorithms=["HS256"],
                    audience=purpose,
                    issuer=ISSUER,
                    options={
                        "require": ["exp", "iat", "sub"],
                        "verify_exp": False,
                        "verify_iat": False,
                    },
                )
            except jwt.InvalidSignatureError:
                continue
            except (jwt.InvalidTokenError, UnicodeError):
                raise TokenInvalid from None
            else:
                self._in_time(claims["iat"], claims["exp"])
                return claims
        raise TokenInvalid

    def _in_time(self, issued: object, until: object) -> None:
        """Refuse what is over or not yet true, by our clock: the library reads its own."""
        now = self._now().timestamp()
        if not isinstance(issued, int) or not isinstance(until, int) or issued > now + LEEWAY:
            raise TokenInvalid
        if until <= now - LEEWAY:
            raise TokenExpired


def _milliseconds(claims: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(_integer(claims.get("iat_ms")) / 1000, UTC)


def _visitor(claims: Mapping[str, Any]) -> Visitor:
    kind, _, value = str(claims.get("sub")).partition(":")
    vid, name, lang = claims.get("vid"), claims.get("name") or "", claims.get("lang")
    hexadecimal = isinstance(vid, str) and len(vid) == 32 and set(vid) <= set("0123456789abcdef")
    if not hexadecimal or kind not in ("customer", "guest", "visitor") or not isinstance(name, str):
        raise TokenInvalid
    guest = claims.get("guest")
    if kind == "guest":
        guest = _integer(value)
    return Visitor(
        shop=ShopId(_integer(claims.get("shop"))),
        vid=VisitorId(str(vid)),
        customer=CustomerId(_integer(value)) if kind == "customer" else None,
        guest=GuestId(_integer(guest)) if guest else None,
        name=name[:255],
        lang=lang[:5] if isinstance(lang, str) else "en",
        groups=_groups(claims.get("groups")),
    )


def _groups(value: object) -> tuple[int, ...]:
    return tuple(map(_integer, value[:MOST_GROUPS])) if isinstance(value, list) else ()


def _employee(claims: Mapping[str, Any]) -> Employee:
    kind, _, value = str(claims.get("sub")).partition(":")
    shops = claims.get("shops")
    if kind != "employee" or not isinstance(shops, Sequence) or isinstance(shops, str):
        raise TokenInvalid
    lang = claims.get("lang")
    return Employee(
        id=EmployeeId(_integer(value)),
        shops=tuple(ShopId(_integer(shop)) for shop in shops),
        lang=lang[:5] if isinstance(lang, str) else "en",
    )


def _integer(value: object) -> int:
    """A positive whole number, or the token is none of the shop's."""
    try:
        number = int(value) if isinstance(value, int | str) else 0
    except ValueError:
        raise TokenInvalid from None
    if number < 1 or number >= 2**63:
        raise TokenInvalid
    return number
