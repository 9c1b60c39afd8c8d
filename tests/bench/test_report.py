"""The table and the file of figures."""

import json
from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.__main__ import main
from tests.bench.report import Row, at_least, at_most

FIELDS = ["bench", "metric", "unit", "ours", "comparison", "ratio", "budget", "ok"]


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of figures of its own."""
    monkeypatch.setattr(report, "FILE", tmp_path / "bench.json")
    return tmp_path / "bench.json"


def test_a_budget_is_kept_up_to_its_limit() -> None:
    assert at_most("memory", "each", "KiB", 45, 45).ok
    assert not at_most("memory", "each", "KiB", 45.1, 45).ok
    assert at_least("routing", "messages", "/s", 1000, 1000, 1.0, 1.0).ok
    assert not at_least("routing", "messages", "/s", 999, 1000, 0.999, 1.0).ok


def test_the_file_keeps_figures_of_benches_that_did_not_run(file: Path) -> None:
    report.save([Row("page", "loader", "kB", 2.9), Row("memory", "old", "KiB", 36.123456)])
    report.save([Row("memory", "new", "KiB", 35.0)])
    saved = json.loads(file.read_text())
    assert [(row["bench"], row["metric"]) for row in saved] == [
        ("page", "loader"),
        ("memory", "new"),
    ]
    assert list(saved[0]) == FIELDS


def test_the_table_says_what_was_missed() -> None:
    text = report.table([at_most("memory", "each", "KiB", 46, 45), Row("page", "x", "", None)])
    assert "46 KiB" in text
    assert "MISSED" in text


def test_an_unknown_name_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rooting"]) == 2
    assert "routing, memory, page" in capsys.readouterr().out
