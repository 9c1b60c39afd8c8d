"""What the machine says of processes: their cores, processor time and memory."""

import os
import resource
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cores() -> list[int]:
    """The cores this process may use."""
    return sorted(os.sched_getaffinity(0))


def split() -> tuple[set[int], set[int]]:
    """The core of who is measured, and those of all else; the same where there is but one."""
    mine = cores()
    return {mine[-1]}, set(mine[:-1]) or {mine[-1]}


def pinned(command: list[str], on: set[int]) -> list[str]:
    """A command line that runs on these cores only."""
    return ["taskset", "-c", ",".join(map(str, sorted(on))), *command]


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, all threads, in user and kernel mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def busy_seconds() -> float:
    """Processor time that anybody used on this machine so far."""
    _, *values = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    user, nice, system, _idle, _wait, irq, soft, *_ = map(int, values)
    return (user + nice + system + irq + soft) / TICK


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
