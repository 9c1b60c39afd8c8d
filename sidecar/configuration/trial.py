"""The test mail: shows whether mail would go out, by settings that need not be saved yet."""

from sidecar.configuration.rules import MailServer
from sidecar.mail.rules import Letter, Mailbox
from sidecar.mail.servers import Servers
from sidecar.mail.service import Outbox
from sidecar.platform.pages import Pages
from sidecar.shop.shops import Shop

FOLDER = "emails/test_mail"


class Trial:
    """Sends it past the outbox: it is here and now, or not at all."""

    def __init__(self, pages: Pages, servers: Servers, outbox: Outbox) -> None:
        self._pages = pages
        self._servers = servers
        self._outbox = outbox

    async def send(self, shop: Shop, own: MailServer | None, *, to: str, lang: str) -> str:
        """Send it by this server, None for the shop's own; what the server said.

        Raises:
            MailProblem: it was not accepted, and why.
        """
        server = await self._servers.by(shop.id, own)
        mine = Mailbox(shop.name, shop.email)
        letter = Letter(
            shop=mine,
            to=(Mailbox("", to),),
            sender=mine,
            reply_to=None,
            subject=self._pages.render(f"{FOLDER}/subject.txt", lang, shop=shop).strip(),
            text=self._pages.render(f"{FOLDER}/body.txt", lang, shop=shop),
            html=self._pages.render(f"{FOLDER}/body.html", lang, shop=shop),
        )
        return await self._outbox.test(server, letter)
