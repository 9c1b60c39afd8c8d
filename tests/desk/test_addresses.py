"""Which addresses may be sent to visitors."""

import pytest

from sidecar.desk.addresses import web_address


@pytest.mark.parametrize(
    "address",
    ["http://shop.example/", "https://shop.example:8443/en/1-apron.html?x=1#top", "HTTPS://Shop.Example/",
     "https://bücher.example/été", "http://[2001:db8::1]/",
     "https://shop.example/a?b=javascript:c"],
)  # fmt: skip
def test_pages_on_the_web_may(address: str) -> None:
    assert web_address(f" {address}\n") == address


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)",
     "\x01javascript:alert(1)",
     "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "ftp://shop.example/",
     "//shop.example/",
     "/en/1-apron.html", "shop.example", "http:///path", "https://",
     "http://shop.example@evil.example/",
     "http://a:b@shop.example/", "https://shop.example /", "https://shop.example/\u202egnp.exe",
     "https://shop.example\\@evil.example/", "http://[::1", "http://shop.example:port/",
     "https://shop.example/" + "x" * 1000],
)  # fmt: skip
def test_anything_else_may_not(address: str) -> None:
    assert web_address(address) is None
