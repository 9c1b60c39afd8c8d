"""Who has which mail in hand: one process, and another only when that one is surely gone."""

import time

from sidecar.mail import store
from sidecar.mail.claims import Claims, Pace
from sidecar.mail.store import Queued
from sidecar.platform import clock
from tests.mail.office import KIND, SHOP, Office

FOREVER = Pace(claim=300, doubt=3600)
AT_ONCE = Pace(claim=300, doubt=0)


def claims(office: Office, pace: Pace) -> Claims:
    """Another process's claims on the same outbox, with nothing in hand."""
    return Claims(office.database, pace, in_hand=set)


async def queued(office: Office) -> Queued:
    """A mail that is due."""
    await office.put("Is it red?")
    async with office.database.reading() as unit:
        (mail,) = await store.due(unit, SHOP, [KIND], now=clock.now(), limit=5)
    return mail


async def taken(office: Office, by: Claims, mail: Queued) -> bool:
    async with office.database.unit() as unit:
        return await by.take(unit, mail)


async def lapse(office: Office, *, minutes: int) -> None:
    """The claim in the outbox ended so long ago."""
    async with office.database.unit() as unit:
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox"
            " SET claimed_until = UTC_TIMESTAMP(3) - INTERVAL %s MINUTE",
            minutes,
        )


async def test_only_one_gets_a_mail(office: Office) -> None:
    mail = await queued(office)
    first, second = claims(office, FOREVER), claims(office, FOREVER)
    assert await taken(office, first, mail)
    assert not await taken(office, second, mail)
    await first.put_back(mail)
    assert await taken(office, second, mail)
    assert not await taken(office, first, mail)


async def test_what_was_tried_since_is_not_what_was_seen(office: Office) -> None:
    """Another process has failed with it meanwhile: its pause counts."""
    mail = await queued(office)
    first, second = claims(office, FOREVER), claims(office, FOREVER)
    assert await taken(office, first, mail)
    async with office.database.unit() as unit:
        assert await store.failed(
            unit, mail, first.token, next_attempt_at=clock.now(), last_error="closed"
        )
    assert not await taken(office, second, mail)


async def test_a_claim_that_holds_is_left_alone(office: Office) -> None:
    mail = await queued(office)
    owner, other = claims(office, FOREVER), claims(office, AT_ONCE)
    await taken(office, owner, mail)
    for _ in range(3):
        await other.take_over(clock.now())
    assert await office.is_now(mail.subject, "sending")


async def test_a_lapsed_claim_is_doubted_for_a_while(office: Office) -> None:
    mail = await queued(office)
    owner, other = claims(office, FOREVER), claims(office, Pace(doubt=0.4))
    await taken(office, owner, mail)
    await lapse(office, minutes=1)
    seen = time.monotonic()
    while not await office.is_now(mail.subject, "retrying"):
        await other.take_over(clock.now())
        assert time.monotonic() - seen < 8
    assert time.monotonic() - seen >= 0.4
    assert (await office.state(mail.subject)).attempts == 1


async def test_a_claim_that_moved_is_doubted_anew(office: Office) -> None:
    """Its owner is alive."""
    mail = await queued(office)
    owner, other = claims(office, FOREVER), claims(office, Pace(doubt=0.4))
    await taken(office, owner, mail)
    await lapse(office, minutes=2)
    await other.take_over(clock.now())
    began = time.monotonic()
    while time.monotonic() - began < 0.5:
        await lapse(office, minutes=1)
        await other.take_over(clock.now())
    assert await office.is_now(mail.subject, "sending")


async def test_doubts_begin_anew_after_the_database_was_away(office: Office) -> None:
    """Everybody who lives wants to say so first."""
    mail = await queued(office)
    owner, other = claims(office, FOREVER), claims(office, Pace(doubt=0.4))
    await taken(office, owner, mail)
    await lapse(office, minutes=1)
    began = time.monotonic()
    while time.monotonic() - began < 0.5:
        await other.take_over(clock.now())
        other.forget_doubts()
    assert await office.is_now(mail.subject, "sending")
