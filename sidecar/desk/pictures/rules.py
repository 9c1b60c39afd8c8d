"""Takes an uploaded picture apart and keeps only what makes the picture.

JPEG, PNG and WebP by what is in them, whatever their names say. Everything that is not needed to
draw them is left out: places and cameras (EXIF, XMP), comments, whatever is hidden behind the end.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LIMIT = 1024 * 1024
"""Bytes at most; what web servers let through unless they are told otherwise."""
WIDEST = 4096
"""Pixels at most, in either direction: a small file can be a huge picture."""

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}

Why = Literal["large", "pixels", "kind", "broken"]


class NoPicture(Exception):
    """What was uploaded is not kept; `why`: too large, too many pixels, no picture we know."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept; the name comes from what is in it."""

    name: str
    body: bytes


def picture(upload: bytes) -> Picture:
    """The picture that was uploaded.

    Raises:
        NoPicture: it is none that we show.
    """
    if len(upload) > LIMIT:
        raise NoPicture("large")
    try:
        kind, body, size = _rebuilt(upload)
    except (struct.error, IndexError):
        raise NoPicture("broken") from None
    if not all(0 < length <= WIDEST for length in size):
        raise NoPicture("pixels")
    return Picture(f"{hashlib.sha256(body).hexdigest()[:32]}.{kind}", body)


def _rebuilt(upload: bytes) -> tuple[str, bytes, tuple[int, int]]:
    if upload.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", *_png(upload)
    if upload.startswith(b"\xff\xd8\xff"):
        return "jpg", *_jpeg(upload)
    if upload[:4] == b"RIFF" and upload[8:12] == b"WEBP":
        return "webp", *_webp(upload)
    raise NoPicture("kind")


# PNG: https://www.w3.org/TR/png-3/

PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}


def _png(upload: bytes) -> tuple[bytes, tuple[int, int]]:
    kept = [upload[:8]]
    kinds = []
    for kind, data in _png_chunks(upload):
        kinds.append(kind)
        if kind in PNG_CHUNKS:
            length, mark = struct.pack(">I", len(data)), struct.pack(">I", zlib.crc32(kind + data))
            kept.append(length + kind + data + mark)
        if kind == b"IEND":
            break
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise NoPicture("broken")
    width, height = struct.unpack_from(">II", upload, 16)
    return b"".join(kept), (width, height)


def _png_chunks(upload: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(upload):
        (length,) = struct.unpack_from(">I", upload, at)
        kind, data = upload[at + 4 : at + 8], upload[at + 8 : at + 8 + length]
        (mark,) = struct.unpack_from(">I", upload, at + 8 + length)
        if mark != zlib.crc32(kind + data):
            raise NoPicture("broken")
        yield kind, data
        at += 12 + length


# JPEG: ITU-T T.81

START_OF_SCAN, END = 0xDA, 0xD9
FRAMES = {0xC0, 0xC1, 0xC2}
"""Baseline, extended and progressive: the ones that browsers draw."""
TABLES = {0xC4, 0xDB, 0xDD}
JFIF, ADOBE = b"JFIF\x00", b"Adobe"


def _jpeg(upload: bytes) -> tuple[bytes, tuple[int, int]]:
    kept = [upload[:2]]
    size = (0, 0)
    at = 2
    while True:
        if upload[at] != 0xFF:
            raise NoPicture("broken")
        marker = upload[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == END:
            kept.append(b"\xff\xd9")
            break
        (length,) = struct.unpack_from(">H", upload, at + 2)
        segment = upload[at : at + 2 + length]
        if length < 2 or len(segment) != 2 + length:
            raise NoPicture("broken")
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            size = (width, height)
        if _wanted_in_jpeg(marker, segment[4:]):
            kept.append(segment)
        at += 2 + length
        if marker == START_OF_SCAN:
            end = _end_of_scan(upload, at)
            kept.append(upload[at:end])
            at = end
    if size == (0, 0) or len(kept) < 4:
        raise NoPicture("broken")
    return b"".join(kept), size


def _wanted_in_jpeg(marker: int, data: bytes) -> bool:
    """Tables, frames and scans; and what says how colours are meant."""
    if marker in FRAMES | TABLES | {START_OF_SCAN}:
        return True
    if 0xC0 <= marker <= 0xCF:
        raise NoPicture("kind")
    return (marker == 0xE0 and data.startswith(JFIF)) or (marker == 0xEE and data.startswith(ADOBE))


def _end_of_scan(upload: bytes, at: int) -> int:
    """Where the next marker is that is neither a stuffed byte nor a restart."""
    while True:
        at = upload.find(b"\xff", at)
        if at < 0:
            raise NoPicture("broken")
        following = upload[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


# WebP: https://developers.google.com/speed/webp/docs/riff_container

WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
HAS_MORE = 0b00101110
"""Flags of VP8X for what is left out: ICC, EXIF, XMP; animations are refused."""
ANIMATED = 0b00000010


def _webp(upload: bytes) -> tuple[bytes, tuple[int, int]]:
    (riff,) = struct.unpack_from("<I", upload, 4)
    whole = upload[: 8 + riff]
    if len(whole) != 8 + riff:
        raise NoPicture("broken")
    chunks = []
    size = (0, 0)
    at = 12
    while at < len(whole):
        kind = whole[at : at + 4]
        (length,) = struct.unpack_from("<I", whole, at + 4)
        data = whole[at + 8 : at + 8 + length]
        if len(data) != length:
            raise NoPicture("broken")
        at += 8 + length + length % 2
        if kind not in WEBP_CHUNKS:
            continue
        if kind == b"VP8X":
            if data[0] & ANIMATED:
                raise NoPicture("kind")
            data = bytes([data[0] & ~HAS_MORE & 0xFF]) + data[1:]
        elif kind != b"ALPH":
            size = _size_of_vp8l(data) if kind == b"VP8L" else _size_of_vp8(data)
        chunks.append(kind + struct.pack("<I", length) + data + b"\0" * (length % 2))
    if size == (0, 0):
        raise NoPicture("broken")
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body, size


def _size_of_vp8(data: bytes) -> tuple[int, int]:
    if data[3:6] != b"\x9d\x01\x2a":
        raise NoPicture("broken")
    width, height = struct.unpack_from("<HH", data, 6)
    return width & 0x3FFF, height & 0x3FFF


def _size_of_vp8l(data: bytes) -> tuple[int, int]:
    if data[0] != 0x2F:
        raise NoPicture("broken")
    (bits,) = struct.unpack_from("<I", data, 1)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
