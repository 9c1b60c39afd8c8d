"""Which way a shop's mail takes, by the shop's own settings or the merchant's."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sidecar.configuration.rules import MailServer
from sidecar.mail.checks import Check, Checks
from sidecar.mail.problems import MailProblem
from sidecar.mail.rules import Letter, Mailbox
from sidecar.mail.sendmail import Sendmail
from sidecar.mail.servers import Servers
from sidecar.mail.smtp import Patience, SmtpServer
from sidecar.protocol.base import ShopId
from tests.conftest import Shop
from tests.mail.conftest import Opens
from tests.mail.office import SHOP, Office
from tests.stack.inbox import Inbox
from tests.stack.ports import LOOPBACK

SECOND = ShopId(2)
PATIENCE = Patience(greeting=2)
OWN = MailServer(host="mail.example", port=587, encryption="starttls", user="me", password="x")


@pytest.fixture
async def office(shop: Shop, open_office: Opens) -> Office:
    """An office whose shop may change its settings."""
    return await open_office()


def settings(shop: Shop, **values: str | None) -> None:
    """Set the shop's mail settings: `server` for PS_MAIL_SERVER."""
    for name, value in values.items():
        key = name.upper() if name.startswith("ps_") else f"PS_MAIL_{name.upper()}"
        shop.run("DELETE FROM ps_configuration WHERE name = %s", key)
        shop.configure(key, value)


@pytest.mark.parametrize(
    ("encryption", "port", "version", "expected"),
    [
        ("off", "25", "8.2.1", (25, "opportunistic")),
        ("off", "587", "9.0.0", (587, "opportunistic")),
        ("off", "465", "8.2.1", (465, "tls")),
        ("ssl", "465", "1.7.8.11", (465, "tls")),
        ("ssl", "2465", "8.2.1", (2465, "tls")),
        ("tls", "587", "1.7.8.11", (587, "starttls")),
        ("tls", "587", "8.2.1", (587, "starttls")),
        ("tls", "465", "8.2.1", (465, "tls")),
        ("tls", "587", "9.1.0", (587, "starttls_or_tls")),
        ("TLS", "default", "8.2.1", (25, "starttls")),
        ("off", "default", "8.2.1", (25, "opportunistic")),
        ("", "", "8.2.1", (25, "opportunistic")),
        (None, None, "8.2.1", (25, "opportunistic")),
        ("off", "99999999", "8.2.1", (25, "opportunistic")),
    ],
)
async def test_the_shops_own_server(
    office: Office,
    shop: Shop,
    encryption: str | None,
    port: str | None,
    version: str,
    expected: tuple[int, str],
) -> None:
    settings(
        shop,
        method="2",
        server=" smtp.example ",
        smtp_encryption=encryption,
        smtp_port=port,
        user="shop",
        passwd=" pass word ",
        ps_version_db=version,
    )
    server = await office.servers.of(SHOP)
    assert isinstance(server, SmtpServer)
    assert (server.port, server.security) == expected
    assert (server.host, server.user, server.password) == ("smtp.example", "shop", " pass word ")
    assert server.helo == "shop.example", "the shop's domain"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"method": "3"}, "disabled"),
        ({"method": "2", "server": ""}, "no_server"),
        ({"method": "2", "server": None}, "no_server"),
        ({"method": "1"}, "no_sendmail"),
        ({"method": None}, "no_sendmail"),
    ],
)
async def test_settings_that_leave_no_way(
    office: Office, shop: Shop, values: dict[str, str | None], code: str
) -> None:
    settings(shop, **values)
    servers = Servers(
        office.database,
        shops=lambda: office.facts.shops,
        own=office.own.get,
        sendmail=Path("/no/such/program"),
    )
    with pytest.raises(MailProblem) as problem:
        await servers.of(SHOP)
    assert problem.value.code == code
    office.own[SHOP] = OWN
    assert await servers.of(SHOP) == SmtpServer(
        "mail.example", 587, "starttls", "me", "x", "shop.example"
    )


async def test_the_merchants_own_server_comes_first(office: Office, shop: Shop) -> None:
    settings(shop, method="2", server="smtp.example", domain="mail.shop.example")
    for encryption, security in (("none", "plain"), ("starttls", "starttls"), ("tls", "tls")):
        own = OWN.model_copy(update={"encryption": encryption})
        server = await office.servers.by(SHOP, own)
        assert isinstance(server, SmtpServer)
        assert (server.host, server.security, server.helo) == (
            "mail.example",
            security,
            "mail.shop.example",
        )
    with pytest.raises(MailProblem, match="no_server"):
        await office.servers.by(SHOP, OWN.model_copy(update={"host": " "}))


async def test_each_shop_has_settings_of_its_own(office: Office, shop: Shop) -> None:
    shop.second()
    await office.facts.look(office.database)
    shop.configure("PS_MAIL_SERVER", "second.example", shop=2)
    first, second = await office.servers.of(SHOP), await office.servers.of(SECOND)
    assert isinstance(first, SmtpServer)
    assert isinstance(second, SmtpServer)
    assert (first.host, second.host) == (LOOPBACK, "second.example")


async def test_a_check_asks_the_server_and_remembers(
    office: Office, inbox: Inbox, shop: Shop
) -> None:
    checks = Checks(office.servers, patience=PATIENCE)
    first, second = await asyncio.gather(checks.of(SHOP), checks.of(SHOP))
    assert first is second
    assert first.good
    assert first.detail.startswith("250")
    asked = inbox.reached.count("greeting")
    assert await checks.of(SHOP) is first
    assert inbox.reached.count("greeting") == asked
    settings(shop, method="3")
    assert await checks.of(SHOP) == Check(good=False, code="disabled")


async def test_a_check_says_what_is_wrong_and_asks_anew_after_a_while(
    office: Office, inbox: Inbox
) -> None:
    inbox.stop()
    checks = Checks(office.servers, patience=PATIENCE, seconds=0)
    bad = await checks.of(SHOP)
    assert (bad.good, bad.code) == (False, "unreachable")
    inbox.start()
    assert (await checks.of(SHOP)).good


SENDMAIL = """#!{python}
import sys
from pathlib import Path
folder = Path({folder!r})
(folder / "arguments").write_text("\\n".join(sys.argv[1:]))
(folder / "content").write_bytes(sys.stdin.buffer.read())
print({says!r})
sys.exit({code})
"""


def sendmail(folder: Path, *, says: str = "", code: int = 0) -> Path:
    """A program that takes mails as sendmail does, or refuses them."""
    program = folder / "sendmail"
    program.write_text(
        SENDMAIL.format(python=sys.executable, folder=str(folder), says=says, code=code)
    )
    program.chmod(0o755)
    return program


def letter() -> Letter:
    own = Mailbox("Shop", "shop@example.com")
    return Letter(own, (Mailbox("", "-oQ@example.com"),), own, None, "Test", ".\nHello", "Hello")


async def test_php_mail_goes_by_sendmail(office: Office, shop: Shop, tmp_path: Path) -> None:
    settings(shop, method="1")
    servers = Servers(
        office.database,
        shops=lambda: office.facts.shops,
        own=office.own.get,
        sendmail=sendmail(tmp_path),
    )
    server = await servers.of(SHOP)
    assert server == Sendmail(tmp_path / "sendmail")
    assert (await Checks(servers).of(SHOP)).good
    await office.outbox.test(server, letter())
    given = (tmp_path / "arguments").read_text().split("\n")
    assert given == ["-i", "-f", "shop@example.com", "--", "-oQ@example.com"]
    content = (tmp_path / "content").read_bytes()
    assert b"\r" not in content
    assert b"\n.\nHello\n" in content


async def test_sendmail_may_refuse(office: Office, tmp_path: Path) -> None:
    program = sendmail(tmp_path, says="queue is full", code=75)
    with pytest.raises(MailProblem, match="refused: queue is full"):
        await office.outbox.test(Sendmail(program), letter())
    with pytest.raises(MailProblem, match="no_sendmail"):
        await office.outbox.test(Sendmail(tmp_path / "none"), letter())


async def test_a_test_mail_shows_the_servers_answer(office: Office, inbox: Inbox) -> None:
    server = await office.servers.of(SHOP)
    assert await office.outbox.test(server, letter()) == "250 OK"
    inbox.answer = "554 5.7.1 Not today"
    with pytest.raises(MailProblem, match="refused: 554"):
        await office.outbox.test(server, letter())
    inbox.answer = "250 OK"
    inbox.refused["-oQ@example.com"] = "550 No"
    both = replace(letter(), to=(*letter().to, Mailbox("", "marc@example.com")))
    assert await office.outbox.test(server, both) == "250 OK; -oQ@example.com (550 No)"
