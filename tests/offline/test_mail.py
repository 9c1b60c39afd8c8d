"""From the form to the merchant's inbox: the three senders, and a server that was down."""

import pytest

from tests.conftest import Shop, Starts
from tests.offline.doors import left
from tests.offline.rooms import SERVICE, choose
from tests.people import customer, guest
from tests.running import Chat
from tests.stack.inbox import Inbox, Mail
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("tables")


async def arrived(inbox: Inbox) -> Mail:
    await until(lambda: inbox.mails, what="a mail")
    assert len(inbox.mails) == 1
    return inbox.mails[0]


async def sent(start: Starts, inbox: Inbox, **fields: object) -> Mail:
    chat: Chat = await start()
    await left(chat, **fields)  # type: ignore[arg-type]
    return await arrived(inbox)


async def test_the_customer_is_answered_by_reply_to(start: Starts, inbox: Inbox) -> None:
    mail = await sent(start, inbox, values={"message": "Où est-elle ?"})
    assert mail.sender == "shop@example.com"
    assert mail.recipients == ("shop@example.com",)
    assert mail.content["From"] == "Atelier du Coin <shop@example.com>"
    assert mail.content["Reply-To"] == "Ada Byron <ada@example.org>"
    assert mail.content["Sender"] is None
    assert mail.content["Subject"] == "New message from Ada Byron"
    assert "Où est-elle ?" in mail.text
    assert "Où est-elle ?" in mail.html


async def test_it_comes_from_the_customer_where_the_merchant_wants_it(
    start: Starts, inbox: Inbox, shop: Shop
) -> None:
    choose(shop, sender="customer")
    mail = await sent(start, inbox)
    assert mail.sender == "shop@example.com"
    assert mail.content["From"] == "Ada Byron <ada@example.org>"
    assert mail.content["Sender"] == "Atelier du Coin <shop@example.com>"
    assert mail.content["Reply-To"] is None


async def test_it_comes_from_the_shop_when_no_address_is_asked(
    start: Starts, inbox: Inbox, shop: Shop
) -> None:
    choose(shop, email_asked=False, email_required=False)
    mail = await sent(start, inbox, values={"email": ""})
    assert mail.content["From"] == "Atelier du Coin <shop@example.com>"
    assert mail.content["Reply-To"] is None


async def test_a_customer_who_chose_a_contact_reaches_it(
    start: Starts, inbox: Inbox, shop: Shop
) -> None:
    choose(shop, contact_choice=True)
    mail = await sent(
        start,
        inbox,
        who=customer(),
        contact=SERVICE,
        order=1,
        values={"lastname": "Ünal", "firstname": "Zoë"},
    )
    assert mail.recipients == ("service@example.com",)
    assert mail.content["Reply-To"].addresses[0].display_name == "Zoë Ünal"
    assert mail.content["To"].addresses[0].display_name == "Customer service"
    assert mail.content["Subject"].startswith("New message from Zoe Unal [no_sync]")
    assert "#2 John DOE" in mail.text


async def test_a_server_that_was_down_gets_the_mail_once(
    start: Starts, inbox: Inbox, shop: Shop
) -> None:
    inbox.stop()
    chat = await start()
    number = await left(chat, guest())

    def failed() -> bool:
        return bool(
            shop.run(
                "SELECT 1 FROM ps_onlinechat_outbox WHERE id_subject = %s AND state = 'retrying'",
                number,
            )
        )

    await until(failed)
    assert inbox.mails == []
    inbox.start()
    shop.run("UPDATE ps_onlinechat_outbox SET next_attempt_at = UTC_TIMESTAMP(3)")
    mail = await arrived(inbox)
    assert mail.content["Message-ID"].endswith(".offline_message@shop.example>")


async def test_a_program_s_message_is_not_mailed(start: Starts, inbox: Inbox) -> None:
    chat = await start()
    await left(chat, values={"website": "x", "message": "spam"})
    await left(chat, values={"message": "people's"})
    assert "people's" in (await arrived(inbox)).text
