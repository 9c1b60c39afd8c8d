"""The dialect lint finds what another database server would refuse, and lets the rest pass."""

from pathlib import Path

import pytest

from tests.lint import dialect

REFUSED = [
    "INSERT INTO t (a) VALUES (1) RETURNING id",
    "delete from t where a = 1 returning id",
    "SELECT a FROM t WHERE a = 1 FOR UPDATE SKIP LOCKED",
    "SELECT a FROM t FOR UPDATE NOWAIT",
    "SELECT a FROM t FOR SHARE",
    "SELECT a FROM t JOIN u ON u.a = t.a FOR UPDATE OF t",
    "INSERT INTO t SET a = 1",
    "INSERT IGNORE INTO `t` SET a = 1",
    "REPLACE INTO t SET a = 1",
    "INSERT INTO t (a, b) VALUES (%s, %s) ON DUPLICATE KEY UPDATE b = VALUES(b)",
    "INSERT INTO t (a, b) VALUES (%s, %s) AS new ON DUPLICATE KEY UPDATE b = new.b",
    "CREATE OR REPLACE TABLE t (a INT)",
    "CREATE SEQUENCE s",
    "SELECT NEXT VALUE FOR s",
    "SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) FROM t",
    "SELECT SUM(a) OVER w FROM t WINDOW w AS (ORDER BY b)",
    "WITH latest AS (SELECT MAX(a) AS a FROM t) SELECT a FROM latest",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    "ALTER TABLE t ADD COLUMN IF NOT EXISTS b INT",
    "ALTER TABLE t\n  DROP  COLUMN\n  IF EXISTS b",
    "ALTER TABLE t RENAME COLUMN a TO b",
    "CREATE INDEX IF NOT EXISTS i ON t (a)",
    "SELECT j.a FROM JSON_TABLE('[]', '$[*]' COLUMNS (a INT PATH '$')) j",
    "SELECT data->>'$.code' FROM t",
    "SELECT JSON_VALUE(data, '$.code') FROM t",
    "SELECT JSON_ARRAYAGG(a) FROM t",
    "SELECT REGEXP_REPLACE(a, 'x', 'y') FROM t",
    "SELECT ANY_VALUE(a) FROM t GROUP BY b",
    "SELECT a FROM t INTERSECT SELECT a FROM u",
    "SELECT a FROM t EXCEPT SELECT a FROM u",
    "SELECT a FROM t, LATERAL (SELECT 1) x",
    "SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS ONLY",
    "DELETE FROM t AS x WHERE x.a = 1",
    "DELETE FROM t x WHERE x.a = 1",
    "CREATE TABLE t (a JSON NOT NULL)",
    "CREATE TABLE t (a UUID NOT NULL)",
    "CREATE TABLE t (a INT DEFAULT (1 + 1))",
    "CREATE TABLE t (a INT CHECK (a > 0))",
    "CREATE TABLE t (a INT) COLLATE=utf8mb4_0900_ai_ci",
    "CREATE TABLE t (a INT) COLLATE=utf8mb4_uca1400_ai_ci",
    "CREATE TABLE t (a INT AS (1) PERSISTENT)",
    "SELECT COUNT(*) AS rank FROM t",
    "SET STATEMENT max_statement_time=1 FOR SELECT 1",
    "SELECT @@tx_isolation",
]

TAKEN = [
    "INSERT INTO t (a, b) VALUES (%s, %s) ON DUPLICATE KEY UPDATE b = %s",
    "INSERT INTO t (a, b) SELECT a, b FROM u",
    "UPDATE t JOIN (SELECT 1 AS id UNION ALL SELECT 2) v ON v.id = t.id SET t.a = 1",
    "SELECT a FROM t WHERE a = %s FOR UPDATE",
    "SELECT a FROM t LOCK IN SHARE MODE",
    "DELETE FROM t WHERE a = 1 ORDER BY a LIMIT 1000",
    "SELECT JSON_UNQUOTE(JSON_EXTRACT(data, '$.code')) AS code FROM t",
    "CREATE TABLE t (a DATETIME(3) NOT NULL, b TEXT NULL, returning_id INT) ENGINE=InnoDB",
    "CREATE TABLE IF NOT EXISTS t (a INT DEFAULT 0, KEY state (state, id_shop))",
    "DROP TABLE IF EXISTS t",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SELECT t.window, t.`rank` FROM t -- RETURNING is told of in a comment only",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_refuses(sql: str) -> None:
    assert dialect.problems(sql)


@pytest.mark.parametrize("sql", TAKEN)
def test_lets_pass(sql: str) -> None:
    assert dialect.problems(sql) == []


def test_finds_sql_in_every_kind_of_string(tmp_path: Path) -> None:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "one.sql").write_text(
        "-- Why.\nCREATE TABLE a (b INT);\n\nCREATE SEQUENCE s;\n"
    )
    (tmp_path / "sidecar").mkdir()
    (tmp_path / "sidecar" / "store.py").write_text(
        '"""SELECT in a docstring is prose; RETURNING as well."""\n'
        'ROWS = "SELECT a"\n'
        'BOTH = ("SELECT a FROM t"\n    " FOR UPDATE SKIP LOCKED")\n'
        'PART = f"SELECT {ROWS} FROM t WHERE a IN ({1, 2}) RETURNING a"\n'
        "WHERE = \"a = %s AND b->'$.c' = 1\"\n"
        'PROSE = "The window is over: going on without returning"\n'
    )
    found = {
        (statement.path.name, statement.line)
        for statement in dialect.statements(tmp_path)
        if dialect.problems(statement.text)
    }
    assert found == {("one.sql", 4), ("store.py", 3), ("store.py", 5), ("store.py", 6)}
