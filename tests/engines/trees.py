"""What a screen reader makes of each page: its accessibility tree, as a text that a person reads.

One file a journey, in tests/engines/trees; `--write-trees` writes them. What differs from run to
run has a word of its own in its place.
"""

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path

from engines.person import PATIENCE
from playwright.sync_api import Page
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.support.wait import WebDriverWait

KEPT = Path(__file__).parent / "trees"

HOW = "If this is meant, write it again with --write-trees, and look at the difference."

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
DAYS = r"\d{1,2} (Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CHANGING = (
    (re.compile(UUID), "UUID"),
    (re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b"), "REFERENCE"),
    (re.compile(rf"\b\d{{1,2}} ({MONTHS}) \d{{4}}\b"), "DAY"),
    (re.compile(rf"\b({MONTHS}) \d{{4}}\b"), "MONTH"),
    (re.compile(rf"\b{DAYS}\b"), "DAY"),
    (re.compile(r"http://localhost:\d+"), "SITE"),
)

OPTIONS = re.compile(r"((?:^ *- option .*\n){3})((?: *- option .*\n)+)", re.MULTILINE)
"""A list to choose from: the first three lines, and the rest."""


@dataclass
class Trees:
    """The trees of one journey, in the order of its steps."""

    journey: str
    write: bool
    secrets: list[str] = field(default_factory=list)
    """Words that the journey drew, such as those of its receipt."""
    noted: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        file = self.file
        text = file.read_text(encoding="utf-8") if file.exists() and not self.write else ""
        self.kept = re.split(r"^(?=# )", text, flags=re.MULTILINE)[1:]

    @property
    def file(self) -> Path:
        return KEPT / f"{self.journey}.aria.yaml"

    def note(self, step: str, page: Page) -> None:
        """Compare a page with what is kept of it, once it has come to rest."""
        kept = self.kept[len(self.noted)] if len(self.noted) < len(self.kept) else ""
        last = [""]

        def at_rest(_driver: object) -> bool:
            before, last[0] = last[0], self._told(step, page)
            return last[0] == kept or (last[0] == before and self.write)

        try:
            WebDriverWait(page, PATIENCE / 6, 0.1 if not self.write else 0.5).until(at_rest)
        except TimeoutException:
            self.faults.append(_difference(kept, last[0]))
        self.noted.append(last[0])

    def finish(self) -> None:
        """Everything was as kept, to the last step; or keep it."""
        if self.write:
            self.file.write_text("".join(self.noted), encoding="utf-8")
            return
        left = [_difference(each, "") for each in self.kept[len(self.noted) :]]
        faults = "\n".join(self.faults + left)
        assert not faults, f"{self.file.name} is not what a screen reader is told:\n{faults}\n{HOW}"

    def _told(self, step: str, page: Page) -> str:
        # What stands around every page is kept once.
        part = page.locator("main" if self.noted else "body")
        text = OPTIONS.sub(_shortened, f"# {step}: {page.title()}\n{part.aria_snapshot()}\n")
        for pattern, name in CHANGING:
            text = pattern.sub(name, text)
        for secret in self.secrets:
            # YAML quotes a word that would else mean something to it, such as “true”.
            item = rf'(- listitem: )("?){secret}\2$'
            text = re.sub(item, r"\1WORD", text, flags=re.MULTILINE)
        return text


def _shortened(options: re.Match[str]) -> str:
    """A long list without most of what is not chosen."""
    rest = options[2].splitlines(keepends=True)
    chosen = [line for line in rest if "[selected]" in line]
    indent = " " * (len(rest[0]) - len(rest[0].lstrip()))
    return options[1] + "".join(chosen) + f"{indent}# and {len(rest) - len(chosen)} more\n"


def _difference(kept: str, told: str) -> str:
    lines = difflib.unified_diff(kept.splitlines(), told.splitlines(), "kept", "told", lineterm="")
    return "\n".join(lines)
