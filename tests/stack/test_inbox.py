"""The mailbox that the shop's mail settings point to."""

import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.stack.inbox import Inbox, Point, certificate, page
from tests.stack.ports import LOOPBACK


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    one = Inbox()
    one.start()
    yield one
    one.stop()


def test_mail_arrives_with_envelope_and_content(inbox: Inbox) -> None:
    _send(inbox, "Größe?")
    (mail,) = inbox.mails
    assert (mail.sender, mail.recipients) == ("shop@example.com", ("marc@example.com",))
    assert mail.content["Subject"] == "Größe?"
    assert mail.text.strip() == "Bonjour é"
    assert "<b>" in mail.html


def test_it_can_be_in_a_bad_mood_and_recover(inbox: Inbox) -> None:
    inbox.answer = "451 Later"
    with pytest.raises(smtplib.SMTPDataError):
        _send(inbox, "First")
    inbox.answer = "250 OK"
    _send(inbox, "Second")
    assert [mail.content["Subject"] for mail in inbox.mails] == ["Second"]


def test_it_can_be_down_and_come_back_on_its_port(inbox: Inbox) -> None:
    inbox.stop()
    with pytest.raises(OSError, match="refused"):
        _send(inbox, "First")
    inbox.start()
    _send(inbox, "Second")
    assert len(inbox.mails) == 1


async def test_the_page_shows_text_and_never_runs_html(inbox: Inbox) -> None:
    async with TestClient(TestServer(page(inbox))) as client:
        assert "No mail yet" in await (await client.get("/")).text()
        _send(inbox, "<script>alert(1)</script>")
        listing = await (await client.get("/")).text()
        assert "&lt;script&gt;" in listing
        assert "<script>" not in listing
        assert "Bonjour é" in await (await client.get("/1")).text()
        html = await client.get("/1/html")
        assert html.headers["Content-Security-Policy"].startswith("sandbox")
        assert (await client.get("/2")).status == 404


def test_it_can_refuse_a_recipient(inbox: Inbox) -> None:
    inbox.refused["marc@example.com"] = "550 5.1.1 No such user"
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="No such user"):
        _send(inbox, "First")
    assert inbox.mails == []


@pytest.mark.parametrize("point", ["greeting", "recipient", "data", "answer"])
def test_it_can_close_the_connection_anywhere(inbox: Inbox, point: Point) -> None:
    inbox.closes = point
    with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
        _send(inbox, "First")
    assert inbox.mails == []
    assert inbox.reached[-1] == point


@pytest.mark.parametrize("point", ["greeting", "recipient", "data", "answer"])
def test_it_can_hang_anywhere(inbox: Inbox, point: Point) -> None:
    inbox.hangs = point
    with pytest.raises((smtplib.SMTPServerDisconnected, TimeoutError), match="timed out"):
        _send(inbox, "First", seconds=0.3)
    assert inbox.mails == []


def test_who_takes_the_mail_may_drop_it(inbox: Inbox) -> None:
    inbox.takes = lambda mail: mail.content["Subject"] != "First"
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(inbox, "First")
    _send(inbox, "Second")
    assert [mail.content["Subject"] for mail in inbox.mails] == ["Second"]


def test_it_can_want_a_login() -> None:
    inbox = Inbox(login=("shop", "sësame"))
    inbox.start()
    try:
        with smtplib.SMTP(LOOPBACK, inbox.port) as smtp:
            with pytest.raises(smtplib.SMTPSenderRefused, match="Authentication"):
                smtp.send_message(_message("First"))
            with pytest.raises(smtplib.SMTPAuthenticationError):
                smtp.login("shop", "open")
        assert inbox.mails == []
    finally:
        inbox.stop()


def test_it_can_begin_encrypted(tmp_path: Path) -> None:
    context, file = certificate(tmp_path)
    inbox = Inbox(security="tls", certificate=context)
    inbox.start()
    try:
        trust = ssl.create_default_context(cafile=str(file))
        with smtplib.SMTP_SSL(LOOPBACK, inbox.port, context=trust) as smtp:
            smtp.send_message(_message("First"))
        assert inbox.encrypted == [True]
    finally:
        inbox.stop()


def test_it_can_change_to_encryption(tmp_path: Path) -> None:
    context, file = certificate(tmp_path)
    inbox = Inbox(security="starttls", certificate=context)
    inbox.start()
    try:
        with smtplib.SMTP(LOOPBACK, inbox.port) as smtp:
            smtp.send_message(_message("Plain"))
            smtp.starttls(context=ssl.create_default_context(cafile=str(file)))
            smtp.send_message(_message("Encrypted"))
        assert inbox.encrypted == [False, True]
    finally:
        inbox.stop()


def _message(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "shop@example.com"
    message["To"] = "marc@example.com"
    message["Subject"] = subject
    message.set_content("Bonjour é")
    message.add_alternative("<b>Bonjour é</b>", subtype="html")
    return message


def _send(inbox: Inbox, subject: str, *, seconds: float = 10) -> None:
    with smtplib.SMTP(LOOPBACK, inbox.port, timeout=seconds) as smtp:
        smtp.send_message(_message(subject))
