"""Durable acknowledged messages per second on one core, beside two relays that do less."""

import asyncio
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

import uvloop

from tests.bench import contenders as ring
from tests.bench import machine, stage
from tests.bench.contenders import OPERATORS, VISITORS
from tests.bench.load import ANSWERED, WINDOW, Load, Round
from tests.bench.report import Result, Row, Unsure, at_least
from tests.stack.mariadb import MariaDb

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
WARM = 0.7
TRIES = 3
"""How often a round is tried in which other programs are busy."""

ONLY = os.environ.get("BENCH_ONLY", "").split()
OURS, BARE, NODE = "sidecar", "python-socketio", "node+mysql2"


@dataclass(slots=True)
class Contender:
    """One of those who are measured, with its sockets and its rounds."""

    name: str
    load: Load
    rounds: list[Round] = field(default_factory=list)

    def middle(self, of: Callable[[Round], float]) -> float:
        """Median over the rounds."""
        return median(of(one) for one in self.rounds)

    def each_thousand(self, of: Callable[[Round], float]) -> float | None:
        """Median for 1,000 messages, over the rounds that had any; None where none had."""
        spoken = [one.per_thousand(of(one)) for one in self.rounds if not one.silent]
        return median(spoken) if spoken else None


def run() -> Result:
    """The whole bench."""
    measured, rest = machine.split()
    with machine.placed(rest):
        return uvloop.run(_run(measured, rest))


async def _run(measured: set[int], rest: set[int]) -> Result:
    with ExitStack() as stack:
        server = stack.enter_context(stage.database())
        wanted = [name for name in (OURS, BARE, NODE) if not ONLY or name in ONLY]
        start = {OURS: ring.sidecar, BARE: ring.bare, NODE: ring.node}
        contenders = [
            Contender(name, await start[name](stack, server, measured)) for name in wanted
        ]
        for _ in range(ROUNDS):
            for contender in contenders:
                await _turn(contender)
        asserted = [*_fan_out(contenders), *_stored(server, contenders)]
        result = Result(rows(contenders), asserted, _notes(contenders, measured, rest))
        _close(contenders)
        await asyncio.sleep(0.1)
        return result


async def _turn(contender: Contender) -> None:
    """One round; again when other programs were busy, the least disturbed of three tries counts."""
    tries: list[Round] = []
    while len(tries) < TRIES and not any(one.strangers <= machine.STRANGERS for one in tries):
        await machine.quiet()
        tries.append(await contender.load.run(warm=WARM, seconds=SECONDS))
        print(f"  {line(contender.name, tries[-1])}", flush=True)
        if gone := contender.load.gone:
            raise Unsure(f"{contender.name}: {gone} of the sockets were closed on the other side")
    contender.rounds.append(min(tries, key=lambda one: one.strangers))


def _fan_out(contenders: list[Contender]) -> list[str]:
    """Everybody did the same: one acknowledgement and two events per message, of the same size."""
    sizes = []
    for contender in contenders:
        load = contender.load
        if load.refused or load.acked != load.sent:
            raise Unsure(
                f"{contender.name}: {load.sent} sent, {load.acked} answered, {load.refused} refused"
            )
        if set(load.events.values()) != {load.acked}:
            raise Unsure(f"{contender.name}: {load.acked} messages, events {load.events}")
        if load.acked == 0:
            raise Unsure(f"{contender.name}: no message was acknowledged")
        sizes.append((load.ack_bytes + load.event_bytes) / load.acked)
    if max(sizes) > 1.05 * min(sizes):
        raise Unsure(f"bytes per message differ by more than 5 %: {sizes}")
    return [
        "every message was acknowledged, and reached its visitor's and its operator's page once",
        "bytes per message, acknowledgement and events, differ by no more than 5 %:"
        f" {', '.join(f'{size:.0f}' for size in sizes)}",
    ]


def _stored(server: MariaDb, contenders: list[Contender]) -> list[str]:
    """What was acknowledged is in the database, by rising numbers without holes."""
    tables = {OURS: ("sidecar", "ps_onlinechat_message"), NODE: ("node", "message")}
    stage.assert_durable(server)
    for contender in contenders:
        if contender.name not in tables:
            continue
        database, table = tables[contender.name]
        with server.connect(database) as connection, connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*), SUM(last = number) FROM (SELECT COUNT(*) AS number,"
                f" MAX(seq) AS last FROM {table} GROUP BY id_conversation) AS conversations"
            )
            conversations, gapless = map(int, cursor.fetchone() or (0, 0))
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            stored = int((cursor.fetchone() or (0,))[0])
        greetings = VISITORS if contender.name == OURS else 0
        if stored != contender.load.acked + greetings:
            raise Unsure(f"{contender.name}: {contender.load.acked} acknowledged, {stored} stored")
        if conversations != VISITORS or gapless != VISITORS:
            raise Unsure(f"{contender.name}: {gapless} of {conversations} conversations gap-free")
    return [
        "every acknowledged message is stored, `seq` gap-free in each conversation (sidecar, Node)",
        "innodb_flush_log_at_trx_commit=1 and innodb_doublewrite=ON, asked before and after",
    ]


def rows(contenders: list[Contender]) -> list[Row]:
    """The figures, the sidecar's beside each of the others'."""
    by_name = {contender.name: contender for contender in contenders}
    ours = by_name.get(OURS)
    if ours is None:
        return []
    rate = ours.middle(lambda one: one.rate)
    found = []
    for name, label in ((BARE, "a bare python-socketio relay"), (NODE, "Node, socket.io + mysql2")):
        if other := by_name.get(name):
            ratios = [
                mine.rate / theirs.rate
                for mine, theirs in zip(ours.rounds, other.rounds, strict=True)
                if not theirs.silent
            ]
            if not ratios:
                raise Unsure(f"{name}: no message was acknowledged in any round")
            theirs = other.middle(lambda one: one.rate)
            metric = f"messages vs {label}"
            found.append(at_least("routing", metric, "/s", rate, theirs, median(ratios), 1.0))
    cpu = _cpu(ours)
    for name, label in ((BARE, "bare relay, no database"), (NODE, "Node, database included")):
        if other := by_name.get(name):
            theirs_cpu = _cpu(other)
            ratio = cpu / theirs_cpu if cpu is not None and theirs_cpu else None
            metric = f"CPU per 1,000 messages vs {label}"
            found.append(Row("routing", metric, "s", cpu, theirs_cpu, ratio))
    if len(found) == 0:
        found.append(Row("routing", "messages", "/s", rate))
        found.append(Row("routing", "CPU per 1,000 messages", "s", cpu))
    return found


def _cpu(contender: Contender) -> float | None:
    database = contender.name != BARE
    return contender.each_thousand(lambda one: one.process + (one.database if database else 0.0))


def line(name: str, one: Round) -> str:
    """What one round brought, as it is printed while the bench runs."""
    busy = (
        f"busy: process {one.process / one.seconds:.0%}, generator"
        f" {one.generator / one.seconds:.0%}, database {one.database / one.seconds:.0%},"
        f" others {one.strangers:.0%}"
    )
    if one.silent:
        return f"{name:<16} no message was acknowledged in {one.seconds:.1f} s; {busy}"
    return (
        f"{name:<16} {one.rate:6.0f}/s, ack p50 {one.latency * 1000:.0f} ms;"
        f" CPU/1,000: process {one.per_thousand(one.process):.3f} s,"
        f" database {one.per_thousand(one.database):.3f} s; {busy};"
        f" log writes/1,000 {one.per_thousand(one.log_writes):.0f}"
    )


def _notes(contenders: list[Contender], measured: set[int], rest: set[int]) -> list[str]:
    notes = [
        f"who is measured runs on core {_set(measured)}; mariadbd and the load generator on core"
        f" {_set(rest)}, for all alike",
        f"{VISITORS} visitors, {OPERATORS} operators, {WINDOW} messages under way per conversation,"
        f" every {ANSWERED}th the operator's",
        f"{ROUNDS} interleaved rounds of {SECONDS:g} s, medians; the ratio is the median of the"
        " rounds' own",
        f"both Python servers run on uvloop; Node's pool has {ring.NODE_POOL} connections; rate"
        " limit off by ONLINECHAT_MESSAGES_PER_MINUTE",
    ]
    strangers = max(contender.middle(lambda one: one.strangers) for contender in contenders)
    if strangers > machine.STRANGERS:
        notes.append(
            f"other programs used {strangers:.0%} of a core meanwhile: the figures are disturbed"
        )
    for contender in contenders:
        if silent := sum(one.silent for one in contender.rounds):
            notes.append(f"{contender.name}: no message was acknowledged in {silent} of the rounds")
        share = contender.middle(lambda one: one.process / one.seconds)
        generator = contender.middle(lambda one: one.generator / one.seconds)
        if share < 0.8:
            notes.append(
                f"{contender.name} used only {share:.0%} of its core: something else held it back"
            )
        if generator > 0.7:
            notes.append(f"the generator used {generator:.0%} of a core against {contender.name}")
    return notes


def _set(numbers: set[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _close(contenders: list[Contender]) -> None:
    for contender in contenders:
        for talk in contender.load.talks:
            talk.visitor.close()
            talk.operator.close()
