"""Refuses SQL that MySQL 5.7, MySQL 8 and MariaDB (10.4 and later) don't all take alike.

`python -m tests.lint.dialect` looks at sql/ and at every string of sidecar/ that is SQL. Tests run
on MariaDB only: what another server would refuse, nobody would notice otherwise.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

WORDS = {
    "only MariaDB has it": """
        RETURNING, CREATE OR REPLACE TABLE, CREATE OR REPLACE INDEX, CREATE SEQUENCE,
        ALTER SEQUENCE, DROP SEQUENCE, NEXT VALUE FOR, PREVIOUS VALUE FOR, NEXTVAL, LASTVAL, SETVAL,
        SET STATEMENT, EXECUTE IMMEDIATE, ROWS EXAMINED, SYSTEM VERSIONING, SYSTEM_TIME, PERIOD FOR,
        WITH TIES, FETCH FIRST, FETCH NEXT, WITHOUT OVERLAPS, PERSISTENT, INET4, INET6, VECTOR,
        ENGINE=Aria, JSON_EXISTS, JSON_QUERY, JSON_COMPACT, JSON_LOOSE, JSON_DETAILED, JSON_EQUALS,
        JSON_NORMALIZE, UUID_V4, UUID_V7, SYS_GUID, NATURAL_SORT_KEY, SFORMAT, MEDIAN, TO_CHAR,
        ADD_MONTHS, PERCENTILE_CONT, PERCENTILE_DISC, ADD COLUMN IF, ADD INDEX IF, ADD KEY IF,
        ADD CONSTRAINT IF, ADD IF, DROP COLUMN IF, DROP INDEX IF, DROP KEY IF, DROP CONSTRAINT IF,
        DROP FOREIGN KEY IF, MODIFY COLUMN IF, MODIFY IF, CHANGE COLUMN IF, CHANGE IF,
        RENAME COLUMN IF, ALTER TABLE IF, CREATE INDEX IF, CREATE UNIQUE INDEX IF
    """,
    "only MySQL has it": """
        ANY_VALUE, JSON_PRETTY, JSON_STORAGE_SIZE, JSON_STORAGE_FREE, JSON_SCHEMA_VALID, MEMBER OF,
        UUID_TO_BIN, BIN_TO_UUID, IS_UUID, LATERAL, FOR SHARE, FOR UPDATE OF, VALUES ROW, GROUPING,
        SET PERSIST, SET PERSIST_ONLY
    """,
    "MySQL 5.7 has nothing like it": """
        SKIP LOCKED, NOWAIT, OVER, WINDOW, WITH RECURSIVE, INTERSECT, EXCEPT, JSON_TABLE,
        JSON_VALUE, REGEXP_REPLACE, REGEXP_SUBSTR, REGEXP_INSTR, REGEXP_LIKE, RENAME COLUMN,
        ALGORITHM=INSTANT
    """,
    "MySQL 5.7 or MariaDB 10.4 has nothing like it": """
        JSON_ARRAYAGG, JSON_OBJECTAGG, JSON_OVERLAPS, JSON_MERGE_PATCH, RENAME INDEX, RENAME KEY
    """,
    "MySQL 8 and MariaDB spell it differently": "INVISIBLE, TX_ISOLATION, TRANSACTION_ISOLATION",
}
"""What is refused wherever it stands, in any case, and why."""

SHAPES = {
    r"(INSERT|REPLACE)( IGNORE)?( INTO)? [`\w]+ SET\b": "write (columns) VALUES (values)",
    r"ON DUPLICATE KEY UPDATE.*\bVALUES ?\(": (
        "VALUES() in an upsert warns on MySQL 8, and what replaces it there nobody else knows:"
        " give the value twice"
    ),
    r"VALUES ?\(.*\) AS \w+ ?(\([^)]*\) ?)?ON DUPLICATE": "only MySQL 8 has it",
    r"\bWITH `?\w+`? ?(\([^)]*\) ?)?AS ?\(": "MySQL 5.7 has nothing like it",
    r"\bDELETE FROM [`\w]+ (AS )?(?!WHERE|ORDER|LIMIT|USING)[`\w]+ (WHERE|ORDER|LIMIT)": (
        "only MySQL 8 takes an alias here"
    ),
    r"\bDEFAULT ?\(": "MySQL 5.7 takes constants only",
    r"\bCHECK ?\(": "MySQL 5.7 reads it and does nothing",
    r"[\w`)] (JSON)(?= NOT NULL| NULL| DEFAULT| COMMENT| ?[,)])": (
        "a type of its own in MySQL, another name for LONGTEXT in MariaDB: write TEXT"
    ),
    r"[\w`)] (UUID)(?= NOT NULL| NULL| DEFAULT| COMMENT| ?[,)])": "only MariaDB has this type",
    r"->>? ?'": "only MySQL has the arrow: write JSON_EXTRACT",
    r"\butf8mb4_(\w+_)?0900_\w+": "only MySQL 8 has this collation",
    r"\b\w*uca1400\w*": "only MariaDB has this collation",
    r"\bAS (cume_dist|dense_rank|empty|first_value|groups|lag|last_value|lead|nth_value|ntile|of"
    r"|offset|percent_rank|rank|recursive|row_number|rows|system)\b": (
        "a reserved word in MySQL 8 or MariaDB"
    ),
}
"""What is refused for how it stands there (patterns, in any case; one blank for any space)."""


def _any_of(words: str) -> str:
    alternatives = "|".join(re.escape(" ".join(word.split())) for word in words.split(","))
    return rf"(?<![\w`.])({alternatives})(?!\w)"


PATTERNS = [
    (re.compile(pattern, re.IGNORECASE), why)
    for pattern, why in [*((_any_of(words), why) for why, words in WORDS.items()), *SHAPES.items()]
]

SPOKEN = re.compile(
    r"\b(SELECT|INSERT (IGNORE )?INTO|REPLACE INTO|UPDATE|DELETE FROM|(CREATE|ALTER|DROP) TABLE"
    r"|TRUNCATE|FROM|JOIN|WHERE|ORDER BY|GROUP BY|LIMIT|VALUES|ON DUPLICATE|AND|OR|IS NULL"
    r"|INTERVAL|SET (SESSION|GLOBAL|TRANSACTION|\w+ ?=))\b"
)
"""How one sees that a string is SQL, whole or in part: nothing else here shouts."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Some SQL and where it begins."""

    path: Path
    line: int
    text: str


def problems(text: str) -> list[str]:
    """What is wrong with a statement, or a part of one."""
    plain = " ".join(re.sub(r"(?m)--[ \t].*$|/\*.*?\*/", "", text).split())
    return [
        f"{found.group() if len(found.group()) < 40 else found.group()[:39] + '…'}: {why}"
        for pattern, why in PATTERNS
        for found in pattern.finditer(plain)
    ]


def in_script(path: Path) -> Iterator[Statement]:
    """The statements of a script; each ends with `;` at a line's end."""
    line = 1
    for text in re.split(r"(?<=;)\n", path.read_text(encoding="utf-8")):
        yield Statement(path, line + len(text) - len(text.lstrip("\n")), text)
        line += text.count("\n") + 1


def in_module(path: Path) -> Iterator[Statement]:
    """Every string of a module that is SQL; what an f-string puts in counts as one word."""
    parts: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        text = ""
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts.add(id(node.value))  # a docstring
        elif isinstance(node, ast.JoinedStr):
            parts.update(id(part) for part in node.values)
            text = "".join(_text(part) for part in node.values)
        elif id(node) not in parts:
            text = _text(node, other="")
        if SPOKEN.search(text):
            yield Statement(path, node.lineno, text)  # type: ignore[attr-defined]


def _text(node: ast.AST, other: str = "x") -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return other


def statements(root: Path = REPOSITORY) -> Iterator[Statement]:
    """All SQL of the product."""
    for path in sorted((root / "sql").rglob("*.sql")):
        yield from in_script(path)
    for path in sorted((root / "sidecar").rglob("*.py")):
        if "node_modules" not in path.parts:
            yield from in_module(path)


def main() -> int:
    """Name every problem; 1 if there is one."""
    found = [
        f"{statement.path.relative_to(REPOSITORY)}:{statement.line}: {problem}\n"
        for statement in statements()
        for problem in problems(statement.text)
    ]
    sys.stdout.writelines(found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
