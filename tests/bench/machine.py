"""What the machine says of processes: their cores, processor time and memory."""

import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
STRANGERS = 0.1
"""Share of a core that programs which are none of the bench's may use while it measures."""

PATIENCE = 20


def cores() -> list[int]:
    """The cores this process may use."""
    return sorted(os.sched_getaffinity(0))


def split() -> tuple[set[int], set[int]]:
    """The core of who is measured, and those of all else; the same where there is but one."""
    mine = cores()
    return {mine[-1]}, set(mine[:-1]) or {mine[-1]}


@contextmanager
def placed(on: set[int]) -> Iterator[None]:
    """Run this process, and what it starts meanwhile, on these cores only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, on)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, all threads, in user and kernel mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def busy_seconds() -> float:
    """Processor time that anybody used on this machine so far."""
    _, *values = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    user, nice, system, _idle, _wait, irq, soft, *_ = map(int, values)
    return (user + nice + system + irq + soft) / TICK


async def quiet() -> None:
    """Wait until other programs leave the machine alone, but not for long."""
    for _ in range(PATIENCE):
        before = busy_seconds()
        await asyncio.sleep(1)
        if busy_seconds() - before < STRANGERS:
            return


def memory_kib(pid: int) -> float:
    """Proportional set size of a process: what would be free without it."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    raise ValueError(f"process {pid} has no memory")


def raise_file_limit(wanted: int) -> int:
    """Let this process, and those it starts, open so many files; what it may open now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        if hard != resource.RLIM_INFINITY and hard < wanted and os.geteuid() == 0:
            hard = wanted
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
