"""People at browsers: customers, guests and employees who use the small shop over HTTP."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL

from tests.stack.shop import Shop

LOADER = re.compile(r"<script[^>]*loader\.js[^>]*></script>")
RECAP = re.compile(r"<script[^>]*recap\.js[^>]*></script>")
SHOP_COOKIE = "PrestaShop-"


@dataclass(frozen=True)
class Page:
    """An answer, read to its end."""

    status: int
    url: str
    headers: Mapping[str, str]
    cookies: frozenset[str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)

    @property
    def loader(self) -> str:
        """The tag our module printed on a front page; empty when there is none."""
        return _first(LOADER, self.text)

    @property
    def recap(self) -> str:
        """The tag our module printed on a back-office page; empty when there is none."""
        return _first(RECAP, self.text)

    @property
    def title(self) -> str:
        """Heading of a back-office page."""
        return unescape(_first(re.compile(r'(?<=class="page-title">)[^<]*'), self.text))

    def links(self) -> dict[str, str]:
        """Menu entries of a back-office page: class name → address."""
        found = re.findall(r'id="(?:sub)?tab-(\w+)"><a href="([^"]+)"', self.text)
        return {name: unescape(url) for name, url in found}

    def shops(self) -> dict[str, str]:
        """What the back office's shop switch offers: name → address."""
        switch = self.text.split('id="header_shop"')[1].split("</details>")[0]
        found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]*)<', switch)
        return {unescape(name): unescape(url) for url, name in found}

    def thread(self, number: int) -> str:
        """Address of a thread in the list of the Customer Service page."""
        found = re.findall(r'href="([^"]*viewcustomer_thread[^"]*)"', self.text)
        [url] = [unescape(one) for one in found if f"id_customer_thread={number}&" in unescape(one)]
        return url


class Browser:
    """One browser with its own cookies."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> Self:
        """Nothing is opened before the first request."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the browser."""
        await self._http.close()

    @property
    def cookies(self) -> dict[str, str]:
        """What the browser holds for the shop."""
        return {cookie.key: cookie.value for cookie in self._http.cookie_jar}

    async def get(self, path: str, *, follow: bool = True, delay: int = 0) -> Page:
        """Open an address; `delay` (ms) passes there between reading the cookies and the rest."""
        return await self._ask("GET", path, None, follow=follow, delay=delay)

    async def post(
        self,
        path: str,
        data: Mapping[str, str] | None = None,
        *,
        follow: bool = True,
        delay: int = 0,
    ) -> Page:
        """Send a form."""
        return await self._ask("POST", path, data or {}, follow=follow, delay=delay)

    async def visitor(self) -> dict[str, Any]:
        """Name, guest number and number of products, as the shop sees them in its cookie."""
        result: dict[str, Any] = (await self.get("/en/visitor")).json
        return result

    async def come_from(self, country: str) -> Page:
        """Open the shop where its geolocation, if it has any, sees that country."""
        return await self._ask(
            "GET", "/en/", None, follow=True, delay=0, headers={"X-Small-Shop-Country": country}
        )

    async def sign_in(self, email: str = "pub@prestashop.com") -> Page:
        """Sign in as a customer."""
        return await self.post(
            "/login", {"email": email, "password": "123456789", "submitLogin": "1"}
        )

    async def sign_out(self) -> Page:
        """Sign the customer out."""
        return await self.get("/en/?mylogout=")

    async def add_to_cart(self, product: int = 1) -> Page:
        """Add a product as the theme's script does."""
        token = (await self.visitor())["token"]
        return await self.put_into_cart(product, token)

    async def put_into_cart(self, product: int, token: str, *, delay: int = 0) -> Page:
        """Only the request that adds a product."""
        data = {"ajax": "1", "action": "update", "add": "1", "qty": "1"}
        return await self.post(
            "/en/cart", {**data, "id_product": str(product), "token": token}, delay=delay
        )

    async def chat_session(self, *, delay: int = 0) -> Page:
        """Ask the module for a visitor's token, as the loader does."""
        return await self.post("/en/module/onlinechat/session", delay=delay)

    async def cart(self, *, delay: int = 0, headers: Mapping[str, str] | None = None) -> Page:
        """Ask the module for the cart, as the chat does while an operator looks at it."""
        return await self._ask(
            "POST", "/en/module/onlinechat/cart", {}, follow=True, delay=delay, headers=headers
        )

    async def use_voucher(self, code: str) -> Page:
        """Type a voucher's code on the cart page."""
        return await self.post("/en/cart", {"addDiscount": "1", "discount_name": code})

    def put_cookie(self, name: str, value: str) -> None:
        """Give the browser a cookie of the shop's."""
        self._http.cookie_jar.update_cookies({name: value}, URL(self.shop.url))

    async def sign_in_to_back_office(self, email: str = "demo@prestashop.com") -> Page:
        """Sign in as an employee; the page one lands on."""
        return await self.post(
            "/admin/index.php?controller=AdminLogin",
            {"email": email, "passwd": "prestashop_demo"},
        )

    async def _ask(
        self,
        method: str,
        path: str,
        data: Mapping[str, str] | None,
        *,
        follow: bool,
        delay: int,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        url = path if path.startswith("http") else self.shop.url + path
        sent = {"X-Requested-With": "XMLHttpRequest"} if method == "POST" else {}
        sent |= headers or {}
        if delay:
            sent["X-Small-Shop-Delay"] = str(delay)
        async with self._http.request(
            method, url, data=data, headers=sent, allow_redirects=follow
        ) as answer:
            return Page(
                answer.status,
                str(answer.url),
                answer.headers,
                frozenset(answer.cookies),
                await answer.text(),
            )


def claims(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    payload = token.split(".")[1]
    result: dict[str, Any] = json.loads(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return result


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""
