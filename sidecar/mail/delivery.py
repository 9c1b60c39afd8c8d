"""Hands a mail over, whichever way it takes."""

from collections.abc import Awaitable, Callable

from sidecar.mail import sendmail, smtp
from sidecar.mail.sendmail import Sendmail
from sidecar.mail.servers import Server
from sidecar.mail.smtp import PATIENCE, Accepted, Parcel, Patience


async def deliver(
    server: Server,
    parcel: Parcel,
    *,
    before: Callable[[], Awaitable[None]],
    after: Callable[[Accepted], Awaitable[None]],
    patience: Patience = PATIENCE,
) -> None:
    """`before` is called when all is said but the mail, `after` as soon as it is accepted.

    Raises:
        MailProblem: nobody got it.
    """
    if isinstance(server, Sendmail):
        await sendmail.send(server, parcel, before=before, after=after)
    else:
        await smtp.send(server, parcel, before=before, after=after, patience=patience)
