"""Starts each browser once, and opens windows of it that know nothing of the ones before."""

import gc
import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engines.by_playwright import ByPlaywright
from engines.by_webdriver import ByMarionette, BySelenium
from engines.person import Person
from engines.trees import Trees
from free_ports import free_port
from marionette_driver.marionette import Marionette
from playwright.sync_api import Browser
from selenium import webdriver

WIDTH, HEIGHT = 1280, 4000

FORGET = """
const [done] = arguments;
Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, {onDataDeleted: () => done()});
"""


class PlaywrightEngine:
    """A browser that Playwright drives. Of one of them we keep the trees."""

    keeps_keys = True

    def __init__(self, browser: Browser, address: str, *, keeps_trees: bool = False):
        self.browser = browser
        self.address = address
        self.keeps_trees = keeps_trees

    @contextmanager
    def person(self, *, scripts: bool = True, trees: Trees | None = None) -> Iterator[Person]:
        """Somebody in a new window."""
        context = self.browser.new_context(
            base_url=self.address, locale="en-GB", java_script_enabled=scripts
        )
        kept = trees if self.keeps_trees else None
        person = ByPlaywright(context.new_page(), kept)
        yield person
        context.close()
        assert person.complaints == []
        if kept:
            kept.finish()


class FirefoxEngine:
    """A Firefox of its makers, by Marionette: what it is asked to be can change while it runs."""

    keeps_keys = True

    def __init__(self, path: str, address: str, log: Path):
        self.address = address
        # The library knocks until Firefox answers, and leaves sockets to be collected.
        with warnings.catch_warnings(action="ignore", category=ResourceWarning):
            self.driver = Marionette(
                bin=path,
                port=free_port(),
                headless=True,
                gecko_log=str(log),
                # Else preferences stay as they were when it started.
                app_args=["-remote-allow-system-access"],
                prefs={"intl.accept_languages": "en-GB"},
            )
            gc.collect()
        self.driver.start_session()

    @contextmanager
    def person(self, *, scripts: bool = True, trees: Trees | None = None) -> Iterator[Person]:
        """Somebody in a new tab, after everything was forgotten."""
        with self.person_with({"javascript.enabled": scripts}) as person:
            yield person

    @contextmanager
    def person_with(self, preferences: dict[str, Any]) -> Iterator[Person]:
        """Somebody in a new tab of a browser with these preferences."""
        with self.driver.using_prefs(preferences):
            before = self.driver.current_window_handle
            self.driver.switch_to_window(self.driver.open(type="tab", focus=True)["handle"])
            yield ByMarionette(self.driver, self.address)
            self.driver.close()
            self.driver.switch_to_window(before)
            with self.driver.using_context("chrome"):
                self.driver.execute_async_script(FORGET)

    def stop(self) -> None:
        self.driver.quit(in_app=False)
        self.driver.cleanup()


class WebKitEngine:
    """WebKitGTK, on a screen of its own: a new process for each window, with nothing kept.

    It stores a CryptoKey and reads null back, so the desk asks for the passphrase on every page.
    """

    keeps_keys = False

    def __init__(self, path: str, display: str, address: str):
        self.address = address
        self.path = path
        self.screen = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}

    @contextmanager
    def person(self, *, scripts: bool = True, trees: Trees | None = None) -> Iterator[Person]:
        """Somebody in a new window."""
        options = webdriver.WebKitGTKOptions()
        options.add_argument("--automation")
        options.add_argument(f"--enable-javascript={str(scripts).lower()}")
        service = webdriver.WebKitGTKService(executable_path=self.path, env=self.screen)
        # The library calls itself in a way of its own that it advises against.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            driver = webdriver.WebKitGTK(options=options, service=service)
        # Its driver presses nothing that it would first have to scroll to.
        driver.set_window_rect(0, 0, WIDTH, HEIGHT)
        try:
            yield BySelenium(driver, self.address)
        finally:
            driver.quit()


Engine = PlaywrightEngine | FirefoxEngine | WebKitEngine


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        f"{WIDTH}x{HEIGHT}x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as running:
        os.close(write)
        with os.fdopen(read, encoding="ascii") as told:
            number = told.readline().strip()
        yield f":{number}"
        running.terminate()
