"""The machine's own mail program, where the shop sends with PHP's mail()."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sidecar.mail.problems import MailProblem, tidy
from sidecar.mail.smtp import Accepted, Parcel

PROGRAM = Path("/usr/sbin/sendmail")
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Sendmail:
    """The program that takes mails and queues them."""

    program: Path = PROGRAM

    def __str__(self) -> str:
        """For people and logs."""
        return str(self.program)

    @property
    def there(self) -> bool:
        """Whether there is such a program."""
        return self.program.is_file() and os.access(self.program, os.X_OK)


async def send(
    sendmail: Sendmail,
    parcel: Parcel,
    *,
    before: Callable[[], Awaitable[None]],
    after: Callable[[Accepted], Awaitable[None]],
) -> None:
    """Hand a mail over.

    Raises:
        MailProblem: the program did not take it.
    """
    await before()
    try:
        process = await asyncio.create_subprocess_exec(
            str(sendmail.program),
            "-i",
            "-f",
            parcel.sender,
            "--",
            *parcel.recipients,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        raise MailProblem("no_sendmail", str(error)) from error
    try:
        async with asyncio.timeout(SECONDS):
            # It is a program of this machine: lines end as they do here.
            said, _ = await process.communicate(parcel.content.replace(b"\r\n", b"\n"))
    except TimeoutError as error:
        raise MailProblem("timeout", str(sendmail), of_server=True) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    words = tidy(said.decode(errors="replace"))
    if process.returncode:
        raise MailProblem("refused", words or f"{sendmail} ended with {process.returncode}")
    await after(Accepted(parcel.recipients, "", words or str(sendmail)))
