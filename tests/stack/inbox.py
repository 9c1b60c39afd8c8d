"""A mailbox for every address: catches what is sent, can be down or in a bad mood, has a page."""

import argparse
import asyncio
import contextlib
import email
import email.policy
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

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


class Inbox:
    """An SMTP server on loopback that keeps what it gets. The newest mail is the last one."""

    def __init__(self, *, port: int = 0) -> None:
        """The port stays the same over `stop()` and `start()`."""
        self.port = port or free_port()
        self.mails: list[Mail] = []
        self.answer = "250 OK"
        self._received = 0
        self._controller: Controller | None = None

    def start(self) -> None:
        """Accept mail."""
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Be down; what was received stays."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(  # noqa: N802 (the name aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail and say `answer`; with `451 Later` nothing is kept."""
        if not self.answer.startswith("250"):
            return self.answer
        content = email.message_from_bytes(
            envelope.original_content or b"", policy=email.policy.default
        )
        self._received += 1
        self.mails.append(
            Mail(
                self._received,
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                content,
                datetime.now(UTC),
            )
        )
        del self.mails[:-KEPT]
        return self.answer


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
