"""The outbox: in with what it is about, out once, and its state told truly."""

import threading
import time
from datetime import timedelta

import pytest
from jinja2 import TemplateNotFound

from sidecar.configuration.rules import MailServer
from sidecar.mail.rules import Letter, Mailbox
from sidecar.mail.smtp import Patience
from sidecar.platform import clock
from sidecar.platform.database import Unit
from sidecar.protocol.base import ShopId
from tests.conftest import Shop, rows
from tests.mail.conftest import Opens
from tests.mail.office import KIND, MARC, SHOP, Office
from tests.stack.inbox import Inbox
from tests.stack.ports import LOOPBACK
from tests.waiting import until

SARA = Mailbox("Sara", "sara@example.com")
SECOND = ShopId(2)


async def sent(office: Office, *numbers: int) -> None:
    """Wait until these are out."""
    for number in numbers:
        await until(lambda number=number: office.is_now(number, "sent"), what=f"mail {number} out")


def subjects(inbox: Inbox) -> list[str]:
    return [str(mail.content["Subject"]) for mail in inbox.mails]


async def test_a_mail_goes_out_after_the_commit(office: Office, inbox: Inbox) -> None:
    office.outbox.start()
    (number,) = await office.put("Is it red?")
    await sent(office, number)
    (mail,) = inbox.mails
    assert (mail.sender, mail.recipients) == ("shop@example.com", ("marc@example.com",))
    assert mail.content["Subject"] == "Is it red?"
    assert mail.content["Reply-To"] == "john@example.com"
    assert mail.content["Message-ID"].endswith(".offline_message@shop.example>")
    state = await office.state(number)
    assert (state.attempts, state.code, state.detail) == (1, "", "")
    assert state.sent_at is not None


async def test_the_customer_as_sender_leaves_the_shop_on_the_envelope(
    office: Office, inbox: Inbox
) -> None:
    office.sender = Mailbox("John DOE", "john@example.com")
    office.outbox.start()
    await sent(office, *await office.put("Is it red?"))
    (mail,) = inbox.mails
    assert mail.sender == "shop@example.com"
    assert mail.content["From"] == "John DOE <john@example.com>"
    assert mail.content["Sender"].address.addr_spec == "shop@example.com"


async def test_what_is_rolled_back_is_not_sent(office: Office, inbox: Inbox) -> None:
    with pytest.raises(ValueError, match="after all"):
        await _put_and_fail(office)
    assert await rows(office.database, "SELECT * FROM PREFIX_onlinechat_outbox") == []


async def _put_and_fail(office: Office) -> None:
    async with office.database.unit() as unit:
        shop = office.facts.shops[SHOP]
        await office.outbox.put(unit, shop, kind=KIND, subject=1, now=clock.now())
        raise ValueError("Not after all.")


async def test_subjects_without_a_mail_have_no_state(office: Office) -> None:
    (number,) = await office.put("Is it red?")
    async with office.database.unit() as unit:
        found = await office.outbox.states(unit, KIND, [number, number + 1])
        assert set(found) == {number}
        assert await office.outbox.states(unit, KIND, []) == {}
        assert await office.outbox.states(unit, "other", [number]) == {}
        assert await office.outbox.again(unit, KIND, [], clock.now()) == 0
        await office.outbox.forget(unit, KIND, [])
    assert found[number].state == "waiting"


async def test_one_attempt_tells_for_all_that_a_server_is_away(
    office: Office, inbox: Inbox
) -> None:
    inbox.closes = "greeting"
    numbers = await office.put("First", "Second", "Third")
    before = inbox.reached.count("greeting")
    office.outbox.start()
    for number in numbers:
        await until(lambda number=number: office.is_now(number, "retrying"))
        state = await office.state(number)
        assert (state.attempts, state.code) == (1, "closed")
        pause = state.next_attempt_at - clock.now()
        assert timedelta(seconds=20) < pause <= timedelta(seconds=36)
    assert inbox.reached.count("greeting") == before + 1


async def test_the_first_mail_that_gets_through_brings_the_others(
    office: Office, inbox: Inbox
) -> None:
    inbox.stop()
    office.outbox.start()
    late = await office.put("First", "Second")
    for number in late:
        await until(lambda number=number: office.is_now(number, "retrying"))
    inbox.start()
    fresh = await office.put("Third")
    await sent(office, *late, *fresh)
    assert sorted(subjects(inbox)) == ["First", "Second", "Third"]


async def test_pauses_grow_and_after_five_days_it_is_given_up_until_told_otherwise(
    office: Office, inbox: Inbox
) -> None:
    inbox.answer = "554 5.7.1 Spam"
    office.outbox.start()
    (number,) = await office.put("Is it red?")
    attempts = 0
    for _ in range(60):
        attempts += 1
        await until(lambda n=attempts: _attempted(office, number, n))
        if await office.is_now(number, "given_up"):
            break
        await office.pass_time(hours=4.81)
    assert 24 <= attempts <= 27, "every 4.8 hours for five days"
    state = await office.state(number)
    assert (state.code, state.detail) == ("refused", "554 5.7.1 Spam")
    inbox.answer = "250 OK"
    async with office.database.unit() as unit:
        assert await office.outbox.again(unit, KIND, [number], clock.now()) == 1
    office.outbox.wake()
    await sent(office, number)
    async with office.database.unit() as unit:
        assert await office.outbox.again(unit, KIND, [number], clock.now()) == 0, "it is out"


async def _attempted(office: Office, number: int, attempts: int) -> bool:
    state = await office.state(number)
    return state.attempts >= attempts and state.state != "sending"


async def test_what_is_forgotten_is_not_sent(office: Office, inbox: Inbox) -> None:
    first, second = await office.put("First", "Second")
    async with office.database.unit() as unit:
        await office.outbox.forget(unit, KIND, [first])
    office.outbox.start()
    await sent(office, second)
    assert subjects(inbox) == ["Second"]


async def test_a_mail_about_something_that_is_gone_is_dropped(office: Office, inbox: Inbox) -> None:
    first, second = await office.put("First", "Second")
    async with office.database.unit() as unit:
        await unit.run(
            "DELETE FROM PREFIX_onlinechat_offline_message WHERE id_offline_message = %s", first
        )
    office.outbox.start()
    await sent(office, second)
    assert subjects(inbox) == ["Second"]
    assert len(await rows(office.database, "SELECT * FROM PREFIX_onlinechat_outbox")) == 1


async def test_what_is_deleted_while_it_is_sent_goes_no_further(
    office: Office, inbox: Inbox
) -> None:
    inbox.hangs = "recipient"
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: inbox.reached[-1:] == ["recipient"])
    assert await office.is_now(number, "sending")
    async with office.database.unit() as unit:
        await office.outbox.forget(unit, KIND, [number])
    inbox.hangs = ""
    await sent(office, *await office.put("Second"))
    assert subjects(inbox) == ["Second"]
    assert inbox.reached.count("data") == 1


async def test_disabled_mail_waits_and_leaves_when_the_shop_enables_it(
    office: Office, inbox: Inbox, shop: Shop
) -> None:
    method = "UPDATE ps_configuration SET value = %s WHERE name = 'PS_MAIL_METHOD'"
    shop.run(method, "3")
    office.outbox.start()
    numbers = await office.put("First", "Second")
    for number in numbers:
        await until(lambda number=number: _says(office, number, "disabled"))
        state = await office.state(number)
        assert (state.state, state.attempts) == ("waiting", 0)
    shop.run(method, "2")
    await sent(office, *numbers)
    assert (await office.state(numbers[0])).attempts == 1


async def _says(office: Office, number: int, code: str) -> bool:
    return (await office.state(number)).code == code


async def test_a_server_of_ones_own_helps_at_once(office: Office, inbox: Inbox, shop: Shop) -> None:
    shop.run("UPDATE ps_configuration SET value = '1' WHERE name = 'PS_MAIL_METHOD'")
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: _says(office, number, "no_sendmail"))
    office.own[SHOP] = MailServer(host=LOOPBACK, port=inbox.port, encryption="none")
    await office.outbox.hurry([SHOP])
    await sent(office, number)


async def test_a_mail_to_nobody_waits_for_an_address(office: Office, inbox: Inbox) -> None:
    office.to = ()
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: _says(office, number, "no_recipient"))
    state = await office.state(number)
    assert (state.state, state.attempts) == ("waiting", 0)
    assert state.next_attempt_at > clock.now() + timedelta(minutes=9)
    office.to = (MARC,)
    await office.outbox.hurry([SHOP])
    await sent(office, number)
    await office.outbox.hurry([])


async def test_each_recipient_gets_it_once_whenever_they_are_taken(
    office: Office, inbox: Inbox
) -> None:
    office.to = (MARC, SARA)
    inbox.refused["marc@example.com"] = "450 4.2.1 Mailbox busy"
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: office.is_now(number, "retrying"))
    assert (await office.state(number)).detail == "marc@example.com (450 4.2.1 Mailbox busy)"
    await office.pass_time(minutes=1)
    await until(lambda: _attempted(office, number, 2))
    assert (await office.state(number)).state == "retrying"
    inbox.refused.clear()
    await office.pass_time(minutes=3)
    await sent(office, number)
    assert [mail.recipients for mail in inbox.mails] == [(SARA.address,), (MARC.address,)]
    assert len({mail.content["Message-ID"] for mail in inbox.mails}) == 1


async def test_a_recipient_who_has_it_is_enough_once_the_other_is_no_longer_wanted(
    office: Office, inbox: Inbox
) -> None:
    office.to = (MARC, SARA)
    inbox.refused["marc@example.com"] = "550 5.1.1 No such user"
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: office.is_now(number, "retrying"))
    office.to = (SARA,)
    await office.outbox.hurry([SHOP])
    await sent(office, number)
    assert len(inbox.mails) == 1


@pytest.mark.parametrize("error", [KeyError("x"), TemplateNotFound("x"), TypeError("x")])
async def test_a_mail_that_cannot_be_made_is_tried_again(
    office: Office, inbox: Inbox, error: Exception
) -> None:
    broken = True

    async def compose(unit: Unit, number: int) -> Letter | None:
        if broken:
            raise error
        return await office.compose(unit, number)

    office.outbox.composes(KIND, compose)
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: office.is_now(number, "retrying"))
    assert (await office.state(number)).code == "other"
    broken = False
    await office.pass_time(minutes=1)
    await sent(office, number)


async def test_a_kind_that_nobody_makes_here_is_left_alone(office: Office, inbox: Inbox) -> None:
    """Another process, of a newer version, may know it."""
    async with office.database.unit() as unit:
        shop = office.facts.shops[SHOP]
        await office.outbox.put(unit, shop, kind="transcript", subject=1, now=clock.now())
    office.outbox.start()
    await sent(office, *await office.put("First"))
    async with office.database.reading() as unit:
        states = await office.outbox.states(unit, "transcript", [1])
    assert (states[1].state, states[1].attempts) == ("waiting", 0)


async def test_a_hanging_server_delays_only_its_own_mail(
    open_office: Opens, inbox: Inbox, shop: Shop
) -> None:
    shop.second()
    other = Inbox()
    other.hangs = "greeting"
    other.start()
    try:
        shop.configure("PS_MAIL_SMTP_PORT", str(other.port), shop=2)
        office = await open_office(patience=Patience(greeting=20))
        stuck = await office.put("Stuck", "Stuck too", shop=SECOND)
        office.outbox.start()
        await until(lambda: office.is_now(stuck[0], "sending"))
        await sent(office, *await office.put(*[f"Number {number}" for number in range(5)]))
        assert await office.is_now(stuck[0], "sending"), "still"
        other.hangs = ""
        await sent(office, *stuck)
        assert len(other.mails) == 2
    finally:
        other.stop()


async def test_many_mails_leave_in_order(office: Office, inbox: Inbox) -> None:
    texts = [f"Number {number}" for number in range(70)]
    numbers = await office.put(*texts)
    office.outbox.start()
    await sent(office, *numbers)
    assert subjects(inbox) == texts


async def test_a_stop_does_not_wait_for_a_server_that_has_nothing_yet(
    office: Office, inbox: Inbox, open_office: Opens
) -> None:
    inbox.hangs = "recipient"
    office.outbox.start()
    (number,) = await office.put("First")
    await until(lambda: inbox.reached[-1:] == ["recipient"])
    before = time.monotonic()
    await office.outbox.stop()
    assert time.monotonic() - before < 1.5
    assert await office.is_now(number, "waiting")
    inbox.hangs = ""
    next_start = await open_office()
    next_start.outbox.start()
    await sent(next_start, number)
    assert len(inbox.mails) == 1


async def test_a_stop_waits_for_the_answer_to_a_mail(office: Office, inbox: Inbox) -> None:
    arrived, answer = threading.Event(), threading.Event()

    def slowly(_mail: object) -> bool:
        arrived.set()
        return answer.wait(5)

    inbox.takes = slowly
    office.outbox.start()
    numbers = await office.put("First", "Second")
    await until(arrived.is_set)
    threading.Timer(0.3, answer.set).start()
    await office.outbox.stop()
    assert await office.is_now(numbers[0], "sent")
    assert await office.is_now(numbers[1], "waiting")
