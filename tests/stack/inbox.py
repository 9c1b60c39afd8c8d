"""A mailbox for every address: catches what is sent, can be down or in a bad mood, has a page."""

import argparse
import asyncio
import contextlib
import email
import email.policy
import signal
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.stack.ports import LOOPBACK, free_port

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "demo"
KEPT = 200
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived: envelope and content."""

    number: int
    sender: str
    recipients: tuple[str, ...]
    content: EmailMessage
    arrived: datetime

    @property
    def text(self) -> str:
        """The plain text part; empty when there is none."""
        part = self.content.get_body(("plain",))
        return str(part.get_content()) if part else ""

    @property
    def html(self) -> str:
        """The HTML part; empty when there is none."""
        part = self.content.get_body(("html",))
        return str(part.get_content()) if part else ""


Point = Literal["", "greeting", "recipient", "data", "answer"]
Security = Literal["plain", "starttls", "tls"]


class Inbox:
    """An SMTP server on loopback that keeps what it gets. The newest mail is the last one.

    Its moods may change while it runs: `answer` to a mail, `refused` recipients with what is said
    to them, the point at which it `hangs` or `closes` the connection: before the greeting, before
    it answers to a recipient or to DATA, or after the mail before its answer. `takes` is asked
    before a mail is kept and answered; whoever says False makes it close the connection.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        security: Security = "plain",
        certificate: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
    ) -> None:
        """The port stays the same over `stop()` and `start()`; with a `login` it wants that one."""
        self.port = port or free_port()
        self.mails: list[Mail] = []
        self.answer = "250 OK"
        self.refused: dict[str, str] = {}
        self.hangs: Point = ""
        self.closes: Point = ""
        self.takes: Callable[[Mail], bool] = lambda _mail: True
        self.reached: list[Point] = []
        """How far connections came, in order."""
        self.encrypted: list[bool] = []
        """Of each mail, whether it came over TLS."""
        self.connections: set[SMTP] = set()
        self._security = security
        self._certificate = certificate
        self._login = login
        self._received = 0
        self._controller: Controller | None = None

    def start(self) -> None:
        """Accept mail."""
        self._controller = _Server(self, self.port, self._security, self._certificate)
        self._controller.start()

    def stop(self) -> None:
        """Be down, for those too who are connected; what was received stays."""
        if self._controller:
            self._controller.loop.call_soon_threadsafe(self._hang_up)
            self._controller.stop()
            self._controller = None

    def _hang_up(self) -> None:
        for connection in list(self.connections):
            _cut(connection)

    async def feel(self, point: Point, connection: SMTP) -> None:
        """Hang here until the mood is better, or close, if this is the mood."""
        self.reached.append(point)
        while self.hangs == point:  # noqa: ASYNC110 (another thread changes it)
            await asyncio.sleep(0.01)
        if self.closes == point:
            _cut(connection)
            await asyncio.Event().wait()  # the end of the connection ends this

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: LoginPassword
    ) -> AuthResult:
        """Let in who knows the password."""
        wanted = tuple(word.encode() for word in self._login or ())
        return AuthResult(success=(given.login, given.password) == wanted, handled=False)

    async def handle_MAIL(  # noqa: N802 (the name aiosmtpd calls)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender of whoever was let in."""
        if self._login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 (the name aiosmtpd calls)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or say what `refused` says."""
        await self.feel("recipient", server)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (the name aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail and say `answer`; with `451 Later` nothing is kept."""
        if not self.answer.startswith("250"):
            return self.answer
        await self.feel("answer", server)
        content = email.message_from_bytes(
            envelope.original_content or b"", policy=email.policy.default
        )
        mail = Mail(
            self._received + 1,
            envelope.mail_from or "",
            tuple(envelope.rcpt_tos),
            content,
            datetime.now(UTC),
        )
        if not await asyncio.to_thread(self.takes, mail):
            _cut(server)
            await asyncio.Event().wait()
        self._received += 1
        self.mails.append(mail)
        self.encrypted.append(session.ssl is not None or self._security == "tls")
        del self.mails[:-KEPT]
        return self.answer


class _Connection(SMTP):
    """One client's connection, in its inbox's mood."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody calls."""
        super().connection_made(transport)
        self.event_handler.connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """They are gone."""
        self.event_handler.connections.discard(self)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        await self.event_handler.feel("greeting", self)
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (the name aiosmtpd calls)
        """Take the mail itself."""
        await self.event_handler.feel("data", self)
        await super().smtp_DATA(arg)


class _Server(Controller):
    """Listens in a thread of its own."""

    def __init__(
        self, inbox: Inbox, port: int, security: Security, certificate: ssl.SSLContext | None
    ) -> None:
        super().__init__(
            inbox,
            hostname=LOOPBACK,
            port=port,
            ssl_context=certificate if security == "tls" else None,
            tls_context=certificate if security == "starttls" else None,
            server_hostname="inbox.example",
            authenticator=inbox.authenticate,
            auth_require_tls=security == "starttls",
        )

    def factory(self) -> SMTP:
        """A connection."""
        return _Connection(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """Connect once: reading a greeting, as the library does, fails where it hangs."""
        socket.create_connection((LOOPBACK, self.port), timeout=5).close()


def _cut(connection: SMTP) -> None:
    if isinstance(connection.transport, asyncio.WriteTransport):
        connection.transport.abort()


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """A self-made certificate for loopback, or for other names; the context, and its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Self-made")])
    now = datetime.now(UTC)
    known: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(known or [x509.IPAddress(ip_address(LOOPBACK))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context, file


def page(inbox: Inbox) -> web.Application:
    """The inbox in a browser: newest first, each mail with text, HTML (sandboxed) and headers."""
    app = web.Application()
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
    )

    def mail_of(request: web.Request) -> Mail:
        number = int(request.match_info["number"])
        for mail in inbox.mails:
            if mail.number == number:
                return mail
        raise web.HTTPNotFound

    @aiohttp_jinja2.template("inbox.html")
    async def listing(_request: web.Request) -> dict[str, object]:
        return {"mails": inbox.mails[::-1]}

    @aiohttp_jinja2.template("mail.html")
    async def one(request: web.Request) -> dict[str, object]:
        return {"mail": mail_of(request)}

    async def html_part(request: web.Request) -> web.Response:
        return web.Response(
            text=mail_of(request).html,
            content_type="text/html",
            headers={"Content-Security-Policy": SANDBOX},
        )

    async def raw(request: web.Request) -> web.Response:
        return web.Response(body=mail_of(request).content.as_bytes(), content_type="text/plain")

    async def style(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(TEMPLATES / "inbox.css")

    app.router.add_get("/", listing)
    app.router.add_get("/inbox.css", style)
    app.router.add_get(r"/{number:\d+}", one)
    app.router.add_get(r"/{number:\d+}/html", html_part)
    app.router.add_get(r"/{number:\d+}/raw", raw)
    return app


async def _serve(smtp_port: int, http_port: int) -> None:
    inbox = Inbox(port=smtp_port)
    inbox.start()
    runner = web.AppRunner(page(inbox), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, http_port).start()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await runner.cleanup()
    inbox.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(options.smtp_port, options.http_port))
