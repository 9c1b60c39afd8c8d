"""`GET pictures/NAME`: the same for everybody, kept for good."""

import re

from aiohttp import web

from sidecar.desk.pictures import store
from sidecar.desk.pictures.rules import TYPES
from sidecar.errors import NotFound
from sidecar.platform.database import Database

NAME = re.compile(rf"[0-9a-f]{{32}}\.({'|'.join(TYPES)})")
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class PicturePage:
    """Serves what employees uploaded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where it is served."""
        return [web.get(f"{base}pictures/{{name}}", self.picture)]

    async def picture(self, request: web.Request) -> web.Response:
        """One picture, under the type that it was found to have."""
        name = request.match_info["name"]
        known = NAME.fullmatch(name)
        if known is None:
            raise NotFound("There is no such picture.")
        headers = {**HEADERS, "ETag": f'"{name[:32]}"'}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        async with self._database.reading() as unit:
            body = await store.body(unit, name)
        if body is None:
            raise NotFound("There is no such picture.")
        return web.Response(body=body, content_type=TYPES[known[1]], headers=headers)
