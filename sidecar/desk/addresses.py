"""Addresses of web pages that may be shown to visitors."""

import unicodedata
from urllib.parse import urlsplit

LONGEST = 1000


def web_address(text: str) -> str | None:
    """The address, if it is one of a page on the web; None for `javascript:` and the like.

    Browsers leave out blanks and control characters while they read an address: so they are
    refused here. A name with a password before the host only pretends to be a host.
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST or any(unicodedata.category(one)[0] in "CZ" for one in text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        parts.port  # noqa: B018 (raises for one that is none)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return text if good and "\\" not in parts.netloc else None
