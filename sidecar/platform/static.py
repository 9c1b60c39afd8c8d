"""The built browser code, kept in memory: compressed once, named by what is in it."""

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sidecar import __version__
from sidecar.platform.resources import PACKAGE, folder

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
SMALL = 512


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    packed: bytes
    type: str
    etag: str


class Static:
    """Every built file by its name."""

    def __init__(self, directory: Path = PACKAGE / "frontend" / "static") -> None:
        self.assets = {
            path.name: _asset(path) for path in sorted(directory.glob("*")) if path.suffix in TYPES
        }
        mark = hashlib.sha256(__version__.encode())
        for name, asset in self.assets.items():
            mark.update(name.encode() + asset.etag.encode())
        for template in sorted(folder("templates").rglob("*.html")):
            mark.update(template.read_bytes())
        for texts in sorted((PACKAGE / "locale").rglob("*.po")):
            mark.update(texts.read_bytes())
        self.version = f"{__version__}-{mark.hexdigest()[:10]}"
        """Changes with everything that a page may have kept."""

    def answer(self, request: web.Request, name: str, *, forever: bool) -> web.Response:
        """One file; `forever` for addresses that carry the version."""
        asset = self.assets.get(name)
        if asset is None:
            raise web.HTTPNotFound(text=f"{name} is not built: run `make frontend`.")
        caching = "public, max-age=31536000, immutable" if forever else "public, max-age=300"
        return compressed(request, asset, caching)


def compressed(request: web.Request, asset: Asset, caching: str) -> web.Response:
    """The answer for an asset: 304 for who has it, packed for who can unpack it."""
    headers = {"ETag": asset.etag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == asset.etag:
        return web.Response(status=304, headers=headers)
    body = asset.body
    if "gzip" in request.headers.get("Accept-Encoding", "") and len(body) > SMALL:
        body = asset.packed
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=body, content_type=asset.type, charset="utf-8", headers=headers)


def asset(body: bytes, content_type: str, packed: bytes | None = None) -> Asset:
    """Text as an asset."""
    mark = hashlib.sha256(body).hexdigest()[:16]
    return Asset(body, packed or gzip.compress(body, 9, mtime=0), content_type, f'"{mark}"')


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return asset(body, TYPES[path.suffix], _packed(path, body))


def _packed(path: Path, body: bytes) -> bytes | None:
    """As the build packed it, which takes longer and makes it smaller; unless that is another's."""
    try:
        packed = path.with_name(f"{path.name}.gz").read_bytes()
        return packed if gzip.decompress(packed) == body else None
    except (OSError, EOFError, zlib.error):
        return None
