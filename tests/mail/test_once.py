"""Each mail is out once, whoever dies when; twice only between the server's 250 and our commit.

The mail server of these tests decides when the sending process is killed (-9): it knows best how
far the mail is.
"""

import asyncio
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from sidecar.mail.claims import Pace
from sidecar.mail.smtp import Patience
from tests.conftest import rows
from tests.mail.conftest import Opens
from tests.mail.office import KIND, Office
from tests.stack.inbox import Inbox, Mail, Point
from tests.stack.mariadb import MariaDb
from tests.stack.process import Process
from tests.stack.sidecar import REPOSITORY
from tests.waiting import until

CLAIM = 300


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """A process that sends, to be killed."""
    one = Process("mail", tmp_path)
    yield one
    one.kill()


def launch(process: Process, url: str) -> None:
    process.start([sys.executable, "-m", "tests.mail.office", url], folder=REPOSITORY)


@pytest.fixture
def lock(server: MariaDb) -> Iterator["Connection[Cursor]"]:
    """A connection that can keep others from writing into the outbox."""
    with server.connect("shop") as connection:
        connection.begin()
        yield connection


def hold(lock: "Connection[Cursor]") -> None:
    """From now on nobody commits anything about a mail; `lock.rollback()` lets go."""
    with lock.cursor() as cursor:
        cursor.execute("SELECT id_mail FROM ps_onlinechat_outbox FOR UPDATE")


async def taken_over(office: Office, number: int) -> None:
    """The claim of a dead process lapses, and this office sends what it left behind."""
    office.outbox.start()
    await office.pass_time(seconds=CLAIM)
    await until(lambda: office.is_now(number, "sent"), what=f"mail {number} out")


async def test_a_process_killed_before_the_mail_is_taken_over(
    office: Office, inbox: Inbox, clean: str, process: Process
) -> None:
    points: tuple[Point, ...] = ("greeting", "recipient", "data", "answer")
    for point in points:
        inbox.mails.clear()
        inbox.reached.clear()
        inbox.hangs = point
        launch(process, clean)
        (number,) = await office.put(f"Killed at {point}")
        await until(lambda point=point: inbox.reached[-1:] == [point], seconds=20)
        process.kill()
        inbox.hangs = ""
        assert await office.is_now(number, "sending")
        await taken_over(office, number)
        await office.outbox.stop()
        assert [mail.content["Subject"] for mail in inbox.mails] == [f"Killed at {point}"]


async def test_a_process_killed_just_before_the_server_accepts_doubles_nothing(
    office: Office, inbox: Inbox, clean: str, process: Process
) -> None:
    whole: list[Mail] = []

    def kill(mail: Mail) -> bool:
        """The server has the whole mail; it neither keeps nor answers it."""
        whole.append(mail)
        if len(whole) > 1:
            return True
        process.kill()
        return False

    inbox.takes = kill
    launch(process, clean)
    (number,) = await office.put("Is it red?")
    await until(lambda: whole, seconds=20)
    assert await office.is_now(number, "sending")
    await taken_over(office, number)
    assert len(inbox.mails) == 1


async def test_a_process_killed_after_the_commit_doubles_nothing(
    office: Office, inbox: Inbox, clean: str, process: Process
) -> None:
    launch(process, clean)
    (number,) = await office.put("Is it red?")
    await until(lambda: office.is_now(number, "sent"), seconds=20)
    process.kill()
    office.outbox.start()
    await office.pass_time(days=1)
    await asyncio.gather(*[_settled(office, text) for text in ("One", "Two")])
    assert sorted(mail.content["Subject"] for mail in inbox.mails) == ["Is it red?", "One", "Two"]


async def _settled(office: Office, text: str) -> None:
    (number,) = await office.put(text)
    await until(lambda: office.is_now(number, "sent"))


async def test_a_process_killed_between_the_servers_250_and_the_commit_sends_twice(
    office: Office,
    inbox: Inbox,
    clean: str,
    process: Process,
    lock: "Connection[Cursor]",
) -> None:
    """The one case in which nobody can know; both have the same Message-ID."""

    def keep_from_committing(_mail: Mail) -> bool:
        hold(lock)
        return True

    inbox.takes = keep_from_committing
    launch(process, clean)
    (number,) = await office.put("Is it red?")
    await until(lambda: _storing(office), seconds=20, what="the result on its way")
    process.kill()
    inbox.takes = lambda _mail: True
    lock.rollback()
    assert await office.is_now(number, "sending")
    await taken_over(office, number)
    assert len(inbox.mails) == 2
    assert len({mail.content["Message-ID"] for mail in inbox.mails}) == 1


async def _storing(office: Office) -> bool:
    """Whether some process tries to store that a mail is out."""
    found = await rows(
        office.database,
        "SELECT id FROM information_schema.processlist"
        " WHERE info LIKE %s AND id != CONNECTION_ID()",
        "UPDATE%onlinechat_outbox SET state = 'sent'%",
    )
    return bool(found)


async def test_a_result_that_cannot_be_stored_is_kept_until_it_can(
    office: Office,
    inbox: Inbox,
    lock: "Connection[Cursor]",
    open_office: Opens,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The claim lapses meanwhile, and another process looks on."""

    def keep_from_committing(_mail: Mail) -> bool:
        hold(lock)
        return True

    inbox.takes = keep_from_committing
    office.outbox.start()
    (number,) = await office.put("Is it red?")
    await until(lambda: _storing(office))
    other = await open_office(pace=Pace(look=0.1, doubt=3))
    other.outbox.start()
    await until(lambda: "cannot be stored yet" in caplog.text)
    with lock.cursor() as cursor:
        cursor.execute(
            "UPDATE ps_onlinechat_outbox SET claimed_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND"
        )
    lock.commit()
    await until(lambda: office.is_now(number, "sent"))
    assert len(inbox.mails) == 1


async def test_a_claim_is_kept_as_long_as_a_server_takes(inbox: Inbox, open_office: Opens) -> None:
    """A server that examines the mail for longer than a claim lasts: nobody else touches it."""
    arrived, answer = threading.Event(), threading.Event()

    def slowly(_mail: Mail) -> bool:
        arrived.set()
        return answer.wait(10)

    inbox.takes = slowly
    pace = Pace(look=0.05, claim=0.5, keep=0.1, doubt=0.2, stumble=0.05)
    first, other = await open_office(pace=pace), await open_office(pace=pace)
    first.outbox.start()
    (number,) = await first.put("Is it red?")
    await until(arrived.is_set)
    other.outbox.start()
    (since,) = await _claims(first)
    await until(lambda: _renewed(first, since, times=2.5), what="claims renewed several times")
    answer.set()
    await until(lambda: first.is_now(number, "sent"))
    assert len(inbox.mails) == 1
    assert inbox.reached.count("answer") == 1


async def _claims(office: Office) -> list[float]:
    found = await rows(
        office.database,
        "SELECT UNIX_TIMESTAMP(claimed_until) AS until FROM PREFIX_onlinechat_outbox"
        " WHERE state = 'sending'",
    )
    return [float(row["until"]) for row in found]


async def _renewed(office: Office, since: float, *, times: float) -> bool:
    return (await _claims(office))[0] > since + 0.5 * times


async def test_a_process_that_slept_through_its_claim_does_not_send(
    office: Office, inbox: Inbox, open_office: Opens
) -> None:
    """What was taken over by another is theirs, even if the server answers only now."""
    inbox.hangs = "recipient"
    sleeper = await open_office(
        pace=Pace(look=3600, claim=300, keep=3600), patience=Patience(greeting=20)
    )
    sleeper.outbox.start()
    (number,) = await sleeper.put("Is it red?")
    await until(lambda: inbox.reached[-1:] == ["recipient"])
    async with sleeper.database.unit() as unit:
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox SET claimed_until = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
        )
    office.outbox.start()
    await until(lambda: inbox.reached.count("recipient") == 2)
    inbox.hangs = ""
    await until(lambda: office.is_now(number, "sent"))
    await sleeper.outbox.stop()
    assert len(inbox.mails) == 1
    assert inbox.reached.count("data") == 1


async def test_several_processes_send_each_mail_once(
    inbox: Inbox, open_office: Opens, office: Office, clean: str, process: Process
) -> None:
    launch(process, clean)
    offices = [await open_office(pace=Pace(look=0.01)) for _ in range(3)]
    for one in offices:
        one.outbox.start()
    writing = [office.put(f"Number {number}") for number in range(60)]
    numbers = [number for found in await asyncio.gather(*writing) for number in found]
    for one in offices:
        one.outbox.wake()
    await until(lambda: _all_out(office, numbers), seconds=30)
    count = Counter(str(mail.content["Subject"]) for mail in inbox.mails)
    assert count == {f"Number {number}": 1 for number in range(60)}
    assert len(inbox.mails) == 60


async def _all_out(office: Office, numbers: list[int]) -> bool:
    async with office.database.reading() as unit:
        states = await office.outbox.states(unit, KIND, numbers)
    return all(one.state == "sent" for one in states.values())


async def test_a_claim_whose_answer_was_lost_is_put_back(office: Office, inbox: Inbox) -> None:
    """The database took the claim and could not say so: nothing is being sent."""
    (number,) = await office.put("Is it red?")
    token = office.outbox._sender._claims.token
    async with office.database.unit() as unit:
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox SET state = 'sending', claimed_by = %s,"
            " claimed_until = UTC_TIMESTAMP(3) + INTERVAL 300 SECOND",
            token,
        )
    office.outbox.start()
    await until(lambda: office.is_now(number, "sent"))
    assert len(inbox.mails) == 1
