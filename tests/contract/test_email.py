"""Which e-mail addresses are taken."""

import pytest

from sidecar.protocol.email import valid_email


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("pub@prestashop.com", "pub@prestashop.com"),
        (" a.b+c@Shop.Example ", "a.b+c@shop.example"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("service@épicerie.fr", "service@xn--picerie-9xa.fr"),
    ],
)
def test_addresses_that_are_taken(text: str, address: str) -> None:
    """As they are sent to."""
    assert valid_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a@b",
        "@example.com",
        "a@",
        '"<script>"@x.y',
        '"a b"@example.com',
        "a@b@example.com ",
        "a..b@example.com",
        ".a@example.com",
        "a@example..com",
        "a@-example.com",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "a@example.com\nBcc: b@example.com",
        "a\r\n@example.com",
        "a@example.com\x00",
        "é@example.com",
        "a,b@example.com",
        "a@example.com,b@example.com",
        "<a@example.com>",
        "a" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com",
        "a@" + "b." * 125 + "com",
    ],
)
def test_addresses_that_are_not(text: str) -> None:
    """Quotes, markup, line breaks, lists, and what no server would take."""
    assert valid_email(text) is None
