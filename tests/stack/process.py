"""A program of the stack: log on disk, stopped for sure, leftovers of a killed run found again."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class NotStarted(RuntimeError):
    """A part of the stack did not come up; the text ends with what it logged."""


class Process:
    """One program with its own session, so that Ctrl-C reaches it only through us."""

    def __init__(self, name: str, directory: Path) -> None:
        """`directory` gets NAME.log and NAME.pid."""
        self.name = name
        self.directory = directory
        self.log = directory / f"{name}.log"
        self._pid_file = directory / f"{name}.pid"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id; 0 when nothing was started."""
        return self._child.pid if self._child else 0

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self._child is not None and self._child.poll() is None

    def start(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Run the command, after ending what a former run of this part left behind."""
        if self.alive:
            raise NotStarted(f"{self.name} runs already")
        self.kill()  # it may have ended alone: its workers would keep the port
        self.directory.mkdir(parents=True, exist_ok=True)
        self.end_leftover()
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                cwd=folder,
                start_new_session=True,
            )
        self._pid_file.write_text(f"{self.pid} {_born(self.pid)}\n")

    def stop(self, *, grace: float = 10) -> None:
        """End the program politely, then by force with everything it started."""
        child = self._child
        if child is None:
            return
        if child.poll() is None:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(grace)
        self.kill()

    def kill(self) -> None:
        """Kill -9 for the program and everything it started."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        self._pid_file.unlink(missing_ok=True)

    def tail(self, lines: int = 15) -> str:
        """The end of the log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""

    def failure(self, sentence: str) -> NotStarted:
        """An error that says what happened and ends with the log."""
        return NotStarted(f"{self.name}: {sentence}\n--- {self.log}\n{self.tail()}")

    def end_leftover(self) -> None:
        """End the process of a run that was killed; its start time tells it from another."""
        try:
            pid, born = self._pid_file.read_text().split()
        except (FileNotFoundError, ValueError):
            return
        self._pid_file.unlink(missing_ok=True)
        if born != _born(int(pid)):
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(pid), number)
            deadline = time.monotonic() + 5
            while _born(int(pid)) == born and time.monotonic() < deadline:
                time.sleep(0.02)


def _born(pid: int) -> str:
    """When a process started, in clock ticks since boot; empty when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] == "Z" else fields[19]
