"""The form's two doors: what is known of who asks, and the message that is left."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web
from pydantic import ValidationError

from sidecar.errors import Blocked, InvalidFormat, NotFound, TooMany
from sidecar.offline.service import OfflineMessages
from sidecar.platform.identity import Identity, Visitor
from sidecar.platform.limits import Limiter
from sidecar.platform.web import CLIENT_ADDRESS, bearer
from sidecar.protocol.base import Wire, accepted
from sidecar.protocol.offline import LeaveMessage, MessageLeft
from sidecar.shop.facts import Facts
from sidecar.shop.shops import Shop

PER_VISITOR, PER_ADDRESS = 5, 20
"""Messages an hour; an office shares an address."""


class OfflineDoors:
    """`GET offline` and `POST offline`, for those whom the shop vouches for."""

    def __init__(
        self,
        identity: Identity,
        messages: OfflineMessages,
        facts: Facts,
        blocked: Callable[[Visitor, str], Awaitable[bool]],
    ) -> None:
        self._identity = identity
        self._blocked = blocked
        self._messages = messages
        self._facts = facts
        self._visitors = Limiter(PER_VISITOR / 60, PER_VISITOR)
        self._addresses = Limiter(PER_ADDRESS / 60, PER_ADDRESS)

    def routes(self, base: str) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get(f"{base}offline", self.start, allow_head=False),
            web.post(f"{base}offline", self.leave),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """What a signed-in customer need not type."""
        who, shop = await self._who(request)
        return _answer(await self._messages.start(who, shop))

    async def leave(self, request: web.Request) -> web.Response:
        """Keep the message; the same `clientId` gets the first answer again, and is not counted."""
        asked = await _asked(request)
        who, shop = await self._who(request)
        number = await self._messages.known(who, asked.client_id)
        if number is None:
            address = request[CLIENT_ADDRESS]
            wait = self._visitors.wait(who.key) or self._addresses.wait(address)
            if wait:
                raise TooMany(retry=wait)
            number = await self._messages.leave(
                who,
                shop,
                asked,
                address=address,
                user_agent=request.headers.get("User-Agent", ""),
            )
        return _answer(MessageLeft(id=number))

    async def _who(self, request: web.Request) -> tuple[Visitor, Shop]:
        who = self._identity.visitor(bearer(request)).subject
        shop = self._facts.shop(who.shop)
        if shop is None:
            raise NotFound("This shop does not exist.")
        if await self._blocked(who, request[CLIENT_ADDRESS]):
            raise Blocked
        return who, shop


async def _asked(request: web.Request) -> LeaveMessage:
    try:
        fields = json.loads(await request.read())
        return LeaveMessage.model_validate(fields, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "fields"
        raise InvalidFormat(f"{where}: {first['msg']}") from None
    except (ValueError, RecursionError):
        raise InvalidFormat("Send an object of fields as JSON.") from None


def _answer(data: Wire) -> web.Response:
    return web.json_response(accepted(data.wire()), headers={"Cache-Control": "no-store"})
