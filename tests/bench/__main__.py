"""`python -m tests.bench [names…]`: runs the benches named, or all; prints and saves figures."""

import fcntl
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.bench import report

NAMES = ("routing", "memory", "page", "panel", "history")


def main(names: Sequence[str]) -> int:
    """Run them; 0 unless a budget is missed or a bench cannot be believed."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"There is no bench {', '.join(unknown)}; there are {', '.join(NAMES)}.")
        return 2
    with alone():
        return _run(names or NAMES)


@contextmanager
def alone() -> Iterator[None]:
    """One bench at a time: two would measure each other, and share a folder."""
    report.FILE.parent.mkdir(parents=True, exist_ok=True)
    with report.FILE.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another bench is running: waiting for its end …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(names: Sequence[str]) -> int:
    rows: list[report.Row] = []
    failed = False
    for name in names:
        print(f"{name} …", flush=True)
        try:
            result: report.Result = importlib.import_module(f"tests.bench.{name}").run()
        except report.Unsure as error:
            print(f"  cannot be believed: {error}")
            failed = True
            continue
        for sentence in result.asserted:
            print(f"  asserted: {sentence}")
        for sentence in result.notes:
            print(f"  note: {sentence}")
        rows.extend(result.rows)
        report.save(result.rows)
    print()
    print(report.table(rows))
    print(f"\n{report.FILE}")
    return 1 if failed or any(row.ok is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
