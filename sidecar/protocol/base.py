"""What every shape on the wire shares."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, NewType

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)
from pydantic.alias_generators import to_camel

PROTOCOL = 1
"""Version of the wire contract; a page that speaks another one is told to reload."""

BODY_LIMIT = 4000
"""Characters in one message."""

FRAME_LIMIT = 64 * 1024
"""Bytes in one Socket.IO frame; a larger one closes the socket."""

ConversationId = NewType("ConversationId", int)
EmployeeId = NewType("EmployeeId", int)
CustomerId = NewType("CustomerId", int)
GuestId = NewType("GuestId", int)
ShopId = NewType("ShopId", int)
VisitorId = NewType("VisitorId", str)

Audience = Literal["visitor", "operator"]


class Wire(BaseModel):
    """A shape on the wire: camelCase, immutable, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="forbid",
        frozen=True,
    )

    def wire(self) -> dict[str, Any]:
        """The shape as plain values under the wire's names; fields without a value are left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Command(Wire):
    """Something a browser asks for; the name and who may ask stand on the class."""

    name: ClassVar[str]
    audience: ClassVar[Audience]
    reply: ClassVar[type["Wire"]]


class Event(Wire):
    """Something the sidecar tells; the name and who may hear it stand on the class."""

    name: ClassVar[str]
    audience: ClassVar[tuple[Audience, ...]]


class Nothing(Wire):
    """An empty reply: done."""


def _storable(text: str) -> str:
    """Refuse text that UTF-8 cannot hold, and text nobody could see."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("contains half of a character") from None
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise ValueError("is empty")
    return text


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("contains half of a character") from None
    return text


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as on the wire: `2026-11-23T22:51:46.123Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{_to_the_second(moment.replace(microsecond=0))}.{moment.microsecond // 1000:03}Z"


@lru_cache(maxsize=256)
def _to_the_second(moment: datetime) -> str:
    """Most moments that are written lie within a few seconds; formatting each is not cheap."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _written(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("is no moment in ISO 8601")  # noqa: TRY004 (pydantic wants a ValueError)
    return value


AskedMoment = Annotated[AwareDatetime, BeforeValidator(_written)]
"""A moment that a browser names, with its zone: `2026-11-23T22:51:46Z`."""
Moment = Annotated[datetime, PlainSerializer(iso, return_type=str)]
Body = Annotated[
    str, StringConstraints(min_length=1, max_length=BODY_LIMIT), AfterValidator(_storable)
]
Text = Annotated[str, AfterValidator(_encodable)]
ClientId = Annotated[str, StringConstraints(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
Seq = Annotated[int, Field(ge=0, lt=2**31, strict=True)]
Id = Annotated[int, Field(ge=1, lt=2**63, strict=True)]
Address = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_encodable)]


class Failure(Wire):
    """Why a command was refused; `retry` is in seconds."""

    code: str
    message: str
    retry: float | None = None


def accepted(data: Mapping[str, Any]) -> dict[str, Any]:
    """The acknowledgement of a command that was carried out."""
    return {"ok": True, "data": data}


def refused(code: str, message: str, retry: float | None = None) -> dict[str, Any]:
    """The acknowledgement of a command that was not carried out."""
    return {"ok": False, "error": Failure(code=code, message=message, retry=retry).wire()}
