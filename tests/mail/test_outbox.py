"""The outbox: in with what it is about, out once, and its state told truly."""

from tests.mail.office import Office
from tests.stack.inbox import Inbox
from tests.waiting import until


async def test_a_mail_goes_out_after_the_commit(office: Office, inbox: Inbox) -> None:
    office.outbox.start()
    (number,) = await office.put("Is it red?")
    await until(lambda: inbox.mails)
    await until(lambda: _is(office, number, "sent"))
    (mail,) = inbox.mails
    assert (mail.sender, mail.recipients) == ("shop@example.com", ("marc@example.com",))
    assert mail.content["Subject"] == "Is it red?"
    assert mail.content["Reply-To"] == "john@example.com"
    state = await office.state(number)
    assert (state.attempts, state.code, state.detail) == (1, "", "")
    assert state.sent_at is not None


async def _is(office: Office, number: int, state: str) -> bool:
    return (await office.state(number)).state == state
