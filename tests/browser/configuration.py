"""The Configuration page as a merchant uses it, by roles and names."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Employee

AXE = (
    Path(__file__).resolve().parents[2]
    / "sidecar"
    / "frontend"
    / "node_modules"
    / "axe-core"
    / "axe.min.js"
)
WITHIN = "#onlinechat-page"


class Configuration:
    """The page in an employee's browser."""

    def __init__(self, employee: Employee) -> None:
        self.employee = employee
        self.page: Page = employee.page

    def opens(self, tab: str = "Configuration") -> "Configuration":
        """Go there by the menu, and to one of its tabs."""
        link = self.page.locator("#subtab-AdminOnlinechatConfig a").get_attribute("href")
        assert link is not None
        self.page.goto(link)
        self.chooses(tab)
        return self

    def chooses(self, tab: str) -> None:
        """Show another tab."""
        self.page.get_by_role("tab", name=tab, exact=True).click()
        expect(self.page.get_by_role("tabpanel", name=tab, exact=True)).to_be_visible()

    @property
    def form(self) -> Locator:
        """The three steps and what is below them."""
        return self.page.locator("#oc-settings")

    @property
    def preview(self) -> Locator:
        """The widget as it would be."""
        return self.page.get_by_role("region", name="Preview", exact=True)

    @property
    def unsaved(self) -> Locator:
        """What is said beside Save while something would be lost."""
        return self.form.get_by_text("You have changes that aren't saved.")

    def field(self, name: str) -> Locator:
        """A field by its exact name."""
        return self.form.get_by_label(name, exact=True)

    def day(self, name: str) -> Locator:
        """A day of the week in the business hours."""
        return self.form.get_by_role("group", name=name, exact=True, include_hidden=True)

    def hours(self, day: Locator) -> Locator:
        """The lines of hours of a day."""
        return day.locator("[data-part=span]")

    def step(self, title: str) -> Locator:
        """A step's panel."""
        return self.form.locator(".panel", has=self.page.get_by_role("heading", name=title))

    def unfolds(self, panel: str) -> None:
        """Open one of the closed panels."""
        self.form.locator("summary", has_text=panel).click()

    def speaks(self, language: str) -> None:
        """Choose the language of all texts, at one of them."""
        self.form.locator("[data-part=language]:visible").first.select_option(label=language)

    def saves(self) -> None:
        """Click Save, and it is saved."""
        self.clicks_save()
        expect(self.page.get_by_text("Settings saved.")).to_be_visible()
        expect(self.unsaved).to_be_hidden()

    def clicks_save(self) -> None:
        """Click Save, whatever comes of it."""
        self.form.get_by_role("button", name="Save", exact=True).click()

    def is_refused(self) -> None:
        """The server found something wrong."""
        expect(self.page.get_by_text("Nothing was saved.")).to_be_visible()

    def says_of(self, name: str, sentence: str | re.Pattern[str]) -> None:
        """An error is tied to its field."""
        field = self.field(name)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(
            sentence if isinstance(sentence, re.Pattern) else re.compile(re.escape(sentence))
        )


def violations(page: Page, within: str = WITHIN) -> list[tuple[str, list[str]]]:
    """What axe finds seriously wrong: the rule, and where."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "within => axe.run(within).then(({violations}) => violations)", within
    )
    return [
        (one["id"], [" ".join(map(str, node["target"])) for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
