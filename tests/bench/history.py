"""How fast the table of the history is there, sorted, filtered, searched, with a million chats."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import uvloop
from aiohttp import ClientSession

from tests.bench import machine, past, stage, tokens
from tests.bench.report import Result, Unsure, at_most, p95
from tests.stack.mariadb import MariaDb

BUFFER_POOL = "--innodb-buffer-pool-size=1G"
FOLDER = "history"
EMPLOYEE = stage.FIRST_EMPLOYEE
WARM, ASKED = 30, 200
PAGE_MS, RARE_MS, COMMON_MS = 50, 150, 1000
PAGE = 50
COUNT = re.compile(r"<tr data-conversation=")

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """Something employees ask of the table, in many variations; `rows`: what an answer has."""

    label: str
    forms: Callable[[random.Random], Form]
    limit: int
    rows: range = range(PAGE, PAGE + 1)
    path: str = "/table"


def run() -> Result:
    """The whole bench."""
    measured, rest = machine.split()
    result = Result()
    with machine.placed(rest):
        with stage.database(BUFFER_POOL, *past.OPTIONS, folder=FOLDER) as server:
            began = time.monotonic()
            if past.make(server, said=lambda what: print(f"  {what} …", flush=True)):
                minutes = (time.monotonic() - began) / 60
                result.notes.append(f"the history was made anew, in {minutes:.0f} minutes")
        # Started once more: what making it left in memory would flatter.
        with stage.database(BUFFER_POOL, folder=FOLDER) as server:
            _sizes(server, result)
            with stage.sidecar(on=measured, url=server.url(past.NAME)) as sidecar:
                uvloop.run(_measure(f"{sidecar.url}backoffice/history", result))
    result.notes += [
        f"each figure from {ASKED} requests, one after the other, after {WARM} others of its kind;"
        " whole pages, by HTTP, rights checked and rendered",
        "the sidecar on one core, mariadbd and the bench on the other; a buffer pool of 1 GiB,"
        " a quarter of the data",
    ]
    return result


def _sizes(server: MariaDb, result: Result) -> None:
    with server.connect(past.NAME) as connection, connection.cursor() as cursor:
        counts = []
        for table in past.FILES:
            cursor.execute(f"SELECT COUNT(*) FROM ps_onlinechat_{table}")
            counts.append(int((cursor.fetchone() or (0,))[0]))
        conversations, messages, kept, lines = counts
        cursor.execute(
            "SELECT SUM(data_length + index_length) / POW(2, 30) FROM information_schema.tables"
            " WHERE table_schema = %s",
            (past.NAME,),
        )
        gib = float((cursor.fetchone() or (0,))[0])
    if conversations != past.CONVERSATIONS or kept != conversations:
        raise Unsure(f"{conversations} conversations, {kept} of them in the history")
    result.asserted.append(
        f"{conversations:,} archived conversations with {messages:,} messages of customers and"
        f" guests, {lines:,} lines of the table, {gib:.1f} GiB"
    )


async def _measure(url: str, result: Result) -> None:
    headers = {"Authorization": f"Bearer {tokens.employee(EMPLOYEE)}"}
    async with ClientSession(headers=headers) as client:
        for question in QUESTIONS:
            dice = random.Random(question.label)
            for _ in range(WARM):
                await _ask(client, url, question, question.forms(dice))
            times = [await _ask(client, url, question, question.forms(dice)) for _ in range(ASKED)]
            slowest = p95(times)
            print(
                f"  {question.label}: p50 {median(times):.1f} ms, p95 {slowest:.1f} ms", flush=True
            )
            result.rows.append(
                at_most("history", f"{question.label}, p95", "ms", slowest, question.limit)
            )
    result.asserted.append(
        "every answer had the rows it must have: a full page of 50 where that many fit"
    )


async def _ask(client: ClientSession, url: str, question: Question, form: Form) -> float:
    began = time.perf_counter()
    async with client.post(f"{url}{question.path}", data=form) as answer:
        text = await answer.text()
    took = 1000 * (time.perf_counter() - began)
    rows = len(COUNT.findall(text))
    if answer.status != 200 or rows not in question.rows:
        raise Unsure(f"{question.label}: {form} has {rows} rows, status {answer.status}")
    return took


def _nothing(_: random.Random) -> Form:
    return {}


def _day(dice: random.Random, *, before_end: int = 60) -> str:
    day = past.BEGAN + timedelta(days=dice.randrange(1, 365 * past.YEARS - before_end))
    return f"{day:%Y-%m-%d}"


def _deep(dice: random.Random) -> Form:
    """Somewhere in the table, as one comes there by its last button again and again."""
    return {"after": f"{dice.randrange(10**6)} {_day(dice)}T{dice.randrange(10, 24)}:00:00"}


def _sorted(dice: random.Random) -> Form:
    sort = dice.choice(("oldest", "name", "name_down", "email", "email_down"))
    if sort == "oldest":
        return {"sort": sort, **_deep(dice)}
    name = dice.choice(past.FIRSTNAMES)
    key = f"{name} BA" if sort.startswith("name") else f"person{dice.randrange(10, 99)}"
    return {"sort": sort, "after": f"{dice.randrange(10**6)} customer {key}"}


def _one_filter(dice: random.Random) -> Form:
    """Operators 1 and 2 have had none for years: theirs lie deep in the table."""
    return dice.choice(
        (
            {"operator": str(100 + dice.randrange(1, past.OPERATORS))},
            {"operator": "0"},
            {"rating": str(dice.randrange(6))},
            {"who": dice.choice(("customers", "guests"))},
            {"lang": dice.choice(("en", "fr", "it"))},
            {"from": (day := _day(dice)), "to": _later(day, dice.randrange(3, 40))},
        )
    )


def _later(day: str, days: int) -> str:
    return f"{past.BEGAN.fromisoformat(day) + timedelta(days=days):%Y-%m-%d}"


def _filters(dice: random.Random) -> Form:
    return {
        "operator": str(100 + dice.randrange(3, past.OPERATORS)),
        "rating": str(dice.randrange(6)),
        "lang": dice.choice(("en", "fr", "it")),
        "who": dice.choice(("customers", "guests", "")),
    }


def _filtered_and_sorted(dice: random.Random) -> Form:
    return {**_one_filter(dice), "sort": dice.choice(("name", "name_down", "email", "email_down"))}


def _search(*words: list[str]) -> Callable[[random.Random], Form]:
    return lambda dice: {"q": " ".join(dice.choice(some) for some in words)}


def _searched_within(words: list[str]) -> Callable[[random.Random], Form]:
    return lambda dice: {**_one_filter(dice), "q": dice.choice(words)}


def _searched_and_sorted(words: list[str]) -> Callable[[random.Random], Form]:
    return lambda dice: {"q": dice.choice(words), "sort": dice.choice(("name_down", "oldest"))}


def _address(dice: random.Random) -> Form:
    return {"q": f"person{1000 + dice.randrange(past.CUSTOMERS)}@example.com"}


FEW = range(1, PAGE + 1)
ANY = range(PAGE + 1)
COMMON = list(past.COMMON[:30])

QUESTIONS = (
    Question("page, newest first", _nothing, PAGE_MS),
    Question("page, deep in the table", _deep, PAGE_MS, path="/more"),
    Question("page, sorted otherwise, deep", _sorted, PAGE_MS, path="/more"),
    Question("page, one filter", _one_filter, PAGE_MS),
    Question("page, three or four filters", _filters, PAGE_MS),
    Question("page, a filter and sorted by name or e-mail", _filtered_and_sorted, PAGE_MS, ANY),
    Question("search, a rare word", _search(past.RARE), RARE_MS, FEW),
    Question("search, an e-mail address", _address, RARE_MS, ANY),
    Question("search, a word nobody said", _search(["zirkon", "quux"]), RARE_MS, range(1)),
    Question("search, a rare word and a common one", _search(COMMON, past.RARE), RARE_MS, ANY),
    Question("search, a rare word within a filter", _searched_within(past.RARE), RARE_MS, ANY),
    Question("search, a rare word, sorted", _searched_and_sorted(past.RARE), RARE_MS, FEW),
    Question("search, a word of one in 200", _search(past.MIDDLING), COMMON_MS),
    Question("search, a common word", _search(COMMON), COMMON_MS),
    Question("search, two common words", _search(COMMON, COMMON), COMMON_MS),
    Question("search, a common word within a filter", _searched_within(COMMON), COMMON_MS, ANY),
    Question("search, a common word, sorted", _searched_and_sorted(COMMON), COMMON_MS),
    Question("search, a word common years ago only", _search([past.BYGONE]), COMMON_MS),
)
