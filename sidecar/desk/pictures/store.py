"""The table of the pictures."""

from datetime import datetime

from sidecar.desk.pictures.rules import Picture
from sidecar.platform.database import Unit


async def keep(unit: Unit, picture: Picture, now: datetime) -> None:
    """Write a picture; one that is there already is the same.

    In hexadecimal: aiomysql 0.2 fails on bytes (`escape_bytes_prefixed` is no function).
    """
    await unit.run(
        "INSERT INTO PREFIX_onlinechat_picture (name, body, created_at)"
        " VALUES (%s, UNHEX(%s), %s) ON DUPLICATE KEY UPDATE created_at = %s",
        picture.name,
        picture.body.hex(),
        now.replace(tzinfo=None),
        now.replace(tzinfo=None),
    )


async def body(unit: Unit, name: str) -> bytes | None:
    """What is in a picture."""
    found = await unit.value("SELECT body FROM PREFIX_onlinechat_picture WHERE name = %s", name)
    return bytes(found) if found is not None else None


async def drop(unit: Unit, name: str) -> None:
    """Delete a picture unless an offer has it."""
    await unit.run(
        "DELETE FROM PREFIX_onlinechat_picture WHERE name = %s AND NOT EXISTS"
        " (SELECT 1 FROM PREFIX_onlinechat_offer o WHERE o.picture = %s)",
        name,
        name,
    )
