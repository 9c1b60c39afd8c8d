"""Each way in which a mail server fails has its name, and the server's own words."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sidecar.mail.problems import MailProblem
from sidecar.mail.smtp import Accepted, Parcel, Patience, Security, SmtpServer, greet, send
from tests.stack.inbox import Inbox, Point, certificate
from tests.stack.ports import LOOPBACK, free_port

PARCEL = Parcel(
    "shop@example.com",
    ("marc@example.com", "sara@example.com"),
    b"Subject: Hello\r\n\r\n.\r\nIs it red?\r\n",
)
QUICK = Patience(greeting=0.5, answer=0.5)
PATIENT = Patience(greeting=10, answer=10)

Starts = Callable[..., Inbox]


@pytest.fixture
def start() -> Iterator[Starts]:
    """Start inboxes; stopped after the test."""
    with ExitStack() as stack:

        def one(**more: Any) -> Inbox:
            inbox = Inbox(**more)
            inbox.start()
            stack.callback(inbox.stop)
            return inbox

        yield one


def server(inbox: Inbox, security: Security = "plain", **more: Any) -> SmtpServer:
    return SmtpServer(LOOPBACK, inbox.port, security, **more)


async def hand_over(
    to: SmtpServer, parcel: Parcel = PARCEL, *, patience: Patience = PATIENT
) -> Accepted:
    """Send it; what the server accepted."""
    seen: list[Any] = []

    async def before() -> None:
        seen.append("before")

    async def after(accepted: Accepted) -> None:
        seen.append(accepted)

    await send(to, parcel, before=before, after=after, patience=patience)
    assert seen[0] == "before"
    accepted: Accepted = seen[1]
    return accepted


async def problem(to: SmtpServer, *, patience: Patience = PATIENT) -> MailProblem:
    with pytest.raises(MailProblem) as raised:
        await hand_over(to, patience=patience)
    return raised.value


async def test_a_mail_is_accepted_for_everybody(start: Starts) -> None:
    inbox = start()
    accepted = await hand_over(server(inbox))
    assert accepted == Accepted(PARCEL.recipients, "", "250 OK")
    assert inbox.mails[0].recipients == PARCEL.recipients
    assert inbox.mails[0].text.splitlines() == [".", "Is it red?"]


async def test_a_refused_recipient_keeps_nobody_else_from_it(start: Starts) -> None:
    inbox = start()
    inbox.refused["marc@example.com"] = "550 5.1.1 No such user"
    accepted = await hand_over(server(inbox))
    assert accepted.reached == ("sara@example.com",)
    assert accepted.refused == "marc@example.com (550 5.1.1 No such user)"
    assert inbox.mails[0].recipients == ("sara@example.com",)


async def test_nobody_is_taken(start: Starts) -> None:
    inbox = start()
    inbox.refused = dict.fromkeys(PARCEL.recipients, "450 4.2.1 Later")
    failed = await problem(server(inbox))
    assert (failed.code, failed.detail) == ("refused", "450 4.2.1 Later")
    assert not failed.of_server
    assert "data" not in inbox.reached


@pytest.mark.parametrize("answer", ["451 4.3.0 Later", "554 5.7.1 Spam"])
async def test_the_mail_is_refused(start: Starts, answer: str) -> None:
    inbox = start()
    inbox.answer = answer
    failed = await problem(server(inbox))
    assert (failed.code, failed.detail, failed.of_server) == ("refused", answer, False)


@pytest.mark.parametrize(
    ("point", "of_server"),
    [("greeting", True), ("recipient", False), ("data", False), ("answer", False)],
)
async def test_the_connection_closes_in_the_middle(
    start: Starts, point: Point, of_server: bool
) -> None:
    inbox = start()
    inbox.closes = point
    failed = await problem(server(inbox))
    assert failed.code == "closed"
    assert failed.of_server is of_server


@pytest.mark.parametrize("point", ["greeting", "recipient", "data", "answer"])
async def test_the_server_hangs(start: Starts, point: Point) -> None:
    inbox = start()
    inbox.hangs = point
    assert (await problem(server(inbox), patience=QUICK)).code == "timeout"


async def test_a_slow_answer_to_the_mail_is_waited_for(start: Starts) -> None:
    """Whoever hangs up now sends the mail a second time."""
    inbox = start()
    inbox.hangs = "answer"
    failed = await problem(server(inbox), patience=Patience(greeting=0.2, answer=0.8))
    assert failed.detail == "Timed out waiting for server response"


async def test_nobody_listens() -> None:
    failed = await problem(SmtpServer(LOOPBACK, free_port(), "plain"))
    assert (failed.code, failed.of_server) == ("unreachable", True)
    assert "Connect call failed" in failed.detail


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70, "a\nb", "ü..x"])
async def test_the_name_leads_nowhere(host: str) -> None:
    assert (await problem(SmtpServer(host, 25, "plain"))).code == "unreachable"


async def test_something_else_listens() -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        failed = await problem(SmtpServer(LOOPBACK, port, "tls"), patience=QUICK)
    assert failed.code == "timeout"


async def test_a_login_lets_in(start: Starts) -> None:
    inbox = start(login=("shop", "sësame,öffne dich"))
    to = server(inbox, user="shop", password="sësame,öffne dich")
    assert (await hand_over(to)).reached == PARCEL.recipients


async def test_a_wrong_password_is_named_and_not_shown(start: Starts) -> None:
    inbox = start(login=("shop", "sesame"))
    failed = await problem(server(inbox, user="shop", password="opensaysme"))
    assert (failed.code, failed.of_server) == ("login", True)
    assert failed.detail.startswith("535")
    assert "opensaysme" not in repr(failed)
    assert "opensaysme" not in repr(server(inbox, user="shop", password="opensaysme"))


async def test_a_login_the_server_does_not_know_of(start: Starts, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    inbox = start(security="starttls", certificate=context)
    failed = await problem(server(inbox, user="shop", password="sesame"))
    assert failed.code == "login"
    assert "AUTH" in failed.detail


async def test_a_login_the_server_wants_and_nobody_gave(start: Starts) -> None:
    inbox = start(login=("shop", "sesame"))
    failed = await problem(server(inbox))
    assert (failed.code, failed.detail) == ("refused", "530 5.7.0 Authentication required")
    assert failed.of_server


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_self_made_certificate_is_not_trusted(
    start: Starts, tmp_path: Path, security: Security
) -> None:
    context, _ = certificate(tmp_path)
    inbox = start(security=security, certificate=context)
    failed = await problem(server(inbox, security, user="shop", password="sesame"))
    assert (failed.code, failed.of_server) == ("certificate", True)
    assert "self" in failed.detail
    assert inbox.mails == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_known_certificate_is_trusted(
    start: Starts, tmp_path: Path, security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    inbox = start(security=security, certificate=context)
    await hand_over(server(inbox, security))
    assert inbox.encrypted == [True]


async def test_a_certificate_for_another_name_is_not_trusted(
    start: Starts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    failed = await problem(server(start(security="tls", certificate=context), "tls"))
    assert failed.code == "certificate"
    assert "mismatch" in failed.detail


async def test_encryption_that_is_not_offered_is_not_done_without(start: Starts) -> None:
    inbox = start()
    failed = await problem(server(inbox, "starttls"))
    assert failed.of_server
    assert "STARTTLS" in failed.detail
    assert inbox.mails == []


async def test_encryption_off_means_as_well_as_it_goes(start: Starts, tmp_path: Path) -> None:
    """Like the shop: a mail server on the same machine often has a self-made certificate."""
    plain = start()
    await hand_over(server(plain, "opportunistic"))
    assert plain.encrypted == [False]
    context, _ = certificate(tmp_path)
    encrypted = start(security="starttls", certificate=context)
    await hand_over(server(encrypted, "opportunistic"))
    assert encrypted.encrypted == [True]


async def test_encryption_off_does_without_where_it_fails(start: Starts, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-SHA")  # not what a client of today agrees to
    inbox = start(security="starttls", certificate=context)
    await hand_over(server(inbox, "opportunistic"))
    assert inbox.encrypted == [False]


async def test_prestashop_9s_tls_is_either_kind(
    start: Starts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    for security in ("starttls", "tls"):
        inbox = start(security=security, certificate=context)
        await hand_over(server(inbox, "starttls_or_tls"), patience=Patience(greeting=3))
        assert inbox.encrypted == [True]
    plain = start()
    failed = await problem(server(plain, "starttls_or_tls"), patience=Patience(greeting=3))
    assert "STARTTLS" in failed.detail
    assert plain.mails == []


async def test_greeting_says_whether_a_mail_would_be_let_in(start: Starts) -> None:
    inbox = start(login=("shop", "sesame"))
    known = server(inbox, user="shop", password="sesame")
    assert (await greet(known)).startswith("250")
    with pytest.raises(MailProblem, match="login: 535"):
        await greet(replace(known, password="open"))
    assert inbox.mails == []
    inbox.hangs = "greeting"
    with pytest.raises(MailProblem, match="timeout"):
        await greet(known, Patience(greeting=0.3))
