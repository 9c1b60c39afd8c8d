"""What operators' pages ask the module, as the recap does it."""

from http import HTTPStatus
from typing import Any

from tests.shop.people import Browser

LOUIS, SARA, MARC = "louis@prestashop.com", "sara@prestashop.com", "demo@prestashop.com"


class Operator:
    """An employee whose page asks the module."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self.url = url

    async def ask(self, action: str, **fields: str) -> tuple[int, Any]:
        """Status and answer of an action."""
        whole = {"shop": "1", "lang": "en", "customer": "0", **fields}
        page = await self._browser.post(self.url.replace("action=token", f"action={action}"), whole)
        return page.status, page.json

    async def found(self, q: str, **fields: str) -> list[dict[str, Any]]:
        """Products that a search brings."""
        status, answer = await self.ask("products", q=q, **fields)
        assert status == HTTPStatus.OK, answer
        products: list[dict[str, Any]] = answer["products"]
        return products


async def operator(browser: Browser, email: str = SARA) -> Operator:
    page = await browser.sign_in_to_back_office(email)
    page = await browser.get(page.url)
    url = page.recap.split('data-token-url="')[1].split('"')[0].replace("&amp;", "&")
    return Operator(browser, url)
