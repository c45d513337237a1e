"""What is kept of a journey that failed, in build/traces: enough to see why without trying again.

A folder a test: Playwright's trace (`playwright show-trace trace-1.zip`), a picture of each page,
what the browser's console said, and what the server wrote meanwhile.
"""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, WebError

TRACES = Path(__file__).parents[1] / "build" / "traces"
MOST_LETTERS = 150
"""Of a folder's name: file systems take 255 bytes."""


@dataclass
class Recording:
    """The browser windows of one test; `snapshots` lets the trace show the page at each step.

    Taking them makes every journey half as long again.
    """

    snapshots: bool = False
    contexts: list[BrowserContext] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def of(self, context: BrowserContext) -> BrowserContext:
        """Record what happens in a window, until it is closed; return it."""
        context.tracing.start(snapshots=self.snapshots)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        self.contexts.append(context)
        return context

    def close(self, context: BrowserContext) -> None:
        """Close a window and throw its trace away, unless it was kept."""
        if context in self.contexts:
            self.contexts.remove(context)
            context.tracing.stop()
        context.close()

    def keep(self, folder: Path) -> None:
        """Keep everything of the windows that are open."""
        for number, context in enumerate(self.contexts, 1):
            for place, page in enumerate(context.pages, 1):
                # A page that is going away can have no picture taken of it.
                try:
                    page.screenshot(path=folder / f"window-{number}-page-{place}.png", timeout=5000)
                except Error as error:
                    self.console.append(f"no picture of {page.url}: {error.message}")
            context.tracing.stop(path=folder / f"trace-{number}.zip")
        self.contexts.clear()
        (folder / "console.txt").write_text("\n".join(self.console) + "\n", encoding="utf-8")

    def _hear(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _hear_error(self, error: WebError) -> None:
        self.console.append(f"uncaught: {error.error}")


RECORDING = pytest.StashKey[Recording]()


def folder_of(test: str) -> Path:
    """Where what is kept of a test lies."""
    return TRACES / re.sub(r"[^\w.-]+", "-", test.removeprefix("tests/"))[-MOST_LETTERS:]


def keep_failure(item: pytest.Item, report: pytest.TestReport) -> None:
    """Keep what was recorded of a test that has just failed, before its windows are closed."""
    recording = item.stash.get(RECORDING, None)
    if recording is None or not report.failed or report.when == "teardown":
        return
    folder = folder_of(item.nodeid)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Our own server answers in this process: what it writes is what pytest captured.
    server = "\n".join(f"{title}\n{text}" for title, text in report.sections)
    (folder / "server.txt").write_text(server + "\n", encoding="utf-8")
    recording.keep(folder)
