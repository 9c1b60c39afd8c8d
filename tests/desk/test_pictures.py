"""What is uploaded is a picture, and nothing but the picture is kept of it."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sidecar.desk.pictures.rules import LIMIT, NoPicture, picture
from tests.desk import samples


@pytest.mark.parametrize(("kind", "body"), samples.GOOD.items())
def test_pictures_are_known_by_what_is_in_them(kind: str, body: bytes) -> None:
    kept = picture(body)
    assert kept.name.endswith(f".{kind.split()[0]}")
    assert picture(kept.body) == kept


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"", "kind"), (b"<svg><script>alert(1)</script></svg>", "kind"),
     (b"GIF89a" + b"\0" * 40, "kind"), (b"%PDF-1.7", "kind"), (b"<html>", "kind"),
     (b"BM" + b"\0" * 60, "kind"),
     (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "broken"), (samples.PNG[:40], "broken"),
     (samples.JPEG[:300], "broken"), (b"\xff\xd8\xff<script>", "broken"), (samples.WEBP[:20],
     "broken"),
     (samples.PNG[:60] + b"x" + samples.PNG[61:], "broken"), (samples.png(5000, 1), "pixels"),
     (samples.png(0, 1), "pixels"), (samples.PNG + b"\0" * LIMIT, "large"),
     (b"\0" * (20 * 1024 * 1024), "large")],
)  # fmt: skip
def test_anything_else_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(NoPicture) as refused:
        picture(body)
    assert refused.value.why == why


def test_what_is_hidden_in_a_picture_is_left_out() -> None:
    secret = b"<script>alert(document.domain)</script>"
    text = b"tEXt" + b"Comment\0" + secret
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    png = samples.PNG[:33] + chunk + samples.PNG[33:] + secret
    exif = b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(secret)) + b"Exif\0\0" + secret
    comment = b"\xff\xfe" + struct.pack(">H", 2 + len(secret)) + secret
    jpeg = samples.JPEG[:2] + exif + comment + samples.JPEG[2:] + secret
    extra = b"EXIF" + struct.pack("<I", len(secret)) + secret + b"\0"
    body = samples.WEBP[8:] + extra
    webp = b"RIFF" + struct.pack("<I", len(body)) + body + secret
    for body, plain in ((png, samples.PNG), (jpeg, samples.JPEG), (webp, samples.WEBP)):
        kept = picture(body)
        assert b"script" not in kept.body
        assert kept == picture(plain)


@given(some.sampled_from(list(samples.GOOD.values())), some.data())
def test_broken_pictures_break_nothing(body: bytes, data: some.DataObject) -> None:
    at = data.draw(some.integers(0, len(body) - 1))
    broken = data.draw(
        some.one_of(
            some.just(body[:at]),
            some.binary(min_size=1, max_size=4).map(lambda new: body[:at] + new + body[at + 1 :]),
        )
    )
    try:
        kept = picture(broken)
    except NoPicture:
        return
    assert picture(kept.body) == kept
