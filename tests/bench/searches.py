"""What people type to find a customer of a big shop: how long it takes, by which plans."""

import random
import time
from collections.abc import Callable, Iterator
from statistics import median

from pymysql.cursors import DictCursor

from sidecar.panel.search import candidates, described, rarest_first, rarity
from sidecar.panel.words import Wanted, wanted
from sidecar.platform.database import Query
from sidecar.protocol.base import CustomerId, ShopId
from tests.bench import customers
from tests.bench.report import Result, Row, Unsure, at_most, p95
from tests.bench.wire import Socket
from tests.stack.mariadb import MariaDb

EACH = 54
"""Searches of each kind, all different."""

SCANS = {"ALL", "index"}
"""Ways to read a table, or an index, from one end to the other."""


def _first(dice: random.Random) -> str:
    return dice.choice(customers.FIRSTNAMES).lower()


def _last(dice: random.Random, syllables: int = 3) -> str:
    return "".join(dice.choice(customers.SYLLABLES) for _ in range(syllables)).lower()


def _number(dice: random.Random) -> int:
    return customers.FIRST + dice.randrange(customers.CUSTOMERS)


NOBODY = ("common name and none", "nobody")
RARE = "two first names"
"""Hardly anybody has both: all who have the rarer one are looked through."""

KINDS: dict[str, Callable[[random.Random], str]] = {
    "number": lambda dice: str(_number(dice)),
    "first name, of one in twenty": _first,
    "three letters": lambda dice: _last(dice, 2)[:3],
    "last name": _last,
    "first and last name": lambda dice: f"{_first(dice)} {_last(dice)}",
    "last and first name, begun": lambda dice: f"{_last(dice, 2)} {_first(dice)[:3]}",
    "two common beginnings": lambda dice: f"{_first(dice)[:3]} {_last(dice, 2)[:3]}",
    RARE: lambda dice: " ".join(dice.sample(customers.FIRSTNAMES, 2)),
    "common name and none": lambda dice: f"{_first(dice)} {_last(dice)}xx",
    "e-mail, begun": lambda dice: _email(dice)[:-12],
    "e-mail": lambda dice: _email(dice),
    "phone": lambda dice: f"06{_number(dice):08d}",
    "phone, begun": lambda dice: f"06{_number(dice):08d}"[:6],
    "internet address": lambda dice: _address(dice.randrange(customers.BROWSERS)),
    "nobody": lambda dice: _last(dice) + "xyz",
}


def _email(dice: random.Random) -> str:
    place = dice.randrange(customers.CUSTOMERS)
    first = customers.FIRSTNAMES[place % len(customers.FIRSTNAMES)].lower()
    return f"{first}.{place}@example.com"


def _address(number: int) -> str:
    return f"198.{18 + number % 2}.{number % 251}.{number % 241}"


def typed(kind: str) -> list[str]:
    """Texts of a kind, the same in every run."""
    dice = random.Random(kind)
    return [KINDS[kind](dice) for _ in range(EACH)]


async def measure(desks: Iterator[Socket], each: int, limit_ms: float, result: Result) -> None:
    """Ask for all of them, `each` at one desk: who asks too fast is told to wait."""
    everything: list[float] = []
    for kind in KINDS:
        times, found = [], 0
        for place, text in enumerate(typed(kind)):
            if place % each == 0:
                desk = next(desks)
            began = time.perf_counter()
            answer = await desk.call("customer:search", {"q": text})
            times.append(1000 * (time.perf_counter() - began))
            found += bool(answer["customers"])
        if kind != RARE and (found == 0) != (kind in NOBODY):
            raise Unsure(f"{kind}: {found} of {EACH} searches found somebody")
        everything += times
        result.rows.append(Row("panel", f"search by {kind}, p50", "ms", median(times)))
        result.rows.append(Row("panel", f"search by {kind}, p95", "ms", p95(times)))
    label = f"customer search, all {len(everything)}, p95"
    result.rows.append(at_most("panel", label, "ms", p95(everything), limit_ms))


def explain(server: MariaDb, result: Result) -> None:
    """Note the plan of every query of every kind; none may read a table, or an index, through."""
    scans = 0
    shops = [ShopId(1)]
    for kind in KINDS:
        what = wanted(typed(kind)[0])
        counting = rarity(what) if len(what.words) > 1 else []
        if counting:
            what = rarest_first(what, [_first_of(server, query) for query in counting])
        for query in (*counting, *candidates(what, shops), *_described(what, shops)):
            plan = _plan(server, query)
            scans += sum(map(_is_scan, plan))
            result.notes.append(f"{kind}: {'; '.join(map(_step, plan))}")
    result.rows.append(at_most("panel", "customer search, tables read through", "", scans, 0))


def _described(what: Wanted, shops: list[ShopId]) -> list[Query]:
    """What is read of those found; the same whatever was typed."""
    numbers = [CustomerId(customers.FIRST + place * 97) for place in range(60)]
    return described(numbers, shops, shops) if what.number else []


def _first_of(server: MariaDb, query: Query) -> int:
    with server.connect(customers.NAME) as connection, connection.cursor() as cursor:
        cursor.execute(query.sql.replace("PREFIX_", "ps_"), query.values)
        [(value,)] = cursor.fetchall()
        return int(value)


def _plan(server: MariaDb, query: Query) -> list[dict[str, object]]:
    with server.connect(customers.NAME) as connection, connection.cursor(DictCursor) as cursor:
        cursor.execute("EXPLAIN " + query.sql.replace("PREFIX_", "ps_"), query.values)
        return list(cursor.fetchall())


def _is_scan(step: dict[str, object]) -> bool:
    """What is derived is a few rows in memory: `<derived2>`."""
    return step["type"] in SCANS and not str(step["table"]).startswith("<")


def _step(step: dict[str, object]) -> str:
    extra = f" ({step['Extra']})" if step["Extra"] else ""
    return f"{step['table']} {step['type']} by {step['key']}, {step['rows']} rows{extra}"
