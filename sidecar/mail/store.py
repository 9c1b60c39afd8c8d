"""The outbox's table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sidecar.mail.problems import parsed
from sidecar.mail.rules import MailState
from sidecar.platform.clock import from_database
from sidecar.platform.database import Row, Unit, marks
from sidecar.protocol.base import ShopId

OPEN = "state IN ('waiting', 'retrying')"


@dataclass(frozen=True, slots=True)
class Queued:
    """A mail that is to be sent."""

    id: int
    shop: ShopId
    kind: str
    subject: int
    message_id: str
    attempts: int
    next_attempt_at: datetime
    give_up_at: datetime
    reached: tuple[str, ...]
    last_error: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that a process has in hand; `until` tells a renewed claim from the one seen before."""

    id: int
    by: str
    until: datetime
    lapsed: bool


async def add(
    unit: Unit,
    shop: ShopId,
    *,
    kind: str,
    subject: int,
    message_id: str,
    now: datetime,
    give_up_at: datetime,
) -> None:
    """Put a mail in."""
    await unit.insert(
        "INSERT INTO PREFIX_onlinechat_outbox (id_shop, kind, id_subject, message_id, created_at,"
        " next_attempt_at, give_up_at) VALUES (%s, %s, %s, %s, %s, %s, %s)",
        shop,
        kind,
        subject,
        message_id,
        now,
        now,
        give_up_at,
    )


async def states(unit: Unit, kind: str, subjects: Sequence[int]) -> dict[int, MailState]:
    """Where the mails about these subjects stand."""
    rows = await unit.rows(
        "SELECT id_subject, state, attempts, created_at, next_attempt_at, sent_at, last_error"
        f" FROM PREFIX_onlinechat_outbox WHERE kind = %s AND id_subject IN ({marks(subjects)})",
        kind,
        *subjects,
    )
    return {row["id_subject"]: _state(row) for row in rows}


async def again(
    unit: Unit, kind: str, subjects: Sequence[int], *, now: datetime, give_up_at: datetime
) -> int:
    """Begin anew with mails that are not out; how many those are."""
    return await unit.run(
        "UPDATE PREFIX_onlinechat_outbox SET state = 'waiting', attempts = 0,"
        " next_attempt_at = %s, give_up_at = %s"
        f" WHERE kind = %s AND id_subject IN ({marks(subjects)})"
        " AND state IN ('waiting', 'retrying', 'given_up')",
        now,
        give_up_at,
        kind,
        *subjects,
    )


async def forget(unit: Unit, kind: str, subjects: Sequence[int]) -> None:
    """Take the mails about these subjects out, in whatever state."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_outbox"
        f" WHERE kind = %s AND id_subject IN ({marks(subjects)})",
        kind,
        *subjects,
    )


async def over(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> list[int]:
    """The numbers of a shop's mails that were out, or given up, before then; locked."""
    out = await unit.rows(
        "SELECT id_mail FROM PREFIX_onlinechat_outbox WHERE id_shop = %s AND sent_at < %s"
        " AND state = 'sent' ORDER BY sent_at LIMIT %s FOR UPDATE",
        shop,
        before.replace(tzinfo=None),
        limit,
    )
    given_up = await unit.rows(
        "SELECT id_mail FROM PREFIX_onlinechat_outbox WHERE state = 'given_up'"
        " AND next_attempt_at < %s AND id_shop = %s ORDER BY next_attempt_at LIMIT %s FOR UPDATE",
        before.replace(tzinfo=None),
        shop,
        limit - len(out),
    )
    return [row["id_mail"] for row in (*out, *given_up)]


async def delete(unit: Unit, numbers: Sequence[int]) -> None:
    """Take these mails out."""
    await unit.run(
        f"DELETE FROM PREFIX_onlinechat_outbox WHERE id_mail IN ({marks(numbers)})", *numbers
    )


async def hurry(unit: Unit, shops: Collection[ShopId], now: datetime) -> None:
    """What waits for its next attempt is due now."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_outbox SET next_attempt_at = %s"
        f" WHERE {OPEN} AND next_attempt_at > %s AND id_shop IN ({marks([*shops])})",
        now,
        now,
        *shops,
    )


async def due_shops(unit: Unit, kinds: Sequence[str], now: datetime) -> list[ShopId]:
    """The shops with mail that is due, the longest due first."""
    rows = await unit.rows(
        f"SELECT id_shop, MIN(next_attempt_at) AS since FROM PREFIX_onlinechat_outbox WHERE {OPEN}"
        f" AND next_attempt_at <= %s AND kind IN ({marks(kinds)}) GROUP BY id_shop ORDER BY since",
        now,
        *kinds,
    )
    return [ShopId(row["id_shop"]) for row in rows]


async def due(
    unit: Unit, shop: ShopId, kinds: Sequence[str], *, now: datetime, limit: int
) -> list[Queued]:
    """A shop's mails that are due, the longest due first."""
    rows = await unit.rows(
        "SELECT id_mail, id_shop, kind, id_subject, message_id, attempts, next_attempt_at,"
        f" give_up_at, reached, last_error FROM PREFIX_onlinechat_outbox WHERE {OPEN}"
        f" AND next_attempt_at <= %s AND id_shop = %s AND kind IN ({marks(kinds)})"
        " ORDER BY next_attempt_at, id_mail LIMIT %s",
        now,
        shop,
        *kinds,
        limit,
    )
    return [_queued(row) for row in rows]


async def claim(unit: Unit, mail: Queued, by: str, *, seconds: float) -> bool:
    """Take a mail in hand; False when another process was first."""
    return bool(
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox SET state = 'sending', claimed_by = %s,"
            " claimed_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND"
            f" WHERE id_mail = %s AND {OPEN} AND next_attempt_at = %s AND attempts = %s",
            by,
            seconds,
            mail.id,
            mail.next_attempt_at,
            mail.attempts,
        )
    )


async def keep(unit: Unit, numbers: Collection[int], by: str, *, seconds: float) -> set[int]:
    """Claim for longer what is still in hand; which of the mails that are."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_outbox"
        " SET claimed_until = UTC_TIMESTAMP(3) + INTERVAL %s SECOND"
        f" WHERE id_mail IN ({marks([*numbers])}) AND claimed_by = %s",
        seconds,
        *numbers,
        by,
    )
    rows = await unit.rows(
        "SELECT id_mail FROM PREFIX_onlinechat_outbox"
        f" WHERE id_mail IN ({marks([*numbers])}) AND claimed_by = %s",
        *numbers,
        by,
    )
    return {row["id_mail"] for row in rows}


async def claims(unit: Unit) -> list[Claim]:
    """Everything that some process has in hand, or had when it died."""
    rows = await unit.rows(
        "SELECT id_mail, claimed_by, claimed_until, claimed_until < UTC_TIMESTAMP(3) AS lapsed"
        " FROM PREFIX_onlinechat_outbox WHERE state = 'sending'"
    )
    return [
        Claim(row["id_mail"], row["claimed_by"], row["claimed_until"], bool(row["lapsed"]))
        for row in rows
    ]


async def take_over(unit: Unit, claim: Claim, *, now: datetime) -> bool:
    """A mail that nobody has in hand any more is due; False when somebody has after all."""
    return bool(
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox SET state = 'retrying', attempts = attempts + 1,"
            " next_attempt_at = %s, claimed_by = NULL, claimed_until = NULL"
            " WHERE id_mail = %s AND state = 'sending' AND claimed_by = %s AND claimed_until = %s",
            now,
            claim.id,
            claim.by,
            claim.until,
        )
    )


async def sent(unit: Unit, number: int, by: str, *, now: datetime, reached: Sequence[str]) -> bool:
    """It is out; False when the row is gone or no longer ours."""
    return bool(
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox SET state = 'sent', sent_at = %s, last_error = '',"
            " attempts = attempts + 1, reached = %s, claimed_by = NULL, claimed_until = NULL"
            " WHERE id_mail = %s AND claimed_by = %s",
            now,
            ",".join(reached),
            number,
            by,
        )
    )


async def failed(
    unit: Unit,
    mail: Queued,
    by: str,
    *,
    next_attempt_at: datetime | None,
    last_error: str,
    reached: Sequence[str] = (),
) -> bool:
    """It is not out, or not to everybody; without a next attempt it is given up."""
    return bool(
        await unit.run(
            "UPDATE PREFIX_onlinechat_outbox SET state = %s, attempts = attempts + 1,"
            " next_attempt_at = %s, last_error = %s, reached = %s,"
            " claimed_by = NULL, claimed_until = NULL WHERE id_mail = %s AND claimed_by = %s",
            "retrying" if next_attempt_at else "given_up",
            next_attempt_at or mail.next_attempt_at,
            last_error,
            ",".join(reached or mail.reached),
            mail.id,
            by,
        )
    )


async def put_back(
    unit: Unit, mail: Queued, by: str, *, next_attempt_at: datetime, last_error: str
) -> None:
    """Nothing was attempted after all."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_outbox SET state = 'waiting', next_attempt_at = %s,"
        " last_error = %s, claimed_by = NULL, claimed_until = NULL"
        " WHERE id_mail = %s AND claimed_by = %s",
        next_attempt_at,
        last_error,
        mail.id,
        by,
    )


async def release(unit: Unit, number: int, by: str, *, until: datetime | None = None) -> None:
    """As if it had never been claimed; it is due. `until` tells one claim from a later one."""
    await unit.run(
        "UPDATE PREFIX_onlinechat_outbox SET state = IF(attempts, 'retrying', 'waiting'),"
        " claimed_by = NULL, claimed_until = NULL WHERE id_mail = %s AND claimed_by = %s"
        " AND claimed_until = COALESCE(%s, claimed_until)",
        number,
        by,
        until,
    )


async def postpone(
    unit: Unit, mail: Queued, *, next_attempt_at: datetime | None, last_error: str, attempted: bool
) -> None:
    """A due mail that nobody has in hand shares the fate of another one on the same server."""
    state = "waiting"
    if attempted:
        state = "retrying" if next_attempt_at else "given_up"
    await unit.run(
        "UPDATE PREFIX_onlinechat_outbox SET state = %s, attempts = attempts + %s,"
        f" next_attempt_at = %s, last_error = %s WHERE id_mail = %s AND {OPEN}"
        " AND next_attempt_at = %s AND attempts = %s",
        state,
        int(attempted),
        next_attempt_at or mail.next_attempt_at,
        last_error,
        mail.id,
        mail.next_attempt_at,
        mail.attempts,
    )


async def drop(unit: Unit, number: int, by: str) -> None:
    """What the mail is about is gone."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_outbox WHERE id_mail = %s AND claimed_by = %s", number, by
    )


def _queued(row: Row) -> Queued:
    return Queued(
        id=row["id_mail"],
        shop=ShopId(row["id_shop"]),
        kind=row["kind"],
        subject=row["id_subject"],
        message_id=row["message_id"],
        attempts=row["attempts"],
        next_attempt_at=from_database(row["next_attempt_at"]),
        give_up_at=from_database(row["give_up_at"]),
        reached=tuple(row["reached"].split(",")) if row["reached"] else (),
        last_error=row["last_error"],
    )


def _state(row: Row) -> MailState:
    code, detail = parsed(row["last_error"])
    return MailState(
        state=row["state"],
        attempts=row["attempts"],
        created_at=from_database(row["created_at"]),
        next_attempt_at=from_database(row["next_attempt_at"]),
        sent_at=from_database(row["sent_at"]) if row["sent_at"] else None,
        code=code,
        detail=detail,
    )
