"""Customers and operators as they see and do things, by roles and names."""

import copy
import re
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.network import Network
from tests.stack.origin import Origin

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000
"""Milliseconds for anything that goes over the network, on a busy machine."""

expect.set_options(timeout=PATIENCE)


class Person:
    """Somebody with a browser of their own."""

    def __init__(
        self,
        browser: Browser,
        origin: Origin,
        *,
        phone: bool = False,
        network: Network | None = None,
    ) -> None:
        """`network`: the one to be cut; without it the browser is connected for good."""
        self.origin = origin
        self.network = network
        self.context: BrowserContext = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale="en-US",
            base_url=origin.shop.url,
            proxy={"server": network.address} if network else None,
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page: Page = self._new_page()

    def _new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def goes_to(self, path: str) -> None:
        """Open a page."""
        self.page.goto(path)

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()
        if self.network:
            self.network.close()


class Customer(Person):
    """A visitor of the shop, signed in or not."""

    @property
    def chat(self) -> Locator:
        """The open chat; on a phone it is a dialog."""
        return self.page.locator("online-chat").get_by_label("Chat", exact=True)

    @property
    def log(self) -> Locator:
        """What was said."""
        return self.page.get_by_role("log", name="Messages")

    def signs_in(self) -> None:
        """Sign in to the shop as John DOE."""
        self.goes_to("/login")
        form = self.page.locator("form", has=self.page.locator("input[name=password]"))
        form.locator("input[name=email]").fill("pub@prestashop.com")
        form.locator("input[name=password]").fill("123456789")
        form.locator("[type=submit]").click()
        self.page.wait_for_load_state()

    def signs_out(self) -> None:
        """Sign out of the shop."""
        self.goes_to("/?mylogout=")

    @property
    def form(self) -> Locator:
        """The form to leave a message."""
        return self.page.get_by_role("form", name="Leave a message")

    def field(self, name: str) -> Locator:
        """A field of the form by its label."""
        return self.form.get_by_role("textbox", name=name, exact=True)

    def opens_form(self) -> None:
        """Click the launcher while nobody is there."""
        self.page.get_by_role("button", name="Open chat").click()
        expect(self.form).to_be_visible()

    def fills_in(self, **fields: str) -> None:
        """Type into the form: `First_name="Zoe"`."""
        for name, text in fields.items():
            self.field(name.replace("_", " ")).fill(text)

    def sends(self) -> None:
        """Press the form's button."""
        self.form.get_by_role("button", name="Send message").click()

    def is_thanked(self) -> None:
        """The form says that the message arrived."""
        thanks = self.page.locator("online-chat").get_by_role("status")
        expect(thanks.filter(has_text="Thank you!")).to_be_visible()

    def opens_chat(self) -> None:
        """Click the launcher."""
        self.page.get_by_role("button", name="Open chat").click()
        expect(self.page.get_by_role("textbox", name="Your message")).to_be_visible()

    def writes(self, text: str) -> None:
        """Send a message."""
        self.page.get_by_role("textbox", name="Your message").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def is_heard(self) -> None:
        """All that was said is stored, and known to be."""
        own = self.log.locator("[data-oc=message][data-author=visitor]")
        expect(own.last).to_have_attribute("data-state", re.compile("^(sent|seen)$"))
        expect(self.log.locator("[data-state=waiting]")).to_have_count(0)

    def sees(self, *texts: str) -> None:
        """Each of these is said once, in this order among the others."""
        for text in texts:
            expect(self.log.get_by_text(text, exact=True)).to_have_count(1)
        said = self.said()
        assert [text for text in said if text in texts] == list(texts), said

    def said(self) -> list[str]:
        """Everything that people said, in the order shown."""
        return self.log.locator(
            "[data-oc=message]:not([data-author=system]) [data-part=body]"
        ).all_inner_texts()


class Employee(Person):
    """An employee in the back office."""

    @property
    def recap(self) -> Locator:
        """The recap window."""
        return self.page.get_by_role("region", name="Online Chat", exact=True)

    def signs_in(self, email: str) -> None:
        """Sign in to the back office."""
        self.goes_to("/admin/")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=passwd]").fill("prestashop_demo")
        self.page.locator("[type=submit]").click()
        expect(self.recap).to_be_visible()

    def opens_tab(self, path: str = "/admin/") -> "Employee":
        """The same employee, in one more tab of the same browser."""
        other = copy.copy(self)
        other.page = self._new_page()
        other.goes_to(path)
        expect(other.recap).to_be_visible()
        return other

    def goes(self, *, online: bool) -> None:
        """Turn the switch."""
        self.unfolds_recap()
        switch = self.recap.get_by_role("switch", name="Online")
        wanted = "true" if online else "false"
        expect(switch).to_be_enabled()
        if switch.get_attribute("aria-checked") != wanted:
            switch.click()
        expect(switch).to_have_attribute("aria-checked", wanted)

    def unfolds_recap(self) -> None:
        """Open the recap if it is minimised, as it is on a phone at first."""
        top = self.recap.get_by_role("button", name=re.compile("^Online Chat"))
        if top.get_attribute("aria-expanded") == "false":
            top.click()

    def window(self, who: str | re.Pattern[str]) -> Locator:
        """The window with somebody: `John DOE (#2)`, `Guest #7`."""
        name = who if isinstance(who, re.Pattern) else f"Conversation with {who}"
        return self.page.get_by_role("region", name=name)

    def row(self, who: str) -> Locator:
        """The conversation's line in the recap."""
        return self.recap.get_by_role("button", name=re.compile(rf"^{re.escape(who)}"))

    def shows(self, shelf: str) -> None:
        """Turn to the `Ongoing` or the `Finished` conversations."""
        self.unfolds_recap()
        self.recap.get_by_role("tab", name=re.compile(f"^{shelf} conversations")).click()

    def offer(self, who: str) -> Locator:
        """What is said of a conversation that is on offer."""
        return self.page.get_by_role("alert").filter(
            has=self.page.get_by_role("button", name="Accept"), has_text=who
        )

    def accepts(self, who: str) -> Locator:
        """Take a conversation on offer; its window."""
        self.offer(who).get_by_role("button", name="Accept").click()
        expect(self.window(who)).to_be_visible()
        return self.window(who)

    def hands_over(self, conversation: int, to: int, note: str = "") -> None:
        """Offer a conversation to a colleague, by the recap's own door."""
        agreed = self.page.evaluate(
            "([conversation, to, note]) =>"
            " document.querySelector('online-chat-recap').offer(conversation, to, note)",
            [conversation, to, note],
        )
        assert agreed is True

    def reply(self, window: Locator) -> Locator:
        """The box in which to write."""
        return window.get_by_role("textbox", name="Reply")

    @property
    def windows(self) -> Locator:
        """All that stand on this page."""
        return self.page.get_by_role("region", name=re.compile("^Conversation with "))

    def answers(self, window: Locator, text: str) -> None:
        """Write in a window."""
        window.get_by_role("textbox", name="Reply").fill(text)
        window.get_by_role("button", name="Send", exact=True).click()

    def ends(self, window: Locator) -> None:
        """End the conversation and say that one means it."""
        window.get_by_role("button", name="End the conversation").click()
        question = self.page.get_by_role("alertdialog", name="End the conversation?")
        question.get_by_role("button", name="End the conversation").click()


def at_once(*buttons: Locator) -> None:
    """Click all of these in the same moment, in different pages."""
    moment = time.time() * 1000 + 300
    for button in buttons:
        button.evaluate(
            "(button, moment) => { setTimeout(() => button.click(), moment - Date.now()) }", moment
        )


def said_in(window: Locator) -> list[str]:
    """Everything that people said in a window, in the order shown."""
    return window.locator(
        "[data-oc=message]:not([data-author=system]) [data-part=body]"
    ).all_inner_texts()


def picture(page: Page, name: str) -> None:
    """Keep a picture for people who want to look (`.var/pictures/`)."""
    folder = Path(__file__).resolve().parents[2] / ".var" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
