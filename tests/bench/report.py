"""The table on the terminal and `.var/bench.json`."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / ".var" / "bench.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `ok` is None where there is no budget to keep, or nothing could be said."""

    bench: str
    metric: str
    unit: str
    ours: float | None
    comparison: float | None = None
    ratio: float | None = None
    budget: str | None = None
    ok: bool | None = None


@dataclass(slots=True)
class Result:
    """What one bench found: its figures, what it made sure of, and how it went about it."""

    rows: list[Row] = field(default_factory=list)
    asserted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Unsure(RuntimeError):
    """What a bench relies on is not so: its figures would mean nothing."""


def at_least(
    bench: str, metric: str, unit: str, ours: float, comparison: float, ratio: float, factor: float
) -> Row:
    """More is better, at least `factor` times the comparison; `ratio` is the rounds' median."""
    return Row(
        bench, metric, unit, ours, comparison, ratio, f"≥ {factor} × comparison", ratio >= factor
    )


def at_most(bench: str, metric: str, unit: str, ours: float, limit: float) -> Row:
    """Less is better, no more than `limit`."""
    return Row(bench, metric, unit, ours, budget=f"≤ {limit:g} {unit}".rstrip(), ok=ours <= limit)


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def save(rows: Sequence[Row]) -> None:
    """Write the figures; those of benches that did not run this time stay as they were."""
    ran = {row.bench for row in rows}
    kept = [row for row in _saved() if row["bench"] not in ran]
    FILE.parent.mkdir(parents=True, exist_ok=True)
    everything = kept + [_rounded(row) for row in rows]
    FILE.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n")


def _saved() -> list[dict[str, object]]:
    try:
        saved = json.loads(FILE.read_text())
    except (FileNotFoundError, ValueError):
        return []
    return saved if isinstance(saved, list) else []


def _rounded(row: Row) -> dict[str, object]:
    return {
        name: float(f"{value:.5g}") if isinstance(value, float) else value
        for name, value in asdict(row).items()
    }


def table(rows: Sequence[Row]) -> str:
    """The figures as text."""
    lines = [("bench", "metric", "ours", "comparison", "ratio", "budget", "")]
    for row in rows:
        verdict = "" if row.ok is None else "ok" if row.ok else "MISSED"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        lines.append(
            (
                row.bench,
                row.metric,
                _number(row.ours, row.unit),
                _number(row.comparison, row.unit),
                ratio,
                row.budget or "",
                verdict,
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    left = (0, 1, 5, 6)
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    text = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{text} {unit}".rstrip()
