"""The mailbox that the shop's mail settings point to."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.stack.inbox import Inbox, page
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


def _send(inbox: Inbox, subject: str) -> None:
    message = EmailMessage()
    message["From"] = "shop@example.com"
    message["To"] = "marc@example.com"
    message["Subject"] = subject
    message.set_content("Bonjour é")
    message.add_alternative("<b>Bonjour é</b>", subtype="html")
    with smtplib.SMTP(LOOPBACK, inbox.port) as smtp:
        smtp.send_message(message)
