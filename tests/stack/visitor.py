"""A customer who comes in by herself and chats: one person can try the operator's side alone.

Signs in to the demo's shop, takes a real token from the module's session controller, waits until an
operator is online, writes, answers what she is told, and stays.
"""

import argparse
import asyncio
import contextlib
import random
import secrets
import time
from typing import Any

import aiohttp
import socketio

EMAIL = "marie-madeleine@example.fr"
PASSWORD = "123456789"
OPENING = (
    "Hello!",
    "Is the oak cutting board one single piece of wood? I would need two of them for Friday.",
)
ANSWERS = (
    "Oh, that is good to know. Can it go in the dishwasher?",
    "I see. And how long does delivery to Fontenay-sous-Bois take?",
    "Perfect. One more thing: do you wrap presents?",
    "Thank you very much for your help, I will order today.",
    "Have a nice day!",
)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RENEW_SECONDS = 480


class Customer:
    """One signed-in customer at one browser."""

    def __init__(self, shop: str, http: aiohttp.ClientSession) -> None:
        """`shop` is an address without a slash at the end; the session keeps the cookies."""
        self._shop = shop
        self._http = http
        self._socket = socketio.AsyncClient()
        self._resume = ""
        self._told = asyncio.Queue[str]()
        self._last_seq = 0
        self._socket.on("session:ready", self._ready, namespace="/visitor")
        self._socket.on("message:created", self._message, namespace="/visitor")

    async def chat(self) -> None:
        """Come in, write, answer; never leaves by herself."""
        async with self._http.post(
            f"{self._shop}/en/login",
            data={"email": EMAIL, "password": PASSWORD, "submitLogin": "1"},
        ) as answer:
            answer.raise_for_status()
        await self._wait_until_online()
        await self._socket.connect(
            self._shop,
            socketio_path="/oc/socket.io",
            namespaces=["/visitor"],
            auth=self._credentials,
        )
        page = {"url": f"{self._shop}/en/2-oak-cutting-board.html", "title": "Oak cutting board"}
        await self._ask("conversation:open", {"page": page})
        renewing = asyncio.create_task(self._renew())
        try:
            for line in OPENING:
                await self._write(line)
            for line in ANSWERS:
                await self._told.get()
                await self._ask("message:seen", {"seq": self._last_seq})
                await asyncio.sleep(1)
                await self._write(line)
            await self._socket.wait()
        finally:
            renewing.cancel()
            await self._socket.disconnect()

    async def _wait_until_online(self) -> None:
        while True:
            async with self._http.get(f"{self._shop}/oc/state?shop=1&lang=en") as answer:
                if answer.ok and (await answer.json())["state"] == "online":
                    return
            await asyncio.sleep(2)

    async def _credentials(self) -> dict[str, Any]:
        """The sidecar's own resume token when there is one: a restart then needs no PHP."""
        if self._resume:
            return {"session": self._resume, "protocol": 1}
        return {"token": await self._token(), "protocol": 1}

    async def _token(self) -> str:
        async with self._http.post(
            f"{self._shop}/en/module/onlinechat/session",
            headers={"X-Requested-With": "XMLHttpRequest", "Origin": self._shop},
        ) as answer:
            answer.raise_for_status()
            token: str = (await answer.json())["token"]
            return token

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with contextlib.suppress(aiohttp.ClientError, socketio.exceptions.SocketIOError):
                await self._ask("session:renew", {"token": await self._token()})

    async def _write(self, text: str) -> None:
        """Type the text at a human pace, then send it."""
        for end in range(0, len(text), 7):
            await self._socket.emit("typing:preview", {"text": text[:end]}, namespace="/visitor")
            await asyncio.sleep(random.uniform(0.25, 0.45))
        message = {"clientId": _ulid(), "body": text}
        while not (await self._ask("message:send", message)).get("ok"):  # noqa: ASYNC110
            await asyncio.sleep(2)

    async def _ask(self, command: str, data: dict[str, Any]) -> dict[str, Any]:
        """The reply, or an empty one when the socket was away."""
        try:
            reply: dict[str, Any] = await self._socket.call(
                command, data, namespace="/visitor", timeout=10
            )
        except socketio.exceptions.SocketIOError:
            return {}
        return reply

    async def _ready(self, data: dict[str, Any]) -> None:
        self._resume = data["session"]

    async def _message(self, data: dict[str, Any]) -> None:
        message = data["message"]
        self._last_seq = max(self._last_seq, message["seq"])
        if message["author"] == "operator":
            self._told.put_nowait(message["body"])


def _ulid() -> str:
    """A fresh client id: time first, then chance, in Crockford's base 32."""
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -5, -5))


async def _main(shop: str) -> None:
    # The shop lives on an IP address: without `unsafe` its cookies would be dropped.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await Customer(shop, http).chat()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shop", help="address of the shop, without a slash at the end")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(parser.parse_args().shop))
