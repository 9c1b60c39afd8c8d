"""What all HTTP answers have in common: the client's address, origins, readable errors."""

import ipaddress
import logging
from collections.abc import Callable, Sequence

from aiohttp import BodyPartReader, hdrs, web
from aiohttp.typedefs import Handler, Middleware

from sidecar.errors import (
    Blocked,
    ChatError,
    InvalidFields,
    InvalidFormat,
    NotAllowed,
    NotFound,
    SetupError,
    StorageUnavailable,
    TokenExpired,
    TokenInvalid,
    TooMany,
)
from sidecar.platform.database import Busy

log = logging.getLogger(__name__)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
CLIENT_ADDRESS = web.RequestKey("client_address", str)
STATUS: dict[type[ChatError], int] = {
    InvalidFormat: 400,
    TokenInvalid: 401,
    TokenExpired: 401,
    NotAllowed: 403,
    Blocked: 403,
    NotFound: 404,
    TooMany: 429,
    StorageUnavailable: 503,
}


def networks(text: str) -> list[Network]:
    """The networks of a comma-separated list.

    Raises:
        SetupError: one of them is none.
    """
    try:
        return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise SetupError(f"ONLINECHAT_TRUSTED_PROXIES: {error}") from None


def client_address(remote: str | None, forwarded: str, trusted: Sequence[Network]) -> str:
    """The visitor's address: the last of X-Forwarded-For that is no trusted proxy's own."""
    chain = [*(part.strip() for part in forwarded.split(",") if part.strip()), remote or ""]
    for address in reversed(chain):
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return remote or ""
        if not any(ip in network for network in trusted):
            return address
    return chain[0]


def plain_address(address: str) -> str:
    """An address as it is stored: IPv4 as such, IPv6 in its short form; empty for anything else."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(ip, "ipv4_mapped", None)
    return str(mapped or ip).partition("%")[0]


def common(trusted: Sequence[Network], allows: Callable[[str], bool], base: str) -> Middleware:
    """The middleware around every request."""

    @web.middleware
    async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[CLIENT_ADDRESS] = client_address(
            request.remote, request.headers.get("X-Forwarded-For", ""), trusted
        )
        if request.path == f"{base}socket.io/":
            return await handler(request)
        origin = request.headers.get(hdrs.ORIGIN)
        foreign = origin is not None and allows(origin)
        if foreign and request.method == hdrs.METH_OPTIONS:
            response: web.StreamResponse = web.Response(status=204)
        else:
            response = await _answered(request, handler)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.add("Vary", "Origin")
        if foreign and origin is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Headers"] = (
                "Authorization, Content-Type, HX-Request, HX-Current-URL, HX-Target, HX-Trigger,"
                " HX-Trigger-Name"
            )
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            response.headers["Access-Control-Max-Age"] = "600"
        return response

    return around


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return failure(
            error.status, "not_found" if error.status == 404 else "invalid_format", error.reason
        )
    except InvalidFields as error:
        return failure(422, error.code, error.message, fields=error.fields)
    except ChatError as error:
        return failure(STATUS.get(type(error), 500), error.code, error.message, retry=error.retry)
    except Busy:
        return failure(503, "storage_unavailable", "The database is busy. Please try again.")
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return failure(500, "internal_error", ChatError.sentence)


def failure(status: int, code: str, message: str, **more: object) -> web.Response:
    """An error as JSON; `more` are further facts of it, those that are None are left out."""
    facts = {name: value for name, value in more.items() if value is not None}
    return web.json_response(
        {"ok": False, "error": {"code": code, "message": message, **facts}},
        status=status,
        headers={"Cache-Control": "no-store"},
    )


async def typed_fields(request: web.Request) -> dict[str, str]:
    """The fields of a form that was sent; no file, and none twice."""
    data = await request.post()
    typed = {name: value for name, value in data.items() if isinstance(value, str)}
    if len(typed) != len(data):
        raise InvalidFormat
    return typed


async def typed_with_file(
    request: web.Request, file: str, *, limit: int
) -> tuple[dict[str, str], bytes | None]:
    """The fields of a form, and the file that was chosen in the field `file`, None without one.

    Of a file over the limit only its beginning is given, one byte more than the limit.
    """
    if request.content_type != "multipart/form-data":
        return await typed_fields(request), None
    typed: dict[str, str] = {}
    chosen = None
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None or part.name in typed:
            raise InvalidFormat
        if part.filename is None:
            typed[part.name] = (await _beginning(part, FIELD)).decode()
        elif part.name == file and part.filename:
            chosen = await _beginning(part, limit + 1)
    return typed, chosen


FIELD = 64 * 1024
"""Bytes of one field at most; more is not read."""
READ_AWAY = 32 * 1024 * 1024
"""So much of a file that is too large is read all the same: cut off, a browser would not show
why."""


async def _beginning(part: BodyPartReader, size: int) -> bytes:
    found, seen = bytearray(), 0
    while chunk := await part.read_chunk(65536):
        found += chunk[: max(0, size - len(found))]
        seen += len(chunk)
        if seen > READ_AWAY:
            raise InvalidFormat("That is too large.")
    return bytes(found)


def bearer(request: web.Request) -> str:
    """The token of the Authorization header; raises TokenInvalid without one."""
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenInvalid("Sign in to the back office again.")
    return token.strip()
