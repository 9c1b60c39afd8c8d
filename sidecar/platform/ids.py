"""ULIDs: ids that sort by time and that any side can make by itself."""

import secrets
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid() -> str:
    """26 characters: 48 bits of milliseconds, 80 random bits (github.com/ulid/spec)."""
    return encoded((int(time.time() * 1000) << 80) | secrets.randbits(80))


def encoded(number: int) -> str:
    """A number as an id: the same always gives the same; small ones are from 1970."""
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
