"""The conversation with a mail server, step by step, so that each failure has its name."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

import aiosmtplib

from sidecar.mail.problems import MailProblem, tidy

Security = Literal["plain", "opportunistic", "starttls", "tls", "starttls_or_tls"]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a mail server may take, in seconds.

    `answer` is for the answer to the whole mail, which servers examine before they accept it; who
    gives up earlier than RFC 5321 4.5.3.2.6 asks for sends a mail twice that had been accepted.
    """

    greeting: float = 60.0
    answer: float = 600.0


PATIENCE = Patience()
Step = TypeVar("Step")
BAD_NAME = "This cannot be the name of a server."


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server and how to be let in.

    `opportunistic` encrypts where the server offers it, whatever its certificate, as the shop does
    with encryption "off"; `starttls_or_tls` is PrestaShop 9's "tls", on whichever port.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    helo: str = "localhost"

    def __str__(self) -> str:
        """For people and logs: without user and password."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail in its envelope."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the mail for `reached`; `refused` says for whom not, in its words."""

    reached: tuple[str, ...]
    refused: str
    answer: str


async def send(
    server: SmtpServer,
    parcel: Parcel,
    *,
    before: Callable[[], Awaitable[None]],
    after: Callable[[Accepted], Awaitable[None]],
    patience: Patience = PATIENCE,
) -> None:
    """Hand a mail over.

    `before` is called when all is said but the mail itself, `after` as soon as it is accepted.

    Raises:
        MailProblem: the server did not accept it for anybody.
    """
    async with _greeting(server, patience) as greeting, _open(server, patience) as smtp:
        await _named(smtp.mail(parcel.sender), server, of_server=True)
        reached, refused, last = await _recipients(smtp, server, parcel)
        if not reached:
            raise last or MailProblem("no_recipient")
        await before()
        greeting.reschedule(None)
        answer = await _named(smtp.data(parcel.content, timeout=patience.answer), server)
        said = f"{answer.code} {answer.message}"
        await after(Accepted(tuple(reached), tidy(refused), tidy(said)))


async def greet(server: SmtpServer, patience: Patience = PATIENCE) -> str:
    """Connect, be let in and say goodbye; the server's greeting.

    Raises:
        MailProblem: it would not take a mail.
    """
    async with _greeting(server, patience), _open(server, patience) as smtp:
        answer = await _named(smtp.noop(), server, of_server=True)
        return tidy(f"{answer.code} {answer.message}")


@asynccontextmanager
async def _greeting(server: SmtpServer, patience: Patience) -> AsyncIterator[asyncio.Timeout]:
    try:
        async with asyncio.timeout(patience.greeting) as timeout:
            yield timeout
    except TimeoutError as error:
        raise MailProblem("timeout", str(server)) from error


async def _recipients(
    smtp: aiosmtplib.SMTP, server: SmtpServer, parcel: Parcel
) -> tuple[list[str], str, MailProblem | None]:
    reached: list[str] = []
    refused: list[str] = []
    last = None
    for recipient in parcel.recipients:
        try:
            await _named(smtp.rcpt(recipient), server)
        except MailProblem as problem:
            if problem.code != "refused":
                raise
            refused.append(f"{recipient} ({problem.detail})")
            last = problem
        else:
            reached.append(recipient)
    return reached, ", ".join(refused), last


@asynccontextmanager
async def _open(server: SmtpServer, patience: Patience) -> AsyncIterator[aiosmtplib.SMTP]:
    smtp = await _connected(server, patience)
    try:
        if server.user:
            # Bytes, so that a password may hold any character.
            login = smtp.login(server.user.encode(), server.password.encode())
            await _named(login, server, of_server=True, otherwise="login")
        yield smtp
        # Whether the server says goodbye changes nothing.
        with suppress(aiosmtplib.SMTPException, TimeoutError, OSError):
            await smtp.quit(timeout=1)
    finally:
        smtp.close()


async def _connected(server: SmtpServer, patience: Patience) -> aiosmtplib.SMTP:
    if server.security == "starttls_or_tls":
        return await _either(server, patience)
    if server.security == "opportunistic":
        return await _encrypted_if_possible(server, patience)
    smtp = await _greeted(server, patience)
    return await _encrypted(smtp, server) if server.security == "starttls" else smtp


async def _encrypted_if_possible(server: SmtpServer, patience: Patience) -> aiosmtplib.SMTP:
    smtp = await _greeted(server, patience)
    if not smtp.supports_extension("starttls"):
        return smtp
    try:
        return await _encrypted(smtp, server)
    except MailProblem:
        return await _greeted(server, patience)


async def _either(server: SmtpServer, patience: Patience) -> aiosmtplib.SMTP:
    """STARTTLS, else TLS from the first byte; a server of the latter kind waits in silence."""
    try:
        async with asyncio.timeout(patience.greeting / 3):
            return await _encrypted(await _greeted(server, patience), server)
    except (MailProblem, TimeoutError) as first:
        if isinstance(first, MailProblem) and first.code == "certificate":
            raise
        try:
            return await _greeted(replace(server, security="tls"), patience)
        except MailProblem as second:
            if second.code == "certificate" or isinstance(first, TimeoutError):
                raise
            raise first from second


async def _greeted(server: SmtpServer, patience: Patience) -> aiosmtplib.SMTP:
    try:
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.helo,
            timeout=patience.greeting,
            use_tls=server.security == "tls",
            start_tls=False,
            validate_certs=server.security != "opportunistic",
        )
    except ValueError as error:
        raise MailProblem("unreachable", BAD_NAME) from error
    try:
        await _named(smtp.connect(), server, of_server=True)
        await _named(smtp.ehlo(), server, of_server=True)
    except BaseException:
        smtp.close()
        raise
    return smtp


async def _encrypted(smtp: aiosmtplib.SMTP, server: SmtpServer) -> aiosmtplib.SMTP:
    try:
        await _named(smtp.starttls(), server, of_server=True)
        await _named(smtp.ehlo(), server, of_server=True)
    except BaseException:
        smtp.close()
        raise
    return smtp


async def _named(
    step: Awaitable[Step],
    server: SmtpServer,
    *,
    of_server: bool = False,
    otherwise: str = "refused",
) -> Step:
    """Carry out one step; `otherwise` is what a refusal of it is called."""
    try:
        return await step
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        code, detail = _what_happened(error, otherwise)
        plain = f"\0{server.user}\0{server.password}"
        detail = tidy(detail, plain, server.password) if server.password else tidy(detail)
        raise MailProblem(code, detail or str(server), of_server=of_server or None) from error


def _what_happened(error: Exception, otherwise: str) -> tuple[str, str]:
    first = _first(error)
    if isinstance(first, ssl.SSLCertVerificationError):
        return "certificate", first.verify_message or str(first)
    if isinstance(first, ssl.SSLError):
        return "unreachable", f"TLS: {first.reason or first}"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return "login", f"{error.code} {error.message}"
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return otherwise, f"{error.code} {error.message}"
    if isinstance(error, TimeoutError):
        return "timeout", str(error)
    if isinstance(error, aiosmtplib.SMTPServerDisconnected) or isinstance(
        first, aiosmtplib.SMTPServerDisconnected
    ):
        return "closed", str(error)
    if isinstance(error, OSError):
        return "unreachable", str(error)
    if isinstance(error, ValueError):
        return "unreachable", BAD_NAME
    return otherwise, str(error)


def _first(error: BaseException) -> BaseException:
    """What it began with."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
