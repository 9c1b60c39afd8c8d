"""A big shop's archived conversations: made once, as it takes about ten minutes.

Words come as they do in what people write: few of them make most of it, most of them are rare. Some
are put in on purpose, so often that it is known how many conversations they are in.
"""

import asyncio
import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TextIO

from pydantic_core import to_jsonable_python
from pymysql.cursors import Cursor

from sidecar.history import words
from sidecar.platform.database import Database, parse_url
from sidecar.platform.migrations import migrate
from tests.bench import stage
from tests.stack.mariadb import MariaDb

CONVERSATIONS = int(os.environ.get("BENCH_CONVERSATIONS", "1000000"))
CUSTOMERS = CONVERSATIONS * 3 // 10
OPERATORS = 12
VERSION = 2
NAME = f"history_{CONVERSATIONS}"
OPTIONS = ("--secure-file-priv=",)
"""Of the server while they are made: it reads files of ours."""

BEGAN = datetime(2021, 1, 1, 8)  # noqa: DTZ001 (as the tables have it, in UTC without saying so)
YEARS = 5
MESSAGES = (4, 16)
"""The fewest and the most in a conversation; ten on average."""

COMMON = (
    "the", "you", "is", "for", "and", "to", "it", "have", "in", "of", "my", "can", "what",
    "order", "please", "hello", "thank", "not", "with", "that", "this", "would", "like", "size",
    "when", "are", "was", "delivery", "your", "me", "on", "we", "be", "from", "bonjour", "merci",
    "je", "vous", "le", "la", "de", "est", "pour", "une", "les", "commande", "livraison",
    "taille", "pas", "avec", "mon", "dans", "plus", "que", "ciao", "grazie", "ordine",
)  # fmt: skip
RARE = [f"zircon{number}" for number in range(100, 400)]
"""Each is in about ten conversations."""
MIDDLING = [f"tandem{number}" for number in range(20)]
"""Each is in one conversation of two hundred."""
BYGONE = "lockdown"
"""Four of five conversations of the first year, none later."""

FIRSTNAMES = (
    "Marie", "Jean", "Sofia", "Luca", "Anna", "Paul", "Emma", "Noah", "Léa", "Hugo", "Giulia",
    "Marco", "Chloé", "Louis", "Elena",
)  # fmt: skip
CONSONANTS, VOWELS = "bcdfghjklmnprstvz", "aeiou"
RATINGS = (0, 0, 0, 0, 0, 0, 0, 5, 5, 4, 4, 3, 2, 1)
LANGS = ("en", "en", "en", "en", "en", "en", "fr", "fr", "fr", "it")


def make(server: MariaDb, *, said: Callable[[str], None]) -> bool:
    """Make them, unless they are there; whether they had to be made."""
    if stage.is_made(server, NAME, VERSION):
        return False
    stage.fill(server, NAME, operators=OPERATORS)
    asyncio.run(_migrated(server.url(NAME)))
    folder = stage.FOLDER / NAME / "files"
    folder.mkdir(parents=True, exist_ok=True)
    said(f"writing {CONVERSATIONS:,} conversations")
    _Writer(folder).write()
    with server.connect(NAME) as connection, connection.cursor() as cursor, _careless(cursor):
        # Nothing here is too old to be kept.
        cursor.execute(
            f"INSERT INTO {_table('setting')} (name, value) VALUES ('retention', %s)",
            (json.dumps(to_jsonable_python(timedelta(0))),),
        )
        cursor.execute(f"ALTER TABLE {_table('history_conversation')} DROP KEY words")
        for table, columns in FILES.items():
            said(f"loading {table}")
            file = folder / f"{table}.tsv"
            cursor.execute(
                f"LOAD DATA INFILE '{file}' INTO TABLE {_table(table)} CHARACTER SET utf8mb4"
                f" ({', '.join(columns)})"
            )
            file.unlink()
        said("indexing words")
        cursor.execute(
            f"ALTER TABLE {_table('history_conversation')} ADD FULLTEXT KEY words (words)"
        )
        cursor.execute(f"ANALYZE TABLE {', '.join(map(_table, FILES))}")
    stage.mark_made(server, NAME, VERSION)
    return True


async def _migrated(url: str) -> None:
    one = Database(parse_url(url), size=1)
    await one.open()
    await migrate(one)
    await one.close()


@contextmanager
def _careless(cursor: Cursor) -> Iterator[None]:
    """Nothing here is worth a disk flush: what is half made is made anew."""
    cursor.execute("SET SESSION unique_checks = 0, foreign_key_checks = 0")
    cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0")
    try:
        yield
    finally:
        cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1")


def _table(name: str) -> str:
    return f"ps_onlinechat_{name}"


FILES = {
    "conversation": (
        "id_conversation", "id_shop", "state", "vid", "id_customer", "id_guest", "visitor_name",
        "email", "phone", "lang", "id_employee", "operator_name", "last_seq", "answer_seq",
        "started_at", "last_message_at", "stars", "rated_at",
    ),
    "message": (
        "id_conversation", "seq", "client_id", "author", "name", "body", "sent_at",
    ),
    "history_conversation": (
        "id_conversation", "id_person", "id_shop", "last_message_at", "id_employee", "lang",
        "stars", "customer", "words",
    ),
    "history_person": (
        "id_person", "id_shop", "id_customer", "guest_conversation", "customer", "name", "email",
        "conversations", "last_conversation", "last_message_at",
    ),
}  # fmt: skip
"""What is loaded, with the columns in the order of the files."""


class _Writer:
    """Writes the files; the same ones each time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._dice = random.Random(2021)
        self._vocabulary = _vocabulary(self._dice)
        # Zipf's law, not quite as steep at its top: nobody says "the" in every third word.
        self._weights = list(accumulate(1 / (rank + 4) for rank in range(len(self._vocabulary))))
        self._persons: dict[int, list[object]] = {}
        """By customer: the columns of the line, the changing ones last."""

    def write(self) -> None:
        """All of them."""
        with self._files("conversation", "message", "history_conversation", "history_person") as (
            conversations,
            messages,
            history,
            persons,
        ):
            line = 0
            for number in range(1, CONVERSATIONS + 1):
                line = self._one(number, line, (conversations, messages, history, persons))
            for row in self._persons.values():
                _put(persons, row)

    @contextmanager
    def _files(self, *names: str) -> Iterator[list[TextIO]]:
        opened = [(self._folder / f"{name}.tsv").open("w", encoding="utf-8") for name in names]
        try:
            yield opened
        finally:
            for file in opened:
                file.close()

    def _one(self, number: int, line: int, files: tuple[TextIO, TextIO, TextIO, TextIO]) -> int:
        """A conversation with its rows everywhere; the number of the last line so far."""
        dice = self._dice
        conversations, messages, history, persons = files
        size = dice.randint(*MESSAGES)
        last = BEGAN + timedelta(days=365 * YEARS) * (number / CONVERSATIONS)
        began = last - timedelta(seconds=40 * size)
        operator, customer = self._operator(number), self._customer()
        lang, stars = dice.choice(LANGS), dice.choice(RATINGS)
        name = _name(customer) if customer else ""
        email = f"person{customer}@example.com" if customer else ""
        phone = f"06{customer:08}" if customer else ""
        texts = self._texts(size, number)
        if customer is None:
            line += 1
            person = line
            _put(persons, [person, 1, None, number, 0, "", "", 1, number, last])
        else:
            known = self._persons.get(customer)
            if known is None:
                line += 1
                known = self._persons[customer] = [
                    line,
                    1,
                    customer,
                    None,
                    1,
                    name,
                    email,
                    0,
                    0,
                    last,
                ]
            person = int(str(known[0]))
            known[-3:] = [int(str(known[-3])) + 1, number, last]
        _put(
            conversations,
            [number, 1, "archived", f"{number:032x}", customer, dice.randint(1, 900_000), name,
             email, phone, lang, operator, f"Operator {operator}" if operator else "", size, size,
             began, last, stars or None, last if stars else None],
        )  # fmt: skip
        for seq, text in enumerate(texts, 1):
            mine = seq % 2 == 0 and operator is not None
            _put(
                messages,
                [number, seq, f"{seq:026}", "operator" if mine else "visitor",
                 f"Operator {operator}" if mine else name, text,
                 began + timedelta(seconds=40 * seq)],
            )  # fmt: skip
        title = f"{name} #{customer}" if customer else "#7"
        kept = words.stored([title, email, phone, *texts])
        _put(history, [number, person, 1, last, operator or 0, lang, stars, int(bool(customer)),
                       kept])  # fmt: skip
        return line

    def _operator(self, number: int) -> int | None:
        """Two have left after the first year, others have come; a few visitors found nobody."""
        if self._dice.random() < 0.05:
            return None
        first, last = (1, 5) if number < CONVERSATIONS // YEARS else (3, OPERATORS - 1)
        return 100 + self._dice.randint(first, last)

    def _customer(self) -> int | None:
        """Half of the visitors are signed in; some customers come a hundred times."""
        if self._dice.random() < 0.5:
            return None
        return 1000 + int(self._dice.random() ** 1.5 * CUSTOMERS)

    def _texts(self, size: int, number: int) -> list[str]:
        dice = self._dice
        lengths = [dice.randint(3, 17) for _ in range(size)]
        drawn = dice.choices(self._vocabulary, cum_weights=self._weights, k=sum(lengths))
        texts, at = [], 0
        for length in lengths:
            texts.append(" ".join(drawn[at : at + length]))
            at += length
        if dice.random() < 10 * len(RARE) / CONVERSATIONS:
            texts[0] += f" {dice.choice(RARE)}"
        if dice.random() < len(MIDDLING) / 200:
            texts[0] += f" {dice.choice(MIDDLING)}"
        if number < CONVERSATIONS // YEARS and dice.random() < 0.8:
            texts[0] += f" {BYGONE}"
        return texts


def _vocabulary(dice: random.Random) -> list[str]:
    """The most common word first."""
    made: dict[str, None] = dict.fromkeys(COMMON)
    while len(made) < 60_000:
        syllables = dice.choice((1, 2, 2, 3, 3, 4))
        word = "".join(dice.choice(CONSONANTS) + dice.choice(VOWELS) for _ in range(syllables))
        made[word + dice.choice(CONSONANTS) * (dice.random() < 0.4)] = None
    return list(made)


def _name(customer: int) -> str:
    syllables = [
        CONSONANTS[(customer // 7**place) % len(CONSONANTS)] + VOWELS[(customer // 3**place) % 5]
        for place in range(3)
    ]
    return f"{FIRSTNAMES[customer % len(FIRSTNAMES)]} {''.join(syllables).upper()}"


def _put(file: TextIO, row: list[object]) -> None:
    file.write("\t".join("\\N" if value is None else str(value) for value in row))
    file.write("\n")
