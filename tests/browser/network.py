"""The network between one browser and the shop, to be cut: a SOCKS proxy in a thread of its own."""

import asyncio
import ipaddress
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from tests.faults import network
from tests.stack.ports import LOOPBACK

T = TypeVar("T")
NO_PASSWORD, CONNECTED = b"\x05\x00", b"\x05\x00\x00\x01" + bytes(6)
ADDRESS, NAME = 1, 3


class Proxy(network.Network):
    """Leads where each connection wants to go, so that addresses in the browser stay the shop's."""

    async def _reach(
        self, near: StreamReader, back: StreamWriter
    ) -> tuple[StreamReader, StreamWriter]:
        """What a SOCKS 5 client asks for first (RFC 1928): no password, a connection."""
        _, methods = await near.readexactly(2)
        await near.readexactly(methods)
        back.write(NO_PASSWORD)
        _, _, _, kind = await near.readexactly(4)
        if kind == NAME:
            host = (await near.readexactly((await near.readexactly(1))[0])).decode()
        else:
            host = str(ipaddress.ip_address(await near.readexactly(4 if kind == ADDRESS else 16)))
        port = int.from_bytes(await near.readexactly(2))
        far = await asyncio.open_connection(host, port)
        back.write(CONNECTED)
        return far


class Network:
    """Everything that a browser sends and gets goes through here."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._proxy = Proxy(0)
        self._do(self._proxy.__aenter__())
        self.address = f"socks5://{LOOPBACK}:{self._proxy.port}"

    def cut(self) -> None:
        """Every connection breaks, and there is no other until it is mended."""
        self._do(self._at_once(self._proxy.cut))

    def falls_silent(self) -> None:
        """Nothing arrives any more on either side, and nobody is told."""
        self._do(self._at_once(self._proxy.sleep))

    def mend(self) -> None:
        """There are connections again; those over which something was lost are dead."""
        self._do(self._at_once(self._proxy.mend))

    def close(self) -> None:
        """The browser is gone."""
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    @staticmethod
    async def _at_once(act: Callable[[], None]) -> None:
        act()

    async def _end(self) -> None:
        await self._proxy.__aexit__(None, None, None)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
