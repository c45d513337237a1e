"""A person before a browser that Playwright drives."""

import re
from pathlib import Path

from engines.person import PATIENCE
from engines.trees import Trees
from playwright.sync_api import Locator, Page, expect


def _beginning(text: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(text)}")


class ByPlaywright:
    """See `Person`."""

    def __init__(self, page: Page, trees: Trees | None = None):
        self.page = page
        self.trees = trees
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", self._complain)
        self.complaints: list[str] = []

    def _complain(self, error: Exception) -> None:
        self.complaints.append(str(error))

    def open(self, path: str) -> None:
        self.page.goto(path)

    def see(self, heading: str) -> None:
        found = self.page.get_by_role("heading", name=heading, exact=True)
        expect(found).to_be_visible(timeout=PATIENCE * 1000)

    def step(self, name: str) -> None:
        if self.trees:
            self.trees.note(name, self.page)

    def read(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(
            text, timeout=PATIENCE * 1000, use_inner_text=True
        )

    def listed(self, css: str) -> list[str]:
        return self.page.locator(css).filter(visible=True).all_inner_texts()

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(_beginning(label)).filter(visible=True)

    def fill(self, label: str, text: str) -> None:
        self._field(label).fill(text)

    def tick(self, label: str) -> None:
        self._field(label).check()

    def choose(self, label: str, option: str) -> None:
        self._field(label).select_option(option)

    def attach(self, label: str, file: str) -> None:
        self.page.get_by_label(_beginning(label)).set_input_files(Path(file))

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link).click()

    def evaluate(self, expression: str) -> object:
        return self.page.evaluate(expression)
