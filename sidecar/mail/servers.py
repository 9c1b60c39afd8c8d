"""Which way a shop's mail takes: the merchant's own server, else as the shop's settings say."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sidecar.configuration.rules import MailServer
from sidecar.mail import rules
from sidecar.mail.problems import MailProblem
from sidecar.mail.sendmail import PROGRAM, Sendmail
from sidecar.mail.smtp import Security, SmtpServer
from sidecar.platform.database import Database
from sidecar.protocol.base import ShopId
from sidecar.shop import mail as tables
from sidecar.shop.configuration import Scope
from sidecar.shop.mail import DISABLED, PHP, ShopMail
from sidecar.shop.shops import Shop

Server = SmtpServer | Sendmail
OWN: dict[str, Security] = {"none": "plain", "starttls": "starttls", "tls": "tls"}
IMPLICIT_TLS_PORT = 465


class Servers:
    """The mail server of each shop, as of this moment."""

    def __init__(
        self,
        database: Database,
        *,
        shops: Callable[[], Mapping[ShopId, Shop]],
        own: Callable[[ShopId], MailServer | None],
        sendmail: Path = PROGRAM,
    ) -> None:
        """`own` is the server set in *Mail server*, None where the shop's settings count."""
        self._database = database
        self._shops = shops
        self._own = own
        self._sendmail = Sendmail(sendmail)

    def known(self, shop: ShopId) -> bool:
        """Whether the shop exists and is active."""
        return shop in self._shops()

    async def of(self, shop: ShopId) -> Server:
        """Where the shop's mail goes.

        Raises:
            MailProblem: the settings leave no way; the code says which.
            StorageUnavailable: the shop's settings cannot be read.
        """
        return await self.by(shop, self._own(shop))

    async def by(self, shop: ShopId, own: MailServer | None) -> Server:
        """Where the shop's mail would go with such a server of its own, or with none."""
        one = self._shops()[shop]
        async with self._database.reading() as unit:
            theirs = await tables.read(unit, Scope(one.id, one.group))
        helo = rules.host(theirs.domain, *one.domains) or "localhost"
        if own is None:
            return self._as_the_shop(theirs, helo)
        if not own.host.strip():
            raise MailProblem("no_server")
        return SmtpServer(
            own.host.strip(), own.port, OWN[own.encryption], own.user, own.password, helo
        )

    def _as_the_shop(self, theirs: ShopMail, helo: str) -> Server:
        if theirs.method == DISABLED:
            raise MailProblem("disabled")
        if theirs.method == PHP:
            if not self._sendmail.there:
                raise MailProblem("no_sendmail")
            return self._sendmail
        if not theirs.host:
            raise MailProblem("no_server")
        port = theirs.port or 25
        security = _security(port, theirs.encryption, theirs.major)
        return SmtpServer(theirs.host, port, security, theirs.user, theirs.password, helo)


def _security(port: int, encryption: str, major: int) -> Security:
    """The port decides first: what is on 465 begins encrypted, whatever the settings call it."""
    if port == IMPLICIT_TLS_PORT or encryption == "ssl":
        return "tls"
    if encryption == "tls":
        return "starttls_or_tls" if major >= 9 else "starttls"
    return "opportunistic"
